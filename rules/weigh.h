// weigh(): the claims of an item, from what the rules found in it and what the net thinks likely.
#pragma once

#include <functional>
#include <vector>

#include "rules/near_misses.h"
#include "rules/net_reader.h"

namespace hearsay {

// A claim that only the net reads counts if it is more likely than not, and if the rules refused it
// as a question, condition, view or negation only if it is far more likely; one that the rules
// found as well falls only if the net finds it unlikely. Logits. On items that neither had seen, F1
// is about the same from -0.4 to 0.6, from 0 to 3 and from -2 to 0: a desk forgives a miss sooner
// than a false claim.
inline constexpr float kBelieved = 0.3F, kInsisted = 2, kDoubted = -1;
static_assert(kBelieved >= kTold && kDoubted >= kTold);

// `read`: of `input`, which is of `rules`. `refused` gives the near misses of the item; it is asked
// at most once, and only if it matters. Claims of which the net knows no class, or whose pair it
// was not shown, stay as the rules found them. Pure.
std::vector<Assertion> weigh(const NetReader& net, const NetReading& read, const NetInput& input,
                             const ItemReading& rules, const Matches& matches,
                             const std::function<std::vector<NearMiss>()>& refused);

}  // namespace hearsay
