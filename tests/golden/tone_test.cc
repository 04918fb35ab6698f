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

// Those that begin with "held" were held back from all that the lexicons and the model were made
// from.
struct List {
  const char* name;
  size_t items;     // at least
  double macro_f1;  // at least
};

class ToneLists : public ::testing::TestWithParam<List> {};

TEST_P(ToneLists, AreReadAsWellAsBefore) {
  const Outcome outcome = read_list(GetParam().name);
  EXPECT_GE(outcome.items, GetParam().items);
  EXPECT_GE(outcome.macro_f1, GetParam().macro_f1) << outcome.misses;
}

INSTANTIATE_TEST_SUITE_P(
    All, ToneLists,
    ::testing::Values(List{"en.tsv", 80, 0.93}, List{"zh.tsv", 55, 0.89},
                      List{"held-en.tsv", 129, 0.80}, List{"held-en-2.tsv", 557, 0.84},
                      List{"held-releases.tsv", 145, 0.88}, List{"held-zh.tsv", 75, 0.90},
                      List{"held-zh-2.tsv", 137, 0.88}, List{"held-zh-3.tsv", 540, 0.81}),
    [](const auto& list) {
      std::string name = list.param.name;
      name.resize(name.size() - 4);
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

}  // namespace
}  // namespace hearsay
