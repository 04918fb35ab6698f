// Finds the companies that a sentence's tones fall on.
#include "pipeline/core/roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace hearsay {
namespace {

// An attribute's company still gets this share when the sentence names no other: "Acme supplier
// warns" is about Acme a little.
constexpr double kAttributeShare = 0.5;
// A tone in a sentence that names nobody is the topic's, less surely.
constexpr double kTopicShare = 0.7;
// A relation that means so much for who acts in it is a contest, not a comment on the other.
constexpr double kActing = 0.3;
// Bytes between a name and the word that makes it an attribute: a blank, a hyphen, "'s ".
constexpr size_t kLinkGap = 3;

constexpr std::array<std::string_view, 14> kJoints = {",",  "and", "&",  "/",    "、", "和", "与",
                                                      "及", "跟",  "同", "以及", "+",  "vs", "or"};

enum class Part : uint8_t { kHolder, kAttribute, kSpeaker };

struct Named {
  Mention mention;
  Part part = Part::kHolder;
  uint32_t group = 0;
  uint32_t clause = 0;
  uint32_t block = 0;  // clauses between stops
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '"')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '"')) text.remove_suffix(1);
  return text;
}

bool joins(std::string_view between) {
  between = trimmed(between);
  if (between.empty()) return true;
  if (between == ", and" || between == "'s") return between != "'s";
  return std::find(kJoints.begin(), kJoints.end(), between) != kJoints.end();
}

class Assigner {
 public:
  Assigner(const Text& text, const SentenceTone& tone, std::span<const Mention> mentions,
           std::optional<uint32_t> topic)
      : text_(text), tone_(tone), topic_(topic) {
    uint32_t block = 0;
    for (const Clause& clause : tone.clauses) blocks_.push_back(clause.hard ? ++block : block);
    for (const Mention& mention : mentions) named_.push_back({mention});
  }

  Shares run() {
    place();
    find_parts();
    group();
    for (uint32_t i = 0; i < tone_.tones.size(); ++i) {
      if (tone_.tones[i].relation) {
        relate(i);
      } else {
        give(i, tone_.tones[i].score);
      }
    }
    for (const Named& named : named_) {
      if (named.part == Part::kHolder && std::find(out_.about.begin(), out_.about.end(),
                                                   named.mention.company) == out_.about.end()) {
        out_.about.push_back(named.mention.company);
      }
    }
    return std::move(out_);
  }

 private:
  void place();
  void find_parts();
  void group();
  void relate(uint32_t tone);
  void give(uint32_t tone, double score);
  void add_group(uint32_t tone, uint32_t group, double score);
  const Named* before(uint32_t place, uint32_t clause, bool same_clause) const;
  const Named* within(ByteSpan span) const;
  const Named* after(const Tone& tone, bool same_clause) const;
  const Named* headed(const Tone& tone) const;
  bool usable(const Named& named) const { return named.part == Part::kHolder || !has_holder_; }

  const Text& text_;
  const SentenceTone& tone_;
  std::optional<uint32_t> topic_;
  std::vector<uint32_t> blocks_;  // per clause
  std::vector<Named> named_;
  struct Acting {
    const Named* actor = nullptr;
    uint32_t other = 0;  // the group that is acted on
  };
  std::vector<Acting> acting_;  // the relations read so far in which both parties are named
  bool has_holder_ = false;
  Shares out_;
};

void Assigner::place() {
  for (Named& named : named_) {
    for (uint32_t i = 0; i < tone_.clauses.size(); ++i) {
      if (tone_.clauses[i].span.begin <= named.mention.span.begin) named.clause = i;
    }
    named.block = blocks_.empty() ? 0 : blocks_[named.clause];
  }
}

void Assigner::find_parts() {
  const std::string_view folded = text_.folded();
  for (size_t i = 0; i < named_.size(); ++i) {
    Named& named = named_[i];
    const uint32_t end = named.mention.span.end;
    for (const NameCue& cue : tone_.cues) {
      if (cue.span.begin < end || cue.span.begin > end + kLinkGap) continue;
      // "Acme, says a broker": it is the broker who speaks.
      const bool apart = text_.folded({end, cue.span.begin}).find(',') != std::string_view::npos;
      if (cue.sense == Sense::kSay && !apart) named.part = Part::kSpeaker;
      // "Acme supplier Bolt": the other name follows at once.
      const bool another =
          i + 1 < named_.size() && named_[i + 1].mention.span.begin <= cue.span.end + kLinkGap;
      if (cue.sense == Sense::kLink && another) named.part = Part::kAttribute;
    }
    const bool opens = i == 0 && named.clause == 0 && end < folded.size() && folded[end] == ':';
    if (opens && named_.size() > 1) named.part = Part::kSpeaker;
    // "Buy Acme; target 40: Bolt Securities": alone after the last colon.
    const bool last_alone = i + 1 == named_.size() && i > 0 &&
                            named.clause + 1 == tone_.clauses.size() &&
                            named_[i - 1].clause + 1 == named.clause;
    if (last_alone) {
      const ByteSpan clause = tone_.clauses[named.clause].span;
      const bool colon = folded[clause.begin] == ':';
      const bool toned = std::any_of(tone_.tones.begin(), tone_.tones.end(),
                                     [&](const Tone& t) { return t.clause == named.clause; });
      if (colon && !toned) named.part = Part::kSpeaker;
    }
  }
  has_holder_ = std::any_of(named_.begin(), named_.end(),
                            [](const Named& named) { return named.part == Part::kHolder; });
}

void Assigner::group() {
  for (uint32_t i = 0; i < named_.size(); ++i) {
    named_[i].group = i;
    if (i == 0) continue;
    const uint32_t from = named_[i - 1].mention.span.end;
    const uint32_t to = named_[i].mention.span.begin;
    if (to >= from && joins(text_.folded({from, to}))) named_[i].group = named_[i - 1].group;
  }
}

// The name nearest before a place in its block.
const Named* Assigner::before(uint32_t place, uint32_t clause, bool same_clause) const {
  const Named* found = nullptr;
  for (const Named& named : named_) {
    if (!usable(named) || named.mention.span.begin >= place) continue;
    if (named.block != blocks_[clause] || (same_clause && named.clause != clause)) continue;
    found = &named;
  }
  return found;
}

const Named* Assigner::within(ByteSpan span) const {
  for (const Named& named : named_) {
    if (usable(named) && span.contains(named.mention.span)) return &named;
  }
  return nullptr;
}

const Named* Assigner::after(const Tone& tone, bool same_clause) const {
  for (const Named& named : named_) {
    if (!usable(named) || named.mention.span.begin < tone.span.end) continue;
    if (named.block != blocks_[tone.clause]) continue;
    if (same_clause && named.clause != tone.clause) continue;
    return &named;
  }
  return nullptr;
}

// "Top picks: Acme, Bolt": what a heading says is said of the names after its colon.
const Named* Assigner::headed(const Tone& tone) const {
  for (const Named& named : named_) {
    if (!usable(named) || named.block != blocks_[tone.clause] + 1) continue;
    const auto first = std::find(blocks_.begin(), blocks_.end(), named.block);
    const uint32_t mark = tone_.clauses[static_cast<size_t>(first - blocks_.begin())].span.begin;
    return text_.folded()[mark] == ':' ? &named : nullptr;
  }
  return nullptr;
}

void Assigner::add_group(uint32_t tone, uint32_t group, double score) {
  if (score == 0) return;
  for (const Named& named : named_) {
    if (named.group != group || !usable(named)) continue;
    const double share = named.part == Part::kAttribute ? kAttributeShare : 1;
    out_.shares.push_back({tone, named.mention.company, score * share});
  }
}

void Assigner::relate(uint32_t index) {
  const Tone& tone = tone_.tones[index];
  const Named* left = before(tone.span.begin, tone.clause, false);
  const Named* inside = within(tone.span);
  const Named* right = after(tone, true);
  if (tone.passive_at) {  // "Acme 遭 Bolt 减持": the one before is acted on
    const Named* patient = before(*tone.passive_at, tone.clause, false);
    const Named* agent = within({*tone.passive_at, tone.span.begin});
    if (patient != nullptr) add_group(index, patient->group, tone.object);
    if (agent != nullptr) add_group(index, agent->group, tone.subject);
    if (patient != nullptr || agent != nullptr) return;
  }
  if (inside != nullptr) {
    const Named* gains = tone.inner ? inside : left;
    const Named* other = tone.inner ? right : inside;
    if (gains != nullptr) add_group(index, gains->group, tone.subject);
    if (other != nullptr) add_group(index, other->group, tone.object);
    return;
  }
  if (left != nullptr && right != nullptr && left->group != right->group) {
    const bool by =
        trimmed(text_.folded({tone.span.end, right->mention.span.begin})).starts_with("by");
    add_group(index, left->group, by ? tone.object : tone.subject);
    add_group(index, right->group, by ? tone.subject : tone.object);
    if (std::abs(tone.subject) >= kActing) {
      acting_.push_back({by ? right : left, by ? left->group : right->group});
    }
    return;
  }
  if (right != nullptr) {
    add_group(index, right->group, tone.object);
    return;
  }
  give(index, tone.passive_at ? tone.object : tone.alone);
}

void Assigner::give(uint32_t index, double score) {
  const Tone& tone = tone_.tones[index];
  const uint32_t place = tone_.tones[index].span.end;
  // "Acme wins Bolt order": who stands before a phrase has it, not who stands in its gap.
  const Named* holder = tone.phrase ? before(tone.span.begin, tone.clause, true) : nullptr;
  if (holder == nullptr) holder = before(place, tone.clause, true);
  // "Acme beats Bolt to the top spot": what follows a contest is still about who acts in it.
  for (const Acting& acting : acting_) {
    if (holder != nullptr && holder->group == acting.other) holder = acting.actor;
  }
  if (holder == nullptr) holder = after(tone, true);
  if (holder == nullptr) holder = before(place, tone.clause, false);
  if (holder == nullptr) holder = after(tone, false);
  if (holder == nullptr) holder = headed(tone);
  if (holder != nullptr) {
    add_group(index, holder->group, score);
    return;
  }
  if (score == 0) return;
  // A block without names of its own goes on about the only company of the sentence, or the topic.
  const Named* only = nullptr;
  for (const Named& named : named_) {
    if (!usable(named)) continue;
    if (only != nullptr && only->group != named.group) {
      if (!tone.price) return;
      break;  // "Acme buys Bolt; shares fall": those of who acts
    }
    only = &named;
  }
  if (only != nullptr) {
    add_group(index, only->group, score);
  } else if (topic_ && named_.empty()) {
    out_.shares.push_back({index, *topic_, score * kTopicShare});
  }
}

}  // namespace

std::vector<Mention> mentions_in(const Entities& entities, const Matches& matches,
                                 const Sentence& sentence, size_t& next,
                                 std::vector<ByteSpan>& names) {
  std::vector<Mention> mentions;
  names.clear();
  while (next < matches.names.size() && matches.names[next].span.begin < sentence.span.end) {
    const NameHit& hit = matches.names[next++];
    if (hit.span.begin < sentence.span.begin || !hit.certain) continue;
    const Entity& entity = entities[hit.entity];
    names.push_back(hit.span);
    EntityIndex company = kNoEntity;
    if (entity.kind == EntityKind::kCompany) company = hit.entity;
    if (entity.kind == EntityKind::kPerson) company = entity.of;
    if (company != kNoEntity) mentions.push_back({hit.span, company});
  }
  return mentions;
}

Shares assign_tones(const Text& text, const SentenceTone& tone, std::span<const Mention> mentions,
                    std::optional<uint32_t> topic) {
  return Assigner(text, tone, mentions, topic).run();
}

}  // namespace hearsay
