// Syntax: parts, quotations and questions of a sentence, and what governs its mentions.
#include "rules/syntax.h"

#include "tests/unit/small_pack.h"

namespace hearsay {
namespace {

using testing::Small;

TEST(Syntax, BreaksAndSemicolonsBeginParts) {
  const Small s("Halden buys Norvik, but Norvik said it is on ice; Sabrelight buys Halden.");
  const Syntax& syntax = s.syntax();
  EXPECT_EQ(syntax.part(s.token("buys")), 0U);
  EXPECT_EQ(syntax.part(s.token("but")), 1U);
  EXPECT_EQ(syntax.part(s.token("ice")), 1U);
  EXPECT_EQ(syntax.part(s.token("sabre")), 2U);
  const uint32_t said = s.token("said");
  const Range part = syntax.part_around({said, said});
  EXPECT_EQ(part.first, s.token("but"));
  EXPECT_EQ(part.last, s.token("ice"));
}

TEST(Syntax, CuesAreFoundByTokenAndByRange) {
  const Small s("Halden said it denied it.");
  const Syntax& syntax = s.syntax();
  const uint32_t said = s.token("said"), denied = s.token("denied");
  EXPECT_TRUE(syntax.cue_at(said, Cue::kSay));
  EXPECT_FALSE(syntax.cue_at(said, Cue::kDeny));
  EXPECT_FALSE(syntax.cue_at(s.token("it"), Cue::kSay));
  ASSERT_NE(syntax.cue_in(Cue::kDeny, {0, syntax.size()}), nullptr);
  EXPECT_EQ(syntax.cue_in(Cue::kDeny, {0, syntax.size()})->first, denied);
  EXPECT_EQ(syntax.cue_in(Cue::kDeny, {0, denied - 1}), nullptr);
  EXPECT_TRUE(syntax.has(Cue::kSay));
  EXPECT_FALSE(syntax.has(Cue::kInsider));
}

TEST(Syntax, AShieldedWordIsNoCue) {
  EXPECT_TRUE(Small("It is no wonder.").syntax().has(Cue::kPlain));
  EXPECT_FALSE(Small("No wonder it fell.").syntax().has(Cue::kBe));
}

TEST(Syntax, CompaniesAndTheirPeopleAreParties) {
  const Small s("Halden, Jane Roe, Morning Wire and the Trade Board.");
  EXPECT_TRUE(s.syntax().party(s.token("halden")));
  EXPECT_TRUE(s.syntax().party(s.token("jane-roe")));
  EXPECT_FALSE(s.syntax().party(s.token("wire")));
  EXPECT_FALSE(s.syntax().party(s.token("board")));
  EXPECT_FALSE(s.syntax().party(s.token("and")));
}

TEST(Syntax, PossessivesInBothLanguages) {
  const Small english("Halden's stake");
  EXPECT_TRUE(english.syntax().possessive(english.token("'s")));
  EXPECT_FALSE(english.syntax().possessive(english.token("stake")));
  const Small chinese("哈尔登的股份");
  EXPECT_TRUE(chinese.syntax().possessive(chinese.token("的")));
}

TEST(Syntax, APrepositionGovernsTheMentionBehindIt) {
  const auto governor = [](const std::string& sentence, const std::string& mention) {
    const Small s(sentence);
    return std::string(s.syntax().governor(s.token(mention)));
  };
  EXPECT_EQ(governor("Halden invests in Norvik.", "norvik"), "in");
  EXPECT_EQ(governor("Halden invests in Norvik.", "halden"), "");
  EXPECT_EQ(governor("It invests in the four-year-old chip start-up Norvik.", "norvik"), "in");
  EXPECT_EQ(governor("It invests in one two three four five six Norvik.", "norvik"), "")
      << "further than kGovernorWords";
  EXPECT_EQ(governor("bought by Norvik", "norvik"), "by");
  EXPECT_EQ(governor("in chips, Norvik said", "norvik"), "") << "a mark parts them";
  EXPECT_EQ(governor("in Halden Norvik", "norvik"), "") << "another mention stands nearer";
  EXPECT_EQ(governor("哈尔登向初创企业诺维克投资", "norvik"), "向");
}

TEST(Syntax, QuotationsAndQuestions) {
  const Small s("\"It is off,\" Halden said.");
  EXPECT_TRUE(s.syntax().quoted(s.token("off")));
  EXPECT_FALSE(s.syntax().quoted(s.token("halden")));
  EXPECT_TRUE(Small("Will Halden buy Norvik?").syntax().question());
  EXPECT_TRUE(Small("哈尔登会收购诺维克吗").syntax().question());
  EXPECT_FALSE(Small("Halden buys Norvik.").syntax().question());
}

TEST(Syntax, MarksBetweenLooksStrictlyInside) {
  const Small s("Halden, of old; Norvik");
  const uint32_t halden = s.token("halden"), norvik = s.token("norvik"), of = s.token("of");
  EXPECT_TRUE(s.syntax().marks_between(halden, norvik, ";"));
  EXPECT_FALSE(s.syntax().marks_between(halden, of, ";"));
  EXPECT_TRUE(s.syntax().marks_between(halden, of, ",;"));
}

TEST(Syntax, AnEmptySentenceHasNothing) {
  const Small s("…");
  EXPECT_FALSE(s.syntax().has(Cue::kSay));
  EXPECT_FALSE(s.syntax().question());
}

}  // namespace
}  // namespace hearsay
