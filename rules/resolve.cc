// Reading an item: frames find the deals in masked sentences, cues and speakers give the stance.
#include "rules/resolve.h"

#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>

#include "rules/line.h"

namespace hearsay {

namespace {

constexpr size_t kSentenceBytesMax = 4096;  // longer ones are tables or broken text, not sentences

// Pattern shorthands, see the head of a pack.
std::string expand(std::string pattern) {
  const std::string party = std::string("(?:") + std::string(mask_char(Mask::kCompany)) + "|" + std::string(mask_char(Mask::kPerson)) + ")";
  const std::string party_marks = std::string(mask_char(Mask::kCompany)) + std::string(mask_char(Mask::kPerson));
  const std::pair<std::string, std::string> marks[] = {
      {"{s}", "(?P<s>" + party + ")"},
      {"{o}", "(?P<o>" + party + ")"},
      {"{M}", std::string(mask_char(Mask::kSum))},
      {"{-}", "[^,;:\"()" + party_marks + "]*?"},
      {"{~}", "[^;:\"" + party_marks + "]*?"},
      {"{?}", "[^,;:\"()" + party_marks + "]*?"}};
  for (const auto& [mark, meaning] : marks) {
    for (size_t at = 0; (at = pattern.find(mark, at)) != std::string::npos; at += meaning.size()) pattern.replace(at, mark.size(), meaning);
  }
  return pattern;
}

std::string place_of(const SourceFile& file, const YAML::Mark& mark) {
  return file.name + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1) + ": ";
}

Result<std::unique_ptr<re2::RE2>> compile(const SourceFile& file, const YAML::Node& node, const std::string& pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto re = std::make_unique<re2::RE2>(expand(pattern), options);
  if (!re->ok()) return Error{"pack.pattern", place_of(file, node.Mark()) + re->error() + ", expected an RE2 expression"};
  return re;
}

}  // namespace

Result<Pack> load_pack(const SourceFile& file) {
  try {
    const YAML::Node root = YAML::Load(file.bytes);
    Pack pack;
    pack.id = root["id"].as<std::string>();
    pack.version = root["version"].as<std::string>();
    std::set<std::string> types;
    for (const YAML::Node& node : root["claims"]) {
      ClaimType type{node["id"].as<std::string>(), node["subject"].as<double>(), node["object"].as<double>(),
                     node["contradicts"].as<std::vector<std::string>>(), node["refines"].as<std::vector<std::string>>()};
      types.insert(type.id);
      pack.claims.push_back(std::move(type));
    }
    for (const YAML::Node& node : root["frames"]) {
      Frame frame{node["id"].as<std::string>(), node["claim"].as<std::string>(), nullptr};
      if (!types.contains(frame.claim)) return Error{"pack.claim", place_of(file, node["claim"].Mark()) + "claim \"" + frame.claim + "\", expected one of `claims`"};
      auto re = compile(file, node["pattern"], node["pattern"].as<std::string>());
      if (!re) return re.error();
      frame.pattern = std::move(*re);
      for (const char* role : {"s", "o"}) {
        if (!frame.pattern->NamedCapturingGroups().contains(role)) return Error{"pack.pattern", place_of(file, node["pattern"].Mark()) + "no {" + role + "}, expected both {s} and {o}"};
      }
      pack.frames.push_back(std::move(frame));
    }
    for (const auto& cue : root["cues"]) {
      std::string any;
      for (const YAML::Node& one : cue.second) any += (any.empty() ? "" : "|") + one.as<std::string>();
      auto re = compile(file, cue.second, any);
      if (!re) return re.error();
      pack.cues[cue.first.as<std::string>()] = std::move(*re);
    }
    for (const char* need : {"not", "deny", "not-deny", "no-comment", "rumor", "report", "unreal", "says"}) {
      if (!pack.cues.contains(need)) return Error{"pack.cues", file.name + ":1:1: no cues \"" + need + "\", expected them"};
    }
    return pack;
  } catch (const YAML::Exception& error) {
    return Error{"pack.syntax", place_of(file, error.mark) + error.msg + ", expected the form of a pack"};
  }
}

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
    const std::string& s = line.s();
    const bool question = s.ends_with("?") && !cue(s, "report", 0).found();
    const bool unreal = question || cue(s, "unreal", 0).found();
    Place deny = cue(s, "deny", 0);
    if (cue(s, "not-deny", 0).found()) deny = {};
    const Place rumor = cue(s, "rumor", 0), report = cue(s, "report", 0);
    bool denied = false;
    std::set<std::pair<std::string, std::string>> pairs;
    for (const Frame& frame : pack_.frames) {
      std::array<re2::StringPiece, 3> groups;
      if (unreal || !frame.pattern->Match(s, 0, s.size(), re2::RE2::UNANCHORED, groups.data(), 3)) continue;
      const auto& named = frame.pattern->NamedCapturingGroups();
      const auto slot = [&](const char* role) { return line.slot_at(static_cast<size_t>(groups[static_cast<size_t>(named.at(role))].data() - s.data())); };
      const int subject = slot("s"), object = slot("o");
      const auto begin = static_cast<size_t>(groups[0].data() - s.data());
      const size_t end = begin + groups[0].size();
      const ClaimKey claim{frame.claim, party(line.slot(subject)), party(line.slot(object))};
      if (claim.subject == claim.object || !pairs.insert({claim.subject, claim.object}).second) continue;
      Assertion base;
      base.claim = claim;
      base.evidence = {{"subject", "", line.slot(subject).span}, {"object", "", line.slot(object).span}, {"trigger", frame.id, line.folded(begin, end)}};
      for (const Slot& one : line.slots()) {
        if (one.mask != Mask::kSum) continue;
        base.amounts.push_back(matches_.sums[one.sum]);
        base.evidence.push_back({"amount", "", one.span});
      }
      if (deny.found()) {
        denied = true;
        if (rumor.found() || report.found()) add(base, Stance::kRumor, teller(line, deny), 0.7);
        add(base, Stance::kDenial, speaker_before(line, deny.begin, line.slot(subject)), 0.8, line.folded(deny.begin, deny.end));
      } else if (rumor.found()) {
        add(base, Stance::kRumor, "unnamed-sources", 0.8, line.folded(rumor.begin, rumor.end));
      } else if (const Place negated = cue(s.substr(begin, end - begin), "not", 0); !negated.found()) {
        const std::string outlet = outlet_in(line);
        if (!outlet.empty()) {
          add(base, Stance::kRumor, outlet, 0.6);
        } else if (claim.type.ends_with(".stalls") && !cue(s, "says", 0).found()) {
          add(base, Stance::kRumor, "unnamed-sources", 0.5);
        } else {
          add(base, Stance::kConfirmation, speaker_before(line, s.size(), line.slot(subject)), 0.6);
        }
      }
    }
    if (deny.found() && !denied && !unreal) deny_told(line, deny);
    if (const Place silent = cue(s, "no-comment", 0); silent.found()) keep_silent(line, silent);
  }

  std::vector<Assertion> finish() {
    std::sort(all_.begin(), all_.end(), [](const Assertion& a, const Assertion& b) { return std::tie(a.claim, a.stance) < std::tie(b.claim, b.stance); });
    return std::move(all_);
  }

 private:
  Line masked(uint32_t sentence) const {
    Line line(text_, sentence);
    const ByteSpan span = text_.sentences()[sentence].span;
    const auto put = [&](ByteSpan where, Slot slot) {
      const size_t begin = where.begin - span.begin;
      slot.span = where;
      line.mask(begin, begin + where.size(), std::move(slot));
    };
    // From the right, so that what stands before keeps its place.
    size_t name = matches_.names.size(), sum = matches_.sums.size();
    while (name > 0 || sum > 0) {
      const bool take_sum = name == 0 || (sum > 0 && matches_.sums[sum - 1].span.begin > matches_.names[name - 1].span.begin);
      const ByteSpan where = take_sum ? matches_.sums[sum - 1].span : matches_.names[name - 1].span;
      if (take_sum) --sum; else --name;
      if (!span.contains(where)) continue;
      Slot slot;
      if (take_sum) {
        slot.mask = Mask::kSum;
        slot.sum = static_cast<uint32_t>(sum);
      } else {
        const NameHit& hit = matches_.names[name];
        const Entity& entity = entities_[hit.entity];
        if (!hit.certain || entity.id.starts_with("not-")) continue;
        slot.entity = hit.entity;
        slot.mask = entity.kind == EntityKind::kCompany ? Mask::kCompany : entity.kind == EntityKind::kOutlet ? Mask::kOutlet : Mask::kOther;
        if (entity.kind == EntityKind::kPerson && entity.of != kNoEntity) slot.mask = Mask::kPerson;
      }
      if (!line.slots().empty() && line.slots().back().span.begin < where.end) continue;
      put(where, std::move(slot));
    }
    return line;
  }

  std::string party(const Slot& slot) const {
    const Entity& entity = entities_[slot.entity];
    return entity.kind == EntityKind::kPerson ? entities_[entity.of].id : entity.id;
  }

  Place cue(std::string_view s, const char* cls, size_t from) const {
    re2::StringPiece found;
    if (!pack_.cues.at(cls)->Match(s, from, s.size(), re2::RE2::UNANCHORED, &found, 1)) return {};
    const auto begin = static_cast<size_t>(found.data() - s.data());
    return {begin, begin + found.size()};
  }

  // Who speaks: the nearest party before `at`, rather a person; else `otherwise`.
  std::string speaker_before(const Line& line, size_t at, const Slot& otherwise) const {
    const Slot* best = nullptr;
    for (const int index : line.slots_in(0, at)) {
      const Slot& slot = line.slot(index);
      if (slot.mask == Mask::kPerson || (slot.mask == Mask::kCompany && (!best || best->mask != Mask::kPerson))) best = best && best->mask == slot.mask ? best : &slot;
    }
    return entities_[(best ? *best : otherwise).entity].id;
  }

  std::string outlet_in(const Line& line) const {
    for (const Slot& slot : line.slots()) {
      if (slot.mask == Mask::kOutlet) return entities_[slot.entity].id;
    }
    return {};
  }

  std::string teller(const Line& line, const Place&) const {
    const std::string outlet = outlet_in(line);
    return outlet.empty() ? "unnamed-sources" : outlet;
  }

  void add(Assertion assertion, Stance stance, std::string speaker, double confidence, ByteSpan cue_span = {}) {
    assertion.stance = stance;
    assertion.speaker = std::move(speaker);
    assertion.confidence = confidence;
    if (cue_span.size() > 0) assertion.evidence.push_back({"stance", "", cue_span});
    assertion.reasons.push_back(std::string(name_of(stance)) + " by " + assertion.speaker);
    for (Assertion& known : all_) {
      if (known.claim != assertion.claim || known.stance != stance) continue;
      for (const Sum& sum : assertion.amounts) {
        if (std::none_of(known.amounts.begin(), known.amounts.end(), [&](const Sum& held) { return held.value == sum.value && held.currency == sum.currency; })) known.amounts.push_back(sum);
      }
      return;
    }
    all_.push_back(std::move(assertion));
  }

  // A denial that names no deal answers the rumours told before about the speaker's company.
  void deny_told(const Line& line, Place deny) {
    const std::vector<Assertion> told = all_;
    for (const int index : line.slots_in(0, line.s().size())) {
      const Slot& slot = line.slot(index);
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      const std::string company = party(slot);
      for (const Assertion& rumor : told) {
        if (rumor.stance == Stance::kRumor && (rumor.claim.subject == company || rumor.claim.object == company)) {
          add(rumor, Stance::kDenial, entities_[slot.entity].id, 0.6, line.folded(deny.begin, deny.end));
        }
      }
      return;
    }
  }

  void keep_silent(const Line& line, Place silent) {
    const std::vector<Assertion> told = all_;
    std::set<ClaimKey> answered;
    for (const int index : line.slots_in(0, silent.end)) {
      const Slot& slot = line.slot(index);
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      const std::string company = party(slot);
      for (const Assertion& rumor : told) {
        if (rumor.stance != Stance::kRumor || (rumor.claim.subject != company && rumor.claim.object != company)) continue;
        if (answered.insert(rumor.claim).second) add(rumor, Stance::kNoComment, entities_[slot.entity].id, 0.7, line.folded(silent.begin, silent.end));
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

std::vector<Assertion> resolve_item(const Pack& pack, const Entities& entities, const Item&, const Text& text, const Matches& matches) {
  Reader reader(pack, entities, text, matches);
  for (uint32_t i = 0; i < text.sentences().size(); ++i) reader.read(i);
  return reader.finish();
}

}  // namespace hearsay
