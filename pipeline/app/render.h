// One item as a person reads it: the text with its evidence marked, and what was concluded and why.
#pragma once

#include <span>
#include <string>

#include "parsers/item.h"
#include "pipeline/core/scorer.h"
#include "rules/assertion.h"
#include "rules/near_misses.h"
#include "rules/text.h"

namespace hearsay::app {

// With `colours` evidence is marked by ANSI colours, one a role; else by ⟦ ⟧. Control characters of
// the item are shown as �, so that an article cannot steer the terminal.
std::string render(const Item& item, const Text& text, std::span<const Assertion> assertions,
                   std::span<const Sentiment> sentiments, bool colours);

// What was near to being told and which guard refused it, for below the rest.
std::string render_near_misses(const Text& text, std::span<const NearMiss> misses);

}  // namespace hearsay::app
