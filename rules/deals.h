// Deals: the claims that one sentence tells, before anybody's stance on them is known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/assertion.h"
#include "rules/roles.h"
#include "rules/scene.h"
#include "rules/syntax.h"

namespace hearsay {

// How near behind a deal stands what announced it: "the merger which both announced", tokens.
inline constexpr uint32_t kAnnouncedReach = 5;

// Sums below are prices of a share or a seat, in any currency.
inline constexpr double kDealSumMin = 100'000;

// How far a negation governs what follows, in Latin words and in Han characters.
inline constexpr uint32_t kNegationWords = 6, kNegationHan = 9;

// "investment" of "investment.stalls"; all of a type that names no deal.
inline std::string family_of(std::string_view type) {
  return std::string(type.substr(0, type.find('.')));
}
inline bool is_deal(std::string_view type) { return type.find('.') != std::string_view::npos; }

// One claim of a sentence.
struct Told {
  ClaimKey claim;
  EntityIndex subject = kNoEntity, object = kNoEntity;
  Range at;     // the trigger, or the turn that changed it
  Range named;  // the trigger
  bool negated = false;
  bool mutual = false;    // no direction: the party that answers is the subject
  bool fact = false;      // its object's word even where nobody is quoted
  bool sumless = false;   // what a turn leaves of a deal; the sum beside it is the old one
  bool refused = false;   // "will not invest": a halt, or the denial of a report
  bool bare = false;      // the deal is only named
  bool shared = false;    // several parties in one breath: no sum is one claim's own
  bool beside = false;    // background: confirmed whatever else is said
  bool kept = false;      // stands beside what a turn made of it
  bool referred = false;  // parties are those of the deal told last
  bool affirms = false;   // a turn like "on track" speaks for `deal`
  std::string deal;       // the claim before the turn
  std::string rule;
  std::vector<Evidence> evidence;
};

// Finds them by the triggers of a pack, changed by its turns. Holds references to its arguments.
class Deals {
 public:
  Deals(const Pack& pack, const Scene& scene) : pack_(pack), scene_(scene) {}

  // Moves `topic` to the last deal named.
  std::vector<Told> tell(const Syntax& syntax, Topic& topic) const;
  // Without any deal told, an item is about the first two companies of one sentence, or else of
  // all its sentences if there are no more than two.
  // Which of the two acts is told by a trigger that names one of them: "{Huang} will invest".
  void pair_up(const std::vector<const Syntax*>& read, Topic& topic) const;
  // What the mentions of a sentence are and were in the deal told last.
  Known known_of(const Syntax& syntax, const Topic& topic) const;
  // The claim that a trigger makes here.
  std::string type_of(const Syntax& syntax, const Hit& hit, const Trigger& trigger,
                      const Topic& topic) const;
  // True for a family in which who receives gains most: there the younger of two receives.
  bool pays(const std::string& family) const;

 private:
  // A deal that a trigger names, with its parties.
  struct Named {
    std::string type;
    std::vector<EntityIndex> subjects, objects;
    Roles roles;
    Range at;
    const Trigger* trigger = nullptr;
    bool bare = false, referred = false;
  };
  void orient(const std::vector<const Syntax*>& read, Topic& topic) const;
  std::vector<Named> name(const Syntax& syntax, Topic& topic) const;
  bool parties(const std::vector<EntityIndex>* s, const std::vector<EntityIndex>* o,
               const Topic& topic, std::vector<EntityIndex>& subjects,
               std::vector<EntityIndex>& objects) const;
  const Hit* governing(const Syntax& syntax, Cue cue, Range at) const;
  bool stands_beside(const Syntax& syntax, const Known& known, const Topic& topic, const Hit& hit,
                     const Roles& roles) const;
  bool another_suitor(const std::string& type, const Trigger& trigger,
                      const std::vector<EntityIndex>* s, const std::vector<EntityIndex>* o,
                      const Topic& topic, Named& named) const;
  bool turned_round(const std::vector<EntityIndex>& first, const std::vector<EntityIndex>& second,
                    const Topic& topic, const std::string& family) const;
  bool talk_of_deal(const Syntax& syntax, const Hit& hit, const std::vector<EntityIndex>& first,
                    const std::vector<EntityIndex>& second, const Topic& topic) const;
  bool in_topic(EntityIndex company, const Topic& topic) const;
  bool both_in_part(const Syntax& syntax, const Known& known, const Topic& topic,
                    const Hit& hit) const;
  void settle_clauses(const Syntax& syntax, std::vector<Named>& named) const;
  const Turn* turn_of(const Hit& hit) const;
  bool turned_with(const Syntax& syntax, const Named& one, const Named& other,
                   const Hit& turned) const;
  std::vector<EntityIndex> together(const Syntax& syntax, const Named& named) const;
  void put(const Syntax& syntax, const Named& named, const Hit* turned,
           std::vector<Told>& all) const;

  const Pack& pack_;
  const Scene& scene_;
};

}  // namespace hearsay
