// What governs a claim in its sentence, looked up token by token.
#include "rules/scopes.h"

#include <algorithm>

namespace hearsay {

namespace {

// How far before a claim a report still governs it: "a story in a trade weekly that", tokens.
constexpr uint32_t kReportWords = 10, kReportHan = 20;

// From what settles a deal to its verb: "agreed in September to", tokens.
constexpr uint32_t kSettledReach = 6;

}  // namespace

bool sum_in(const Syntax& syntax, Range range) {
  for (uint32_t i = range.first; i <= range.last; ++i) {
    if (syntax.tokens()[i].kind == TokenKind::kSum) return true;
  }
  return false;
}

// The verb of denial that rejects a claim: before it in its part with no other saying between,
// or behind it when nothing else is left to reject ("… were dismissed by Huang").
const Voice* denial_over(const Syntax& syntax, const std::vector<Voice>& voices,
                         const std::vector<Told>& claims, const Told& told) {
  const Voice* found = nullptr;
  for (const Voice& voice : voices) {
    if (voice.at.first > told.at.first) break;
    if (voice.manner == Manner::kDeny) {
      found = syntax.part(voice.at.first) == syntax.part(told.at.first) ? &voice : nullptr;
    } else if (voice.manner != Manner::kSilent && !syntax.cue_at(voice.at.first, Cue::kReport)) {
      found = nullptr;
    }
  }
  if (found != nullptr) return found;
  for (const Voice& voice : voices) {
    // "Has not agreed, it said, denying a report": the denial agrees with what is negated.
    if (voice.manner != Manner::kDeny || voice.at.first < told.at.first || told.negated) continue;
    const bool more = std::any_of(claims.begin(), claims.end(), [&](const Told& other) {
      return other.at.first > voice.at.last &&
             syntax.part(other.at.first) == syntax.part(voice.at.first);
    });
    if (!more && syntax.part(voice.at.first) == syntax.part(told.at.first)) return &voice;
  }
  return nullptr;
}

// "… is nonsense": what stands in the same part, or anywhere before it.
bool reaches(const Syntax& syntax, const Hit& untrue, const Told& told) {
  return syntax.part(untrue.first) == syntax.part(told.at.first) ||
         (told.at.first < untrue.first &&
          syntax.part(untrue.first) - syntax.part(told.at.first) < 2 &&
          syntax.cue_in(Cue::kReport, syntax.part_around(told.at)) != nullptr);
}

// "Asked whether it will buy …": a question that others tell.
bool asked_about(const Syntax& syntax, const Told& told) {
  const Hit* unreal = syntax.cue_in(Cue::kUnreal, {0, told.at.first});
  const Hit* asked = syntax.cue_in(Cue::kAsked, {0, syntax.size()});
  return unreal != nullptr && asked != nullptr &&
         (unreal->first >= asked->last ? unreal->first - asked->last < 4
                                       : asked->first > told.at.last);
}

// A condition, advice or view that governs the claim: it stands before it in its part.
bool unreal(const Syntax& syntax, Range part, const Told& told) {
  for (const Cue cue : {Cue::kUnreal, Cue::kView}) {
    const Hit* hit = syntax.cue_in(cue, part);
    if (hit != nullptr && hit->first <= told.at.last) return true;
  }
  return false;
}

// "A story that …", "talk of …": somebody else's word right before the claim.
bool reported_before(const Syntax& syntax, Range at) {
  uint32_t words = 0, han = 0;
  for (uint32_t i = at.first; i-- > 0;) {
    if (syntax.part(i) != syntax.part(at.first) || syntax.mark(i, ".")) return false;
    if (syntax.cue_at(i, Cue::kReport)) return true;
    if (syntax.tokens()[i].kind == TokenKind::kHan ? ++han > kReportHan : ++words > kReportWords)
      return false;
  }
  return false;
}

bool settled_before(const Syntax& syntax, const Told& told) {
  const Range part = syntax.part_around(told.at);
  const Hit* settled = syntax.cue_in(Cue::kSettle, {part.first, told.at.first});
  return settled != nullptr && !told.negated && told.at.first - settled->last <= kSettledReach;
}

// "The trade minister told parliament that …": somebody speaks whom nobody knows.
bool stranger(const Syntax& syntax, const Voice* voice) {
  if (voice == nullptr || voice->who || voice->manner != Manner::kSay || voice->at.first == 0)
    return false;
  const uint32_t before = voice->at.first - 1;
  return syntax.tokens()[voice->at.first].kind == TokenKind::kWord &&
         syntax.tokens()[before].kind == TokenKind::kWord && syntax.hit_at(before) == nullptr;
}

// A valuation, a cost; or a sum that no longer holds, for what stays beside a turn.
bool sum_apart(const Syntax& syntax, uint32_t sum, const Told& told) {
  for (uint32_t i = sum > 6 ? sum - 6 : 0; i < sum + 4 && i < syntax.size(); ++i) {
    if (syntax.marks_between(std::min(i, sum), std::max(i, sum), ",;.")) continue;
    if (syntax.cue_at(i, Cue::kApart)) return true;
    if (told.kept && i < sum && syntax.cue_at(i, Cue::kFormer)) return true;
  }
  return false;
}

bool sum_of_another(const Syntax& syntax, uint32_t sum, const Told& told,
                    const std::vector<Told>& claims) {
  const auto from = [&](Range at) {
    return at.first > sum ? at.first - sum : sum > at.last ? sum - at.last : 0;
  };
  const auto distance = [&](const Told& one) { return std::min(from(one.at), from(one.named)); };
  return std::any_of(claims.begin(), claims.end(), [&](const Told& other) {
    return other.named.first != told.named.first && !other.bare &&
           syntax.part(other.at.first) == syntax.part(sum) && distance(other) < distance(told);
  });
}

}  // namespace hearsay
