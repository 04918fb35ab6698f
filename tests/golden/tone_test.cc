// The tone of whole sentences and headlines against what a reader says of them: macro-F1 of each
// list in tests/golden/tone, as the shipped scorer judges them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/unit/shipped_scorer.h"

namespace hearsay {
namespace {

constexpr std::array<std::string_view, 3> kClasses = {"negative", "neutral", "positive"};

size_t class_of(const std::string& written) {
  const Sentiment whole = score_item(shipped_scorer(), written);
  return static_cast<size_t>(std::find(kClasses.begin(), kClasses.end(), whole.polarity) -
                             kClasses.begin());
}

struct Outcome {
  double macro_f1 = 0;
  size_t items = 0;
  std::string misses;
};

Outcome read_list(const std::string& name) {
  std::ifstream file(std::string(HEARSAY_SOURCE_DIR) + "/tests/golden/tone/" + name);
  std::array<std::array<double, 3>, 3> seen{};  // [said][found]
  Outcome outcome;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const size_t tab = line.find('\t');
    size_t said = 0;
    while (said < kClasses.size() && kClasses[said] != line.substr(0, tab)) ++said;
    if (tab == std::string::npos || said == kClasses.size()) {
      ADD_FAILURE() << name << ": found \"" << line << "\", expected a class and a text";
      continue;
    }
    const size_t found = class_of(line.substr(tab + 1));
    seen[said][found] += 1;
    ++outcome.items;
    if (found != said) outcome.misses += line + " -> " + std::string(kClasses[found]) + "\n";
  }
  for (size_t c = 0; c < kClasses.size(); ++c) {
    double said = 0;
    double found = 0;
    for (size_t other = 0; other < kClasses.size(); ++other) {
      said += seen[c][other];
      found += seen[other][c];
    }
    outcome.macro_f1 += said + found > 0 ? 2 * seen[c][c] / (said + found) / 3 : 0;
  }
  return outcome;
}

TEST(ToneLists, EnglishSentences) {
  const Outcome outcome = read_list("en.tsv");
  EXPECT_GE(outcome.items, 80u);
  EXPECT_GE(outcome.macro_f1, 0.93) << outcome.misses;
}

TEST(ToneLists, ChineseHeadlinesAndPosts) {
  const Outcome outcome = read_list("zh.tsv");
  EXPECT_GE(outcome.items, 55u);
  EXPECT_GE(outcome.macro_f1, 0.89) << outcome.misses;
}

// Held back from all that the lexicons and the model were made from.
TEST(ToneLists, EnglishHeldBack) {
  const Outcome outcome = read_list("held-en.tsv");
  EXPECT_GE(outcome.items, 129u);
  EXPECT_GE(outcome.macro_f1, 0.80) << outcome.misses;
}

TEST(ToneLists, ChineseHeldBack) {
  const Outcome outcome = read_list("held-zh.tsv");
  EXPECT_GE(outcome.items, 75u);
  EXPECT_GE(outcome.macro_f1, 0.90) << outcome.misses;
}

TEST(ToneLists, ReleasesHeldBack) {
  const Outcome outcome = read_list("held-releases.tsv");
  EXPECT_GE(outcome.items, 145u);
  EXPECT_GE(outcome.macro_f1, 0.88) << outcome.misses;
}

TEST(ToneLists, SeveralVoicesHeldBack) {
  const Outcome outcome = read_list("held-en-2.tsv");
  EXPECT_GE(outcome.items, 557u);
  EXPECT_GE(outcome.macro_f1, 0.84) << outcome.misses;
}

TEST(ToneLists, ChineseVoicesHeldBack) {
  const Outcome outcome = read_list("held-zh-3.tsv");
  EXPECT_GE(outcome.items, 540u);
  EXPECT_GE(outcome.macro_f1, 0.81) << outcome.misses;
}

TEST(ToneLists, ChinesePostsHeldBack) {
  const Outcome outcome = read_list("held-zh-2.tsv");
  EXPECT_GE(outcome.items, 137u);
  EXPECT_GE(outcome.macro_f1, 0.88) << outcome.misses;
}

}  // namespace
}  // namespace hearsay
