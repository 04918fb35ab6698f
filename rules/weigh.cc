// Joining both readings of an item, and the evidence for what only the net read.
#include "rules/weigh.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "rules/story.h"

namespace hearsay {

namespace {

// Confidence is told in steps, so that processors that round differently tell the same.
constexpr double kConfidenceSteps = 20;

double likely(float logit) {
  const double share = 1 / (1 + std::exp(-static_cast<double>(logit)));
  return std::round(share * kConfidenceSteps) / kConfidenceSteps;
}

class Weighing {
 public:
  Weighing(const NetReader& net, const NetReading& read, const NetInput& input,
           const ItemReading& rules, const Matches& matches,
           const std::function<std::vector<NearMiss>()>& refused)
      : net_(net),
        read_(read),
        input_(input),
        rules_(rules),
        matches_(matches),
        refused_(refused) {}

  std::vector<Assertion> all() {
    std::vector<Assertion> claims;
    for (const Assertion& found : rules_.found) {
      const NetClaim* claim = beyond(found) ? nullptr : claim_of(found);
      if (claim != nullptr && claim->logit < kDoubted) continue;
      claims.push_back(found);
      if (claim == nullptr) continue;
      agree(*claim, claims.back());
    }
    for (const NetClaim& claim : read_.claims) {
      if (claim.logit < kBelieved || !net_.classes()[claim.kind].known) continue;
      const ClaimKey key = key_of(claim);
      const Stance stance = net_.classes()[claim.kind].stance;
      const bool known = std::any_of(claims.begin(), claims.end(), [&](const Assertion& one) {
        return one.claim == key && one.stance == stance;
      });
      if (!known && (claim.logit >= kInsisted || !refused(key))) claims.push_back(assertion(claim));
    }
    return claims;
  }

 private:
  bool refused(const ClaimKey& key) {
    if (!misses_) misses_ = refused_();
    return std::any_of(misses_->begin(), misses_->end(), [&](const NearMiss& miss) {
      return miss.claim == key &&
             (miss.guard == Guard::kQuestion || miss.guard == Guard::kView ||
              miss.guard == Guard::kCondition || miss.guard == Guard::kNegated);
    });
  }

  // True for what stands in a part of the item that the net was not given.
  bool beyond(const Assertion& found) const {
    if (input_.unread >= rules_.heard.size()) return false;
    const Syntax& first = rules_.heard[input_.unread].syntax;
    const uint32_t begin = first.size() == 0 ? 0 : first.folded({0, 0}).begin;
    return std::any_of(found.evidence.begin(), found.evidence.end(),
                       [&](const Evidence& one) { return one.span.begin >= begin; });
  }

  ClaimKey key_of(const NetClaim& claim) const {
    const auto id = [&](uint8_t company) { return rules_.scene.who(input_.companies[company]).id; };
    return {net_.classes()[claim.kind].type, id(claim.subject), id(claim.object)};
  }

  // Both found it: the net knows better who says so and of which sums, where it knows at all.
  void agree(const NetClaim& claim, Assertion& found) const {
    found.confidence = std::max(found.confidence, likely(claim.logit));
    found.reasons.push_back(reason(claim));
    if (const std::string who = speaker(claim); !who.empty() && who != found.speaker) {
      found.reasons.push_back("net hears it from " + who);
      found.speaker = who;
    }
    if (claim.sums.empty()) return;
    found.amounts.clear();
    std::erase_if(found.evidence, [](const Evidence& one) { return one.role == "amount"; });
    add_sums(claim, found);
  }

  void add_sums(const NetClaim& claim, Assertion& to) const {
    for (const int32_t sum : claim.sums) {
      const Sum& amount = matches_.sums[static_cast<size_t>(sum)];
      const bool known = std::any_of(to.amounts.begin(), to.amounts.end(), [&](const Sum& one) {
        return one.value == amount.value && one.currency == amount.currency;
      });
      if (known || amount.value < kDealSumMin) continue;
      to.amounts.push_back(amount);
      to.evidence.push_back({"amount", "", amount.span});
    }
  }

  const NetClaim* claim_of(const Assertion& found) const {
    for (const NetClaim& claim : read_.claims) {
      if (net_.classes()[claim.kind].stance == found.stance && key_of(claim) == found.claim)
        return &claim;
    }
    return nullptr;
  }

  static std::string reason(const NetClaim& claim) {
    return "net finds it likely, " + std::to_string(likely(claim.logit)).substr(0, 4);
  }

  std::string speaker(const NetClaim& claim) const {
    if (claim.speaker == kUnnamed) return std::string(kUnnamedSources);
    if (claim.speaker == kPublisher && rules_.scene.provider() != kNoEntity)
      return rules_.scene.who(rules_.scene.provider()).id;
    if (claim.speaker < 0) return "";
    return rules_.scene.who(input_.speakers[static_cast<size_t>(claim.speaker)]).id;
  }

  Assertion assertion(const NetClaim& claim) const {
    const NetClass& kind = net_.classes()[claim.kind];
    const EntityIndex subject = input_.companies[claim.subject];
    const EntityIndex object = input_.companies[claim.object];
    Assertion made;
    made.claim = key_of(claim);
    made.stance = kind.stance;
    made.speaker = speaker(claim);
    made.confidence = likely(claim.logit);
    made.subject_listed = rules_.scene.listed(subject);
    made.object_listed = rules_.scene.listed(object);
    for (const auto& [role, company] : {std::pair{"subject", subject}, {"object", object}}) {
      if (const auto span = mention_near(company, claim.sentence))
        made.evidence.push_back({role, "", *span});
    }
    const Heard& heard = rules_.heard[claim.sentence];
    made.evidence.push_back({"trigger", std::string(kNetRule), decisive(heard, kind.type)});
    if (const Hit* cue = cue_of(kind.stance, heard.syntax))
      made.evidence.push_back(
          {"stance", std::string(kNetRule), heard.syntax.folded({cue->first, cue->last})});
    add_sums(claim, made);
    made.reasons.push_back(reason(claim));
    return made;
  }

  // The company's mention in the sentence, else its first.
  std::optional<ByteSpan> mention_near(EntityIndex company, uint32_t sentence) const {
    std::optional<ByteSpan> first;
    for (size_t i = 0; i < rules_.heard.size(); ++i) {
      for (const Slot& slot : rules_.heard[i].syntax.line().slots()) {
        for (const EntityIndex who : slot.entities) {
          if (rules_.scene.company(who) != company) continue;
          if (i == sentence) return slot.span;
          if (!first) first = slot.span;
        }
      }
    }
    return first;
  }

  // The phrase that gives a claim its stance, or null.
  static const Hit* cue_of(Stance stance, const Syntax& syntax) {
    static const std::map<Stance, std::vector<Cue>> kCues = {
        {Stance::kRumor, {Cue::kInsider, Cue::kRumor}},
        {Stance::kDenial, {Cue::kDeny, Cue::kFalse}},
        {Stance::kConfirmation, {Cue::kOfficial, Cue::kConfirm}},
        {Stance::kNoComment, {Cue::kSilent}}};
    for (const Cue cue : kCues.at(stance)) {
      if (const Hit* hit = syntax.cue_in(cue, {0, syntax.size()})) return hit;
    }
    return nullptr;
  }

  // The word of the claim that the sentence holds, else one of its family, else all of it.
  static ByteSpan decisive(const Heard& heard, const std::string& type) {
    const auto is_it = [&](const Told& told) { return told.claim.type == type; };
    const auto related = [&](const Told& told) {
      return family_of(told.claim.type) == family_of(type);
    };
    auto found = std::find_if(heard.told.begin(), heard.told.end(), is_it);
    if (found == heard.told.end())
      found = std::find_if(heard.told.begin(), heard.told.end(), related);
    if (found != heard.told.end()) return heard.syntax.folded(found->at);
    return heard.syntax.size() == 0 ? ByteSpan{}
                                    : heard.syntax.folded({0, heard.syntax.size() - 1});
  }

  const NetReader& net_;
  const NetReading& read_;
  const NetInput& input_;
  const ItemReading& rules_;
  const Matches& matches_;
  const std::function<std::vector<NearMiss>()>& refused_;
  std::optional<std::vector<NearMiss>> misses_;
};

}  // namespace

std::vector<Assertion> weigh(const NetReader& net, const NetReading& read, const NetInput& input,
                             const ItemReading& rules, const Matches& matches,
                             const std::function<std::vector<NearMiss>()>& refused) {
  return Weighing(net, read, input, rules, matches, refused).all();
}

}  // namespace hearsay
