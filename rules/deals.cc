// Triggers with their roles, the parties they leave open, and the turns in their part.
#include "rules/deals.h"

#include <algorithm>

namespace hearsay {

namespace {

// True when a deal that is only named is announced, confirmed or approved in its part.
bool settled(const Syntax& syntax, const Hit& hit) {
  const Range part = syntax.part_around({hit.first, hit.last});
  bool sum = false;
  for (uint32_t i = part.first; i <= part.last; ++i)
    sum = sum || syntax.tokens()[i].kind == TokenKind::kSum;
  // "A person briefed on it put the price at $250 million."
  if (sum && syntax.cue_in(Cue::kInsider, part) != nullptr) return true;
  return syntax.cue_in(Cue::kOfficial, part) != nullptr ||
         syntax.cue_in(Cue::kSettle, part) != nullptr ||
         syntax.cue_in(Cue::kConfirm, part) != nullptr ||
         syntax.cue_in(Cue::kApprove, part) != nullptr;
}

bool mention_between(const Syntax& syntax, uint32_t from, uint32_t to) {
  for (uint32_t i = from + 1; i < to; ++i) {
    if (syntax.mention(i)) return true;
  }
  return false;
}

// "Investing in its own app": a preposition leads to what is no party.
bool other_object(const Syntax& syntax, const Hit& hit, const Trigger& trigger) {
  uint32_t next = hit.last + 1;
  // "investing more in premium brands": a word or two may stand between.
  for (uint32_t words = 0; words < 2 && next + 1 < syntax.size(); ++words, ++next) {
    if (syntax.hit_at(next) != nullptr || syntax.tokens()[next].kind != TokenKind::kWord) break;
  }
  if (next >= syntax.size()) return false;
  if (std::find(trigger.object.begin(), trigger.object.end(), syntax.word(next)) ==
      trigger.object.end())
    return false;
  for (uint32_t i = next + 1; i < syntax.size() && i <= next + 3; ++i) {
    const Hit* deal = syntax.hit_at(i);
    if (deal != nullptr && deal->senses->back() >= kTriggerSense &&
        deal->senses->back() < kTurnSense)
      return false;
  }
  return true;
}

// "{BMW} will invest in {its} plant": what is one's own is no party either.
bool own_object(const Syntax& syntax, const Known& known, const Hit& hit, const Roles& roles) {
  if (!roles.subject) return false;
  for (uint32_t i = hit.last + 1; i < syntax.size(); ++i) {
    if (syntax.part(i) != syntax.part(hit.last) || syntax.mark(i, ",")) return false;
    if (syntax.party(i)) {
      return !syntax.slot(i).named && known.company[i] == known.company[*roles.subject] &&
             i + 1 < syntax.size() && syntax.possessive(i + 1);
    }
  }
  return false;
}

// "The merger that both announced in May", "a merger agreed last year", 去年签署的协议: what is
// told of the deal is new, its announcement is background.
bool announced_before(const Syntax& syntax, Range at) {
  for (const Cue cue : {Cue::kOfficial, Cue::kSettle}) {
    const Hit* behind = syntax.cue_in(cue, {at.last + 1, at.last + kAnnouncedReach});
    if (behind != nullptr &&
        (mention_between(syntax, at.last, behind->first) || behind->first == at.last + 1))
      return true;
    const uint32_t from = at.first > kAnnouncedReach ? at.first - kAnnouncedReach : 0;
    const Hit* ahead = at.first == 0 ? nullptr : syntax.cue_in(cue, {from, at.first - 1});
    if (ahead != nullptr && ahead->last + 1 < at.first && syntax.word(ahead->last + 1) == "的")
      return true;
  }
  return false;
}

// True when a verb of saying lies strictly between two tokens.
bool spoken_between(const Syntax& syntax, uint32_t from, uint32_t to) {
  const Range between{from + 1, to - 1};
  return syntax.cue_in(Cue::kSay, between) != nullptr ||
         syntax.cue_in(Cue::kOfficial, between) != nullptr;
}

}  // namespace

std::vector<Deals::Named> Deals::name(const Syntax& syntax, Topic& topic) const {
  std::vector<Named> named;
  std::vector<std::pair<const Hit*, const Trigger*>> found;
  for (const Hit& hit : syntax.hits()) {
    for (const SenseId sense : *hit.senses) {
      if (sense >= kTriggerSense && sense < kTurnSense)
        found.push_back({&hit, &pack_.triggers[sense - kTriggerSense]});
    }
  }
  const auto acted = [&](const Hit& hit) {
    const Range part = syntax.part_around({hit.first, hit.last});
    if (syntax.cue_in(Cue::kAct, part) != nullptr || syntax.cue_in(Cue::kMaybe, part) != nullptr ||
        syntax.cue_in(Cue::kSettle, part) != nullptr)
      return true;
    // Something is said of it: "its investment has stalled".
    for (const Hit& other : syntax.hits()) {
      if (turn_of(other) != nullptr && syntax.part(other.first) == syntax.part(hit.first))
        return true;
    }
    return std::any_of(found.begin(), found.end(), [&](const auto& other) {
      return other.first != &hit && other.second->form == TriggerForm::kVerb &&
             syntax.part(other.first->first) == syntax.part(hit.first);
    });
  };
  const Topic before = topic;
  const Known known = known_of(syntax, topic);
  for (const bool complete : {true, false}) {
    for (const auto& [hit, trigger] : found) {
      if (trigger->needs_act && !acted(*hit)) continue;
      const std::string type = type_of(syntax, *hit, *trigger, topic);
      const std::string family = family_of(type);
      Roles roles = fill_roles(syntax, *hit, *trigger, known, family, pays(family), pack_.roles);
      Named one;
      one.type = type;
      one.roles = roles;
      one.at = {hit->first, hit->last};
      one.trigger = trigger;
      one.bare = trigger->form == TriggerForm::kNoun &&
                 !(trigger->whole ? settled(syntax, *hit) : acted(*hit));
      const auto* s = roles.subject ? &syntax.slot(*roles.subject).entities : nullptr;
      const auto* o = roles.object ? &syntax.slot(*roles.object).entities : nullptr;
      std::vector<EntityIndex> first, second;
      // "A and B merge", "the A-B deal": the pair stands in one mention.
      const auto* both = s != nullptr && o == nullptr   ? s
                         : o != nullptr && s == nullptr ? o
                                                        : nullptr;
      if (both != nullptr && both->size() == 2 && trigger->form != TriggerForm::kVerb) {
        first = {both->front()};
        second = {both->back()};
        if (turned_round(first, second, before.set() ? before : topic, family_of(type)))
          std::swap(first, second);
        s = &first;
        o = &second;
      }
      // Who talks with whom does not say who pays.
      if (s != nullptr && o != nullptr && trigger->form == TriggerForm::kPair &&
          trigger->claim.starts_with('.')) {
        if (!talk_of_deal(syntax, *hit, *s, *o, before.set() ? before : topic)) continue;
        first = *s;
        second = *o;
        if (turned_round(first, second, before.set() ? before : topic, family_of(type)))
          std::swap(first, second);
        s = &first;
        o = &second;
      }
      const bool full = s != nullptr && o != nullptr;
      if (full != complete) continue;
      // One word, one pair: what it says as a verb is not turned round by what it says as a noun.
      if (full && std::any_of(named.begin(), named.end(), [&](const Named& other) {
            return other.at.first == one.at.first && (other.subjects != *s || other.objects != *o);
          }))
        continue;
      if (!complete) {
        if (!is_deal(type) || trigger->full) continue;
        if (s == nullptr && o == nullptr && !trigger->whole) continue;
        if (o == nullptr && trigger->form == TriggerForm::kVerb &&
            (other_object(syntax, *hit, *trigger) || own_object(syntax, known, *hit, roles)))
          continue;
        // A pair that nothing has made a deal of gives no deal by a mere "plan".
        if (trigger->whole && before.family.empty() && !before.alone && topic.family.empty())
          continue;
        // Where a deal is told in full, its other words name the same.
        if (std::any_of(named.begin(), named.end(), [&](const Named& other) {
              return syntax.part(other.at.first) == syntax.part(one.at.first);
            }))
          continue;
        one.referred = true;
      }
      const Topic& last = before.set() ? before : topic;
      if (!complete && stands_beside(syntax, known, last, *hit, roles)) continue;
      if (type.empty() || (!parties(s, o, last, one.subjects, one.objects) &&
                           !another_suitor(type, *trigger, s, o, last, one)))
        continue;
      // What names one of a pair puts the two in order for what follows.
      if (is_deal(type) && (complete || (topic.family.empty() && !trigger->whole)))
        topic = {family_of(type), topic.kind, one.subjects, one.objects, true};
      named.push_back(std::move(one));
    }
  }
  settle_clauses(syntax, named);
  std::stable_sort(named.begin(), named.end(),
                   [](const Named& a, const Named& b) { return a.at.first < b.at.first; });
  return named;
}

void Deals::put(const Syntax& syntax, const Named& named, const Hit* turned,
                std::vector<Told>& all) const {
  const Turn* turn = turned != nullptr ? turn_of(*turned) : nullptr;
  const std::string family = family_of(named.type);
  const Range head = turn != nullptr ? Range{turned->first, turned->last} : named.at;
  const bool none = head.first > 0 && syntax.word(head.first - 1) == "no" &&
                    syntax.hit_at(head.first - 1) == nullptr;  // "there is no rift"
  const bool negated = none || governing(syntax, Cue::kNot, head) != nullptr;
  const bool wont = governing(syntax, Cue::kWont, head) != nullptr;
  for (const EntityIndex subject : together(syntax, named)) {
    for (const EntityIndex object : named.objects) {
      if (scene_.party(subject) == scene_.party(object)) continue;
      Told told;
      told.subject = subject;
      told.object = object;
      told.at = head;
      told.named = named.at;
      told.shared = named.subjects.size() * named.objects.size() > 1;
      told.rule = named.trigger->id;
      told.mutual = named.trigger->mutual;
      told.fact = named.trigger->fact;
      told.referred = named.referred;
      if (named.roles.subject)
        told.evidence.push_back({"subject", "", syntax.slot(*named.roles.subject).span});
      if (named.roles.object)
        told.evidence.push_back({"object", "", syntax.slot(*named.roles.object).span});
      told.evidence.push_back({"trigger", named.trigger->id, syntax.folded(named.at)});
      const auto add = [&](const std::string& type) {
        if (pack_.claim(type) == nullptr) return;
        told.claim = {type, scene_.party(subject), scene_.party(object)};
        const auto same = std::find_if(all.begin(), all.end(), [&](const Told& one) {
          return one.claim == told.claim && one.negated == told.negated &&
                 syntax.part(one.at.first) == syntax.part(told.at.first);
        });
        if (same == all.end()) {
          all.push_back(told);
        } else {
          same->bare = same->bare && told.bare;
        }
      };
      if (turn == nullptr || pack_.claim(family + turn->to) == nullptr) {
        told.bare = named.bare;
        told.negated = negated;
        // "The agreement, which both announced": background.
        told.beside =
            named.trigger->form == TriggerForm::kNoun && announced_before(syntax, named.at);
        if (wont && named.trigger->whole) continue;
        if (wont && pack_.claim(family + ".stalls") != nullptr) {
          told.refused = true;
          add(family + ".stalls");
        } else {
          add(named.type);
        }
        continue;
      }
      const bool turned_back = (negated || wont) != turn->negated;
      if (turn->keep && !turned_back) {
        told.sumless = turn->alone;
        told.kept = true;
        told.at = named.at;
        told.bare = named.bare;
        add(named.type);
        told.kept = told.bare = told.sumless = false;
        told.at = head;
      }
      const bool announced = announced_before(syntax, named.at);
      if (announced && !turn->keep && !turn->negated) {
        told.beside = true;
        add(named.type);
        told.beside = false;
      }
      told.negated = turned_back;
      told.affirms = turn->negated && turned_back;
      told.deal = named.type;
      told.evidence.push_back({"trigger", turn->id, syntax.folded(head)});
      add(family + turn->to);
    }
  }
}

std::vector<Told> Deals::tell(const Syntax& syntax, Topic& topic) const {
  std::vector<Told> all;
  const Topic before = topic;
  std::vector<Named> named = name(syntax, topic);
  std::vector<const Hit*> turn_of_named(named.size(), nullptr);
  for (const Hit& hit : syntax.hits()) {
    const Turn* turn = turn_of(hit);
    if (turn == nullptr) continue;
    // The deal nearest to it in its own part is turned.
    size_t best = named.size();
    uint32_t near = UINT32_MAX;
    for (size_t i = 0; i < named.size(); ++i) {
      if (syntax.part(named[i].at.first) != syntax.part(hit.first) || !is_deal(named[i].type))
        continue;
      if (named[i].at.first == hit.first) continue;
      const uint32_t apart = named[i].at.first > hit.last   ? named[i].at.first - hit.last
                             : hit.first > named[i].at.last ? hit.first - named[i].at.last
                                                            : 0;
      if (apart < near) {
        near = apart;
        best = i;
      }
    }
    // "announced …, and now says that it withdraws": told twice, each on its own word.
    const bool apart = best < named.size() && named[best].at.last < hit.first &&
                       syntax.marks_between(named[best].at.last, hit.first, ",") &&
                       spoken_between(syntax, named[best].at.last, hit.first);
    // "A buys B, C pulls out": who stands right before such a turn is its own party.
    const bool other = best < named.size() && turn->alone && !turn->keep && hit.first > 0 &&
                       named[best].at.last < hit.first && syntax.party(hit.first - 1) &&
                       hit.first - 1 != named[best].roles.subject &&
                       hit.first - 1 != named[best].roles.object;
    if (best < named.size() && !apart && !other) {
      if (turn_of_named[best] == nullptr) turn_of_named[best] = &hit;
      continue;
    }
    if (apart && !other) {
      Named again = named[best];
      again.referred = true;
      put(syntax, again, &hit, all);
      continue;
    }
    const Topic& told_last = before.set() ? before : topic;
    const std::string& family = told_last.family.empty() ? told_last.kind : told_last.family;
    if (!told_last.set() || family.empty()) continue;
    Named one;
    one.type = family + ".goes-ahead";
    one.subjects = told_last.subjects;
    one.objects = told_last.objects;
    one.at = {hit.first, hit.last};
    static const Trigger kTurnAlone{
        "turn", "", TriggerForm::kNoun, {}, {}, "", false, false, false, false, true};
    one.trigger = &kTurnAlone;
    one.referred = true;
    const Known known = known_of(syntax, told_last);
    const auto& hint = known.hint;
    // "Reliance has walked away": a party of its own with the object told last.
    std::optional<uint32_t> leaver;
    for (uint32_t m = hit.first; m-- > 0 && syntax.part(m) == syntax.part(hit.first);) {
      if (!syntax.party(m) || !syntax.governor(m).empty()) continue;
      leaver = m;
      break;
    }
    if (other) {
      one.objects = named[best].objects;
      one.subjects = syntax.slot(hit.first - 1).entities;
      one.roles.subject = hit.first - 1;
      put(syntax, one, &hit, all);
      continue;
    }
    if (leaver && turn->alone && hint[*leaver] == 0 && !turn->keep && !told_last.family.empty()) {
      one.subjects = syntax.slot(*leaver).entities;
      one.roles.subject = leaver;
      put(syntax, one, &hit, all);
      continue;
    }
    if (!turn->alone && !both_in_part(syntax, known, told_last, hit)) continue;
    bool others = false, ours = false;
    for (uint32_t i = 0; i < syntax.size(); ++i) {
      if (!syntax.party(i) || syntax.part(i) != syntax.part(hit.first)) continue;
      (in_topic(known.company[i], told_last) ? ours : others) = true;
    }
    if (others && !ours) continue;
    put(syntax, one, &hit, all);
  }
  for (size_t i = 0; i < named.size(); ++i) {
    bool elsewhere = false;
    for (size_t j = 0; j < named.size(); ++j) {
      elsewhere = elsewhere || (turn_of_named[i] == nullptr && turn_of_named[j] != nullptr &&
                                turned_with(syntax, named[i], named[j], *turn_of_named[j]));
    }
    if (!elsewhere) put(syntax, named[i], turn_of_named[i], all);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Told& a, const Told& b) { return a.at.first < b.at.first; });
  return all;
}

}  // namespace hearsay
