// Finding the speaker of every verb of saying.
#include "rules/voices.h"

#include <algorithm>

namespace hearsay {

namespace {

std::optional<Manner> manner_of(const Hit& hit) {
  static constexpr std::pair<Cue, Manner> kManners[] = {
      {Cue::kSilent, Manner::kSilent},   {Cue::kDeny, Manner::kDeny},
      {Cue::kDecide, Manner::kDecide},   {Cue::kApprove, Manner::kApprove},
      {Cue::kConfirm, Manner::kConfirm}, {Cue::kOfficial, Manner::kOfficial},
      {Cue::kSay, Manner::kSay},         {Cue::kPer, Manner::kSay},
  };
  for (const auto& [cue, manner] : kManners) {
    if (hit.has(sense_of(cue))) return manner;
  }
  return std::nullopt;
}

// A mention that may speak, or people without names.
struct Speaker {
  std::optional<uint32_t> who;
  bool insiders = false, view = false;
  bool other = false;  // "the paper": somebody else
  bool found() const { return who || insiders || view || other; }
};

Speaker speaker_at(const Syntax& syntax, uint32_t i) {
  if (syntax.mention(i)) return {i, false, false, false};
  if (syntax.cue_at(i, Cue::kInsider)) return {std::nullopt, true, false, false};
  if (syntax.cue_at(i, Cue::kView)) return {std::nullopt, false, true, false};
  if (syntax.cue_at(i, Cue::kTeller)) return {std::nullopt, false, false, true};
  return {};
}

Speaker speaker_before(const Syntax& syntax, const Hit& verb) {
  uint32_t commas = 0;
  for (uint32_t i = verb.first; i-- > 0 && verb.first - i <= kSpeakerReach;) {
    if (syntax.mark(i, ";") || syntax.mark(i, "。") || commas > 2) break;
    if (syntax.mark(i, ",")) ++commas;
    if (syntax.part(i) != syntax.part(verb.first) && syntax.cue_at(i, Cue::kBreak)) {
      // "but said": the subject stands before the break.
      continue;
    }
    const Speaker one = speaker_at(syntax, i);
    if (!one.found()) {
      const Hit* hit = syntax.hit_at(i);
      // Another verb of saying keeps its own speaker; ours is the same one then.
      if (hit != nullptr && hit != &verb && manner_of(*hit)) return {};
      continue;
    }
    // "People close to {Musk}" are not he.
    if (one.who && i > 0 && syntax.cue_at(i - 1, Cue::kInsider)) return speaker_at(syntax, i - 1);
    if (one.who && !syntax.governor(i).empty() && !syntax.cue_at(i, Cue::kPer)) {
      const std::string_view governor = syntax.governor(i);
      static constexpr std::string_view kAgents[] = {"by", "被", "由", "遭", "获", "经", "受"};
      if (std::find(std::begin(kAgents), std::end(kAgents), governor) == std::end(kAgents))
        continue;
    }
    return one;
  }
  return {};
}

Speaker speaker_after(const Syntax& syntax, const Hit& verb, uint32_t reach) {
  for (uint32_t i = verb.last + 1; i < syntax.size() && i <= verb.last + reach; ++i) {
    const Speaker one = speaker_at(syntax, i);
    if (one.found()) return one;
    const Hit* hit = syntax.hit_at(i);
    const bool by = hit != nullptr && hit->has(sense_of(Cue::kBy));
    if ((hit != nullptr && !by && !hit->has(sense_of(Cue::kPlain))) ||
        (syntax.tokens()[i].kind == TokenKind::kMark && syntax.word(i) != "\""))
      break;
  }
  return {};
}

// "Reports of …", "the report that …": a verb only right behind who reports.
bool report_noun(const Syntax& syntax, const Hit& hit) {
  if (!hit.has(sense_of(Cue::kReport)) || !hit.has(sense_of(Cue::kSay)) ||
      syntax.tokens()[hit.first].kind != TokenKind::kWord || syntax.word(hit.first).ends_with("ed"))
    return false;
  if (hit.first == 0) return true;
  const uint32_t before = hit.first - 1;
  return !speaker_at(syntax, before).found() && !syntax.mark(before, ",") &&
         !syntax.mark(before, "\"");
}

// "{Huang}: we will", "{Nvidia}'s talks stall: {WSJ}".
std::optional<Voice> colon_voice(const Syntax& syntax) {
  for (uint32_t i = 0; i + 1 < syntax.size() && i < 6; ++i) {
    if (!syntax.mark(i + 1, ":")) continue;
    // "NVDA: {Nvidia} buys": a label, not a speaker.
    const bool label = i + 2 < syntax.size() && syntax.mention(i) && syntax.mention(i + 2) &&
                       syntax.slot(i).entities == syntax.slot(i + 2).entities;
    if (syntax.mention(i) && !label) return Voice{Manner::kSay, {i + 1, i + 1}, i, false};
    if (syntax.cue_at(i, Cue::kInsider)) return Voice{Manner::kSay, {i + 1, i + 1}, {}, true};
  }
  // 【{Seres}】 heads what its company announces.
  if (syntax.size() > 3 && syntax.mark(0, "【") && syntax.mention(1) && syntax.mark(2, "】"))
    return Voice{Manner::kOfficial, {2, 2}, 1, false};
  if (syntax.size() < 3) return std::nullopt;
  uint32_t last = syntax.size() - 1;
  while (last > 1 && syntax.tokens()[last].kind == TokenKind::kMark) --last;
  const bool apart = syntax.mark(last - 1, ":") || syntax.mark(last - 1, "-");
  if (!apart) return std::nullopt;
  if (syntax.mention(last)) return Voice{Manner::kSay, {last, last}, last, false};
  if (syntax.cue_at(last, Cue::kInsider)) return Voice{Manner::kSay, {last, last}, {}, true};
  return std::nullopt;
}

}  // namespace

std::vector<Voice> voices_of(const Syntax& syntax) {
  std::vector<Voice> voices;
  if (auto colon = colon_voice(syntax)) voices.push_back(*colon);
  Speaker last;
  for (const Hit& hit : syntax.hits()) {
    const auto manner = manner_of(hit);
    if (!manner || report_noun(syntax, hit)) continue;
    Speaker who;
    if (hit.has(sense_of(Cue::kPer))) {
      who = speaker_after(syntax, hit, 6);
    } else {
      // "…," said Huang: a mark right before the verb turns the order.
      // "…, knocking it down" goes on from who spoke before.
      const bool goes_on = syntax.word(hit.first).ends_with("ing");
      const bool turned = hit.first > 0 && !goes_on &&
                          syntax.tokens()[hit.first].kind == TokenKind::kWord &&
                          (syntax.mark(hit.first - 1, "\"") || syntax.mark(hit.first - 1, ","));
      if (turned) who = speaker_after(syntax, hit, 5);
      if (!who.found()) who = speaker_before(syntax, hit);
      const bool latin = syntax.tokens()[hit.first].kind == TokenKind::kWord;
      if (!who.found() && latin && !goes_on) who = speaker_after(syntax, hit, 3);
    }
    if (!who.found()) who = last;
    last = who;
    voices.push_back(
        {who.view ? Manner::kView : *manner, {hit.first, hit.last}, who.who, who.insiders});
  }
  std::stable_sort(voices.begin(), voices.end(),
                   [](const Voice& a, const Voice& b) { return a.at.first < b.at.first; });
  return voices;
}

const Voice* voice_over(const Syntax& syntax, const std::vector<Voice>& voices, Range at) {
  const Voice* best = nullptr;
  double nearest = 1e9;
  for (const Voice& voice : voices) {
    if (voice.manner == Manner::kSilent) continue;
    double cost;
    if (voice.at.first <= at.first) {
      cost = at.first > voice.at.last ? at.first - voice.at.last : 0;
      cost += 8.0 * (syntax.part(at.first) - syntax.part(voice.at.first));
      if (syntax.marks_between(voice.at.last, at.first, ";")) cost += 30;
      // What follows a closing quotation mark is the teller's again.
      if (syntax.quoted(voice.at.last) && !syntax.quoted(at.first)) cost += 10;
    } else {
      cost = 4.0 + (voice.at.first > at.last ? voice.at.first - at.last : 0);
      cost += 12.0 * (syntax.part(voice.at.first) - syntax.part(at.first));
      if (syntax.marks_between(at.last, voice.at.first, ";")) cost += 60;
    }
    if (!voice.who && !voice.insiders && voice.manner != Manner::kView) cost += 6;
    if (cost < nearest) {
      nearest = cost;
      best = &voice;
    }
  }
  return best;
}

}  // namespace hearsay
