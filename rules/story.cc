// Gathering assertions; rumours first, then the answers to them, then what was told like a fact.
#include "rules/story.h"

#include <algorithm>

#include "rules/deals.h"

namespace hearsay {

namespace {

// How much larger the old sum of a deal is than the new one, if the deal has shrunk.
constexpr double kShrunk = 1.1;

// "Another $5 billion" is denied and $2 billion confirmed: two deals of one pair.
bool same_sum(const Assertion& one, const Assertion& other) {
  return one.amounts.empty() || other.amounts.empty() ||
         one.amounts.front().value == other.amounts.front().value;
}

}  // namespace

void Story::add(Assertion assertion, Stance stance, std::string speaker, double confidence) {
  assertion.stance = stance;
  assertion.speaker = std::move(speaker);
  assertion.confidence = confidence;
  places_.push_back({assertion.claim, stance, sentence_});
  assertion.reasons.push_back(std::string(name_of(stance)) + " by " +
                              (assertion.speaker.empty() ? "nobody named" : assertion.speaker));
  for (Assertion& known : all_) {
    if (known.claim != assertion.claim || known.stance != stance) continue;
    // Who is named speaks, rather than the company that they speak for.
    if (known.speaker.empty() || scene_.speaks_for(assertion.speaker, known.speaker))
      known.speaker = assertion.speaker;
    for (const Sum& sum : assertion.amounts) {
      if (std::none_of(known.amounts.begin(), known.amounts.end(), [&](const Sum& held) {
            return held.value == sum.value && held.currency == sum.currency;
          }))
        known.amounts.push_back(sum);
    }
    return;
  }
  all_.push_back(std::move(assertion));
}

// What nobody's word stands for: a fact, unless the item tells the same as a rumour or denial;
// a halt, unless somebody with a name tells it.
void Story::state(const Plain& plain) {
  const bool told = std::any_of(all_.begin(), all_.end(), [&](const Assertion& one) {
    if (plain.settled && std::find(kept_.begin(), kept_.end(), one.claim) != kept_.end())
      return false;
    return one.claim == plain.assertion.claim && one.stance != Stance::kNoComment &&
           (plain.stance == Stance::kRumor || one.stance != Stance::kConfirmation);
  });
  if (told) return;
  const ClaimKey& claim = plain.assertion.claim;
  bool rumored = false, confirmed = false;
  for (const Assertion& one : all_) {
    if (one.claim.subject != claim.subject || one.claim.object != claim.object) continue;
    const ClaimType* type = pack_.claim(one.claim.type);
    // A deal that has stopped is no fact.
    if (!plain.settled && !is_denied(one.claim) && plain.stance == Stance::kConfirmation &&
        type->bare_is_rumor && family_of(one.claim.type) == family_of(claim.type) &&
        one.stance != Stance::kDenial && !pack_.claim(claim.type)->bare_is_rumor)
      return;
    rumored = rumored || one.stance == Stance::kRumor;
    confirmed = confirmed || one.stance == Stance::kConfirmation;
  }
  // What is said like a fact of a deal that only rumours tell is part of them.
  if (plain.stance == Stance::kConfirmation && rumored && !confirmed && !plain.settled &&
      !pack_.claim(claim.type)->opinion) {
    add(plain.assertion, Stance::kRumor, "", 0.4);
    return;
  }
  if (plain.stance == Stance::kRumor) told_.push_back({plain.assertion.claim, 0});
  add(plain.assertion, plain.stance, plain.speaker, 0.5);
}

bool Story::is_denied(const ClaimKey& claim) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Assertion& one) {
    return one.claim == claim && one.stance == Stance::kDenial;
  });
}

// Ties an answer to the rumours that the item tells of the speaker's company.
void Story::settle(const Answer& answer) {
  const std::string company = scene_.party(answer.speaker);
  std::vector<Assertion> rumors = told_of(company, answer, Stance::kRumor);
  // Nobody's rumour: the silence meets what another party denies or states.
  for (const Stance stance : {Stance::kDenial, Stance::kConfirmation}) {
    if (rumors.empty() && answer.stance == Stance::kNoComment)
      rumors = told_of(company, answer, stance);
  }
  if (rumors.empty()) {
    for (const Assertion& asked : asked_) {
      if (answers(answer, company, asked.claim)) rumors = {asked};
    }
  }
  if (rumors.empty() && answer.stance == Stance::kDenial && answer.type.empty()) {
    // What was told like a fact and is then denied was a rumour.
    for (const Plain& plain : plain_) {
      const ClaimKey& claim = plain.assertion.claim;
      if (!answers(answer, company, claim)) continue;
      add(plain.assertion, Stance::kRumor, "", 0.5);
      rumors.push_back(all_.back());
      break;
    }
  }
  if (rumors.empty()) return;
  const ClaimKey near = nearest_rumor(rumors, answer.sentence);
  std::erase_if(rumors, [&](const Assertion& one) {
    return one.claim.subject != near.subject || one.claim.object != near.object;
  });
  // What a turn leaves of a deal is not what is denied, if the turn is there.
  const auto left = [&](const Assertion& one) {
    return std::find(kept_.begin(), kept_.end(), one.claim) != kept_.end();
  };
  if (answer.stance == Stance::kDenial && !std::all_of(rumors.begin(), rumors.end(), left))
    std::erase_if(rumors, left);
  if (answer.stance == Stance::kNoComment) {
    // A silent party is asked about the deal itself: what was told of it first, and not how large
    // it is or who dislikes whom.
    const auto plain = std::find_if(rumors.begin(), rumors.end(), [&](const Assertion& one) {
      const ClaimType* type = pack_.claim(one.claim.type);
      return type != nullptr && type->refines.empty() && !type->opinion;
    });
    rumors = {plain == rumors.end() ? rumors.front() : *plain};
  }
  for (Assertion& rumor : rumors) {
    rumor.evidence.push_back(answer.evidence);
    add(rumor, answer.stance, scene_.who(answer.speaker).id, 0.6);
  }
}

// What the item tells in `stance` of the company, or of the claim that the answer names.
// A party answers what is told of it, the outlet itself whatever the item tells.
bool Story::answers(const Answer& answer, const std::string& company, const ClaimKey& claim) const {
  if (!answer.type.empty()) return claim == answer.claim;
  return answer.speaker == scene_.provider() || claim.subject == company || claim.object == company;
}

std::vector<Assertion> Story::told_of(const std::string& company, const Answer& answer,
                                      Stance stance) const {
  std::vector<Assertion> told, before;
  for (const Assertion& one : all_) {
    if (one.stance != stance || one.speaker == scene_.who(answer.speaker).id) continue;
    if (!answers(answer, company, one.claim)) continue;
    told.push_back(one);
    if (std::any_of(told_.begin(), told_.end(), [&](const auto& rumor) {
          return rumor.first == one.claim && rumor.second <= answer.sentence;
        }))
      before.push_back(one);
  }
  // An answer looks back; only if nothing was told yet does it mean what follows.
  return before.empty() ? told : before;
}

// The rumour told last up to `sentence`, else the first.
ClaimKey Story::nearest_rumor(const std::vector<Assertion>& rumors, uint32_t sentence) const {
  const ClaimKey* near = &rumors.front().claim;
  uint32_t at = 0;
  for (const auto& told : told_) {
    const bool among = std::any_of(rumors.begin(), rumors.end(),
                                   [&](const Assertion& one) { return one.claim == told.first; });
    if (!among || told.second > sentence || told.second < at) continue;
    near = &told.first;
    at = told.second;
  }
  return *near;
}

void Story::add_rumor(const Assertion& assertion, std::string speaker, double confidence,
                      uint32_t sentence, bool kept) {
  const bool fresh = std::none_of(all_.begin(), all_.end(), [&](const Assertion& one) {
    return one.claim == assertion.claim && one.stance == Stance::kRumor;
  });
  if (kept && fresh) {
    kept_.push_back(assertion.claim);
  } else if (!kept) {
    std::erase(kept_, assertion.claim);
  }
  add(assertion, Stance::kRumor, std::move(speaker), confidence);
  told_.push_back({assertion.claim, sentence});
}

// A rift that a party denies is its own discontent, and what it denies was talked of; a rift that
// nobody answers has no direction and is dropped.
void Story::settle_rifts() {
  for (const Plain& rift : rifts_) {
    if (rift.stance != Stance::kDenial) continue;
    add(rift.assertion, Stance::kDenial, rift.speaker, 0.6);
    const bool talked = std::any_of(rifts_.begin(), rifts_.end(), [](const Plain& other) {
      return other.stance == Stance::kRumor;
    });
    if (talked) add_rumor(rift.assertion, "", 0.5, 0);
  }
}

std::vector<Assertion> Story::finish() {
  settle_rifts();
  for (const Plain& plain : plain_) {
    if (plain.stance == Stance::kRumor) state(plain);
  }
  for (const Answer& answer : answers_) settle(answer);
  for (const auto& affirmed : affirmed_) {
    const Plain& plain = affirmed.first;
    if (std::none_of(all_.begin(), all_.end(),
                     [&](const Assertion& one) { return one.claim == affirmed.second; }))
      add(plain.assertion, plain.stance, plain.speaker, 0.6);
  }
  for (const Plain& plain : plain_) {
    if (plain.stance == Stance::kConfirmation) state(plain);
  }
  settle_smaller();
  std::erase_if(kept_, [&](const ClaimKey& claim) { return !turn_denied(claim); });
  std::erase_if(all_, [&](const Assertion& one) {
    return one.stance == Stance::kRumor &&
           std::find(kept_.begin(), kept_.end(), one.claim) != kept_.end();
  });
  // Who confirms in the end has taken the denial back.
  const std::vector<Assertion> before = all_;
  std::erase_if(all_, [&](const Assertion& denial) {
    return denial.stance == Stance::kDenial &&
           std::any_of(before.begin(), before.end(), [&](const Assertion& one) {
             return one.stance == Stance::kConfirmation && one.claim == denial.claim &&
                    same_sum(one, denial) &&
                    (one.speaker == denial.speaker ||
                     scene_.speaks_for(denial.speaker, one.speaker) ||
                     scene_.speaks_for(one.speaker, denial.speaker));
           });
  });
  for (Assertion& one : all_) {
    if (insiders_ && one.stance == Stance::kRumor && one.speaker.empty())
      one.speaker = kUnnamedSources;
    share_sum(one);
  }
  return std::move(all_);
}

bool Story::told_together(const Assertion& one, const Assertion& other) const {
  for (const Place& a : places_) {
    if (a.claim != one.claim || a.stance != one.stance) continue;
    for (const Place& b : places_) {
      if (b.claim != other.claim || b.stance != other.stance) continue;
      if (std::max(a.sentence, b.sentence) - std::min(a.sentence, b.sentence) <= 1) return true;
    }
  }
  return false;
}

// One sum of a deal is dropped and a smaller one told: it shrinks, on the word of who tells that.
void Story::settle_smaller() {
  const std::vector<Assertion> before = all_;
  for (const ClaimType& type : pack_.claims) {
    for (const Assertion& now : before) {
      if (now.amounts.empty() ||
          (now.stance != Stance::kRumor && now.stance != Stance::kConfirmation))
        continue;
      if (std::find(type.refines.begin(), type.refines.end(), now.claim.type) == type.refines.end())
        continue;
      for (const Assertion& dropped : before) {
        if (dropped.stance != now.stance || dropped.amounts.empty() ||
            dropped.claim.subject != now.claim.subject ||
            dropped.claim.object != now.claim.object ||
            family_of(dropped.claim.type) != family_of(now.claim.type) ||
            !pack_.claim(dropped.claim.type)->bare_is_rumor || !told_together(now, dropped))
          continue;
        const Sum& old_sum = dropped.amounts.front();
        const Sum& new_sum = now.amounts.front();
        if (new_sum.kind == SumKind::kVague || old_sum.currency != new_sum.currency ||
            old_sum.value < new_sum.value * kShrunk)
          continue;
        Assertion shrinks = now;
        shrinks.claim.type = type.id;
        shrinks.amounts = {new_sum, old_sum};
        add(shrinks, now.stance, now.speaker, now.confidence);
      }
    }
  }
}

// Another claim about the same deal is denied.
bool Story::turn_denied(const ClaimKey& claim) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Assertion& one) {
    return one.stance == Stance::kDenial && one.claim.type != claim.type &&
           one.claim.subject == claim.subject && one.claim.object == claim.object;
  });
}

// A halt is a halt of the sum that the item knows for the deal, if it knows just one.
void Story::share_sum(Assertion& assertion) const {
  const ClaimType* type = pack_.claim(assertion.claim.type);
  if (!assertion.amounts.empty() || type == nullptr || !type->bare_is_rumor) return;
  const Sum* only = nullptr;
  for (const Assertion& one : all_) {
    if (one.claim.subject != assertion.claim.subject || one.claim.object != assertion.claim.object)
      continue;
    for (const Sum& sum : one.amounts) {
      if (only != nullptr && (only->value != sum.value || only->currency != sum.currency)) return;
      only = &sum;
    }
  }
  if (only != nullptr) assertion.amounts.push_back(*only);
}

}  // namespace hearsay
