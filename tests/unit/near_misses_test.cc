// Near misses over a small pack: each guard, the words that it saw, and that what was told is none.
#include "rules/near_misses.h"

#include <gtest/gtest.h>

#include "rules/resolve.h"
#include "tests/unit/small_pack.h"

namespace hearsay {
namespace {

// "guard claim by" of each near miss of the text; "by" is what the guard saw.
std::string misses(const std::string& body) {
  Item item;
  item.body = body;
  const Text text = fold(item);
  const Matches matches{NameMatcher(testing::small_entities()).match(text), find_sums(text)};
  const Pack& pack = testing::small_pack();
  const auto told = resolve_item(pack, testing::small_entities(), text, matches);
  std::string all;
  for (const NearMiss& miss : near_misses(pack, testing::small_entities(), text, matches, told)) {
    all += (all.empty() ? "" : "; ") + std::string(name_of(miss.guard));
    if (!miss.claim.type.empty()) all += " " + miss.claim.str();
    if (miss.by.size() > 0) all += " " + std::string(text.folded(miss.by));
    EXPECT_FALSE(reason_of(miss.guard).empty());
    EXPECT_FALSE(miss.deal.rule.empty());
    EXPECT_TRUE(miss.sentence.contains(miss.deal.span));
  }
  return all;
}

TEST(NearMisses, WhatIsToldIsNone) {
  EXPECT_EQ(misses("Halden buys Norvik."), "");
  EXPECT_EQ(
      misses("Halden buys Norvik. Halden bought Norvik, people familiar with the matter said."),
      "");
}

TEST(NearMisses, EachGuardIsNamed) {
  EXPECT_EQ(misses("Will Halden buy Norvik?"), "question deal.goes-ahead/halden/norvik");
  EXPECT_EQ(misses("哈尔登收购诺维克吗"), "question deal.goes-ahead/halden/norvik 吗");
  EXPECT_EQ(misses("Analysts said Halden will buy Norvik."),
            "view deal.goes-ahead/halden/norvik analysts");
  EXPECT_EQ(misses("Halden did not buy Norvik."), "negated deal.goes-ahead/halden/norvik not");
  EXPECT_EQ(misses("Halden has a stake in Norvik."), "only-named deal.goes-ahead/halden/norvik");
  EXPECT_EQ(misses("Halden buys Norvik. Sabrelight buys stamps."), "one-party");
  EXPECT_EQ(misses("Halden met Norvik; both buy nothing."), "places");
}

TEST(NearMisses, WithoutPartiesOrDealThereIsNone) {
  EXPECT_EQ(misses("Will anybody buy it?"), "");
  EXPECT_EQ(misses("Halden and Norvik met."), "");
  EXPECT_EQ(misses(""), "");
}

}  // namespace
}  // namespace hearsay
