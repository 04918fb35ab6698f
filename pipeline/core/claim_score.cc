// Weighs an item's assertions by stance, confidence and place.
#include "pipeline/core/claim_score.h"

#include <algorithm>

namespace hearsay {
namespace {

constexpr double kRumor = 0.7;
constexpr double kConfirmation = 1;
// A denial takes away what the rumour gave; that is less than the contrary.
constexpr double kDenial = -0.55;
// A debunking by the outlet, or by nobody named: no party has said anything.
constexpr double kDebunked = 0.3;
// Whose deal is off by a party's own word chose so, or lost what it never had; who is stopped by
// another (a regulator, a court) loses more.
constexpr double kOwnEnd = 0.5;
// A plan that is given up for a smaller one.
constexpr double kReplaced = 0.2;
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

bool by_a_party(const Entities& entities, const std::string& speaker) {
  if (speaker.empty()) return false;
  const EntityIndex who = entities.find(speaker);
  return who == kNoEntity || entities[who].kind != EntityKind::kOutlet;
}

// The company that a speaker stands for.
std::string_view spoken_for(const Entities& entities, const std::string& speaker) {
  const EntityIndex who = entities.find(speaker);
  const bool of_one = who != kNoEntity && entities[who].of != kNoEntity;
  return of_one ? entities[entities[who].of].id : speaker;
}

bool lists(const std::vector<std::string>& types, const std::string& type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

// All assertions of one item, asked about one of them.
class Weighing {
 public:
  Weighing(const Rulebook& book, const Text& text, std::span<const Assertion> assertions)
      : book_(book), text_(text), assertions_(assertions) {
    any_on_top_ = any([&](const Assertion& a) { return on_top(text, a); });
  }

  double weight(const Assertion& a, const ClaimType& type) const {
    if (a.stance == Stance::kRumor && denied(a)) return 0;
    double weight = stance_weight(a.stance) * (0.5 + 0.5 * a.confidence);
    if (a.stance == Stance::kDenial && !by_a_party(book_.entities(), a.speaker))
      weight *= kDebunked;
    if (a.stance != Stance::kDenial && replaced(a, type)) weight *= kReplaced;
    if (any_on_top_ && !on_top(text_, a)) weight *= kBelow;
    return weight;
  }

  // For the subject of a deal that ends by the word of one of its parties.
  double subject_share(const Assertion& a, const ClaimType& type) const {
    if (a.stance != Stance::kConfirmation || type.contradicts.empty() || type.subject_tone > 0)
      return 1;
    const std::string_view by = spoken_for(book_.entities(), a.speaker);
    return by == a.claim.subject || by == a.claim.object ? kOwnEnd : 1;
  }

 private:
  template <typename Test>
  bool any(const Test& test) const {
    return std::any_of(assertions_.begin(), assertions_.end(), test);
  }
  bool denied(const Assertion& a) const {
    return any(
        [&](const Assertion& b) { return b.stance == Stance::kDenial && b.claim == a.claim; });
  }
  // Is what `a` contradicts said to happen after all, in a form that refines it?
  bool replaced(const Assertion& a, const ClaimType& type) const {
    return any([&](const Assertion& b) {
      const ClaimType* other = book_.claim_type(b.claim.type);
      const bool same_pair = b.claim.subject == a.claim.subject && b.claim.object == a.claim.object;
      if (other == nullptr || !same_pair || b.stance == Stance::kDenial) return false;
      return std::any_of(type.contradicts.begin(), type.contradicts.end(),
                         [&](const std::string& plain) { return lists(other->refines, plain); });
    });
  }

  const Rulebook& book_;
  const Text& text_;
  std::span<const Assertion> assertions_;
  bool any_on_top_ = false;
};

}  // namespace

std::vector<ClaimScore> score_claims(const Rulebook& book, const Text& text,
                                     std::span<const Assertion> assertions) {
  const Weighing weighing(book, text, assertions);
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
    const double weight = weighing.weight(a, *type);
    add(a, a.claim.subject, type->subject_tone, weight * weighing.subject_share(a, *type));
    add(a, a.claim.object, type->object_tone, weight);
  }
  return scores;
}

}  // namespace hearsay
