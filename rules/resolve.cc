// Reading an item: frames find the deals in masked sentences, cues and speakers give the stance.
#include "rules/resolve.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "rules/line.h"

namespace hearsay {

namespace {

struct Place {
  size_t begin = std::string::npos, end = 0;
  bool found() const { return begin != std::string::npos; }
};

// Collects the assertions of one item, sentence by sentence.
class Reader {
 public:
  Reader(const Pack& pack, const Entities& entities, const Text& text, const Matches& matches)
      : pack_(pack), entities_(entities), text_(text), matches_(matches) {}

  void read(uint32_t sentence) {
    if (text_.sentences()[sentence].span.size() > kSentenceBytesMax) return;
    Line line = masked(sentence);
    if (line.slots().empty()) return;
    const std::string_view s = line.s();
    const bool question = s.ends_with("?") && !cue(s, Cue::kReport).found();
    const bool unreal = question || cue(s, Cue::kUnreal).found();
    Place deny = cue(s, Cue::kDeny);
    if (cue(s, Cue::kNotDeny).found()) deny = {};
    const Place rumor = cue(s, Cue::kRumor), report = cue(s, Cue::kReport);
    bool denied = false;
    std::set<std::pair<std::string, std::string>> pairs;
    for (const Frame& frame : pack_.frames) {
      std::array<re2::StringPiece, 3> groups;
      if (unreal || !frame.pattern->Match(s, 0, s.size(), re2::RE2::UNANCHORED, groups.data(), 3))
        continue;
      const auto& named = frame.pattern->NamedCapturingGroups();
      const auto slot = [&](const char* role) -> const Slot& {
        return line.slot_at(
            static_cast<size_t>(groups[static_cast<size_t>(named.at(role))].data() - s.data()));
      };
      const Slot &subject = slot("s"), &object = slot("o");
      const auto begin = static_cast<size_t>(groups[0].data() - s.data());
      const size_t end = begin + groups[0].size();
      const ClaimKey claim{frame.claim, party(subject), party(object)};
      if (claim.subject == claim.object || !pairs.insert({claim.subject, claim.object}).second)
        continue;
      Assertion base;
      base.claim = claim;
      base.evidence = {{"subject", "", subject.span},
                       {"object", "", object.span},
                       {"trigger", frame.id, line.folded(begin, end)}};
      for (const Slot& one : line.slots()) {
        if (one.mask != Mask::kSum) continue;
        base.amounts.push_back(matches_.sums[one.sum]);
        base.evidence.push_back({"amount", "", one.span});
      }
      if (deny.found()) {
        denied = true;
        if (rumor.found() || report.found()) add(base, Stance::kRumor, teller(line), 0.7);
        add(base, Stance::kDenial, speaker_before(line, deny.begin, subject), 0.8,
            line.folded(deny.begin, deny.end));
      } else if (rumor.found()) {
        add(base, Stance::kRumor, "unnamed-sources", 0.8, line.folded(rumor.begin, rumor.end));
      } else if (const Place negated = cue(s.substr(begin, end - begin), Cue::kNot);
                 !negated.found()) {
        const std::string outlet = outlet_in(line);
        if (!outlet.empty()) {
          add(base, Stance::kRumor, outlet, 0.6);
        } else if (claim.type.ends_with(".stalls") && !cue(s, Cue::kSays).found()) {
          add(base, Stance::kRumor, "unnamed-sources", 0.5);
        } else {
          add(base, Stance::kConfirmation, speaker_before(line, s.size(), subject), 0.6);
        }
      }
    }
    if (deny.found() && !denied && !unreal) deny_told(line, deny);
    if (const Place silent = cue(s, Cue::kNoComment); silent.found()) keep_silent(line, silent);
  }

  std::vector<Assertion> finish() { return std::move(all_); }

 private:
  Line masked(uint32_t sentence) const {
    const ByteSpan span = text_.sentences()[sentence].span;
    std::vector<Slot> slots;
    const auto put = [&](const Slot& slot) {
      if (span.contains(slot.span)) slots.push_back(slot);
    };
    for (const NameHit& hit : matches_.names) {
      const Entity& entity = entities_[hit.entity];
      if (hit.certain && !entity.id.starts_with("not-"))
        put({mask_of(entity), hit.span, hit.entity, 0});
    }
    for (uint32_t i = 0; i < matches_.sums.size(); ++i) {
      put({Mask::kSum, matches_.sums[i].span, kNoEntity, i});
    }
    std::sort(slots.begin(), slots.end(),
              [](const Slot& a, const Slot& b) { return a.span.begin < b.span.begin; });
    std::vector<Slot> apart;
    for (const Slot& slot : slots) {
      if (apart.empty() || apart.back().span.end <= slot.span.begin) apart.push_back(slot);
    }
    return Line(text_, span, std::move(apart));
  }

  static Mask mask_of(const Entity& entity) {
    switch (entity.kind) {
      case EntityKind::kCompany:
        return Mask::kCompany;
      case EntityKind::kOutlet:
        return Mask::kOutlet;
      case EntityKind::kPerson:
        return entity.of == kNoEntity ? Mask::kOther : Mask::kPerson;
      case EntityKind::kOther:
        break;
    }
    return Mask::kOther;
  }

  std::string party(const Slot& slot) const {
    const Entity& entity = entities_[slot.entity];
    return entity.kind == EntityKind::kPerson ? entities_[entity.of].id : entity.id;
  }

  Place cue(std::string_view s, Cue cls) const {
    re2::StringPiece found;
    if (!pack_.cue(cls).Match(s, 0, s.size(), re2::RE2::UNANCHORED, &found, 1)) return {};
    const auto begin = static_cast<size_t>(found.data() - s.data());
    return {begin, begin + found.size()};
  }

  // Who speaks: the first person named before `at`, else the first company; else `otherwise`.
  std::string speaker_before(const Line& line, size_t at, const Slot& otherwise) const {
    const std::vector<Slot> before = line.slots_before(at);
    for (const Mask mask : {Mask::kPerson, Mask::kCompany}) {
      const auto first = std::find_if(before.begin(), before.end(),
                                      [&](const Slot& slot) { return slot.mask == mask; });
      if (first != before.end()) return entities_[first->entity].id;
    }
    return entities_[otherwise.entity].id;
  }

  std::string outlet_in(const Line& line) const {
    for (const Slot& slot : line.slots()) {
      if (slot.mask == Mask::kOutlet) return entities_[slot.entity].id;
    }
    return {};
  }

  std::string teller(const Line& line) const {
    const std::string outlet = outlet_in(line);
    return outlet.empty() ? "unnamed-sources" : outlet;
  }

  void add(Assertion assertion, Stance stance, std::string speaker, double confidence,
           ByteSpan cue_span = {}) {
    assertion.stance = stance;
    assertion.speaker = std::move(speaker);
    assertion.confidence = confidence;
    if (cue_span.size() > 0) assertion.evidence.push_back({"stance", "", cue_span});
    assertion.reasons.push_back(std::string(name_of(stance)) + " by " + assertion.speaker);
    for (Assertion& known : all_) {
      if (known.claim != assertion.claim || known.stance != stance) continue;
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

  // A denial that names no deal answers the rumours told before about the speaker's company.
  void deny_told(const Line& line, Place deny) {
    const std::vector<Assertion> told = all_;
    for (const Slot& slot : line.slots()) {
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      const std::string company = party(slot);
      for (const Assertion& rumor : told) {
        if (rumor.stance == Stance::kRumor &&
            (rumor.claim.subject == company || rumor.claim.object == company)) {
          add(rumor, Stance::kDenial, entities_[slot.entity].id, 0.6,
              line.folded(deny.begin, deny.end));
        }
      }
      return;
    }
  }

  void keep_silent(const Line& line, Place silent) {
    const std::vector<Assertion> told = all_;
    std::set<ClaimKey> answered;
    for (const Slot& slot : line.slots_before(silent.end)) {
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      const std::string company = party(slot);
      for (const Assertion& rumor : told) {
        if (rumor.stance != Stance::kRumor ||
            (rumor.claim.subject != company && rumor.claim.object != company))
          continue;
        if (answered.insert(rumor.claim).second)
          add(rumor, Stance::kNoComment, entities_[slot.entity].id, 0.7,
              line.folded(silent.begin, silent.end));
      }
    }
  }

  const Pack& pack_;
  const Entities& entities_;
  const Text& text_;
  const Matches& matches_;
  std::vector<Assertion> all_;
};

}  // namespace

std::vector<Assertion> resolve_item(const Pack& pack, const Entities& entities, const Text& text,
                                    const Matches& matches) {
  Reader reader(pack, entities, text, matches);
  for (uint32_t i = 0; i < text.sentences().size(); ++i) reader.read(i);
  return reader.finish();
}

}  // namespace hearsay
