// Context: decides the names that are also words (Apple, Target, 小米, 苹果) by what stands near
// them.
#pragma once

#include <vector>

#include "rules/entities.h"
#include "rules/names.h"
#include "rules/text.h"

namespace hearsay {

// Makes `certain` each hit of a `?Name` that this item shows to be the company or person: its full
// name or ticker elsewhere, a corporate neighbour ("Corp", "shares", 公司, 股价), a deal verb
// beside it, one of its people, or two weak signs such as a capital inside a sentence; of a Chinese
// name that is no everyday word one is enough where the item tells of a deal and of another
// company. A capital at the start of a sentence or in a headline in title case is a weak sign, one
// in an all-capital line none; a hit in small letters stays a word. Hits are added or taken away by
// nobody. Pure; any thread.
void settle_names(const Entities& entities, const Text& text, std::vector<NameHit>& hits);

}  // namespace hearsay
