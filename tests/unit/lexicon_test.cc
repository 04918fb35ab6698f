// The lexicon's file form, its error texts, and what counts as a match.
#include "rules/lexicon.h"

#include <gtest/gtest.h>

#include "tests/unit/shipped_lexicon.h"

namespace hearsay {
namespace {

Lexicon lexicon_of(const std::string& bytes) {
  auto loaded = Lexicon::load({{"own.tsv", bytes}});
  EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text);
  return std::move(*loaded);
}

std::string error_of(const std::string& bytes) {
  const auto loaded = Lexicon::load({{"lexicons/own.tsv", bytes}});
  return loaded ? "" : loaded.error().code + " " + loaded.error().text;
}

// The rules found in a headline, with the words that they cover.
std::string found(const Lexicon& lexicon, const std::string& written) {
  const Text text = headline(written);
  std::vector<Word> words;
  std::vector<LexiconHit> hits;
  std::string out;
  for (const Sentence& sentence : text.sentences()) {
    lexicon.split(text, sentence, {}, words);
    lexicon.match(words, hits);
    for (const LexiconHit& hit : hits) {
      out += "[" + lexicon[hit.entry].rule + " " + std::string(text.folded(hit.span)) + "]";
    }
  }
  return out;
}

TEST(Lexicon, AnErrorNamesFileLineFoundAndExpected) {
  EXPECT_EQ(error_of("# words\nloss\n"),
            "lexicon.columns lexicons/own.tsv:2: found one column, expected terms and a sense");
  EXPECT_NE(error_of("loss\tgloomy\t-1\n").find("own.tsv:1: found sense \"gloomy\", expected tone"),
            std::string::npos);
  EXPECT_NE(error_of("loss\ttone\t-1.5\n").find("lexicon.weight"), std::string::npos);
  EXPECT_NE(error_of("win @order\ttone\t1\n").find("lexicon.unknown-class"), std::string::npos);
  EXPECT_NE(error_of("rise/x\tup\t1\n").find("found mark /x, expected /v or /n"),
            std::string::npos);
  EXPECT_NE(error_of("rise\tup\t1\tfree=2\n").find("lexicon.option"), std::string::npos);
  EXPECT_NE(error_of("@a\tclass\t@b\n@b\tclass\tx\n@a\ttone\t1\n").find("lexicon.class"),
            std::string::npos);
}

TEST(Lexicon, ATermToldTwiceIsAnError) {
  const auto again = Lexicon::load({{"a.tsv", "slump/v\tdown\t0.8\nwrite-off\ttone\t-0.5\n"},
                                    {"b.tsv", "write off\tmeasure\t-0.5\n"}});
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, "lexicon.twice");
  EXPECT_EQ(again.error().text,
            "b.tsv:1: found \"write off\" again, after a.tsv:2, expected each term once");
}

TEST(Lexicon, NamesAndSignedPercentagesAreElements) {
  const auto loaded = Lexicon::load(
      {{"t.tsv", "drop/v @name\trole\t-0.3\tobject=-0.4\n+#\tup\t0.8\n-#\tdown\t0.8\n"}});
  ASSERT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text);
  const Text text = headline("Cog drops Acme, Bolt +4%, Dow -3%, 5% of 7");
  std::vector<Word> words;
  std::vector<LexiconHit> hits;
  const auto at = static_cast<uint32_t>(text.folded().find("acme"));
  const std::vector<ByteSpan> names = {{at, at + 4}};
  loaded->split(text, text.sentences().front(), names, words);
  loaded->match(words, hits);
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(text.folded(hits[0].span), "drops acme");
  EXPECT_EQ((*loaded)[hits[1].entry].sense, Sense::kUp);
  EXPECT_EQ((*loaded)[hits[2].entry].sense, Sense::kDown);
}

TEST(Lexicon, ANameIsOneWordThatMeansNothing) {
  const Lexicon lexicon = lexicon_of("power\ttone\t0.3\n平安|安\ttone\t0.3\n");
  const Text text = headline("Meru Power has power; 中国平安平安");
  const std::vector<ByteSpan> names = {{0, 10}, {22, 34}};
  std::vector<Word> words;
  std::vector<LexiconHit> hits;
  lexicon.split(text, text.sentences().front(), names, words);
  lexicon.match(words, hits);
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[0].span, (ByteSpan{15, 20}));
  EXPECT_EQ(hits[1].span, (ByteSpan{34, 40}));
  EXPECT_TRUE(words.front().name);
}

TEST(Lexicon, FormsOfVerbsAndNouns) {
  const Lexicon lexicon = lexicon_of(
      "slip/v\tdown\t1\nrise/v\tforms\trises rose risen "
      "rising\nrise/v\tup\t1\nlosses|rally/n\ttone\t1\n");
  EXPECT_EQ(found(lexicon, "It slipped; slipping, it rose"),
            "[own.tsv:1 slipped][own.tsv:1 slipping][own.tsv:3 rose]");
  EXPECT_EQ(found(lexicon, "rallies of losses"), "[own.tsv:4 rallies][own.tsv:4 losses]");
}

TEST(Lexicon, TheEntryOfMostElementsWins) {
  const Lexicon lexicon = lexicon_of("profit\tmeasure\t1\nprofit warning\ttone\t-1\n");
  EXPECT_EQ(found(lexicon, "Profit warning at Acme"), "[own.tsv:2 profit warning]");
}

TEST(Lexicon, AGapReachesSoFarAndNotOverAComma) {
  const Lexicon lexicon = lexicon_of("win/v .. order/n\ttone\t1\n拟 .. 减持\ttone\t-1\n");
  EXPECT_NE(found(lexicon, "Acme wins one two three four five orders"), "");
  EXPECT_EQ(found(lexicon, "Acme wins one two three four five six orders"), "");
  EXPECT_EQ(found(lexicon, "Acme wins, orders"), "");
  EXPECT_NE(found(lexicon, "股东拟一二三四五六七八九十减持"), "");
  EXPECT_EQ(found(lexicon, "股东拟一二三四五六七八九十一减持"), "");
}

TEST(Lexicon, HyphensInsideAPhraseTakeNoPlace) {
  const Lexicon lexicon = lexicon_of("better than expected\ttone\t1\n");
  EXPECT_NE(found(lexicon, "A better-than-expected result"), "");
}

TEST(Lexicon, AdviceCountsOnlyAtTheStartOfItsClause) {
  const Lexicon lexicon = lexicon_of("buy\tcall\t1\n");
  EXPECT_NE(found(lexicon, "Buy Acme"), "");
  EXPECT_NE(found(lexicon, "Sell Bolt; buy Acme"), "");
  EXPECT_EQ(found(lexicon, "Bolt to buy Acme"), "");
}

TEST(Lexicon, ChineseTakesTheLongestPiece) {
  const Lexicon lexicon = lexicon_of("上涨\tup\t1\n大幅上涨\tup\t1\n");
  EXPECT_EQ(found(lexicon, "股价大幅上涨"), "[own.tsv:2 大幅上涨]");
}

TEST(Lexicon, NumbersKeepSignAndPercent) {
  const Lexicon lexicon = lexicon_of("a\tnone\n");
  const Text text = headline("up -3.4% of 1,250");
  std::vector<Word> words;
  lexicon.split(text, text.sentences().front(), {}, words);
  ASSERT_EQ(words.size(), 4u);
  EXPECT_DOUBLE_EQ(words[1].value, -3.4);
  EXPECT_TRUE(words[1].is_signed && words[1].percent);
  EXPECT_DOUBLE_EQ(words[3].value, 1250);
}

}  // namespace
}  // namespace hearsay
