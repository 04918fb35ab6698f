// Reading an item: frames find deals, turns and cues say what is claimed of them, voices who says it.
#include "rules/resolve.h"

#include <re2/re2.h>

#include <algorithm>

#include "rules/scene.h"

namespace hearsay {

namespace {

struct Place {
  size_t begin = std::string::npos, end = 0;
  bool found() const { return begin != std::string::npos; }
};

// A claim met in a sentence, before anybody's stance on it is known.
struct Told {
  ClaimKey claim;
  EntityIndex subject = kNoEntity, object = kNoEntity;
  size_t begin = 0, end = 0;  // bytes of the line
  bool negated = false;
  bool bare = false;  // the deal is only named
  bool beside = false;
  bool kept = false;  // stands beside what a turn made of it
  std::string rule;
  std::vector<Evidence> evidence;
};

// A deal that a sentence's frames have found.
struct Taken {
  std::string family;
  EntityIndex subject, object;
  size_t begin, end;  // bytes of the line
};

// The same two companies, in either order: "A bought by B" is read once.
bool same_pair(const Taken& one, EntityIndex subject, EntityIndex object) {
  return (one.subject == subject && one.object == object) ||
         (one.subject == object && one.object == subject);
}

// A word on a claim that another sentence tells: settled when all is read.
struct Answer {
  Stance stance = Stance::kDenial;
  EntityIndex speaker = kNoEntity;
  std::string type;  // of the claim answered; empty: whatever was told of the speaker's company
  ClaimKey claim;    // with a type: just this one
  Evidence evidence;
  uint32_t sentence = 0;
};

// A claim on nobody's word.
struct Plain {
  Assertion assertion;
  Stance stance;
  std::string speaker;
};

std::string family_of(const std::string& type) { return type.substr(0, type.find('.')); }

// How far before a trigger a negation still governs it: "did not in any way agree to", bytes.
constexpr size_t kNegationReach = 24;

// How far before a claim a report still governs it: "a story in a trade weekly that ", bytes.
constexpr size_t kReportReach = 40;

// Sums below are prices of a share or a seat, in any currency.
constexpr double kDealSumMin = 100'000;

// Deals of one pattern in one sentence; more is a table.
constexpr size_t kMatchesMax = 16;

class Reader {
 public:
  Reader(const Pack& pack, const Entities& entities, const Text& text, const Matches& matches)
      : pack_(pack), scene_(pack, entities, text, matches), text_(text), matches_(matches) {}

  std::vector<Assertion> read() {
    const auto& sentences = text_.sentences();
    const auto short_enough = [&](uint32_t i) {
      return sentences[i].span.size() <= kSentenceBytesMax;
    };
    for (uint32_t i = 0; i < sentences.size() && !focus_.topic.set(); ++i) {
      if (short_enough(i)) tell(scene_.line(i, focus_));
    }
    for (uint32_t i = 0; i < sentences.size() && !focus_.topic.set(); ++i) {
      if (short_enough(i)) pair_up(scene_.line(i, focus_));
    }
    focus_.company = focus_.topic.subjects;
    for (uint32_t i = 0; i < sentences.size(); ++i) {
      if (!short_enough(i)) continue;
      const Line line = scene_.line(i, focus_);
      const Slot* says = sentences[i].field == Field::kHeadline
                             ? first_voice(pack_.speakers, line) : nullptr;
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
    // Rumours first, so that answers find them; then what answers have left of plain facts.
    for (const Plain& plain : plain_) {
      if (plain.stance == Stance::kRumor) state(plain);
    }
    for (const Answer& answer : answers_) settle(answer);
    for (const Plain& plain : plain_) {
      if (plain.stance == Stance::kConfirmation) state(plain);
    }
    return std::move(all_);
  }

 private:
  // Without any deal told, the first two companies of one sentence are whom the item is about.
  void pair_up(const Line& line) {
    std::vector<EntityIndex> two;
    for (const Slot& slot : line.slots()) {
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      for (const EntityIndex one : slot.entities) {
        if (std::none_of(two.begin(), two.end(), [&](EntityIndex known) {
              return scene_.party(known) == scene_.party(one);
            }))
          two.push_back(one);
      }
    }
    if (two.size() == 2) focus_.topic = {"", {two[0]}, {two[1]}};
  }

  Place find(const re2::RE2& re, std::string_view s, size_t begin, size_t end) const {
    re2::StringPiece found;
    if (begin >= end || !re.Match(s, begin, end, re2::RE2::UNANCHORED, &found, 1)) return {};
    const auto at = static_cast<size_t>(found.data() - s.data());
    return {at, at + found.size()};
  }
  Place cue(std::string_view s, Cue cls, Place in) const {
    return find(pack_.cue(cls), s, in.begin, in.end);
  }

  // The part of the sentence around [begin, end) that a cue there can govern.
  Place segment(std::string_view s, size_t begin, size_t end) const {
    Place part{0, s.size()};
    for (size_t from = 0;;) {
      const Place stop = cue(s, Cue::kBreak, {from, s.size()});
      if (!stop.found() || stop.end == stop.begin) return part;
      if (stop.end <= begin) part.begin = stop.end;
      if (stop.begin >= end) {
        part.end = stop.begin;
        return part;
      }
      from = stop.end;
    }
  }

  // The claims of a sentence. Moves the topic to the last deal named.
  std::vector<Told> tell(const Line& line) {
    std::vector<Told> all;
    const std::string_view s = line.s();
    std::vector<Taken> taken;
    for (const Frame& frame : pack_.frames) {
      size_t from = 0;
      for (size_t n = 0; n < kMatchesMax; ++n) {
        std::vector<re2::StringPiece> groups(static_cast<size_t>(std::max(frame.s, frame.o)) + 1);
        if (from >= s.size() || !frame.pattern->Match(s, from, s.size(), re2::RE2::UNANCHORED,
                                                      groups.data(), static_cast<int>(groups.size())))
          break;
        const auto begin = static_cast<size_t>(groups[0].data() - s.data());
        const size_t end = begin + groups[0].size();
        if (end == begin) break;
        from = end;
        const auto slot = [&](int role) -> const Slot* {
          return role == 0 || groups[static_cast<size_t>(role)].data() == nullptr ? nullptr
                           : &line.slot_at(static_cast<size_t>(
                                 groups[static_cast<size_t>(role)].data() - s.data()));
        };
        match(line, frame, begin, end, slot(frame.s), slot(frame.o), taken, all);
      }
    }
    return all;
  }

  void match(const Line& line, const Frame& frame, size_t begin, size_t end, const Slot* s,
             const Slot* o, std::vector<Taken>& taken,
             std::vector<Told>& all) {
    std::vector<EntityIndex> subjects, objects;
    if (!parties(s, o, subjects, objects)) return;
    std::string type = frame.claim;
    if (type.starts_with('.')) type = focus_.topic.family + type;
    const std::string family = family_of(type);
    const Place part = segment(line.s(), begin, end);
    const Turn* turn = nullptr;
    Place turned;
    for (const Turn& one : pack_.turns) {
      if (one.from != type) continue;
      const Place at = find(*one.pattern, line.s(), part.begin, part.end);
      if (at.found() && turn == nullptr) {
        turn = &one;
        turned = at;
      }
    }
    const Place trigger = turn != nullptr ? turned : Place{begin, end};
    const size_t reach = trigger.begin > part.begin + kNegationReach
                             ? trigger.begin - kNegationReach : part.begin;
    const Place no = cue(line.s(), Cue::kNot, {reach, turn != nullptr ? turned.begin : end});
    // "It is not the case that …" rejects the whole; the claim itself is not negated.
    bool negated = no.found() && !(deny_.found() && no.begin < deny_.end && deny_.begin < no.end);
    if (turn != nullptr && turn->negated) negated = !negated;
    bool first = true;
    for (const EntityIndex subject : subjects) {
      for (const EntityIndex object : objects) {
        if (scene_.party(subject) == scene_.party(object)) continue;
        if (frame.beside) {
          if (!known(type)) continue;
          Told told{{type, scene_.party(subject), scene_.party(object)}, subject, object, begin, end};
          told.beside = true;
          told.rule = frame.id;
          told.evidence.push_back({"trigger", frame.id, line.folded(begin, end)});
          all.push_back(told);
          continue;
        }
        const bool known_already = std::any_of(taken.begin(), taken.end(), [&](const Taken& one) {
          return same_pair(one, subject, object) &&
                 (one.family == family || (one.begin < end && begin < one.end));
        });
        if (known_already) continue;
        taken.push_back({family, subject, object, begin, end});
        if (first && !family.empty()) focus_.topic = {family, subjects, objects};
        first = false;
        Told told{{}, subject, object, begin, end, negated, false, false, false, frame.id, {}};
        if (s != nullptr) told.evidence.push_back({"subject", "", s->span});
        if (o != nullptr) told.evidence.push_back({"object", "", o->span});
        told.evidence.push_back({"trigger", frame.id, line.folded(begin, end)});
        const auto put = [&](const std::string& claimed) {
          if (!known(claimed)) return;
          told.claim = {claimed, scene_.party(subject), scene_.party(object)};
          all.push_back(told);
        };
        if (turn == nullptr) {
          told.bare = frame.mention;
          put(type);
          continue;
        }
        if (turn->keep && (!frame.mention || !negated)) {
          told.kept = true;
          put(type);
          told.kept = false;
        }
        told.evidence.push_back({"trigger", turn->id, line.folded(turned.begin, turned.end)});
        put(turn->to);
      }
    }
  }

  bool known(const std::string& type) const {
    return std::any_of(pack_.claims.begin(), pack_.claims.end(),
                       [&](const ClaimType& one) { return one.id == type; });
  }

  // Fills what a frame leaves open from the deal told last. False when nothing fits.
  bool parties(const Slot* s, const Slot* o, std::vector<EntityIndex>& subjects,
               std::vector<EntityIndex>& objects) const {
    if (s != nullptr) subjects = s->entities;
    if (o != nullptr) objects = o->entities;
    if (s != nullptr && o != nullptr) return true;
    const Topic& topic = focus_.topic;
    if (!topic.set()) return false;
    const auto among = [&](const std::vector<EntityIndex>& some, const Slot* slot) {
      return std::any_of(some.begin(), some.end(), [&](EntityIndex one) {
        return scene_.party(one) == scene_.party(slot->entities.front());
      });
    };
    if (s == nullptr && o == nullptr) {
      subjects = topic.subjects;
      objects = topic.objects;
    } else if (s != nullptr) {
      if (!among(topic.subjects, s)) return false;
      objects = topic.objects;
    } else {
      if (!among(topic.objects, o)) return false;
      subjects = topic.subjects;
    }
    return true;
  }

  // Who speaks in the sentence by one of `expressions`: those of an earlier one first.
  std::vector<const Slot*> voices(const Voices& expressions, const Line& line,
                                  size_t most = kMatchesMax) const {
    const std::string_view s = line.s();
    std::vector<const Slot*> found;
    for (const auto& one : expressions) {
      const auto a = static_cast<size_t>(one->NamedCapturingGroups().at("a"));
      std::vector<re2::StringPiece> groups(a + 1);
      for (size_t from = 0; found.size() < most && from < s.size() &&
                            one->Match(s, from, s.size(), re2::RE2::UNANCHORED, groups.data(),
                                       static_cast<int>(groups.size())) &&
                            !groups[0].empty();
           from = static_cast<size_t>(groups[0].data() - s.data()) + groups[0].size()) {
        if (groups[a].data() != nullptr)
          found.push_back(&line.slot_at(static_cast<size_t>(groups[a].data() - s.data())));
      }
    }
    return found;
  }
  const Slot* first_voice(const Voices& expressions, const Line& line) const {
    const auto found = voices(expressions, line, 1);
    return found.empty() ? nullptr : found.front();
  }

  void sentence(uint32_t index) {
    const Line line = scene_.line(index, focus_);
    const std::string_view s = line.s();
    const Place whole{0, s.size()};
    deny_ = cue(s, Cue::kDeny, whole);
    if (deny_.found() && cue(s, Cue::kNotDeny, whole).found()) deny_ = {};
    const Place deny = deny_;
    std::vector<Told> claims = tell(line);
    const Slot* says = first_voice(pack_.speakers, line);
    const bool question = s.find('?') != std::string::npos && says == nullptr;
    const Place rumor = cue(s, Cue::kRumor, whole);
    const bool report = cue(s, Cue::kReport, whole).found();
    // A deal that is only named is claimed by the report that is denied, if nothing else is.
    const bool told_in_full = std::any_of(claims.begin(), claims.end(),
                                          [](const Told& told) { return !told.bare; });
    if (told_in_full || !deny.found() || !report)
      std::erase_if(claims, [](const Told& told) { return told.bare; });
    const Slot* outlet = outlet_in(line);
    const Slot* denier = deny.found() ? first_voice(pack_.deniers, line) : nullptr;
    if (denier == nullptr) denier = says;
    const EntityIndex denied_by = denier != nullptr ? denier->entities.front()
                                  : !focus_.speaker.empty() ? focus_.speaker.front() : kNoEntity;
    const Slot* decider = first_voice(pack_.deciders, line);
    bool answered = false;
    for (const Told& told : claims) {
      const Place part = segment(s, told.begin, told.end);
      const bool asked = question && !rumor.found() && !report;
      if (asked || cue(s, Cue::kUnreal, part).found()) continue;
      Assertion base = assertion(line, told, part, claims.size() == 1);
      const bool maybe = cue(s, Cue::kMaybe, part).found();
      const std::string teller = outlet != nullptr && !rumor.found()
                                     ? scene_.who(outlet->entities.front()).id : unnamed(rumor);
      const auto tell_rumor = [&](const std::string& by, double confidence) {
        add(base, Stance::kRumor, by, confidence);
        told_.push_back({told.claim, index});
      };
      if (told.beside) {
        add(base, Stance::kConfirmation, scene_.who(told.subject).id, 0.6);
      } else if (deny.found() && (!told.negated || governs(s, deny, told))) {
        answered = true;
        if (told.negated || told.kept) continue;
        if (rumor.found() || report) tell_rumor(teller, 0.7);
        if (denied_by != kNoEntity) {
          base.evidence.push_back({"stance", "", line.folded(deny.begin, deny.end)});
          add(base, Stance::kDenial, scene_.who(denied_by).id, 0.8);
        }
      } else if (told.negated) {
        if (told.kept || says == nullptr || !party_to(told, says->entities.front())) continue;
        answered = true;
        if (deny.found() || rumor.found() || report) {
          tell_rumor(teller, 0.6);
          add(base, Stance::kDenial, scene_.who(says->entities.front()).id, 0.7);
        } else {
          answers_.push_back({Stance::kDenial, says->entities.front(), told.claim.type, told.claim,
                              {"stance", "", line.folded(told.begin, told.end)}, index});
        }
      } else if (decider != nullptr && decider->mask == Mask::kOther && !rumor.found()) {
        add(base, Stance::kConfirmation, scene_.who(decider->entities.front()).id, 0.8);
      } else if (rumor.found()) {
        base.evidence.push_back({"stance", "", line.folded(rumor.begin, rumor.end)});
        tell_rumor(std::string(pack_unnamed), 0.8);
      } else if (question || reported(s, part, told.begin)) {
        tell_rumor("", 0.6);
      } else if (outlet != nullptr) {
        tell_rumor(scene_.who(outlet->entities.front()).id, 0.6);
      } else if (says != nullptr) {
        const EntityIndex who = says->entities.front();
        const bool standing =
            party_to(told, who) ||
            (says->mask == Mask::kCompany && cue(s, Cue::kOfficial, whole).found());
        if (standing) {
          add(base, Stance::kConfirmation, scene_.who(first_of_pair(line, *says, who)).id, 0.7);
        } else if (!maybe) {
          tell_rumor(scene_.who(who).id, 0.5);
        }
      } else if (told.claim.type.ends_with(".stalls")) {
        plain_.push_back({base, Stance::kRumor, ""});
      } else if (!maybe) {
        plain_.push_back({base, Stance::kConfirmation, scene_.who(told.subject).id});
      }
    }
    if (deny.found() && !answered && !question && denied_by != kNoEntity)
      answers_.push_back({Stance::kDenial, denied_by, "", {},
                          {"stance", "", line.folded(deny.begin, deny.end)}, index});
    for (const Slot* silent : voices(pack_.silent, line)) {
      for (const EntityIndex who : silent->entities)
        answers_.push_back({Stance::kNoComment, who, "", {}, {"stance", "", silent->span}, index});
    }
    remember(line, says);
  }

  static constexpr std::string_view pack_unnamed = "unnamed-sources";
  static std::string unnamed(Place rumor) { return rumor.found() ? std::string(pack_unnamed) : ""; }

  // A denial right before a claim that is itself negated: both together affirm it.
  static bool governs(std::string_view s, Place deny, const Told& told) {
    return deny.begin < told.begin &&
           s.substr(deny.end, told.begin - std::min(told.begin, deny.end)).find(',') ==
               std::string_view::npos;
  }

  // "A story that …", "talk of …": somebody else's word right before the claim.
  bool reported(std::string_view s, Place part, size_t begin) const {
    const size_t near = begin > part.begin + kReportReach ? begin - kReportReach : part.begin;
    return cue(s, Cue::kReport, {near, begin}).found();
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
      if (one.mask != Mask::kSum) continue;
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
    const Place cue_at = cue(line.s(), Cue::kFormer, {begin, line.s().size()});
    return cue_at.found() && cue_at.begin <= at && at < cue_at.end;
  }

  void add(Assertion assertion, Stance stance, std::string speaker, double confidence) {
    assertion.stance = stance;
    assertion.speaker = std::move(speaker);
    assertion.confidence = confidence;
    assertion.reasons.push_back(std::string(name_of(stance)) + " by " +
                                (assertion.speaker.empty() ? "nobody named" : assertion.speaker));
    for (Assertion& known : all_) {
      if (known.claim != assertion.claim || known.stance != stance) continue;
      if (known.speaker.empty()) known.speaker = assertion.speaker;
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
  void state(const Plain& plain) {
    const bool told = std::any_of(all_.begin(), all_.end(), [&](const Assertion& one) {
      return one.claim == plain.assertion.claim && one.stance != Stance::kNoComment &&
             (plain.stance == Stance::kRumor || one.stance != Stance::kConfirmation);
    });
    if (told) return;
    if (plain.stance == Stance::kRumor) told_.push_back({plain.assertion.claim, 0});
    add(plain.assertion, plain.stance, plain.speaker, 0.5);
  }

  // Ties an answer to the rumours that the item tells of the speaker's company.
  void settle(const Answer& answer) {
    const std::string company = scene_.party(answer.speaker);
    std::vector<Assertion> rumors = told_of(company, answer, Stance::kRumor);
    // Nobody's rumour: the silence meets what another party denies or states.
    for (const Stance stance : {Stance::kDenial, Stance::kConfirmation}) {
      if (rumors.empty() && answer.stance == Stance::kNoComment)
        rumors = told_of(company, answer, stance);
    }
    if (rumors.empty() && answer.stance == Stance::kDenial && answer.type.empty()) {
      // What was told like a fact and is then denied was a rumour.
      for (const Plain& plain : plain_) {
        const ClaimKey& claim = plain.assertion.claim;
        if (claim.subject != company && claim.object != company) continue;
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
    if (answer.stance == Stance::kNoComment) {
      // A silent party is asked about the deal itself: its plainest claim.
      const auto plain = std::find_if(rumors.begin(), rumors.end(), [&](const Assertion& one) {
        return one.claim.type.ends_with(".goes-ahead");
      });
      rumors = {plain == rumors.end() ? rumors.front() : *plain};
    }
    for (Assertion& rumor : rumors) {
      rumor.evidence.push_back(answer.evidence);
      add(rumor, answer.stance, scene_.who(answer.speaker).id, 0.6);
    }
  }

  // What the item tells in `stance` of the company, or of the claim that the answer names.
  std::vector<Assertion> told_of(const std::string& company, const Answer& answer,
                                 Stance stance) const {
    std::vector<Assertion> told;
    for (const Assertion& one : all_) {
      if (one.stance != stance || one.speaker == scene_.who(answer.speaker).id) continue;
      if (!answer.type.empty() ? one.claim == answer.claim
                               : one.claim.subject == company || one.claim.object == company)
        told.push_back(one);
    }
    return told;
  }

  // The rumour told last up to `sentence`, else the first.
  ClaimKey nearest_rumor(const std::vector<Assertion>& rumors, uint32_t sentence) const {
    const ClaimKey* near = &rumors.front().claim;
    uint32_t at = 0;
    for (const auto& [claim, where] : told_) {
      const bool among = std::any_of(rumors.begin(), rumors.end(),
                                     [&](const Assertion& one) { return one.claim == claim; });
      if (!among || where > sentence || where < at) continue;
      near = &claim;
      at = where;
    }
    return *near;
  }

  const Pack& pack_;
  const Scene scene_;
  const Text& text_;
  const Matches& matches_;
  Focus focus_;
  Place deny_;  // the denial of the sentence being read
  std::vector<Assertion> all_;
  std::vector<Answer> answers_;
  std::vector<Plain> plain_;
  std::vector<std::pair<ClaimKey, uint32_t>> told_;  // rumours, with their sentences
};

}  // namespace

std::vector<Assertion> resolve_item(const Pack& pack, const Entities& entities, const Text& text,
                                    const Matches& matches) {
  return Reader(pack, entities, text, matches).read();
}

}  // namespace hearsay
