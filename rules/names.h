// NameMatcher: finds entity names in folded text in one pass (NameTrie).
//
// Reports the longest name at each place, leftmost first, never overlapping. Word boundaries are
// held for names in Latin script ("target" is not found in "targeted"); the possessive "'s" is not
// part of a name. Case-sensitive names are checked against Text::upper. Names that need context are
// reported with `certain == false`; resolve_item() leaves them out.
#pragma once

#include <memory>
#include <vector>

#include "rules/entities.h"
#include "rules/text.h"

namespace hearsay {

struct NameHit {
  ByteSpan span;
  EntityIndex entity = kNoEntity;
  bool certain = true;
  bool ticker = false;
  bool confusable = false;  // written with letters of another script that look alike
  bool operator==(const NameHit&) const = default;
};

// Immutable; any number of threads may match at once. Holds no reference to `entities`.
class NameMatcher {
 public:
  explicit NameMatcher(const Entities& entities);
  ~NameMatcher();
  NameMatcher(NameMatcher&&) noexcept;
  NameMatcher& operator=(NameMatcher&&) noexcept;

  std::vector<NameHit> match(const Text& text) const;

 private:
  struct Automaton;
  std::unique_ptr<Automaton> automaton_;
};

// The judge: tries every name at every place. Same answers, slow.
std::vector<NameHit> match_names_plainly(const Entities& entities, const Text& text);

}  // namespace hearsay
