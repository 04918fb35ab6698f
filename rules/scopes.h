// Scopes: what governs a claim in its sentence: denial, condition, question, report. Pure functions
// of one sentence; they hold nothing.
#pragma once

#include <vector>

#include "rules/deals.h"
#include "rules/syntax.h"
#include "rules/voices.h"

namespace hearsay {

bool sum_in(const Syntax& syntax, Range range);

// The verb of denial that rejects `told`: before it in its part with no other saying between, or
// behind it when nothing else is left to reject ("… were dismissed by Huang"). Null: none does.
const Voice* denial_over(const Syntax& syntax, const std::vector<Voice>& voices,
                         const std::vector<Told>& claims, const Told& told);

// "… is nonsense" reaches what stands in the same part, or a report right before it.
bool reaches(const Syntax& syntax, const Hit& untrue, const Told& told);

// "Asked whether it will buy …": a question that others tell.
bool asked_about(const Syntax& syntax, const Told& told);

// A condition, advice or view that stands before the claim in its part.
bool unreal(const Syntax& syntax, Range part, const Told& told);

// "A story that …", "talk of …": somebody else's word right before the claim.
bool reported_before(const Syntax& syntax, Range at);

// "Has agreed to buy", "signed …": what settles a claim stands right before it in its part.
bool settled_before(const Syntax& syntax, const Told& told);

// A sum that is not the claim's: a valuation, a cost, or one that no longer holds beside a turn.
bool sum_apart(const Syntax& syntax, uint32_t sum, const Told& told);

// "$30 billion of shares, and the plan for $100 billion is off": another deal of the part stands
// nearer to the sum.
bool sum_of_another(const Syntax& syntax, uint32_t sum, const Told& told,
                    const std::vector<Told>& claims);

// "The trade minister told parliament that …": somebody speaks whom nobody knows.
bool stranger(const Syntax& syntax, const Voice* voice);

}  // namespace hearsay
