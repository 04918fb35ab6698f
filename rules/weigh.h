// weigh(): the claims of an item, from what the rules found in it and what the net thinks likely.
#pragma once

#include <vector>

#include "rules/net_reader.h"

namespace hearsay {

// A claim of the net's counts from this logit on, whether the rules found it or not: what they
// found is among the net's own signs. Chosen on items that neither had seen (ARCHITECTURE.md).
inline constexpr float kBelieved = -0.5F;
static_assert(kBelieved >= kTold);

// `read`: of `input`, which is of `rules`. Claims of which the net knows no class, or whose pair it
// was not shown, stay as the rules found them. Pure.
std::vector<Assertion> weigh(const NetReader& net, const NetReading& read, const NetInput& input,
                             const ItemReading& rules, const Matches& matches);

}  // namespace hearsay
