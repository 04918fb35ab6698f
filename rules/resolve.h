// read_item(): the claims of one item, read by the frames and cues of one pack.
#pragma once

#include <vector>

#include "rules/deals.h"
#include "rules/pack.h"
#include "rules/rulebook.h"
#include "rules/scene.h"
#include "rules/syntax.h"

namespace hearsay {

// What was read of one sentence: with its references resolved, and the deals that it names.
struct Heard {
  Syntax syntax;
  std::vector<Told> told;  // before it was asked who says so
  bool headline = false;
};

// `scene` refers to what read_item() was given.
struct ItemReading {
  Scene scene;
  std::vector<Heard> heard;      // per sentence, for a net; empty where there is nothing for it
  std::vector<Assertion> found;  // at most one for each claim and stance, in reading order
  bool triggered = false;        // it has words of a deal, or of its end
};

// Pure. `for_net`: gives `heard` too, of any item that names two companies; only of one that has
// words of a deal anything is found.
ItemReading read_item(const Pack& pack, const Entities& entities, const Text& text,
                      const Matches& matches, bool for_net);

// Its `found`.
inline std::vector<Assertion> resolve_item(const Pack& pack, const Entities& entities,
                                           const Text& text, const Matches& matches) {
  return read_item(pack, entities, text, matches, false).found;
}

}  // namespace hearsay
