// What an item's assertions mean for their two companies, and what the market says beside them.
#include "pipeline/core/claim_score.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/core/scorer.h"
#include "tests/unit/shipped_scorer.h"

namespace hearsay {
namespace {

Assertion said(const std::string& type, Stance stance, const std::string& speaker = "") {
  Assertion assertion;
  assertion.claim = {type, "nvidia", "openai"};
  assertion.stance = stance;
  assertion.speaker = speaker;
  assertion.confidence = 0.8;
  return assertion;
}

// The sum of all claims for one company.
double sum_for(const std::string& company, const std::vector<Assertion>& assertions) {
  double sum = 0;
  for (const ClaimScore& score :
       score_claims(shipped_engine().book(), headline("Nvidia and OpenAI"), assertions)) {
    if (score.company == company) sum += score.score;
  }
  return sum;
}

TEST(ClaimScore, ADebunkingByTheOutletIsLessThanAPartysDenial) {
  const double party =
      sum_for("openai", {said("investment.stalls", Stance::kDenial, "jensen-huang")});
  const double outlet = sum_for("openai", {said("investment.stalls", Stance::kDenial, "reuters")});
  const double nobody = sum_for("openai", {said("investment.stalls", Stance::kDenial)});
  EXPECT_GT(outlet, 0);
  EXPECT_LT(outlet, party / 2);
  EXPECT_EQ(outlet, nobody);
}

TEST(ClaimScore, ARumourThatIsDeniedCountsNothing) {
  const Assertion denial = said("investment.stalls", Stance::kDenial, "nvidia");
  EXPECT_EQ(sum_for("openai", {said("investment.stalls", Stance::kRumor), denial}),
            sum_for("openai", {denial}));
}

TEST(ClaimScore, APlanThatASmallerOneReplacesIsNotLost) {
  const Assertion smaller = said("investment.shrinks", Stance::kRumor);
  const Assertion ended = said("investment.stalls", Stance::kRumor);
  const double both = sum_for("openai", {ended, smaller});
  EXPECT_LT(both, sum_for("openai", {smaller}));
  EXPECT_GT(both, sum_for("openai", {smaller}) + sum_for("openai", {ended}) / 2);
}

TEST(ClaimScore, WhoIsStoppedByAnotherLosesMoreThanWhoWalksAway) {
  const auto by = [](const std::string& who) {
    return sum_for("nvidia", {said("acquisition.stalls", Stance::kConfirmation, who)});
  };
  EXPECT_LT(by("european-commission"), by("nvidia"));
  EXPECT_EQ(by("nvidia"), by("jensen-huang"));
  EXPECT_EQ(by("nvidia"), by("openai"));
  EXPECT_LT(by("nvidia"), 0);
}

double score_of(const std::string& company, const std::string& head, const std::string& body) {
  Item item;
  item.uri = "test:1";
  item.headline = head;
  item.body = body;
  const Text text = fold(item);
  const Rulebook& book = shipped_engine().book();
  const Matches matches = book.match(text);
  for (const Sentiment& s :
       shipped_scorer().score(item, text, matches, book.resolve(text, matches))) {
    if (s.entity == company) return s.score;
  }
  return 0;
}

TEST(ClaimScore, WhatTheMarketMadeOfTheNewsCountsBesideAClaim) {
  const std::string head = "Nvidia agrees to buy Intel";
  const std::string body = "The two companies said so on Monday. ";
  const double plain = score_of("nvidia", head, body);
  EXPECT_LT(score_of("nvidia", head, body + "Nvidia fell 6%."), plain - 0.2);
  EXPECT_LT(score_of("nvidia", head, body + "Shares of Nvidia dropped in New York."), plain - 0.2);
  // A price over the year is no answer to the news.
  EXPECT_GT(score_of("nvidia", head, body + "Nvidia has fallen 6% this year."), plain - 0.1);
}

TEST(ClaimScore, WhatIsToldInPassingInALongReportIsNoNews) {
  const std::string head = "Nvidia profit beats estimates";
  const double note = score_of("nvidia", head, "The report came on Monday.");
  const double report = score_of("nvidia", head, "The report came on Monday. It has 40 pages.");
  EXPECT_GT(note, 0.5);
  EXPECT_LT(report, note - 0.1);
  EXPECT_GT(report, 0);
}

TEST(ClaimScore, InALoneHeadlineTheWordsCountMoreBesideAClaim) {
  const std::string head = "Nvidia disappoints as it agrees to buy Intel";
  const double body = score_of("nvidia", head, "The companies said so.");
  EXPECT_LT(score_of("nvidia", head, ""), body - 0.1);
}

}  // namespace
}  // namespace hearsay
