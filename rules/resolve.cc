// Reading an item: frames find deals, turns and cues say what is claimed of them, voices who says
// it.
#include "rules/resolve.h"

#include <algorithm>

#include "rules/cues.h"
#include "rules/deals.h"
#include "rules/scene.h"
#include "rules/story.h"

namespace hearsay {

namespace {

// How far before a claim a report still governs it: "a story in a trade weekly that ", bytes.
constexpr size_t kReportReach = 40;

// Sums below are prices of a share or a seat, in any currency.
constexpr double kDealSumMin = 100'000;

class Reader {
 public:
  Reader(const Pack& pack, const Entities& entities, const Text& text, const Matches& matches)
      : pack_(pack),
        scene_(pack, entities, text, matches),
        deals_(pack, scene_),
        text_(text),
        matches_(matches),
        story_(scene_, pack) {}

  std::vector<Assertion> read() {
    const auto& sentences = text_.sentences();
    const auto short_enough = [&](uint32_t i) {
      return sentences[i].span.size() <= kSentenceBytesMax;
    };
    for (uint32_t i = 0; i < sentences.size() && !focus_.topic.set(); ++i) {
      if (short_enough(i)) deals_.tell(scene_.line(i, focus_), {}, focus_.topic);
    }
    if (!focus_.topic.set()) {
      std::vector<Line> lines;
      for (uint32_t i = 0; i < sentences.size(); ++i) {
        if (short_enough(i)) lines.push_back(scene_.line(i, focus_));
      }
      deals_.pair_up(lines, focus_.topic);
    }
    focus_.company = focus_.topic.subjects;
    for (uint32_t i = 0; i < sentences.size() && !own_voice_; ++i) {
      const std::string_view s = text_.folded(sentences[i].span);
      own_voice_ = short_enough(i) && scene_.provider() != kNoEntity &&
                   cue_of(s, Cue::kOwnVoice, {0, s.size()}).found();
    }
    for (uint32_t i = 0; i < sentences.size(); ++i) {
      if (!short_enough(i)) continue;
      const Line line = scene_.line(i, focus_);
      const Slot* says =
          sentences[i].field == Field::kHeadline ? first_voice(pack_.speakers, line) : nullptr;
      if (says != nullptr && focus_.speaker.empty()) focus_.speaker = says->entities;
      if (focus_.addressee.empty() && !line.slots().empty() && line.place(0) == 0 &&
          line.slots().front().mask == Mask::kPerson &&
          line.s().compare(mask_char(Mask::kPerson).size(), 1, ":") == 0)
        focus_.addressee = line.slots().front().entities;
    }
    // The body first: a headline is read with what its body tells.
    for (const Field field : {Field::kBody, Field::kHeadline}) {
      for (uint32_t i = 0; i < sentences.size(); ++i) {
        if (sentences[i].field == field && short_enough(i)) sentence(i);
      }
    }
    return story_.finish();
  }

 private:
  void sentence(uint32_t index) {
    const Line line = scene_.line(index, focus_);
    const std::string_view s = line.s();
    const Place whole{0, s.size()};
    Place deny = cue_of(s, Cue::kDeny, whole);
    if (deny.found() && cue_of(s, Cue::kNotDeny, whole).found()) deny = {};
    // "Denied the report": what was told before; the sentence's own claims stand for themselves.
    const Place deny_that = deny.found() ? cue_of(s, Cue::kDenyThat, whole) : Place{};
    std::vector<Told> claims = deals_.tell(line, deny, focus_.topic);
    const Slot* says = first_voice(pack_.speakers, line);
    const bool question = s.find('?') != std::string::npos && says == nullptr;
    const Place rumor = cue_of(s, Cue::kRumor, whole);
    const bool report = cue_of(s, Cue::kReport, whole).found();
    if (rumor.found()) story_.hear_insiders();
    // A deal that is only named is claimed by the report that is denied, if nothing else is.
    const bool told_in_full =
        std::any_of(claims.begin(), claims.end(), [](const Told& told) { return !told.bare; });
    if (told_in_full || !deny.found() || !report)
      std::erase_if(claims, [](const Told& told) { return told.bare; });
    const Slot* outlet = outlet_in(line);
    const Slot* denier = deny.found() ? first_voice(pack_.deniers, line) : nullptr;
    if (denier == nullptr) denier = says;
    EntityIndex denied_by = focus_.speaker.empty() ? kNoEntity : focus_.speaker.front();
    if (denier != nullptr) denied_by = denier->entities.front();
    if (own_voice_ && (denier == nullptr || says == nullptr)) denied_by = scene_.provider();
    const Slot* decider = first_voice(pack_.deciders, line);
    bool answered = false;
    const uint32_t heard = text_.sentences()[index].field == Field::kHeadline ? UINT32_MAX : index;
    if (deny_that.found()) {
      if (denied_by != kNoEntity)
        story_.answer({Stance::kDenial,
                       denied_by,
                       "",
                       {},
                       {"stance", "", line.folded(deny.begin, deny.end)},
                       heard});
      deny = {};
      answered = true;
    }
    for (const Told& told : claims) {
      const Place part = segment_of(pack_, s, told.begin, told.end);
      const bool asked = question && !rumor.found() && !report;
      if (asked || cue_of(s, Cue::kUnreal, part).found()) continue;
      Assertion base = assertion(line, told, part, claims.size() == 1);
      const bool maybe = cue_of(s, Cue::kMaybe, part).found();
      const std::string teller = outlet != nullptr && !rumor.found()
                                     ? scene_.who(outlet->entities.front()).id
                                     : unnamed(rumor);
      const auto tell_rumor = [&](const std::string& by, double confidence) {
        story_.add_rumor(base, by, confidence, index);
      };
      if (told.beside) {
        story_.add(base, Stance::kConfirmation, scene_.who(told.subject).id, 0.6);
      } else if (deny.found() && (!told.negated || governs(s, deny, told))) {
        answered = true;
        if (told.negated || told.kept) continue;
        if (rumor.found() || report) tell_rumor(teller, 0.7);
        if (denied_by != kNoEntity) {
          base.evidence.push_back({"stance", "", line.folded(deny.begin, deny.end)});
          story_.add(base, Stance::kDenial, scene_.who(denied_by).id, 0.8);
        }
      } else if (told.negated) {
        if (told.kept || says == nullptr || !party_to(told, says->entities.front())) continue;
        answered = true;
        if (deny.found() || rumor.found() || report) {
          tell_rumor(teller, 0.6);
          story_.add(base, Stance::kDenial, scene_.who(says->entities.front()).id, 0.7);
        } else {
          story_.answer({Stance::kDenial,
                         says->entities.front(),
                         told.claim.type,
                         told.claim,
                         {"stance", "", line.folded(told.begin, told.end)},
                         index});
        }
      } else if (decider != nullptr && decider->mask == Mask::kOther && !rumor.found()) {
        story_.add(base, Stance::kConfirmation, scene_.who(decider->entities.front()).id, 0.8);
      } else if (rumor.found()) {
        base.evidence.push_back({"stance", "", line.folded(rumor.begin, rumor.end)});
        tell_rumor(std::string(kUnnamedSources), 0.8);
      } else if (question ||
                 reported(s, {std::max(part.begin, deny_that.end), part.end}, told.begin)) {
        tell_rumor("", 0.6);
      } else if (outlet != nullptr) {
        tell_rumor(scene_.who(outlet->entities.front()).id, 0.6);
      } else if (says != nullptr) {
        const EntityIndex who = says->entities.front();
        const bool standing = party_to(told, who) || (says->mask == Mask::kCompany &&
                                                      cue_of(s, Cue::kOfficial, whole).found());
        if (standing) {
          story_.add(base, Stance::kConfirmation, scene_.who(first_of_pair(line, *says, who)).id,
                     0.7);
        } else if (!maybe) {
          tell_rumor(scene_.who(who).id, 0.5);
        }
      } else if (pack_.claim(told.claim.type)->bare_is_rumor) {
        story_.plain({base, Stance::kRumor, ""});
      } else if (!maybe) {
        story_.plain({base, Stance::kConfirmation, scene_.who(told.subject).id});
      }
    }
    if (deny.found() && !answered && !question && denied_by != kNoEntity)
      story_.answer({Stance::kDenial,
                     denied_by,
                     "",
                     {},
                     {"stance", "", line.folded(deny.begin, deny.end)},
                     heard});
    for (const Slot* silent : voices_in(pack_.silent, line)) {
      for (const EntityIndex who : silent->entities)
        story_.answer({Stance::kNoComment, who, "", {}, {"stance", "", silent->span}, heard});
    }
    remember(line, says);
  }

  Place cue_of(std::string_view s, Cue cue, Place in) const { return cue_in(pack_, s, cue, in); }

  static std::string unnamed(Place rumor) {
    return rumor.found() ? std::string(kUnnamedSources) : "";
  }

  // A denial right before a claim that is itself negated: both together affirm it.
  static bool governs(std::string_view s, Place deny, const Told& told) {
    return deny.begin < told.begin &&
           s.substr(deny.end, told.begin - std::min(told.begin, deny.end)).find(',') ==
               std::string_view::npos;
  }

  // "A story that …", "talk of …": somebody else's word right before the claim.
  bool reported(std::string_view s, Place part, size_t begin) const {
    if (begin < part.begin) return false;
    const size_t near = begin > part.begin + kReportReach ? begin - kReportReach : part.begin;
    return cue_of(s, Cue::kReport, {near, begin}).found();
  }

  // "Adobe and Figma said": the first of the two leads.
  static EntityIndex first_of_pair(const Line& line, const Slot& says, EntityIndex who) {
    for (size_t i = 1; i < line.slots().size(); ++i) {
      if (&line.slots()[i] != &says || line.slots()[i - 1].mask != Mask::kCompany) continue;
      const size_t end = line.place(i - 1) + mask_char(Mask::kCompany).size();
      const std::string between = line.s().substr(end, line.place(i) - end);
      if (between == " and " || between == "和" || between == "与" || between == "及")
        return line.slots()[i - 1].entities.front();
    }
    return who;
  }

  bool party_to(const Told& told, EntityIndex who) const {
    const std::string company = scene_.party(who);
    return company == told.claim.subject || company == told.claim.object;
  }

  const Slot* outlet_in(const Line& line) const {
    for (const Slot& slot : line.slots()) {
      if (slot.mask == Mask::kOutlet) return &slot;
    }
    return nullptr;
  }

  void remember(const Line& line, const Slot* says) {
    for (const Slot& slot : line.slots()) {
      if (slot.mask == Mask::kPerson) focus_.person = slot.entities;
    }
    for (const Slot& slot : line.slots()) {
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      focus_.company = slot.entities;
      break;
    }
    if (says != nullptr && (says->mask == Mask::kPerson || says->mask == Mask::kCompany))
      focus_.speaker = says->entities;
  }

  Assertion assertion(const Line& line, const Told& told, Place part, bool alone) const {
    Assertion base;
    base.claim = told.claim;
    base.subject_listed = scene_.listed(told.subject);
    base.object_listed = scene_.listed(told.object);
    base.evidence = told.evidence;
    base.reasons.push_back("frame " + told.rule);
    for (size_t i = 0; i < line.slots().size(); ++i) {
      const Slot& one = line.slots()[i];
      if (one.mask != Mask::kSum || told.shared) continue;
      if (!alone && (line.place(i) < part.begin || line.place(i) >= part.end)) continue;
      if (matches_.sums[one.sum].value < kDealSumMin || former(line, told, i)) continue;
      base.amounts.push_back(matches_.sums[one.sum]);
      base.evidence.push_back({"amount", "", one.span});
    }
    return base;
  }

  // "$30bn, down from $100bn": what stays beside a turn has only the new sum.
  bool former(const Line& line, const Told& told, size_t slot) const {
    if (!told.kept) return false;
    const size_t at = line.place(slot), begin = at > kNegationReach ? at - kNegationReach : 0;
    const Place cue_at = cue_of(line.s(), Cue::kFormer, {begin, line.s().size()});
    return cue_at.found() && cue_at.begin <= at && at < cue_at.end;
  }

  const Pack& pack_;
  const Scene scene_;
  const Deals deals_;
  const Text& text_;
  const Matches& matches_;
  Focus focus_;
  bool own_voice_ = false;  // the outlet checked something itself
  Story story_;
};

}  // namespace

std::vector<Assertion> resolve_item(const Pack& pack, const Entities& entities, const Text& text,
                                    const Matches& matches) {
  return Reader(pack, entities, text, matches).read();
}

}  // namespace hearsay
