// Reading an item: deals of each sentence, the voices over them, and what both make together.
#include "rules/resolve.h"

#include <algorithm>

#include "rules/deals.h"
#include "rules/dialogue.h"
#include "rules/drafts.h"
#include "rules/focus.h"
#include "rules/scene.h"
#include "rules/scopes.h"
#include "rules/story.h"
#include "rules/voices.h"

namespace hearsay {

namespace {

class Reader {
 public:
  Reader(const Pack& pack, const Entities& entities, const Text& text, const Matches& matches,
         bool for_net)
      : pack_(pack),
        for_net_(for_net),
        scene_(pack, entities, text, matches),
        deals_(pack, scene_),
        text_(text),
        matches_(matches),
        drafts_(draft(pack, scene_, text)),
        told_(text.sentences().size()),
        story_(scene_, pack) {}

  ItemReading read() && {
    const auto& sentences = text_.sentences();
    const bool worth = drafts_.triggered || (for_net_ && drafts_.companies.size() >= 2);
    if (!worth || drafts_.fiction) return {std::move(scene_), {}, {}, false};
    focus_.topic = first_topic(pack_, deals_, drafts_);
    focus_.company = focus_.topic.subjects;
    for (uint32_t i = 0; i < sentences.size(); ++i) {
      const Syntax& syntax = drafts_.sentences[i].syntax;
      insiders_ = insiders_ || syntax.has(Cue::kInsider);
      own_voice_ = own_voice_ || (scene_.provider() != kNoEntity && syntax.has(Cue::kOwnVoice));
      if (sentences[i].field == Field::kHeadline && focus_.speaker.empty()) {
        for (const Voice& voice : voices_of(syntax)) {
          if (voice.who) focus_.speaker = syntax.slot(*voice.who).entities;
        }
      }
      if (focus_.addressee.empty() && syntax.size() > 1 && syntax.mention(0) && syntax.mark(1, ":"))
        focus_.addressee = syntax.slot(0).entities;
    }
    // "We" of a filing or letter is whom its headline names.
    for (uint32_t i = 0; i < sentences.size() && focus_.speaker.empty(); ++i) {
      if (sentences[i].field != Field::kHeadline) break;
      for (const Slot& slot : drafts_.sentences[i].syntax.line().slots()) {
        if (focus_.speaker.empty() && (slot.mask == Mask::kCompany || slot.mask == Mask::kPerson))
          focus_.speaker = slot.entities;
      }
    }
    // The body first: a headline is read with what its body tells.
    for (const Field field : {Field::kBody, Field::kHeadline}) {
      for (uint32_t i = 0; i < sentences.size(); ++i) {
        if (sentences[i].field == field) sentence(i);
      }
    }
    auto found = drafts_.triggered ? story_.finish() : std::vector<Assertion>();
    std::vector<Heard> heard;
    for (size_t i = 0; for_net_ && i < sentences.size(); ++i)
      heard.push_back({std::move(drafts_.sentences[i].syntax), std::move(told_[i]),
                       sentences[i].field == Field::kHeadline});
    return {std::move(scene_), std::move(heard), std::move(found), drafts_.triggered};
  }

 private:
  void sentence(uint32_t index) {
    story_.turn_to(index);
    // Words that stand for others are read anew, now that it is known whom they mean.
    Draft& draft = drafts_.sentences[index];
    if (draft.refers) draft.syntax = Syntax(pack_, scene_.line(index, focus_));
    const Syntax& syntax = draft.syntax;
    dialogue_.hear(syntax, text_.sentences()[index]);
    std::vector<Told> claims = deals_.tell(syntax, focus_.topic);
    if (for_net_) told_[index] = claims;
    const std::vector<Voice> voices = voices_of(syntax);
    const Range whole{0, syntax.size()};
    if (syntax.has(Cue::kInsider)) story_.hear_insiders();
    const bool reports = syntax.has(Cue::kReport) || syntax.has(Cue::kRumor);
    // A denial taken back is none.
    const bool kept_back = syntax.has(Cue::kNotDeny);
    const Hit* untrue = kept_back ? nullptr : syntax.cue_in(Cue::kFalse, whole);
    const bool denies =
        untrue != nullptr || std::any_of(voices.begin(), voices.end(), [](const Voice& voice) {
          return voice.manner == Manner::kDeny;
        });
    // A deal that is only named is claimed by the report that is denied, if nothing else is.
    const bool told_in_full =
        std::any_of(claims.begin(), claims.end(), [](const Told& told) { return !told.bare; });
    if (told_in_full || !denies || !reports) {
      std::erase_if(claims, [&](const Told& told) {
        return told.bare && !(told.kept && sum_in(syntax, syntax.part_around(told.at)));
      });
    }
    heard_ = text_.sentences()[index].field == Field::kHeadline ? UINT32_MAX : index;
    std::vector<bool> denied(voices.size(), false);
    bool untrue_used = false;
    for (const Told& told : claims) {
      const Voice* deny = denial_over(syntax, voices, claims, told);
      if (deny != nullptr) denied[static_cast<size_t>(deny - voices.data())] = true;
      const bool false_here =
          untrue != nullptr && deny == nullptr && reaches(syntax, *untrue, told);
      untrue_used = untrue_used || false_here;
      claim(index, syntax, voices, told, claims, deny, false_here ? untrue : nullptr);
    }
    for (size_t i = 0; i < voices.size(); ++i) {
      if (voices[i].manner == Manner::kDeny && !denied[i] && !kept_back)
        answer(syntax, Stance::kDenial, speakers(syntax, &voices[i]), voices[i].at);
      if (voices[i].manner == Manner::kSilent && voices[i].who && !on_detail(syntax, voices[i])) {
        for (const EntityIndex who : speakers(syntax, &voices[i]))
          answer(syntax, Stance::kNoComment, {who}, voices[i].at);
      }
    }
    if (untrue != nullptr && !untrue_used && !syntax.question()) {
      const Range at{untrue->first, untrue->last};
      const Voice* voice = voice_over(syntax, voices, at);
      answer(syntax, Stance::kDenial, speakers(syntax, voice), at);
    }
    follow(focus_, syntax, voices);
    if (!voices.empty()) {
      insiders_speak_ = std::any_of(voices.begin(), voices.end(),
                                    [](const Voice& voice) { return voice.insiders; });
    }
    paragraph_ = text_.sentences()[index].paragraph;
  }

  // "Would not be drawn on dates": silent on a detail of the deal, not on the deal.
  bool on_detail(const Syntax& syntax, const Voice& voice) const {
    const Range part = syntax.part_around(voice.at);
    return syntax.cue_in(Cue::kDetail, part) != nullptr;
  }

  // "…, the people said. He has also found fault with it": the same paragraph goes on, and nobody
  // else has spoken in it.
  bool insiders_go_on(uint32_t index) const {
    return insiders_speak_ && text_.sentences()[index].paragraph == paragraph_;
  }

  std::vector<EntityIndex> speakers(const Syntax& syntax, const Voice* voice) const {
    if (voice != nullptr && voice->who) {
      const auto& who = syntax.slot(*voice->who).entities;
      const EntityIndex first = who.front();
      // An outlet reports what others deny.
      if (scene_.who(first).kind != EntityKind::kOutlet || first == scene_.provider()) return who;
    }
    if (own_voice_) return {scene_.provider()};
    return focus_.speaker;
  }

  void answer(const Syntax& syntax, Stance stance, const std::vector<EntityIndex>& who, Range at) {
    if (who.empty() || syntax.question()) return;
    story_.answer({stance, who.front(), "", {}, {"stance", "", syntax.folded(at)}, heard_});
  }

  void claim(uint32_t index, const Syntax& syntax, const std::vector<Voice>& voices,
             const Told& told, const std::vector<Told>& claims, const Voice* deny,
             const Hit* untrue) {
    const Range part = syntax.part_around(told.at);
    const Hit* insider = syntax.cue_in(Cue::kInsider, {0, syntax.size()});
    const Hit* rumor = syntax.cue_in(Cue::kRumor, {0, syntax.size()});
    if (rumor != nullptr && syntax.part(rumor->first) > syntax.part(told.at.first)) rumor = nullptr;
    // What somebody with a name says after the rumour is their own word.
    const Voice* voice = voice_over(syntax, voices, told.at);
    const Hit* talk = nullptr;  // the rumour that a party's word answers
    if (rumor != nullptr && voice != nullptr && voice->who && voice->at.first > rumor->last &&
        voice->at.first < told.at.first && syntax.slot(*voice->who).mask != Mask::kOutlet)
      std::swap(rumor, talk);
    bool reported = reported_before(syntax, told.at) || (told.negated && syntax.has(Cue::kReport));
    // "Will it buy? Officials are silent": a headline that asks what insiders say.
    const bool asked_aloud = heard_ == UINT32_MAX && insiders_;
    const bool outlet_says = voice != nullptr && voice->who && voice->at.first < told.at.first &&
                             syntax.slot(*voice->who).mask == Mask::kOutlet;
    if (syntax.question() && insider == nullptr && rumor == nullptr && !reported && !asked_aloud &&
        !outlet_says)
      return;
    // "Did not deny that it will buy" answers a question.
    const Hit* evaded = syntax.cue_in(Cue::kNotDeny, part);
    if (asked_about(syntax, told) || (evaded != nullptr && evaded->last < told.at.first))
      return story_.asked(assertion(syntax, told, part, claims));
    if (unreal(syntax, part, told)) return;
    // "Our story that A will buy B was wrong": only what somebody else says stands.
    const bool reports_itself = syntax.has(Cue::kReport) || syntax.has(Cue::kRetract);
    if (drafts_.retracts && reports_itself && (voice == nullptr || !voice->who)) return;
    if (voice != nullptr && voice->manner == Manner::kView) return;
    Assertion base = assertion(syntax, told, part, claims);
    if (told.mutual) return rift(syntax, told, base, deny, untrue, voice);
    const auto by = [&](Range at) { base.evidence.push_back({"stance", "", syntax.folded(at)}); };
    const bool named_voice =
        voice != nullptr && voice->who && syntax.slot(*voice->who).mask != Mask::kOutlet;
    const bool told_by_insiders =
        voice != nullptr && voice->insiders ? true : insider != nullptr && !named_voice;
    const auto tell_rumor = [&](const std::string& who, double confidence) {
      story_.add_rumor(base, who, confidence, index, told.kept);
    };
    const std::string teller = told_by_insiders || rumor != nullptr ? std::string(kUnnamedSources)
                               : outlet(syntax) != kNoEntity        ? scene_.who(outlet(syntax)).id
                                                                    : "";
    if (told.beside) {
      story_.add(base, Stance::kConfirmation, scene_.who(told.subject).id, 0.6);
      return;
    }
    // "Has not stalled, the report is false": both say the same.
    if (told.negated && deny == nullptr && untrue != nullptr) {
      reported = true;
      untrue = nullptr;
    }
    if (deny != nullptr || untrue != nullptr) {
      if (told.negated || told.kept) return;
      if (told_by_insiders || rumor != nullptr || syntax.has(Cue::kReport)) tell_rumor(teller, 0.7);
      const Range at = deny != nullptr ? deny->at : Range{untrue->first, untrue->last};
      const Voice* over = deny != nullptr ? deny : voice_over(syntax, voices, at);
      const auto who = speakers(syntax, over);
      if (who.empty()) return;
      by(at);
      story_.add(base, Stance::kDenial, scene_.who(who.front()).id, 0.8);
      return;
    }
    const EntityIndex who =
        voice != nullptr && voice->who ? syntax.slot(*voice->who).entities.front() : kNoEntity;
    if (told.negated && told.affirms && told_by_insiders) {
      base.claim.type = told.deal;
      tell_rumor(std::string(kUnnamedSources), 0.6);
      return;
    }
    if (told.negated) {
      if (told.kept) return;
      EntityIndex denier = who != kNoEntity ? who : quoted_speaker(syntax, told);
      if (own_voice_ && denier == kNoEntity) denier = scene_.provider();
      if (denier == kNoEntity || (!party_to(told, denier) && denier != scene_.provider())) return;
      if (reported || rumor != nullptr) {
        tell_rumor(teller, 0.6);
        story_.add(base, Stance::kDenial, scene_.who(denier).id, 0.7);
      } else {
        story_.answer({Stance::kDenial,
                       denier,
                       told.claim.type,
                       told.claim,
                       {"stance", "", syntax.folded(told.at)},
                       index});
        if (told.affirms && voice != nullptr) {
          // "On track" affirms the deal where nobody has said the contrary.
          base.claim.type = told.deal;
          story_.affirm({base, Stance::kConfirmation, scene_.who(denier).id}, told.claim);
        }
      }
      return;
    }
    const bool decides = voice != nullptr && who != kNoEntity &&
                         syntax.slot(*voice->who).mask == Mask::kOther &&
                         (voice->manner == Manner::kDecide || turned_down(told));
    if (told_by_insiders) {
      tell_rumor(std::string(kUnnamedSources), 0.8);
    } else if (decides) {
      by(voice->at);
      story_.add(base, Stance::kConfirmation, scene_.who(who).id, 0.8);
    } else if (rumor != nullptr) {
      by({rumor->first, rumor->last});
      tell_rumor(std::string(kUnnamedSources), 0.8);
    } else if (reported || syntax.question()) {
      tell_rumor(teller, 0.6);
    } else if (who != kNoEntity && scene_.who(who).kind == EntityKind::kOutlet) {
      tell_rumor(scene_.who(who).id, 0.6);
    } else if (who != kNoEntity || quoted_speaker(syntax, told) != kNoEntity) {
      if (talk != nullptr && who != kNoEntity && party_to(told, who)) tell_rumor("", 0.5);
      stated(syntax, told, base, who != kNoEntity ? who : quoted_speaker(syntax, told), voice,
             index);
    } else if (voice == nullptr && insiders_go_on(index)) {
      tell_rumor(std::string(kUnnamedSources), 0.6);
    } else if (stranger(syntax, voice)) {
      tell_rumor("", 0.4);
    } else if (outlet(syntax) != kNoEntity && outlet(syntax) != scene_.provider()) {
      tell_rumor(scene_.who(outlet(syntax)).id, 0.5);
    } else if (dialogue_.other_turn()) {
      story_.asked(base);
    } else if (told.fact) {
      story_.plain({base, Stance::kConfirmation, scene_.who(told.object).id});
    } else if (pack_.claim(told.claim.type)->bare_is_rumor) {
      // A halt on nobody's word counts where the sentence itself names whom it concerns.
      if (!told.referred) story_.plain({base, Stance::kRumor, ""});
    } else if (syntax.cue_in(Cue::kMaybe, part) == nullptr || syntax.has(Cue::kSettle)) {
      story_.plain(
          {base, Stance::kConfirmation, scene_.who(told.subject).id, settled_before(syntax, told)});
    }
  }

  // A rift has no direction: it is told of the party that answers.
  void rift(const Syntax& syntax, const Told& told, Assertion base, const Voice* deny,
            const Hit* untrue, const Voice* voice) {
    const Voice* over = deny != nullptr ? deny : voice;
    const bool denied = deny != nullptr || untrue != nullptr || told.negated;
    EntityIndex who = over != nullptr && over->who ? syntax.slot(*over->who).entities.front()
                                                   : quoted_speaker(syntax, told);
    if (who != kNoEntity && party_to(told, who) && denied) {
      if (scene_.party(who) != base.claim.subject) std::swap(base.claim.subject, base.claim.object);
      story_.rift({base, Stance::kDenial, scene_.who(who).id});
    } else if (!denied) {
      story_.rift({base, Stance::kRumor, ""});
    }
  }

  // What somebody with a name says.
  void stated(const Syntax& syntax, const Told& told, const Assertion& base, EntityIndex who,
              const Voice* voice, uint32_t index) {
    const bool official = voice != nullptr &&
                          (voice->manner == Manner::kOfficial ||
                           voice->manner == Manner::kConfirm || voice->manner == Manner::kApprove);
    const bool standing =
        party_to(told, who) || (official && scene_.who(who).kind == EntityKind::kCompany);
    const bool maybe = syntax.cue_in(Cue::kMaybe, syntax.part_around(told.at)) != nullptr;
    if (standing) {
      story_.add(base, Stance::kConfirmation, scene_.who(who).id, 0.7);
    } else if (!maybe && scene_.who(who).kind != EntityKind::kOther) {
      story_.add_rumor(base, scene_.who(who).id, 0.5, index);
    } else {
      story_.plain(
          {base,
           pack_.claim(told.claim.type)->bare_is_rumor ? Stance::kRumor : Stance::kConfirmation,
           scene_.who(told.subject).id});
    }
  }

  // A claim that an authority's word settles.
  bool turned_down(const Told& told) const { return pack_.claim(told.claim.type)->bare_is_rumor; }

  // Who speaks in the quotation that holds a claim without a verb of saying.
  EntityIndex quoted_speaker(const Syntax& syntax, const Told& told) const {
    return (syntax.quoted(told.at.first) || dialogue_.own_turn()) && !focus_.speaker.empty()
               ? focus_.speaker.front()
               : kNoEntity;
  }

  EntityIndex outlet(const Syntax& syntax) const {
    for (const Slot& slot : syntax.line().slots()) {
      if (slot.mask == Mask::kOutlet) return slot.entities.front();
    }
    return kNoEntity;
  }

  bool party_to(const Told& told, EntityIndex who) const {
    const std::string company = scene_.party(who);
    return company == told.claim.subject || company == told.claim.object;
  }

  // `claims`: all that the sentence tells; a sum between two deals is of the nearer one.
  Assertion assertion(const Syntax& syntax, const Told& told, Range part,
                      const std::vector<Told>& claims) const {
    const bool alone = claims.size() == 1;
    Assertion base;
    base.claim = told.claim;
    base.subject_listed = scene_.listed(told.subject);
    base.object_listed = scene_.listed(told.object);
    base.evidence = told.evidence;
    base.reasons.push_back("trigger " + told.rule);
    for (uint32_t i = 0; i < syntax.size(); ++i) {
      if (syntax.tokens()[i].kind != TokenKind::kSum || told.shared || told.sumless) continue;
      if (!alone && (i < part.first || i > part.last)) continue;
      const Slot& slot = syntax.slot(i);
      if (matches_.sums[slot.sum].value < kDealSumMin || sum_apart(syntax, i, told) ||
          sum_of_another(syntax, i, told, claims))
        continue;
      base.amounts.push_back(matches_.sums[slot.sum]);
      base.evidence.push_back({"amount", "", slot.span});
    }
    return base;
  }

  const Pack& pack_;
  const bool for_net_;
  Scene scene_;
  const Deals deals_;
  const Text& text_;
  const Matches& matches_;
  Drafts drafts_;
  std::vector<std::vector<Told>> told_;  // per sentence
  Focus focus_;
  bool own_voice_ = false;  // the outlet checked something itself
  bool insiders_ = false;   // people without names speak in it
  Dialogue dialogue_;
  bool insiders_speak_ = false;  // who spoke last was one of them
  uint32_t paragraph_ = 0;       // of the sentence before
  uint32_t heard_ = 0;
  Story story_;
};

}  // namespace

ItemReading read_item(const Pack& pack, const Entities& entities, const Text& text,
                      const Matches& matches, bool for_net) {
  return Reader(pack, entities, text, matches, for_net).read();
}

}  // namespace hearsay
