// Sieve: tells of each expression what the expression itself tells.
#include "rules/sieve.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace hearsay {
namespace {

TEST(Sieve, AgreesWithEachExpressionOnRandomText) {
  const std::vector<std::string> patterns = {"\\bit\\b",  "^a",   "b$",         "(?:the )?c+d?",
                                             "收购|并购", "a.*b", "[^a-z]{2,}", "\\b(?P<g>x)y\\b"};
  Sieve sieve;
  std::vector<std::unique_ptr<re2::RE2>> each;
  for (const std::string& pattern : patterns) {
    each.push_back(std::make_unique<re2::RE2>(pattern));
    sieve.add(*each.back());
  }
  sieve.close();
  const std::vector<std::string> pieces = {"a",    "b",    "c",  "d",  " ",  "it",
                                           "the ", "收购", "并", "购", "xy", "."};
  std::mt19937 random(7);
  std::vector<bool> matching;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto i = random() % 12; i > 0; --i) text += pieces[random() % pieces.size()];
    sieve.sift(text, matching);
    ASSERT_EQ(matching.size(), each.size());
    for (size_t i = 0; i < each.size(); ++i)
      EXPECT_EQ(matching[i], re2::RE2::PartialMatch(text, *each[i]))
          << patterns[i] << " in " << text;
  }
}

TEST(Sieve, WithoutExpressionsNothingMatches) {
  Sieve sieve;
  sieve.close();
  std::vector<bool> matching = {true};
  sieve.sift("it", matching);
  EXPECT_TRUE(matching.empty());
}

}  // namespace
}  // namespace hearsay
