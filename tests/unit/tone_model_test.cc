// The trained model: its file is checked, and it hears what its weights say.
#include "pipeline/core/tone_model.h"

#include <gtest/gtest.h>

#include "tests/unit/shipped_lexicon.h"

namespace hearsay {
namespace {

constexpr const char* kHead = "# made\nversion\t1\nshare\t0.4\nbias\t0\t0.5\t0\n";

std::unique_ptr<const ToneModel> model_of(const std::string& features) {
  auto loaded = ToneModel::load({"own.model", kHead + features});
  EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text);
  return std::move(loaded).value();
}

std::string error_of(const std::string& bytes) {
  const auto loaded = ToneModel::load({"own.model", bytes});
  return loaded ? "" : loaded.error().code + " " + loaded.error().text;
}

std::vector<Feature> features_in(const std::string& written) {
  const Text text = headline(written);
  ToneScratch scratch;
  const SentenceTone tone =
      read_tone(shipped_lexicon(), text, text.sentences().front(), {}, scratch);
  return features_of(shipped_lexicon(), text.folded(), scratch.words, scratch.hits, tone.tones);
}

bool has(const std::vector<Feature>& features, std::string_view text) {
  return std::any_of(features.begin(), features.end(),
                     [&](const Feature& f) { return f.text == text; });
}

TEST(ToneModel, AnErrorNamesFileLineFoundAndExpected) {
  EXPECT_EQ(
      error_of("version\t2\n"),
      "model.version own.model:1: found \"version\t2\", expected version 1 in the first line");
  EXPECT_NE(error_of("version\t1\nshare\t2\n").find("model.share own.model:2"), std::string::npos);
  EXPECT_NE(error_of(std::string(kHead) + "rise\t0\t0\n").find("model.weights own.model:5"),
            std::string::npos);
  EXPECT_NE(error_of(std::string(kHead) + "rise\t0\tx\t0\n").find("model.number"),
            std::string::npos);
  EXPECT_NE(error_of(std::string(kHead) + "rise\t0\tnan\t0\n").find("model.number"),
            std::string::npos);
  EXPECT_NE(error_of(std::string(kHead) + "rise\t0\t0\t1\nrise\t0\t0\t1\n").find("model.twice"),
            std::string::npos);
  EXPECT_NE(error_of("version\t1\n").find("model.bias"), std::string::npos);
}

TEST(ToneModel, WordsPairsNegationsAndNumbersAreFeatures) {
  const auto features = features_in("Sales are not growing by 4% or 3 points");
  for (const char* text : {"sale", "not", "!grow", "!#%", "!by !#%"}) {
    EXPECT_TRUE(has(features, text)) << text;
  }
  EXPECT_FALSE(has(features, "grow"));
  EXPECT_TRUE(has(features_in("業績不增長"), "业绩"));
  EXPECT_TRUE(has(features_in("業績不增長"), "!增!长"));
}

TEST(ToneModel, WhatTheLexiconMadeOfItIsAFeature) {
  EXPECT_TRUE(has(features_in("Xyzzy"), "="));
  EXPECT_TRUE(has(features_in("囧"), "=字"));
  const auto good = features_in("Profit rose");
  for (const char* text : {"<+", ">+"}) EXPECT_TRUE(has(good, text)) << text;
  const auto bad = features_in("净利润大跌，亏损扩大");
  for (const char* text : {"<-字", ">-字", "=-5字"}) EXPECT_TRUE(has(bad, text)) << text;
}

// "Acme" and "Bolt" are companies 0 and 1, if they are named.
std::vector<Feature> features_about(const std::string& written, uint32_t company,
                                    const CompanySigns& signs) {
  const Text text = headline(written);
  std::vector<Mention> mentions;
  std::vector<ByteSpan> names;
  for (const auto& [name, id] : {std::pair{"acme", 0u}, std::pair{"bolt", 1u}}) {
    const size_t at = text.folded().find(name);
    if (at == std::string::npos) continue;
    const auto begin = static_cast<uint32_t>(at);
    mentions.push_back({{begin, begin + 4}, id});
    names.push_back(mentions.back().span);
  }
  ToneScratch scratch;
  read_tone(shipped_lexicon(), text, text.sentences().front(), names, scratch);
  return features_around(text.folded(), scratch.words, mentions, company, signs);
}

TEST(ToneModel, WhatStandsAroundACompanyIsAFeature) {
  const auto of_acme = features_about("Acme wins order as Bolt, a rival, loses", 0, {0.5, 0, 0});
  for (const char* text : {"@=+3", "@=+3/0", "@=+first", "@first", "@of2", "@claims0", "@>wins",
                           "@>1wins", "@>2order", "@>OTHER", "@ME wins", "@OTHER ,"}) {
    EXPECT_TRUE(has(of_acme, text)) << text;
  }
  EXPECT_FALSE(has(of_acme, "@>loses")) << "farther away than six places";
  const auto of_bolt = features_about("Acme wins order as Bolt, a rival, loses", 1, {0, -0.3, 0});
  for (const char* text : {"@=0", "@=0later", "@last", "@claims-2", "@<wins", "@<1as", "@<OTHER",
                           "@OTHER wins", "@ME ,"}) {
    EXPECT_TRUE(has(of_bolt, text)) << text;
  }
}

TEST(ToneModel, WhereNeutralIsNotLikeliestTheVerdictIsNeverNothing) {
  const auto model = model_of("soar\t1.5\t0\t1.6\n");
  EXPECT_EQ(model->judge(features_in("Shares soar")).score, 0.25);
}

TEST(ToneModel, ItIsSilentWhereNeutralIsLikeliest) {
  const auto model = model_of("soar\t-1\t0\t1.5\nmeet\t0\t1\t0\n");
  EXPECT_GT(model->judge(features_in("Shares soar")).score, 0.3);
  EXPECT_EQ(model->judge(features_in("Shares meet")).score, 0);
  EXPECT_TRUE(model->judge(features_in("Shares meet")).spans.empty());
}

TEST(ToneModel, WhatSpokeForTheVerdictIsQuoted) {
  const auto model = model_of("soar\t-1\t0\t1.5\nflop\t3\t0\t-3\n");
  const auto verdict = model->judge(features_in("Shares soar, then flop"));
  EXPECT_LT(verdict.score, -0.3);
  ASSERT_EQ(verdict.spans.size(), 1u);
  EXPECT_EQ(verdict.spans.front(), (ByteSpan{18, 22}));
}

}  // namespace
}  // namespace hearsay
