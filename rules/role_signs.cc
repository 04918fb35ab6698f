// The signs of a sentence around one trigger.
#include "rules/role_signs.h"

#include <algorithm>
#include <array>

namespace hearsay {

namespace {

std::string_view form_of(const Syntax& syntax, const Hit& hit, const Trigger& trigger,
                         bool passive) {
  const bool han = syntax.tokens()[hit.first].kind == TokenKind::kHan;
  switch (trigger.form) {
    case TriggerForm::kVerb:
      return passive ? (han ? "ph" : "pl") : (han ? "vh" : "vl");
    case TriggerForm::kNoun:
      return han ? "nh" : "nl";
    case TriggerForm::kPair:
      return han ? "Ph" : "Pl";
  }
  return "";
}

std::string_view count_of(int n) {
  static constexpr std::array<std::string_view, 4> kCounts = {"0", "1", "2", "3"};
  return kCounts[static_cast<size_t>(std::min(n, 3))];
}

// Distances and costs in steps that widen.
std::string_view step_of(double words) {
  static constexpr std::array<std::pair<double, std::string_view>, 6> kSteps = {
      {{0.5, "0"}, {1.5, "1"}, {2.5, "2"}, {4.5, "4"}, {7.5, "7"}, {12.5, "12"}}};
  for (const auto& [below, name] : kSteps) {
    if (words < below) return name;
  }
  return "far";
}

std::string_view cost_step(double cost) {
  static constexpr std::array<std::pair<double, std::string_view>, 6> kSteps = {
      {{0.3, "0"}, {0.7, "1"}, {1.2, "2"}, {2, "3"}, {3.5, "4"}, {5, "5"}}};
  for (const auto& [below, name] : kSteps) {
    if (cost < below) return name;
  }
  return cost < kNever ? "6" : "never";
}

// Words beside a trigger that say much of what stands behind them.
constexpr std::array<std::string_view, 11> kLinks = {"to",   "of", "by", "in", "from", "for",
                                                     "with", "的", "给", "向", "对"};

// Costs of a role beside those of seats.cc.
constexpr double kMissingCost = 5;  // left open
constexpr double kYoungCost = 1.2;  // a start-up pays
constexpr double kHintCost = 2.5;   // it had the other role before

}  // namespace

// What lies between a mention and the trigger.
struct RoleSigns::Between {
  double words = 0;  // a Han character is a third of one
  int parties = 0, commas = 0, colons = 0, brackets = 0, quotes = 0, predicates = 0, sayings = 0,
      breaks = 0, triggers = 0, turns = 0;
};

RoleSigns::RoleSigns(const Syntax& syntax, const Hit& hit, const Trigger& trigger,
                     const Known& known, bool pays)
    : syntax_(syntax),
      hit_(hit),
      trigger_(trigger),
      known_(known),
      pays_(pays),
      seats_(syntax, hit, trigger),
      subject_places_(seats_.turned(trigger.subject, true)),
      object_places_(seats_.turned(trigger.object, false)),
      form_(form_of(syntax, hit, trigger, seats_.passive())) {
  for (uint32_t i = 0; i < syntax.size(); ++i) {
    if (!syntax.party(i)) continue;
    parties_.push_back(i);
    subject_costs_.push_back(seats_.cost(i, subject_places_, true));
    object_costs_.push_back(seats_.cost(i, object_places_, false));
  }
  find_pairs();
  find_nearest();
}

void RoleSigns::find_pairs() {
  pairs_.push_back({});
  std::vector<size_t> objects;
  for (size_t i = 0; i < parties_.size(); ++i) {
    pairs_.push_back({i, std::nullopt});
    if (barred(i)) continue;
    objects.push_back(i);
    pairs_.push_back({std::nullopt, i});
  }
  for (size_t s = 0; s < parties_.size(); ++s) {
    for (const size_t o : objects) {
      if (known_.company[parties_[s]] != known_.company[parties_[o]]) pairs_.push_back({s, o});
    }
  }
}

void RoleSigns::find_nearest() {
  double cheapest = kNever;
  for (const auto& [s, o] : pairs_) {
    double cost = 0;
    if (s) {
      const uint32_t m = parties_[*s];
      cost += subject_costs_[*s] + (known_.hint[m] > 0 ? kHintCost : 0) +
              (pays_ && known_.young[m] ? kYoungCost : 0);
    }
    if (o) cost += object_costs_[*o] + (known_.hint[parties_[*o]] < 0 ? kHintCost : 0);
    cost += (s ? 0 : kMissingCost) + (o ? 0 : kMissingCost);
    if (cost >= cheapest) continue;
    cheapest = cost;
    nearest_ = {s, o};
  }
}

RoleSigns::Between RoleSigns::between(uint32_t m) const {
  Between all;
  if (m >= hit_.first && m <= hit_.last) return all;
  const bool ahead = m < hit_.first;
  const uint32_t from = ahead ? m : hit_.last, to = ahead ? hit_.first : m;
  for (uint32_t i = from + 1; i < to; ++i) {
    all.words += syntax_.tokens()[i].kind == TokenKind::kHan ? 1 / 3.0 : 1;
    if (syntax_.party(i) && known_.company[i] != known_.company[m]) ++all.parties;
    if (syntax_.mark(i, ",")) ++all.commas;
    if (syntax_.mark(i, ":")) ++all.colons;
    if (syntax_.mark(i, "(") || syntax_.mark(i, ")")) ++all.brackets;
    if (syntax_.mark(i, "\"")) ++all.quotes;
    const Hit* hit = syntax_.hit_at(i);
    if (hit == nullptr || hit == &hit_ || hit->first != i) continue;
    const auto has = [&](Cue cue) { return hit->has(sense_of(cue)); };
    if (has(Cue::kBe) || has(Cue::kHave)) ++all.predicates;
    if (has(Cue::kSay) || has(Cue::kOfficial) || has(Cue::kDeny)) ++all.sayings;
    if (has(Cue::kBreak)) ++all.breaks;
    if (hit->senses->back() >= kTurnSense) {
      ++all.turns;
    } else if (hit->senses->back() >= kTriggerSense) {
      ++all.triggers;
    }
  }
  return all;
}

std::string_view RoleSigns::neighbour(uint32_t i) const {
  if (i >= syntax_.size()) return "edge";
  switch (syntax_.tokens()[i].kind) {
    case TokenKind::kMark:
      return syntax_.word(i);
    case TokenKind::kMention:
      return syntax_.party(i) ? "party" : "mention";
    case TokenKind::kSum:
      return "sum";
    default:
      break;
  }
  const Hit* hit = syntax_.hit_at(i);
  if (hit == nullptr) return "word";
  if (hit == &hit_) return "trigger";
  if (hit->senses->back() >= kTurnSense) return "turn";
  if (hit->senses->back() >= kTriggerSense) return "other";
  return name_of(static_cast<Cue>(hit->senses->front()));
}

void RoleSigns::mention(size_t index, bool subject, const PutSign& put) const {
  const uint32_t m = parties_[index];
  const std::string_view role = subject ? "S" : "O";
  const bool inside = m >= hit_.first && m <= hit_.last, ahead = m < hit_.first;
  const std::string_view side = inside ? "in" : ahead ? "b" : "a";
  // Of this role, form and side.
  const auto here = [&](std::string_view name, std::string_view value = "") {
    put({role, form_, "|", side, name, value});
  };
  const auto& places = subject ? subject_places_ : object_places_;
  const std::string_view place = seats_.place(m, places);
  const bool word_place =
      !place.empty() && place != "before" && place != "after" && place != "own" && place != "any";
  put({role, form_, "|place=", word_place ? "preposition" : place});
  put({role, form_, "|cost=", cost_step((subject ? subject_costs_ : object_costs_)[index])});

  const std::string_view governor = syntax_.governor(m);
  const bool owner = m + 1 < syntax_.size() && syntax_.possessive(m + 1);
  put({role, form_, "|", side, " gov=", governor, owner ? " own" : ""});
  put({role, form_, "|", side, " gov=", governor, " id=", trigger_.id});
  here(governor.empty() ? "" : " g", owner ? " own" : "");
  here(" id=", trigger_.id);

  const Between between = this->between(m);
  here(" words=", step_of(between.words));
  here(" parties=", count_of(between.parties));
  here(" commas=", count_of(std::min(between.commas, 2)));
  for (const auto& [name, count] : {std::pair<std::string_view, int>{" colon", between.colons},
                                    {" bracket", between.brackets},
                                    {" quote", between.quotes},
                                    {" predicate", between.predicates},
                                    {" saying", between.sayings},
                                    {" break", between.breaks},
                                    {" turn", between.turns}}) {
    if (count > 0) here(name);
  }
  if (between.triggers > 0) here(" triggers=", count_of(std::min(between.triggers, 2)));
  if (syntax_.part(m) != syntax_.part(hit_.first)) here(" part");
  if (syntax_.quoted(m) != syntax_.quoted(hit_.first)) put({role, form_, "|quoted"});

  const Slot& slot = syntax_.slot(m);
  put({role, form_, slot.mask == Mask::kPerson ? "|person" : "|company",
       slot.named ? "" : " referred"});
  if (slot.entities.size() > 1) put({role, form_, "|group"});
  put({role, form_,
       known_.hint[m] < 0   ? "|was subject"
       : known_.hint[m] > 0 ? "|was object"
                            : "|was neither"});
  if (pays_) put({role, form_, known_.young[m] ? "|young pays" : "|old pays"});
  bool first = true, last = true;
  for (const uint32_t other : parties_) {
    if (known_.company[other] == known_.company[m]) continue;
    (other < m ? first : last) = false;
  }
  if (first) here(" first");
  if (last) here(" last");

  here(" next=", neighbour(m + 1));
  here(" previous=", m == 0 ? "edge" : neighbour(m - 1));
  const uint32_t beside = ahead ? hit_.first - 1 : hit_.last + 1;
  if (!inside && beside != m) {
    here(" beside=", neighbour(beside));
    const std::string_view word = beside < syntax_.size() ? syntax_.word(beside) : "";
    if (std::find(kLinks.begin(), kLinks.end(), word) != kLinks.end()) here(" link=", word);
  }
  const std::string_view word = syntax_.word(hit_.first);
  if (syntax_.tokens()[hit_.first].kind != TokenKind::kHan) {
    const bool to = hit_.first > 0 && syntax_.word(hit_.first - 1) == "to";
    here(word.ends_with("ing")                                                    ? " ing"
         : word.ends_with("ed") || word.ends_with("ght") || word.ends_with("ken") ? " ed"
         : word.ends_with("s")                                                    ? " s"
                                                                                  : " base",
         to ? " to" : "");
  }
}

// What is bought of a name is its goods, not itself. But who dislikes the goods dislikes their
// maker.
bool RoleSigns::barred(size_t i) const {
  return trigger_.claim.find('.') != std::string::npos && seats_.goods_follow(parties_[i]);
}

bool RoleSigns::young_pays(const Pair& pair) const {
  const auto& [s, o] = pair;
  return pays_ && s && known_.young[parties_[*s]] && !(o && known_.young[parties_[*o]]);
}

void RoleSigns::pair(const Pair& pair, const PutSign& put) const {
  const auto& [subject, object] = pair;
  const auto same = [&](const std::optional<size_t>& one, const std::optional<size_t>& other) {
    return one.has_value() == other.has_value() &&
           (!one || known_.company[parties_[*one]] == known_.company[parties_[*other]]);
  };
  if (same(subject, nearest_.first) && same(object, nearest_.second)) {
    put({"nearest ", form_});
    put({"nearest ", form_, subject ? " subject" : "", object ? " object" : ""});
  }
  const std::string_view parties = count_of(static_cast<int>(parties_.size()));
  for (const auto& [open, name] : {std::pair<bool, std::string_view>{!subject, "no subject "},
                                   {!object, "no object "},
                                   {!subject && !object, "neither "}}) {
    if (!open) continue;
    put({name, form_});
    put({name, form_, parties});
    put({name, form_, " id=", trigger_.id});
  }
  if (!subject || !object) return;
  const uint32_t s = parties_[*subject], o = parties_[*object];
  put({s < o ? "SO " : "OS ", form_});
  put({s < o ? "SO " : "OS ", form_, " id=", trigger_.id});
  if (known_.hint[s] < 0 && known_.hint[o] > 0) put({"as before ", form_});
  if (known_.hint[s] > 0 && known_.hint[o] < 0) put({"turned round ", form_});
}

}  // namespace hearsay
