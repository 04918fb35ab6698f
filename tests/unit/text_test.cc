// Folding and sentences: what is made alike, and that every span leads back to the text as
// received.
#include "rules/text.h"

#include <gtest/gtest.h>

#include <random>

namespace hearsay {
namespace {

Text text_of(const std::string& headline, const std::string& body = "") {
  Item item;
  item.headline = headline;
  item.body = body;
  return fold(item);
}

std::vector<std::string> sentences(const std::string& body) {
  const Text text = text_of("", body);
  std::vector<std::string> all;
  for (const Sentence& sentence : text.sentences()) all.emplace_back(text.quote(sentence.span));
  return all;
}

TEST(Fold, MakesFormsAlike) {
  EXPECT_EQ(fold_term("輝達投資千億"), fold_term("辉达投资千亿"));
  EXPECT_EQ(fold_term("ＯｐｅｎＡＩ"), "openai");
  EXPECT_EQ(fold_term("英\u200B伟\u202E达"), "英伟达");
  EXPECT_EQ(fold_term("「x」“y”’s—z"), "\"x\"\"y\"'s-z");
  EXPECT_EQ(fold_term("A&amp;B &#8211; &lt;NVDA.O&gt;"), "a&b - <nvda.o>");
  EXPECT_EQ(fold_term("&amp;lt;"), "&lt;");  // once, not twice
  EXPECT_EQ(fold_term("\uE000x"), "x");
}

TEST(Fold, TwiceChangesNothing) {
  for (const char* term : {"Nvidia's “$100bn”", "輝達，ＯｐｅｎＡＩ！", "naïve ß İ ﬁ"}) {
    EXPECT_EQ(fold_term(fold_term(term)), fold_term(term)) << term;
  }
}

TEST(Fold, MarksLookAlikes) {
  const Text text = text_of("Nvidiа");  // the last letter is Cyrillic
  EXPECT_EQ(text.folded().substr(0, 6), "nvidia");
  EXPECT_TRUE(text.confusable(5));
  EXPECT_FALSE(text.confusable(4));
}

TEST(Fold, EverySpanLeadsBack) {
  const std::vector<std::string> pieces = {"Nvidia", "輝達", "&amp;", "\u200B", "Ｎ", " ",
                                           "\n",     "。",   "é",     "😀",      "—"};
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string body;
    for (int i = 0; i < 10; ++i) body += pieces[random() % pieces.size()];
    const Text text = text_of("標題", body);
    for (const Sentence& sentence : text.sentences()) {
      const SourceSpan span = text.source(sentence.span);
      ASSERT_LT(span.start, span.end);
      std::string again = fold_term(text.quote(span));
      ASSERT_EQ(again, text.folded(sentence.span)) << body;
    }
  }
}

TEST(Sentences, EndWhereAReaderEndsThem) {
  EXPECT_EQ(sentences("Nvidia Corp. rose 3.5%. U.S. shares fell.").size(), 2U);
  EXPECT_EQ(sentences("C.C. Wei said no. He left.").size(), 2U);
  EXPECT_EQ(sentences("\"Is it true?\" he said. It is.").size(), 2U);
  EXPECT_EQ(sentences("英伟达否认。OpenAI未回应！真的吗？").size(), 3U);
  EXPECT_EQ(sentences("one\ntwo").size(), 2U);
}

}  // namespace
}  // namespace hearsay
