// Deals: the deal told last, who of its pair acts, what it fills in, which words of a clause tell
// one, and what negates a word.
#include <algorithm>
#include <cstdlib>

#include "rules/deals.h"

namespace hearsay {

namespace {

constexpr int kYoungVotes = 2;  // what it weighs that one of two is a start-up

// The percentage that a token writes, or -1.
double percentage(std::string_view word) {
  if (!word.ends_with('%')) return -1;
  return std::strtod(std::string(word.substr(0, word.size() - 1)).c_str(), nullptr);
}

constexpr double kMajority = 50;  // percent: whoever buys as much owns it

}  // namespace

std::string Deals::type_of(const Syntax& syntax, const Hit& hit, const Trigger& trigger,
                           const Topic& topic) const {
  if (trigger.claim.starts_with('.'))
    return (topic.family.empty() ? topic.kind : topic.family) + trigger.claim;
  if (trigger.majority.empty()) return trigger.claim;
  const Range around{hit.first > 8 ? hit.first - 8 : 0, hit.last + 8};
  if (syntax.cue_in(Cue::kMajority, around) != nullptr) return trigger.majority;
  for (uint32_t i = around.first; i < syntax.size() && i <= around.last; ++i) {
    if (syntax.part(i) == syntax.part(hit.first) && percentage(syntax.word(i)) >= kMajority)
      return trigger.majority;
  }
  return trigger.claim;
}

// "A and B will buy C": one deal, which the first leads, unless each acts for itself.
std::vector<EntityIndex> Deals::together(const Syntax& syntax, const Named& named) const {
  const ClaimType* type = pack_.claim(named.type);
  if (type == nullptr || !type->lead || named.referred || named.subjects.size() < 2 ||
      syntax.cue_in(Cue::kEach, syntax.part_around(named.at)) != nullptr)
    return named.subjects;
  return {named.subjects.front()};
}

Known Deals::known_of(const Syntax& syntax, const Topic& topic) const {
  Known known{std::vector<EntityIndex>(syntax.size(), kNoEntity), std::vector<int>(syntax.size()),
              std::vector<bool>(syntax.size())};
  const auto among = [&](const std::vector<EntityIndex>& some, EntityIndex company) {
    return std::any_of(some.begin(), some.end(),
                       [&](EntityIndex one) { return scene_.company(one) == company; });
  };
  for (uint32_t i = 0; i < syntax.size(); ++i) {
    if (!syntax.party(i)) continue;
    known.company[i] = scene_.company(syntax.slot(i).entities.front());
    known.young[i] = scene_.young(known.company[i]);
    if (topic.family.empty()) continue;
    const bool subject = among(topic.subjects, known.company[i]);
    const bool object = among(topic.objects, known.company[i]);
    known.hint[i] = subject == object ? 0 : subject ? -1 : 1;
  }
  return known;
}

bool Deals::pays(const std::string& family) const {
  const ClaimType* type = pack_.claim(family + ".goes-ahead");
  return type != nullptr && type->object_tone > type->subject_tone;
}

// Of two that stand side by side: who acts is the one who did in the deal told last; in an
// investment it is not the start-up.
bool Deals::turned_round(const std::vector<EntityIndex>& first,
                         const std::vector<EntityIndex>& second, const Topic& topic,
                         const std::string& family) const {
  if (topic.set() && !topic.family.empty()) {
    const EntityIndex subject = scene_.company(topic.subjects.front());
    const EntityIndex object = scene_.company(topic.objects.front());
    if (scene_.company(first.front()) == subject || scene_.company(second.front()) == object)
      return false;
    if (scene_.company(second.front()) == subject || scene_.company(first.front()) == object)
      return true;
  }
  return pays(family) && scene_.young(first.front()) && !scene_.young(second.front());
}

// A party of the part that has no role, and none in the deal told last: what is told may be of it.
bool Deals::stands_beside(const Syntax& syntax, const Known& known, const Topic& topic,
                          const Hit& hit, const Roles& roles) const {
  for (uint32_t i = 0; i < syntax.size(); ++i) {
    if (!syntax.party(i) || syntax.part(i) != syntax.part(hit.first)) continue;
    if (!syntax.slot(i).named || i == roles.subject || i == roles.object) continue;
    const auto same = [&](const std::optional<uint32_t>& role) {
      return role && known.company[*role] == known.company[i];
    };
    if (!same(roles.subject) && !same(roles.object) && !in_topic(known.company[i], topic))
      return true;
  }
  return false;
}

// Talks are of the deal told last if one of its parties holds them, and no goods are talked of.
bool Deals::talk_of_deal(const Syntax& syntax, const Hit& hit,
                         const std::vector<EntityIndex>& first,
                         const std::vector<EntityIndex>& second, const Topic& topic) const {
  const Range part = syntax.part_around({hit.first, hit.last});
  return topic.set() && !topic.family.empty() && syntax.cue_in(Cue::kGoods, part) == nullptr &&
         (in_topic(scene_.company(first.front()), topic) ||
          in_topic(scene_.company(second.front()), topic));
}

// "Merck is talking about a purchase": one more for whom another wanted.
bool Deals::another_suitor(const std::string& type, const Trigger& trigger,
                           const std::vector<EntityIndex>* s, const std::vector<EntityIndex>* o,
                           const Topic& topic, Named& named) const {
  if (s == nullptr || o != nullptr || !topic.set() || trigger.form == TriggerForm::kVerb)
    return false;
  if (topic.family.empty() || family_of(type) != topic.family) return false;
  if (s->size() != 1 || in_topic(scene_.company(s->front()), topic)) return false;
  named.subjects = *s;
  named.objects = topic.objects;
  return true;
}

bool Deals::in_topic(EntityIndex company, const Topic& topic) const {
  const auto among = [&](const std::vector<EntityIndex>& some) {
    return std::any_of(some.begin(), some.end(),
                       [&](EntityIndex one) { return scene_.company(one) == company; });
  };
  return among(topic.subjects) || among(topic.objects);
}

// "{Nvidia} x {OpenAI} is on ice": both parties of the deal told last stand in the turn's part.
bool Deals::both_in_part(const Syntax& syntax, const Known& known, const Topic& topic,
                         const Hit& hit) const {
  std::vector<EntityIndex> found;
  for (uint32_t i = 0; i < syntax.size(); ++i) {
    if (!syntax.party(i) || syntax.part(i) != syntax.part(hit.first)) continue;
    if (in_topic(known.company[i], topic) &&
        std::find(found.begin(), found.end(), known.company[i]) == found.end())
      found.push_back(known.company[i]);
  }
  return found.size() >= 2;
}

// Fills what a trigger leaves open from the deal told last. False when nothing fits.
bool Deals::parties(const std::vector<EntityIndex>* s, const std::vector<EntityIndex>* o,
                    const Topic& topic, std::vector<EntityIndex>& subjects,
                    std::vector<EntityIndex>& objects) const {
  if (s != nullptr) subjects = *s;
  if (o != nullptr) objects = *o;
  if (s != nullptr && o != nullptr) return true;
  if (!topic.set()) return false;
  const auto among = [&](const std::vector<EntityIndex>& some,
                         const std::vector<EntityIndex>* named) {
    return std::any_of(some.begin(), some.end(), [&](EntityIndex one) {
      return scene_.party(one) == scene_.party(named->front());
    });
  };
  if (s == nullptr && o == nullptr) {
    subjects = topic.subjects;
    objects = topic.objects;
  } else if (s != nullptr) {
    // Of a pair that no deal has put in order either may be the one named.
    const bool turned = topic.family.empty() && among(topic.objects, s);
    if (!turned && !among(topic.subjects, s)) return false;
    objects = turned ? topic.subjects : topic.objects;
  } else {
    const bool turned = topic.family.empty() && among(topic.subjects, o);
    if (!turned && !among(topic.objects, o)) return false;
    subjects = turned ? topic.objects : topic.subjects;
  }
  return true;
}

void Deals::pair_up(const std::vector<const Syntax*>& read, Topic& topic) const {
  std::vector<EntityIndex> item;
  const auto gather = [&](const Line& line, std::vector<EntityIndex>& into) {
    for (const Slot& slot : line.slots()) {
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      for (const EntityIndex one : slot.entities) {
        if (std::none_of(into.begin(), into.end(), [&](EntityIndex known) {
              return scene_.party(known) == scene_.party(one);
            }))
          into.push_back(one);
      }
    }
  };
  for (const Syntax* syntax : read) {
    std::vector<EntityIndex> two;
    gather(syntax->line(), two);
    gather(syntax->line(), item);
    if (two.size() == 2) {
      item = two;
      break;
    }
  }
  std::vector<EntityIndex> all;
  for (const Syntax* syntax : read) gather(syntax->line(), all);
  if (item.size() != 2) return;
  topic = {"", topic.kind, {item[0]}, {item[1]}, all.size() == 2};
  orient(read, topic);
}

void Deals::orient(const std::vector<const Syntax*>& read, Topic& topic) const {
  // For the second of the pair as subject; without any vote a start-up is who gets the money.
  const bool first_new = scene_.young(topic.subjects.front());
  const bool second_new = scene_.young(topic.objects.front());
  int votes = first_new == second_new ? 0 : first_new ? kYoungVotes : -kYoungVotes;
  for (const Syntax* one : read) {
    const Syntax& syntax = *one;
    const Known known = known_of(syntax, topic);
    for (const Hit& hit : syntax.hits()) {
      for (const SenseId sense : *hit.senses) {
        if (sense < kTriggerSense || sense >= kTurnSense) continue;
        const Trigger& trigger = pack_.triggers[sense - kTriggerSense];
        if (!is_deal(trigger.claim) || trigger.whole) continue;
        const std::string family = family_of(trigger.claim);
        const Roles roles =
            fill_roles(syntax, hit, trigger, known, family, pays(family), pack_.roles);
        const auto vote = [&](const std::optional<uint32_t>& token, int weight) {
          if (!token || !syntax.slot(*token).named) return;
          if (known.company[*token] == scene_.company(topic.objects.front())) votes += weight;
          if (known.company[*token] == scene_.company(topic.subjects.front())) votes -= weight;
        };
        vote(roles.subject, 1);
        vote(roles.object, -1);
      }
    }
  }
  if (votes > 0) std::swap(topic.subjects, topic.objects);
  topic.alone = topic.alone || votes != 0;
}

// Of the deals that the words of one clause name, which are told.
void Deals::settle_clauses(const Syntax& syntax, std::vector<Named>& named) const {
  // "Spurns its approach": the refusal of a deal is no deal.
  std::erase_if(named, [&](const Named& one) {
    return one.trigger->claim.ends_with(".goes-ahead") &&
           std::any_of(named.begin(), named.end(), [&](const Named& other) {
             return other.trigger->claim.ends_with(".stalls") && is_deal(one.type) &&
                    family_of(other.type) == family_of(one.type) &&
                    syntax.part(other.at.first) == syntax.part(one.at.first);
           });
  });
  // A clause whose verb tells of one pair only names that deal by its nouns.
  std::erase_if(named, [&](const Named& one) {
    return one.trigger->form == TriggerForm::kNoun && !one.referred && is_deal(one.type) &&
           std::any_of(named.begin(), named.end(), [&](const Named& other) {
             return other.trigger->form == TriggerForm::kVerb && !other.referred &&
                    is_deal(other.type) &&
                    syntax.part(other.at.first) == syntax.part(one.at.first) &&
                    (other.subjects != one.subjects || other.objects != one.objects);
           });
  });
  // "Buys $1 billion of its shares": what part is bought settles what the purchase is.
  std::erase_if(named, [&](const Named& one) {
    return one.trigger->majority.empty() &&
           std::any_of(named.begin(), named.end(), [&](const Named& other) {
             return !other.trigger->majority.empty() && other.subjects == one.subjects &&
                    other.objects == one.objects && other.type != one.type && is_deal(one.type) &&
                    is_deal(other.type) && !other.referred &&
                    syntax.part(other.at.first) == syntax.part(one.at.first);
           });
  });
}

const Turn* Deals::turn_of(const Hit& hit) const {
  // Of several the last: a phrase may turn beside a deal and, in a later entry, alone.
  const SenseId last = hit.senses->back();
  return last >= kTurnSense ? &pack_.turns[last - kTurnSense] : nullptr;
}

// A clause tells one thing of one pair: what turns one of its words for their deal turns them all.
bool Deals::turned_with(const Syntax& syntax, const Named& one, const Named& other,
                        const Hit& turned) const {
  if (syntax.part(one.at.first) != syntax.part(other.at.first) || one.subjects != other.subjects ||
      one.objects != other.objects || !is_deal(one.type) || !is_deal(other.type))
    return false;
  return one.trigger->form == TriggerForm::kNoun ||
         !syntax.marks_between(std::min(one.at.last, turned.last),
                               std::max(one.at.first, turned.first), ",");
}

// The cue that negates what stands at `at`: near before it, with no other head between.
const Hit* Deals::governing(const Syntax& syntax, Cue cue, Range at) const {
  uint32_t words = 0, han = 0;
  for (uint32_t i = at.first; i-- > 0;) {
    if (syntax.mark(i, "\"") || syntax.mark(i, "'")) continue;
    if (syntax.part(i) != syntax.part(at.first) || syntax.tokens()[i].kind == TokenKind::kMark)
      return nullptr;
    const Hit* hit = syntax.hit_at(i);
    if (hit != nullptr && hit->has(sense_of(cue))) return hit;
    if (hit != nullptr && turn_of(*hit) != nullptr) return nullptr;
    if (syntax.tokens()[i].kind == TokenKind::kHan ? ++han > kNegationHan
                                                   : ++words > kNegationWords)
      return nullptr;
  }
  return nullptr;
}

}  // namespace hearsay
