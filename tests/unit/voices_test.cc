// Voices: who says, denies, decides or is silent, and whose words hold a claim.
#include "rules/voices.h"

#include "tests/unit/small_pack.h"

namespace hearsay {
namespace {

using testing::Small;

const char* const kManners[] = {"view",    "say",    "official", "confirm",
                                "approve", "decide", "deny",     "silent"};

std::string shown(const Small& s, const Voice& voice) {
  return std::string(kManners[static_cast<size_t>(voice.manner)]) + " " +
         (voice.who        ? s.id(*voice.who)
          : voice.insiders ? "insiders"
                           : "nobody");
}

// Every voice of the sentence.
std::string voices(const std::string& sentence) {
  const Small s(sentence);
  std::string all;
  for (const Voice& voice : voices_of(s.syntax()))
    all += (all.empty() ? "" : "; ") + shown(s, voice);
  return all;
}

// The voice over a word of the sentence.
std::string over(const std::string& sentence, const std::string& word) {
  const Small s(sentence);
  const std::vector<Voice> all = voices_of(s.syntax());
  const uint32_t at = s.token(word);
  const Voice* voice = voice_over(s.syntax(), all, {at, at});
  return voice == nullptr ? "none" : shown(s, *voice);
}

TEST(Voices, ASpeakerStandsBeforeOrBehindTheVerb) {
  EXPECT_EQ(voices("Halden said it buys Norvik."), "say halden");
  EXPECT_EQ(voices("\"It is off,\" said Jane Roe."), "say jane-roe");
  EXPECT_EQ(voices("罗简表示，哈尔登收购诺维克。"), "say jane-roe");
  EXPECT_EQ(voices("Halden buys Norvik."), "");
}

TEST(Voices, EveryManner) {
  EXPECT_EQ(voices("Halden announced it."), "official halden");
  EXPECT_EQ(voices("Halden confirmed it."), "confirm halden");
  EXPECT_EQ(voices("Halden denied it."), "deny halden");
  EXPECT_EQ(voices("Halden declined to comment."), "silent halden");
  EXPECT_EQ(voices("The Trade Board blocked it."), "decide board");
  EXPECT_EQ(voices("The Trade Board cleared it."), "approve board");
  EXPECT_EQ(voices("Two analysts said so."), "view nobody");
  EXPECT_EQ(voices("哈尔登否认。"), "deny halden");
}

TEST(Voices, WhoIsCitedStandsBehind) {
  EXPECT_EQ(voices("Halden buys Norvik, according to Morning Wire."), "say wire");
  EXPECT_EQ(voices("据晨报社，哈尔登收购诺维克。"), "say wire");
}

TEST(Voices, PeopleWithoutNames) {
  EXPECT_EQ(voices("Halden buys Norvik, people familiar with the matter said."), "say insiders");
  EXPECT_EQ(voices("知情人士表示，哈尔登收购诺维克。"), "say insiders");
}

TEST(Voices, AColonNamesTheSpeaker) {
  EXPECT_EQ(voices("Jane Roe: it is off."), "say jane-roe");
  EXPECT_EQ(voices("It is off: Morning Wire"), "say wire");
  EXPECT_EQ(voices("Halden: Halden buys Norvik."), "") << "a label";
}

TEST(Voices, ASecondVerbKeepsTheSpeaker) {
  EXPECT_EQ(voices("Halden denied it and said it is off."), "deny halden; say halden");
}

TEST(Voices, ASpeakerTooFarIsNone) {
  std::string far = "Halden";
  for (uint32_t i = 0; i < kSpeakerReach; ++i) far += " very";
  EXPECT_EQ(voices(far + " said"), "say nobody");
}

TEST(Voices, TheNearestVoiceBeforeHoldsAClaim) {
  EXPECT_EQ(over("Norvik said it is well, but Halden said it buys Sabrelight.", "buys"),
            "say halden");
  EXPECT_EQ(over("Halden buys Norvik, Jane Roe said.", "buys"), "say jane-roe");
  EXPECT_EQ(over("Halden buys Norvik; it declined to comment.", "buys"), "none")
      << "who is silent tells nothing";
}

TEST(Voices, NobodyIsHeardInAnEmptySentence) { EXPECT_EQ(voices("…"), ""); }

}  // namespace
}  // namespace hearsay
