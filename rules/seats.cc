// Where a mention stands around a trigger, and what lies between them.
#include "rules/seats.h"

#include <algorithm>

namespace hearsay {

namespace {

// Costs: what makes a mention a worse choice for a role.
constexpr double kPlaceCost = 0.4;  // one place further down the trigger's list
constexpr double kPlaceCostMax = 1.2;
constexpr double kTokenCost = 0.06;  // one Latin word of distance; a Han character is a third
constexpr double kCommaCost = 0.3;
constexpr double kPartCost = 3;      // "but", "while": another clause
constexpr double kRivalCost = 0.7;   // another mention stands nearer
constexpr double kObjectCost = 1.5;  // it is the object of another verb
constexpr double kAnyCost = 1.5;     // it only stands in the sentence
constexpr double kOwnerCost = 0.9;   // an owner as object, a first part of a noun as subject
constexpr uint32_t kAfterWords = 9, kAfterHan = 16;  // how far an object may stand behind
constexpr uint32_t kGoodsWords = 4, kGoodsHan = 8;   // from a name to its goods
constexpr uint32_t kOwnWords = 7, kOwnHan = 14;      // between an owner and its noun

}  // namespace

double Seats::cost(uint32_t m, const std::vector<std::string>& places, bool subject) const {
  double best = kNever;
  for (size_t i = 0; i < places.size(); ++i) {
    double one = std::min(static_cast<double>(i) * kPlaceCost, kPlaceCostMax) + seat(m, places[i]);
    // 把某某卖给: the object is named, and is no party.
    if (!subject && places[i] == "before" && object_taken(m)) continue;
    // {Nvidia}'s investment, but the {OpenAI} investment.
    if (places[i] == "own" && owner(m) != subject) one += kOwnerCost;
    best = std::min(best, one);
  }
  return best;
}

std::vector<std::string> Seats::turned(const std::vector<std::string>& places, bool subject) const {
  if (!passive_) return places;
  std::vector<std::string> out;
  for (const std::string& place : places) {
    if (subject && place == "before") continue;
    out.push_back(!subject && place == "after" ? "before" : place);
  }
  return out;
}

// Who stands before a noun owns it in Chinese, in English only with a sign of it.
bool Seats::owner(uint32_t m) const {
  return syntax_.tokens()[hit_.first].kind == TokenKind::kHan ||
         (m + 1 < syntax_.size() && syntax_.possessive(m + 1));
}

bool Seats::object_taken(uint32_t m) const {
  for (uint32_t i = m + 1; i < hit_.first; ++i) {
    if (syntax_.word(i) == "把" && syntax_.cue_at(i, Cue::kPreposition)) return true;
  }
  return false;
}

bool Seats::is_passive() const {
  if (trigger_.form != TriggerForm::kVerb) return false;
  const uint32_t at = hit_.first;
  // 被收购, 获X增资: the agent's word stands before the verb.
  for (uint32_t i = at, han = 0; i-- > 0 && han < kAfterHan; ++han) {
    if (syntax_.tokens()[i].kind == TokenKind::kMark) break;
    if (syntax_.cue_at(i, Cue::kBy) && syntax_.tokens()[i].kind == TokenKind::kHan) return true;
  }
  // bought by X
  for (uint32_t i = hit_.last + 1; i < syntax_.size() && i <= hit_.last + 4; ++i) {
    if (syntax_.mention(i) || syntax_.tokens()[i].kind == TokenKind::kMark) break;
    if (syntax_.cue_at(i, Cue::kBy)) return participle();
  }
  for (uint32_t i = at; i-- > 0 && at - i <= 4;) {
    if (syntax_.cue_at(i, Cue::kBe)) return participle();
    if (syntax_.mention(i) || syntax_.word(i) == "to" || syntax_.word(i) == "have" ||
        syntax_.tokens()[i].kind == TokenKind::kMark)
      break;
  }
  return false;
}

// "bought", but not "unhappy with", "annoyed by": with its own preposition it is an adjective.
bool Seats::participle() const {
  static constexpr std::string_view kEndings[] = {"ed", "en", "ght", "old", "led", "cut", "ade"};
  const std::string_view word = syntax_.word(hit_.first);
  if (hit_.last > hit_.first && syntax_.word(hit_.last) != "over" &&
      syntax_.word(hit_.last) != "up" && syntax_.word(hit_.last) != "out")
    return false;
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return word.ends_with(ending); });
}

double Seats::seat(uint32_t m, std::string_view place) const {
  if (place == "before") return before(m);
  if (place == "after") return after(m);
  if (place == "own") return own(m);
  if (place == "any") return reach(m) + kAnyCost;
  // "proposal for {Seven}": the phrase ends with the preposition itself.
  if (m > hit_.last && syntax_.word(hit_.last) == place) return after(m);
  if (syntax_.governor(m) != place) return kNever;
  return reach(m);
}

double Seats::distance(uint32_t from, uint32_t to) const {
  double cost = 0;
  for (uint32_t i = from + 1; i < to; ++i)
    cost += syntax_.tokens()[i].kind == TokenKind::kHan ? kTokenCost / 3 : kTokenCost;
  return cost;
}

// What lies between a mention and the trigger, whichever comes first.
double Seats::reach(uint32_t m) const {
  const bool ahead = m < hit_.first;
  const uint32_t from = ahead ? m : hit_.last, to = ahead ? hit_.first : m;
  if (!ahead && m <= hit_.last) return 0;  // inside the phrase's own gap
  double cost = distance(from, to);
  cost += kPartCost * std::abs(static_cast<double>(syntax_.part(m)) -
                               static_cast<double>(syntax_.part(hit_.first)));
  for (uint32_t i = from + 1; i < to; ++i) {
    if (syntax_.party(i)) cost += kRivalCost;
    if (syntax_.mark(i, ",") || syntax_.mark(i, ":")) cost += kCommaCost;
    if (syntax_.mark(i, ";") || syntax_.mark(i, "。")) return kNever;
    // Behind the trigger another predicate has begun: "its holding {has} no truth in it".
    if (!ahead && predicate(i)) cost += kObjectCost;
  }
  if (syntax_.quoted(m) != syntax_.quoted(hit_.first)) cost += kPartCost / 2;
  return cost;
}

bool Seats::predicate(uint32_t i) const {
  for (const Cue cue : {Cue::kBe, Cue::kHave, Cue::kSay, Cue::kFalse, Cue::kDeny, Cue::kOfficial}) {
    if (syntax_.cue_at(i, cue)) return true;
  }
  return false;
}

bool Seats::goods_follow(uint32_t m) const {
  uint32_t i = m + 1;
  while (i < syntax_.size() && syntax_.possessive(i)) ++i;
  const uint32_t reach =
      i < syntax_.size() && syntax_.tokens()[i].kind == TokenKind::kHan ? kGoodsHan : kGoodsWords;
  for (uint32_t n = 0; i < syntax_.size() && n < reach; ++i, ++n) {
    if (syntax_.cue_at(i, Cue::kGoods)) return true;
    if (syntax_.hit_at(i) != nullptr || syntax_.tokens()[i].kind == TokenKind::kMark ||
        syntax_.mention(i))
      return false;
  }
  return false;
}

// A mention that another noun owns ("{Intel} shares") is no bare object.
bool Seats::owned_by_noun(uint32_t m) const {
  for (uint32_t i = m + 1; i < syntax_.size() && i <= m + 6; ++i) {
    const Hit* hit = syntax_.hit_at(i);
    if (hit == &hit_) return false;
    if (hit != nullptr && !hit->senses->empty() && hit->senses->back() >= kTriggerSense)
      return true;
    if (hit != nullptr || syntax_.tokens()[i].kind == TokenKind::kMark || syntax_.mention(i))
      return false;
    if (i > m + 2 && syntax_.tokens()[i].kind == TokenKind::kWord) return false;
  }
  return false;
}

// "talk of {Barclays} buying": what a preposition governs is the whole.
bool Seats::gerund(uint32_t m) const {
  return hit_.first - m <= 2 && syntax_.word(hit_.first).ends_with("ing");
}

double Seats::before(uint32_t m) const {
  if (m >= hit_.first) return kNever;
  const std::string_view governor = syntax_.governor(m);
  double cost = reach(m);
  if (!governor.empty()) {
    // Han prepositions that only join or take the agent leave a party free to act.
    if (syntax_.tokens()[m].kind == TokenKind::kMention && governor != "和" && governor != "与" &&
        governor != "同" && governor != "跟" && !gerund(m))
      return kNever;
  }
  if (m + 1 < syntax_.size() && syntax_.possessive(m + 1) && m + 2 != hit_.first)
    cost += kRivalCost;
  // "dropped {Arm} and will invest": an object of what stands right before it.
  if (m > 0) {
    const Hit* hit = syntax_.hit_at(m - 1);
    if (hit != nullptr && !hit->senses->empty() && hit->senses->back() >= kTriggerSense)
      cost += kObjectCost;
  }
  return cost;
}

double Seats::after(uint32_t m) const {
  if (m <= hit_.first) return kNever;
  if (!syntax_.governor(m).empty() && m > hit_.last) {
    // A preposition between them: it stands in that one's place.
    return kNever;
  }
  uint32_t words = 0, han = 0;
  for (uint32_t i = hit_.last + 1; i < m; ++i) {
    if (syntax_.tokens()[i].kind == TokenKind::kMark && syntax_.word(i) != "\"" &&
        syntax_.word(i) != "'" && syntax_.word(i) != "(")
      return kNever;
    const Hit* hit = syntax_.hit_at(i);
    if (hit != nullptr && (hit->has(sense_of(Cue::kSay)) || hit->has(sense_of(Cue::kBe))))
      return kNever;
    (syntax_.tokens()[i].kind == TokenKind::kHan ? han : words) += 1;
  }
  if (words > kAfterWords || han > kAfterHan) return kNever;
  double cost = reach(m);
  // Goods are bought, not their maker; but who dislikes the goods dislikes the maker.
  if (trigger_.claim.find('.') != std::string::npos && goods_follow(m)) return kNever;
  if (trigger_.form == TriggerForm::kVerb && owned_by_noun(m)) cost += kObjectCost * 2;
  return cost;
}

// "its planned investment"
bool Seats::adjective(uint32_t i, const Hit& hit) const {
  return hit.has(sense_of(Cue::kAct)) && syntax_.word(i).ends_with("ed");
}

double Seats::own(uint32_t m) const {
  if (m >= hit_.first || trigger_.form == TriggerForm::kVerb) return kNever;
  uint32_t words = 0, han = 0;
  for (uint32_t i = m + 1; i < hit_.first; ++i) {
    const Token& token = syntax_.tokens()[i];
    if (token.kind == TokenKind::kMark && syntax_.word(i) != "-" && syntax_.word(i) != "\"" &&
        !syntax_.possessive(i))
      return kNever;
    const Hit* hit = syntax_.hit_at(i);
    if (hit != nullptr && !hit->has(sense_of(Cue::kPlain)) && !hit->has(sense_of(Cue::kMaybe)) &&
        !hit->has(sense_of(Cue::kGoods)) && !adjective(i, *hit) &&
        hit->senses->back() < kTriggerSense)
      return kNever;
    (token.kind == TokenKind::kHan ? han : words) += 1;
  }
  if (words > kOwnWords || han > kOwnHan) return kNever;
  return reach(m);
}

std::string_view Seats::place(uint32_t m, const std::vector<std::string>& places) const {
  double best = kNever;
  std::string_view found;
  for (size_t i = 0; i < places.size(); ++i) {
    const double one =
        std::min(static_cast<double>(i) * kPlaceCost, kPlaceCostMax) + seat(m, places[i]);
    if (one >= best) continue;
    best = one;
    found = places[i];
  }
  return found;
}

}  // namespace hearsay
