// Claim scores: what an item's assertions mean for the companies that they are about.
//
// A claim type says in its pack how good the claim is for its subject and object if it is true; the
// stance turns that (a denial of bad news is good news), confidence and place weigh it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rules/assertion.h"
#include "rules/rulebook.h"

namespace hearsay {

// One claim's meaning for one company: all its stances together.
struct ClaimScore {
  std::string key;      // the claim's
  std::string company;  // its subject's or object's id
  double score = 0;     // −1…1
  std::vector<Evidence> evidence;
};

// For each claim, in the assertions' order, its subject and its object. A rumour that the item
// itself denies counts nothing: the denial answers it. A debunking by no party counts less, as does
// the end of a plan that a smaller one replaces, and what is told after the headline's news. Claims
// of unknown types mean nothing. Pure.
std::vector<ClaimScore> score_claims(const Rulebook& book, const Text& text,
                                     std::span<const Assertion> assertions);

}  // namespace hearsay
