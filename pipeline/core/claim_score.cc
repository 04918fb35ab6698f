// Weighs an item's assertions by stance, confidence and place.
#include "pipeline/core/claim_score.h"

#include <algorithm>
#include <map>

namespace hearsay {
namespace {

constexpr double kRumor = 0.7;
constexpr double kConfirmation = 1;
constexpr double kDenial = -0.75;
// A rumour beside its denial.
constexpr double kAnsweredRumor = 0.05;
// A claim told only below the headline or lead.
constexpr double kBelow = 0.6;

double stance_weight(Stance stance) {
  switch (stance) {
    case Stance::kRumor:
      return kRumor;
    case Stance::kConfirmation:
      return kConfirmation;
    case Stance::kDenial:
      return kDenial;
    case Stance::kNoComment:
      return 0;
  }
  return 0;
}

// Is the claim told in the headline, or in the first sentence where there is none?
bool on_top(const Text& text, const Assertion& assertion) {
  if (text.sentences().empty()) return true;
  const ByteSpan head = text.sentences().front().span;
  return std::any_of(assertion.evidence.begin(), assertion.evidence.end(), [&](const Evidence& e) {
    return e.role != "subject" && e.role != "object" && head.contains(e.span);
  });
}

}  // namespace

std::vector<ClaimScore> score_claims(const Rulebook& book, const Text& text,
                                     std::span<const Assertion> assertions) {
  const bool any_on_top = std::any_of(assertions.begin(), assertions.end(),
                                      [&](const Assertion& a) { return on_top(text, a); });
  std::map<std::pair<std::string, std::string>, bool> denied;  // type and pair -> by this item
  for (const Assertion& a : assertions) {
    if (a.stance == Stance::kDenial)
      denied[{a.claim.type, a.claim.subject + "/" + a.claim.object}] = true;
  }
  std::vector<ClaimScore> scores;
  const auto add = [&](const Assertion& a, const std::string& company, double tone, double weight) {
    const std::string key = a.claim.str();
    const auto known = std::find_if(scores.begin(), scores.end(), [&](const ClaimScore& s) {
      return s.key == key && s.company == company;
    });
    ClaimScore& score = known != scores.end() ? *known : scores.emplace_back();
    score.key = key;
    score.company = company;
    score.score = std::clamp(score.score + tone * weight, -1.0, 1.0);
    score.evidence.insert(score.evidence.end(), a.evidence.begin(), a.evidence.end());
  };
  for (const Assertion& a : assertions) {
    const ClaimType* type = book.claim_type(a.claim.type);
    if (type == nullptr) continue;
    double weight = stance_weight(a.stance) * (0.5 + 0.5 * a.confidence);
    const std::string pair = a.claim.subject + "/" + a.claim.object;
    if (a.stance == Stance::kRumor && denied.contains({a.claim.type, pair}))
      weight *= kAnsweredRumor;
    if (any_on_top && !on_top(text, a)) weight *= kBelow;
    add(a, a.claim.subject, type->subject_tone, weight);
    add(a, a.claim.object, type->object_tone, weight);
  }
  return scores;
}

}  // namespace hearsay
