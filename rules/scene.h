// Scene: the sentences of an item with their mentions masked, references resolved and reduced.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/line.h"
#include "rules/pack.h"
#include "rules/rulebook.h"
#include "rules/unlisted.h"

namespace hearsay {

// The deal that an item speaks of at some place: what "the deal" and "both companies" mean there.
struct Topic {
  std::string family;  // "investment"; empty while no deal is told
  std::string kind;    // the family that the item's words are mostly of
  std::vector<EntityIndex> subjects, objects;
  bool alone = false;  // the item names no others, or its words put the two in order
  bool set() const { return !subjects.empty() && !objects.empty(); }
};

// What was named last, for pronouns. Carried from sentence to sentence.
struct Focus {
  std::vector<EntityIndex> company, person, speaker;
  std::vector<EntityIndex> addressee;  // who answers in a dialogue: "you"
  Topic topic;
};

// Reductions of one sentence. More than this many mentions is a list that nobody reads as prose.
inline constexpr int kPutsMax = 64;

// The slot of the company that an apposition at [at, stop) belongs to: "Sable, the Nevada miner,
// and …". Without the second comma it is a new clause: "…, the company said".
std::optional<size_t> apposed_to(const Line& line, size_t at, size_t stop);

// Makes lines of one item. Holds references to its arguments.
class Scene {
 public:
  Scene(const Pack& pack, const Entities& entities, const Text& text, const Matches& matches)
      : pack_(pack),
        entities_(entities),
        text_(text),
        matches_(matches),
        unlisted_(find_unlisted(entities, text, matches.names)) {
    add_provider();
    add_short_names();
    for (const NameHit& hit : matches.names) {
      if (hit.certain && who(hit.entity).kind == EntityKind::kCompany)
        companies_.push_back({hit.span.begin, hit.entity});
    }
    add_descriptions();
  }

  // Listed or not.
  const Entity& who(EntityIndex index) const { return unlisted_.at(entities_, index); }
  // The outlet that published the item, kNoEntity if unknown: it may speak in its own name.
  EntityIndex provider() const { return provider_; }
  // True when the first id is that of a person and the second that of their company.
  bool speaks_for(const std::string& person, const std::string& company) const;
  // True when the entity files call the company a start-up or a laboratory.
  bool young(EntityIndex index) const;
  bool listed(EntityIndex index) const { return !unlisted_.marks(index); }
  // The company that a mention stands for: a person's own. And its id.
  EntityIndex company(EntityIndex index) const;
  const std::string& party(EntityIndex index) const { return who(company(index)).id; }
  // The sentence with names and sums masked; references looked up in `focus`, reductions done.
  // `refers`, unless null: whether it has words that stand for others, so that `focus` matters.
  Line line(uint32_t sentence, const Focus& focus, bool* refers = nullptr) const;

 private:
  void add_provider();
  void add_short_names();
  void add_descriptions();
  std::vector<Slot> slots_in(ByteSpan span) const;
  void describe(Line& line) const;
  EntityIndex described(std::string_view phrase, uint32_t before) const;
  bool refer(Line& line, const Focus& focus, bool late) const;
  void reduce(Line& line) const;
  std::vector<EntityIndex> meant(Referent what, bool described, const Line& line, size_t at,
                                 size_t end, const Focus& focus) const;
  std::vector<EntityIndex> speaker_in(const Line& line, size_t at) const;
  Mask mask_of(const Entity& entity) const;

  const Pack& pack_;
  const Entities& entities_;
  const Text& text_;
  const Matches& matches_;
  Unlisted unlisted_;
  std::vector<NameHit> short_names_;  // "Halden" in an item that names Halden Packaging
  // Every company that the item names, with where it does.
  std::vector<std::pair<uint32_t, EntityIndex>> companies_;
  std::vector<std::string_view> descriptions_;  // theirs, of the entity files
  EntityIndex provider_ = kNoEntity;
};

}  // namespace hearsay
