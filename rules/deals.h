// Deals: the claims that one sentence tells, before anybody's stance on them is known.
#pragma once

#include <string>
#include <vector>

#include "rules/assertion.h"
#include "rules/cues.h"
#include "rules/scene.h"

namespace hearsay {

// How far before a trigger a negation still governs it: "did not in any way agree to", bytes.
inline constexpr size_t kNegationReach = 24;

// One claim of a sentence; places are bytes of the line.
struct Told {
  ClaimKey claim;
  EntityIndex subject = kNoEntity, object = kNoEntity;
  size_t begin = 0, end = 0;
  bool negated = false;
  bool bare = false;    // the deal is only named
  bool beside = false;  // background: confirmed whatever else is said
  bool shared = false;  // several parties in one breath: no sum is one claim's own
  bool kept = false;    // stands beside what a turn made of it
  std::string rule;
  std::vector<Evidence> evidence;
};

// Finds them by the frames of a pack, turned by its turns. Holds references to its arguments.
class Deals {
 public:
  Deals(const Pack& pack, const Scene& scene) : pack_(pack), scene_(scene) {}

  // `deny`: the denial of the sentence, whose own "not" negates no claim. Moves `topic` to the
  // last deal named.
  std::vector<Told> tell(const Line& line, Place deny, Topic& topic) const;
  // Without any deal told, an item is about the first two companies of one sentence, or else of
  // all its sentences if there are no more than two.
  void pair_up(const std::vector<Line>& lines, Topic& topic) const;

 private:
  struct Taken;
  void match(const Line& line, const Frame& frame, Place at, const Slot* s, const Slot* o,
             Place deny, Topic& topic, std::vector<Taken>& taken, std::vector<Told>& all) const;
  bool known(const std::string& type) const;
  bool parties(const Slot* s, const Slot* o, const Topic& topic, std::vector<EntityIndex>& subjects,
               std::vector<EntityIndex>& objects) const;

  const Pack& pack_;
  const Scene& scene_;
};

}  // namespace hearsay
