// How the words of a sentence make its tone: direction and measure, negation, contrast, figures.
#include "pipeline/core/tone.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/shipped_lexicon.h"

namespace hearsay {
namespace {

TEST(Tone, ADirectionMeansWhatItsMeasureMakesOfIt) {
  EXPECT_GT(tone_of("Operating profit rose"), 0.2);
  EXPECT_LT(tone_of("Raw material costs rose"), -0.2);
  EXPECT_GT(tone_of("The net loss narrowed"), 0.2);
  EXPECT_LT(tone_of("The net loss widened"), -0.2);
  EXPECT_GT(tone_of("公司亏损收窄"), 0.2);
  EXPECT_LT(tone_of("公司亏损扩大"), -0.2);
  EXPECT_LT(tone_of("降幅扩大"), -0.2);
  EXPECT_GT(tone_of("失业率下降"), 0.2);
}

TEST(Tone, AVerbWithoutWhatItActsOnIsANoun) {
  EXPECT_GT(tone_of("The order lifts sales"), 0.2);
  EXPECT_EQ(tone_of("The firm rents out scaffolding, lifts and huts"), 0);
}

TEST(Tone, AMeasureMayFollow) {
  EXPECT_LT(tone_of("A sharp rise in costs"), -0.2);
  EXPECT_GT(tone_of("Acme cuts costs"), 0.2);
  EXPECT_LT(tone_of("Acme cuts its profit forecast"), -0.2);
  EXPECT_LT(tone_of("机构下调目标价"), -0.2);
}

TEST(Tone, Expectations) {
  EXPECT_GT(tone_of("Revenue beat analysts' estimates"), 0.2);
  EXPECT_LT(tone_of("Revenue came in below estimates"), -0.2);
  EXPECT_LT(tone_of("营收不及预期"), -0.2);
  EXPECT_GT(tone_of("营收超预期"), 0.2);
}

TEST(Tone, FiguresWithoutAWordForTheirDirection) {
  EXPECT_LT(tone_of("Operating profit was EUR 3.1 mn, compared with EUR 5.2 mn a year earlier"),
            -0.2);
  EXPECT_GT(tone_of("Operating profit was EUR 5.2 mn, compared with EUR 3.1 mn a year earlier"),
            0.2);
  EXPECT_GT(tone_of("Operating profit was EUR 1.2 bn, compared with EUR 900 mn a year earlier"),
            0.2);
  EXPECT_LT(tone_of("Operating profit was EUR 4.1 mn (EUR 6.3 mn)"), -0.2);
  EXPECT_GT(tone_of("Profit was EUR 1 mn, compared to a loss of EUR 3 mn"), 0.2);
}

TEST(Tone, AFigureWithoutAUnitHasTheOthers) {
  EXPECT_LT(tone_of("Operating profit, EUR mn: 3.9 (6.6)"), -0.2);
  EXPECT_GT(tone_of("Operating profit EUR 6.0 mn (4.1)"), 0.2);
  EXPECT_GT(tone_of("Operating profit was EUR 1.2 mn, compared with EUR 950,000"), 0.2);
}

TEST(Tone, WhatIsOverIsSilent) {
  EXPECT_LT(tone_of("Recession fears"), -0.1);
  EXPECT_GT(tone_of("Market shrugs off recession fears"), 0.2);
  EXPECT_LT(tone_of("市场利空"), -0.2);
  EXPECT_GT(tone_of("市场利空解除"), 0.2);
}

TEST(Tone, ABlankPartsChineseClauses) {
  const Text text = headline("评级遭调降 融资成本走高");
  ToneScratch scratch;
  const SentenceTone tone =
      read_tone(shipped_lexicon(), text, text.sentences().front(), {}, scratch);
  ASSERT_EQ(tone.clauses.size(), 2u);
  EXPECT_LT(tone.sum(), -0.4);
}

TEST(Tone, ResultsWithoutADirectionAreNeutral) {
  for (const char* plain :
       {"The company reported net sales of EUR 12 mn", "Jane Doe was appointed head of sales",
        "The meeting will be held in Turku on 12 April", "公司将于4月28日召开年度股东大会",
        "The firm has subsidiaries in Estonia and Poland"}) {
    EXPECT_NEAR(tone_of(plain), 0, 0.2) << plain;
  }
}

TEST(Tone, ContrastLeansToTheMainClause) {
  EXPECT_GT(tone_of("Although sales fell, operating profit rose"), 0.05);
  EXPECT_LT(tone_of("Sales rose, but operating profit fell"), -0.05);
  EXPECT_GT(tone_of("虽然营收下滑,但净利润增长"), 0.05);
}

TEST(Tone, DomainSensesAreNoBadNews) {
  for (const char* plain :
       {"A vice president of the company", "The limited liability company pays income tax",
        "Fine paper and cutting-edge software", "低碳和降本以外的风险投资公司"}) {
    EXPECT_GT(tone_of(plain), -0.2) << plain;
  }
}

TEST(Tone, AnUnsaidConditionWeighsLittle) {
  EXPECT_LT(std::abs(tone_of("If profit falls")), std::abs(tone_of("Profit falls")));
  EXPECT_LT(std::abs(tone_of("如果净利润下滑")), std::abs(tone_of("净利润下滑")));
  EXPECT_LT(std::abs(tone_of("Will profit fall?")), std::abs(tone_of("Profit will fall")));
}

TEST(Tone, EvidenceIsWhatStandsInTheText) {
  const Text text = headline("Operating profit rose");
  ToneScratch scratch;
  const SentenceTone tone =
      read_tone(shipped_lexicon(), text, text.sentences().front(), {}, scratch);
  ASSERT_EQ(tone.tones.size(), 1u);
  EXPECT_EQ(text.quote(tone.tones.front().span), "Operating profit rose");
}

}  // namespace
}  // namespace hearsay
