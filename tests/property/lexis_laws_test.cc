// The lexis against its judge: a plain matcher that tries every phrase at every token.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "rules/lexis.h"

namespace hearsay {
namespace {

// One token of a text, as it is written; mentions are written by these words and then masked.
const std::vector<std::string> kTokens = {"call",    "calls",  "called", "calling", "stop",
                                          "stopped", "deny",   "denies", "denied",  "off",
                                          "4.5%",    "收",     "购",     "投",      ",",
                                          "-",       "zzfirm", "zzman",  "zzpaper", "zzsum"};
const std::map<std::string, Mask> kMasks = {{"zzfirm", Mask::kCompany},
                                            {"zzman", Mask::kPerson},
                                            {"zzpaper", Mask::kOutlet},
                                            {"zzsum", Mask::kSum}};
// One part of a phrase, and the tokens that it stands for, by hand.
const std::map<std::string, std::set<std::string>> kParts = {
    {"call", {"call"}},
    {"call~", {"call", "calls", "called", "calling"}},
    {"stop~", {"stop", "stopped"}},
    {"deny~", {"deny", "denies", "denied"}},
    {"deny", {"deny"}},
    {"off", {"off"}},
    {"收", {"收"}},
    {"购", {"购"}},
    {"投", {"投"}},
    {"-", {"-"}},
    {"{c}", {"zzfirm"}},
    {"{p}", {"zzman"}},
    {"{a}", {"zzfirm", "zzman", "zzpaper"}},
    {"{M}", {"zzsum"}},
    {"{%}", {"4.5%"}},
};
const std::string kGap = "..";
bool mark(const std::string& part) { return part.front() == '{'; }

using Phrase = std::vector<std::string>;  // parts
struct Listed {
  Phrase parts;
  SenseId sense = 0;
};

bool han(const std::string& part) { return static_cast<unsigned char>(part.front()) >= 0xe4; }

// As a pack writes it: Han characters without blanks.
std::string written(const Phrase& phrase) {
  std::string all;
  for (size_t i = 0; i < phrase.size(); ++i) {
    const bool close = i > 0 && (han(phrase[i]) || phrase[i] == kGap) &&
                       (han(phrase[i - 1]) || (phrase[i - 1] == kGap && han(phrase[i])));
    all += (i == 0 || close ? "" : " ") + phrase[i];
  }
  return all;
}

// One way in which a phrase stands in the text.
struct Match {
  uint32_t first = 0, last = 0, words = 0;
  std::vector<uint32_t> own;
  std::vector<uint32_t> way;  // how each token was taken: what goes on sooner is less
  bool operator==(const Match&) const = default;
};

void try_from(const std::vector<std::string>& text, const Phrase& phrase, size_t part, uint32_t at,
              Match so_far, std::vector<Match>& all) {
  if (part == phrase.size()) {
    so_far.last = at - 1;
    all.push_back(std::move(so_far));
    return;
  }
  if (phrase[part] == kGap) {
    for (uint32_t passed = 0; passed <= kGapMax && at + passed < text.size(); ++passed) {
      if (passed > 0 && text[at + passed - 1] == ",") return;
      Match next = so_far;
      next.way.push_back(10 + passed);
      try_from(text, phrase, part + 1, at + passed, next, all);
    }
    return;
  }
  if (at >= text.size() || !kParts.at(phrase[part]).contains(text[at])) return;
  ++so_far.words;
  const bool wide = phrase[part] == "{a}" && text[at] != "zzpaper";
  so_far.way.push_back(phrase[part] == "{%}" ? 2 : wide ? 1 : 0);
  if (!mark(phrase[part])) so_far.own.push_back(at);
  try_from(text, phrase, part + 1, at + 1, so_far, all);
}

struct Judged {
  Match match;
  std::vector<SenseId> senses;
};

// More words win; then who begins first; then who goes on soonest.
std::vector<Judged> judge(const std::vector<std::string>& text, const std::vector<Listed>& list) {
  std::vector<std::pair<Match, std::set<SenseId>>> all;
  for (const Listed& one : list) {
    std::vector<Match> matches;
    for (uint32_t at = 0; at < text.size(); ++at) {
      Match begun;
      begun.first = at;
      try_from(text, one.parts, 0, at, begun, matches);
    }
    for (const Match& match : matches) {
      const auto same = std::find_if(all.begin(), all.end(),
                                     [&](const auto& held) { return held.first == match; });
      if (same == all.end()) {
        all.push_back({match, {one.sense}});
      } else {
        same->second.insert(one.sense);
      }
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    if (a.first.words != b.first.words) return a.first.words > b.first.words;
    if (a.first.first != b.first.first) return a.first.first < b.first.first;
    return a.first.way < b.first.way;
  });
  std::set<uint32_t> taken;
  std::vector<Judged> kept;
  for (const auto& [match, senses] : all) {
    if (std::any_of(match.own.begin(), match.own.end(),
                    [&](uint32_t token) { return taken.contains(token); }))
      continue;
    taken.insert(match.own.begin(), match.own.end());
    kept.push_back({match, {senses.begin(), senses.end()}});
  }
  std::sort(kept.begin(), kept.end(), [](const Judged& a, const Judged& b) {
    return std::pair(a.match.first, a.match.own) < std::pair(b.match.first, b.match.own);
  });
  return kept;
}

// The text as one masked line.
Line line_of(const std::vector<std::string>& tokens) {
  Item item;
  for (const std::string& token : tokens) item.body += token + " ";
  const Text text = fold(item);
  std::vector<Slot> slots;
  const std::string_view folded = text.folded();
  for (size_t at = 0; (at = folded.find("zz", at)) != std::string_view::npos;) {
    size_t end = folded.find(' ', at);
    if (end == std::string_view::npos) end = folded.size();
    Slot slot;
    slot.mask = kMasks.at(std::string(folded.substr(at, end - at)));
    slot.span = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    slots.push_back(slot);
    at = end;
  }
  return Line(text, {0, static_cast<uint32_t>(folded.size())}, slots);
}

template <typename All>
const auto& one_of(std::mt19937& random, const All& all) {
  return *std::next(all.begin(), static_cast<std::ptrdiff_t>(random() % all.size()));
}

Phrase random_phrase(std::mt19937& random) {
  Phrase phrase;
  const size_t parts = 1 + random() % 3;
  const size_t gap = random() % 2 == 0 ? 1 + random() % 3 : 0;  // one at most, and inside
  for (size_t i = 0; i < parts; ++i) {
    if (i > 0 && i == gap) phrase.push_back(kGap);
    phrase.push_back(one_of(random, kParts).first);
  }
  return phrase;
}

std::string shown(const std::vector<std::string>& text, const std::vector<Listed>& list) {
  std::string all = "text:";
  for (const std::string& token : text) all += " " + token;
  for (const Listed& one : list)
    all += "\n" + std::to_string(one.sense) + ": " + written(one.parts);
  return all;
}

TEST(LexisLaws, FindsWhatTheJudgeFindsInWhateverOrderItWasFilled) {
  std::mt19937 random(20261125);
  size_t found = 0, overlapped = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<Listed> list;
    for (size_t i = 0, count = 1 + random() % 12; i < count; ++i) {
      const Phrase phrase = random_phrase(random);
      if (std::all_of(phrase.begin(), phrase.end(),
                      [](const std::string& part) { return part == kGap || mark(part); }))
        continue;  // no phrase: lexis_test
      list.push_back({phrase, static_cast<SenseId>(random() % 6)});
    }
    std::vector<std::string> text;
    for (size_t i = 0, count = random() % 25; i < count; ++i)
      text.push_back(one_of(random, kTokens));
    const std::vector<Judged> expected = judge(text, list);
    const Line line = line_of(text);
    const std::vector<Token> tokens = tokenize(line.s());
    ASSERT_EQ(tokens.size(), text.size()) << shown(text, list);
    for (int order = 0; order < 3; ++order) {
      std::vector<Listed> shuffled = list;
      if (order > 0) std::shuffle(shuffled.begin(), shuffled.end(), random);
      Lexis lexis;
      for (const Listed& one : shuffled)
        ASSERT_TRUE(lexis.add(written(one.parts), one.sense)) << written(one.parts);
      const std::vector<Hit> hits = lexis.find(line, tokens);
      ASSERT_EQ(hits.size(), expected.size()) << shown(text, shuffled);
      for (size_t i = 0; i < hits.size(); ++i) {
        ASSERT_EQ(hits[i].first, expected[i].match.first) << shown(text, shuffled);
        ASSERT_EQ(hits[i].last, expected[i].match.last) << shown(text, shuffled);
        ASSERT_EQ(hits[i].words, expected[i].match.own) << shown(text, shuffled);
        ASSERT_EQ(*hits[i].senses, expected[i].senses) << shown(text, shuffled);
      }
    }
    found += expected.size();
    for (const Judged& one : expected) overlapped += one.match.own.size() > 1;
  }
  // The law says something only of lists that find much.
  EXPECT_GT(found, 4000U);
  EXPECT_GT(overlapped, 400U);
}

}  // namespace
}  // namespace hearsay
