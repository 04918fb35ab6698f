// Reading the sentences again and asking the guards of each claim in turn.
#include "rules/near_misses.h"

#include <algorithm>
#include <map>
#include <set>

#include "rules/deals.h"
#include "rules/drafts.h"
#include "rules/resolve.h"
#include "rules/scene.h"
#include "rules/scopes.h"
#include "rules/voices.h"

namespace hearsay {

namespace {

class Again {
 public:
  Again(const Pack& pack, const Entities& entities, const Text& text, const Matches& matches,
        const std::vector<Assertion>& told)
      : pack_(pack), scene_(pack, entities, text, matches), deals_(pack, scene_), text_(text) {
    for (const Assertion& one : told) told_.insert(one.claim);
  }

  std::vector<NearMiss> read() {
    const Drafts drafts = draft(pack_, scene_, text_);
    focus_.topic = first_topic(pack_, deals_, drafts);
    focus_.company = focus_.topic.subjects;
    for (uint32_t i = 0; i < text_.sentences().size(); ++i) sentence(i);
    return std::move(all_);
  }

 private:
  const Trigger* trigger_of(const Hit& hit) const {
    for (const SenseId sense : *hit.senses) {
      if (sense >= kTriggerSense && sense < kTurnSense)
        return &pack_.triggers[sense - kTriggerSense];
    }
    return nullptr;
  }

  // The words that name a deal or turn one: the first trigger, else the first turn.
  std::optional<Evidence> deal_in(const Syntax& syntax) const {
    for (const Hit& hit : syntax.hits()) {
      if (const Trigger* trigger = trigger_of(hit))
        return Evidence{"trigger", trigger->id, syntax.folded({hit.first, hit.last})};
    }
    for (const Hit& hit : syntax.hits()) {
      if (hit.senses->back() >= kTurnSense) {
        return Evidence{"trigger", pack_.turns[hit.senses->back() - kTurnSense].id,
                        syntax.folded({hit.first, hit.last})};
      }
    }
    return std::nullopt;
  }

  std::set<EntityIndex> parties_of(const Syntax& syntax) const {
    std::set<EntityIndex> parties;
    for (uint32_t i = 0; i < syntax.size(); ++i) {
      if (!syntax.party(i)) continue;
      for (const EntityIndex one : syntax.slot(i).entities) parties.insert(scene_.company(one));
    }
    return parties;
  }

  void sentence(uint32_t index) {
    const Syntax syntax(pack_, scene_.line(index, focus_));
    const bool known = focus_.topic.set();
    const std::vector<Told> claims = deals_.tell(syntax, focus_.topic);
    const std::vector<Voice> voices = voices_of(syntax);
    const ByteSpan span = text_.sentences()[index].span;
    const std::set<EntityIndex> parties = parties_of(syntax);
    if (claims.empty()) {
      const auto deal = deal_in(syntax);
      const bool enough = parties.size() > 1 || (parties.size() == 1 && known);
      if (deal && enough)
        all_.push_back(
            {span, *deal, {}, parties.size() > 1 ? Guard::kPlaces : Guard::kOneParty, {}});
    }
    for (const Told& claim : claims) {
      if (told_.contains(claim.claim)) continue;
      NearMiss miss{span, {}, claim.claim, Guard::kSettled, {}};
      for (const Evidence& piece : claim.evidence) {
        if (piece.role == "trigger") miss.deal = piece;
      }
      ask(syntax, voices, claim, miss);
      const bool again = std::any_of(all_.begin(), all_.end(), [&](const NearMiss& other) {
        return other.sentence == span && other.claim == miss.claim;
      });
      if (!again) all_.push_back(std::move(miss));
    }
    for (uint32_t i = syntax.size(); i-- > 0;) {
      if (syntax.party(i) && syntax.governor(i).empty())
        focus_.company = syntax.slot(i).entities;  // the first of them stays
    }
  }

  // The guards in the order of the reader.
  void ask(const Syntax& syntax, const std::vector<Voice>& voices, const Told& told,
           NearMiss& miss) const {
    const auto refuse = [&](Guard guard, const Hit* by) {
      miss.guard = guard;
      if (by != nullptr) miss.by = syntax.folded({by->first, by->last});
    };
    const Range whole{0, syntax.size()}, part = syntax.part_around(told.at);
    if (told.bare) return refuse(Guard::kOnlyNamed, nullptr);
    const bool others =
        syntax.has(Cue::kInsider) || syntax.has(Cue::kRumor) || reported_before(syntax, told.at);
    if (syntax.question() && !others)
      return refuse(Guard::kQuestion, syntax.cue_in(Cue::kAsk, whole));
    if (asked_about(syntax, told))
      return refuse(Guard::kQuestion, syntax.cue_in(Cue::kAsked, whole));
    if (unreal(syntax, part, told)) {
      const Hit* condition = syntax.cue_in(Cue::kUnreal, part);
      if (condition != nullptr && condition->first <= told.at.last)
        return refuse(Guard::kCondition, condition);
      return refuse(Guard::kView, syntax.cue_in(Cue::kView, part));
    }
    const Voice* voice = voice_over(syntax, voices, told.at);
    if (voice != nullptr && voice->manner == Manner::kView) {
      refuse(Guard::kView, nullptr);
      miss.by = syntax.folded(voice->at);
      return;
    }
    if (told.negated) return refuse(Guard::kNegated, syntax.cue_in(Cue::kNot, part));
    if (told.mutual) return refuse(Guard::kNoDirection, nullptr);
  }

  const Pack& pack_;
  const Scene scene_;
  const Deals deals_;
  const Text& text_;
  std::set<ClaimKey> told_;
  Focus focus_;
  std::vector<NearMiss> all_;
};

}  // namespace

std::string_view name_of(Guard guard) {
  static constexpr std::string_view kNames[] = {"one-party", "places",       "only-named",
                                                "question",  "condition",    "view",
                                                "negated",   "no-direction", "settled"};
  return kNames[static_cast<size_t>(guard)];
}

std::string_view reason_of(Guard guard) {
  static constexpr std::string_view kReasons[] = {
      "only one party is named, and the deal told last is not its own",
      "no two parties stand where these words want them",
      "the deal is only named: nothing is done with it here",
      "the sentence asks, or tells of somebody who asked",
      "a condition, advice, forecast or fiction stands before it",
      "it is only somebody's view",
      "it is negated, and nobody is known to have claimed it",
      "a rift without a direction, and no party answers it",
      "dropped when the item was settled: what others tell of the deal goes before it"};
  return kReasons[static_cast<size_t>(guard)];
}

std::vector<NearMiss> near_misses(const Pack& pack, const Entities& entities, const Text& text,
                                  const Matches& matches, const std::vector<Assertion>& told) {
  return Again(pack, entities, text, matches, told).read();
}

}  // namespace hearsay
