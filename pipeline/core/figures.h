// Figures: compares two amounts in a sentence when no word says which way the measure went.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/lexicon.h"

namespace hearsay {

// The relative change from the figure of before to the figure of now. The figure of now is the
// first amount in words [now, than), the figure of before the first one in the `reach` words from
// `before` on; years and ordinals are no amounts; "mn", "billion", 亿 scale them. Nothing when one
// of them is missing or the earlier one is zero. Pure.
std::optional<double> figure_change(std::string_view folded, const std::vector<Word>& words,
                                    uint32_t now, uint32_t than, uint32_t before, uint32_t reach);

}  // namespace hearsay
