// resolve_item(): the claims of one item, read by the frames and cues of one pack.
#pragma once

#include <vector>

#include "rules/pack.h"
#include "rules/rulebook.h"

namespace hearsay {

// Pure. At most one assertion for each claim and stance, in reading order.
std::vector<Assertion> resolve_item(const Pack& pack, const Entities& entities, const Text& text,
                                    const Matches& matches);

}  // namespace hearsay
