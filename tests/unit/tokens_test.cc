// Tokens: words, Han characters, mentions, sums and marks of a masked line.
#include "rules/tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace hearsay {
namespace {

// The tokens with a bar between, each after the letter of its kind.
std::string cut(const std::string& s) {
  std::string all;
  for (const Token& token : tokenize(s)) {
    all += all.empty() ? "" : "|";
    all += "whm$."[static_cast<size_t>(token.kind)];
    if (token.kind == TokenKind::kMention || token.kind == TokenKind::kSum) {
      all += std::to_string(token.slot);
    } else {
      all += text_of(s, token);
    }
  }
  return all;
}

TEST(Tokens, WordsEndAtBlanksAndMarks) {
  EXPECT_EQ(cut("it will, not."), "wit|wwill|.,|wnot|..");
  EXPECT_EQ(cut(""), "");
  EXPECT_EQ(cut(" \n\t "), "");
}

TEST(Tokens, NumbersAndHyphensStayWhole) {
  EXPECT_EQ(cut("1,250.5 4.99% co-lead 3% ."), "w1,250.5|w4.99%|wco-lead|w3%|..");
  EXPECT_EQ(cut("ends in 5."), "wends|win|w5|..");
  EXPECT_EQ(cut("5, 6"), "w5|.,|w6");
  EXPECT_EQ(cut("last- one"), "wlast|.-|wone");
}

TEST(Tokens, APossessiveIsATokenAndANegationIsNot) {
  EXPECT_EQ(cut("firm's don't firms'"), "wfirm|w's|wdon't|wfirms|.'");
  EXPECT_EQ(cut("'so"), ".'|wso") << "an opening quotation mark";
}

TEST(Tokens, EveryHanCharacterIsOne) { EXPECT_EQ(cut("收购ai公司。"), "h收|h购|wai|h公|h司|.。"); }

TEST(Tokens, MasksAreMentionsInTheOrderOfTheirSlots) {
  const std::string company(mask_char(Mask::kCompany)), sum(mask_char(Mask::kSum));
  EXPECT_EQ(cut(company + "'s " + sum + "," + company), "m0|w's|$1|.,|m2");
}

TEST(Tokens, TheyCoverAllButBlanksWithoutOverlap) {
  const std::string s = "“é’s” ½ 3.5%-x 投\xF0\x9F\x98\x80 don't 1,a";
  uint32_t end = 0;
  for (const Token& token : tokenize(s)) {
    ASSERT_GE(token.begin, end);
    ASSERT_GT(token.end, token.begin);
    for (uint32_t i = end; i < token.begin; ++i) ASSERT_EQ(s[i], ' ') << i;
    end = token.end;
  }
  EXPECT_EQ(end, s.size());
}

}  // namespace
}  // namespace hearsay
