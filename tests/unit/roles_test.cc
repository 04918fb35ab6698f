// Which company a tone falls on: clauses, rows of names, relations, attributes, speakers.
#include "pipeline/core/roles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/shipped_lexicon.h"

namespace hearsay {
namespace {

// Sums per company of a headline with these names in it.
std::map<std::string, double> scores(const std::string& written,
                                     const std::vector<std::string>& names,
                                     std::optional<uint32_t> topic = std::nullopt) {
  const Text text = headline(written);
  ToneScratch scratch;
  std::map<std::string, double> sums;
  for (const Sentence& sentence : text.sentences()) {
    std::vector<Mention> mentions;
    for (uint32_t i = 0; i < names.size(); ++i) {
      const size_t at = text.folded().find(fold_term(names[i]), sentence.span.begin);
      if (at >= sentence.span.end) continue;
      const auto begin = static_cast<uint32_t>(at);
      mentions.push_back({{begin, begin + static_cast<uint32_t>(fold_term(names[i]).size())}, i});
    }
    std::sort(mentions.begin(), mentions.end(),
              [](const Mention& a, const Mention& b) { return a.span.begin < b.span.begin; });
    std::vector<ByteSpan> spans;
    for (const Mention& mention : mentions) spans.push_back(mention.span);
    const SentenceTone tone = read_tone(shipped_lexicon(), text, sentence, spans, scratch);
    for (const Share& share : assign_tones(text, tone, mentions, topic).shares) {
      sums[share.company < names.size() ? names[share.company] : "topic"] += share.score;
    }
  }
  return sums;
}

TEST(Roles, EachClauseHasItsOwnCompany) {
  auto s = scores("Acme shares jump, Bolt slips; Cog profit doubles", {"Acme", "Bolt", "Cog"});
  EXPECT_GT(s["Acme"], 0.2);
  EXPECT_LT(s["Bolt"], -0.2);
  EXPECT_GT(s["Cog"], 0.2);
}

TEST(Roles, NamesInARowShare) {
  auto s = scores("Acme, Bolt and Cog gain", {"Acme", "Bolt", "Cog"});
  EXPECT_GT(s["Acme"], 0.2);
  EXPECT_EQ(s["Acme"], s["Bolt"]);
  EXPECT_EQ(s["Bolt"], s["Cog"]);
}

TEST(Roles, ARelationIsGoodForOneAndBadForTheOther) {
  auto s = scores("Acme loses market share to Bolt", {"Acme", "Bolt"});
  EXPECT_LT(s["Acme"], -0.2);
  EXPECT_GT(s["Bolt"], 0.2);
  s = scores("腾讯超越阿里", {"腾讯", "阿里"});
  EXPECT_GT(s["腾讯"], 0.2);
  EXPECT_LT(s["阿里"], -0.2);
}

TEST(Roles, ThePassiveTurnsItRound) {
  auto s = scores("Acme overtaken by Bolt", {"Acme", "Bolt"});
  EXPECT_LT(s["Acme"], -0.2);
  EXPECT_GT(s["Bolt"], 0.2);
  s = scores("美团遭腾讯减持", {"美团", "腾讯"});
  EXPECT_LT(s["美团"], -0.2);
  EXPECT_NEAR(s["腾讯"], 0, 0.1);
}

TEST(Roles, AnAttributeAndASpeakerGetNothing) {
  auto s = scores("Acme supplier Bolt posts record sales", {"Acme", "Bolt"});
  EXPECT_EQ(s["Acme"], 0);
  EXPECT_GT(s["Bolt"], 0.2);
  s = scores("Buy Acme, target of Rs 300: Bolt Securities", {"Acme", "Bolt Securities"});
  EXPECT_GT(s["Acme"], 0.2);
  EXPECT_EQ(s["Bolt Securities"], 0);
}

TEST(Roles, ARowOfNamesIsNoClauseEnd) {
  auto s = scores("Price rise to boost Acme, Bolt margins", {"Acme", "Bolt"});
  EXPECT_GT(s["Acme"], 0.2);
  EXPECT_EQ(s["Acme"], s["Bolt"]);
}

TEST(Roles, AMovementWithItsOwnNameMovesNothingOfTheClauseBefore) {
  auto s = scores("Acme, Bolt shares tumble as Cog slashes tariffs", {"Acme", "Bolt", "Cog"});
  EXPECT_LT(s["Acme"], -0.2);
  EXPECT_GT(s["Cog"], -0.15);
}

TEST(Roles, WhoIsNamedBeforeACommaDoesNotSpeak) {
  auto s = scores("Switch from Acme to Bolt, says broker", {"Acme", "Bolt"});
  EXPECT_LT(s["Acme"], -0.2);
  EXPECT_GT(s["Bolt"], 0.2);
}

TEST(Roles, AnAttributeStandsAtOnceBeforeTheOtherName) {
  auto s = scores("Acme dealers defect to Bolt", {"Acme", "Bolt"});
  EXPECT_LT(s["Acme"], -0.2);
  EXPECT_GT(s["Bolt"], 0.2);
}

TEST(Roles, WhatIsDoneToANameAlone) {
  auto s = scores("Acme upgraded, Bolt downgraded", {"Acme", "Bolt"});
  EXPECT_GT(s["Acme"], 0.2);
  EXPECT_LT(s["Bolt"], -0.2);
}

TEST(Roles, SharesWithoutANameAreThoseOfWhoActs) {
  auto s = scores("Acme to buy Bolt; shares fall", {"Acme", "Bolt"});
  EXPECT_LT(s["Acme"], -0.15);
  EXPECT_GE(s["Bolt"], 0);
}

TEST(Roles, ASentenceWithoutNamesGoesOnAboutTheTopic) {
  auto s = scores("Shares fell 4%", {"Acme"}, 7);
  EXPECT_LT(s["topic"], -0.2);
}

}  // namespace
}  // namespace hearsay
