// Pieces of words: the golden cases are what BERT's own tokenizers give for such vocabularies.
#include "rules/pieces.h"

#include <gtest/gtest.h>

#include "tests/unit/small_net.h"

namespace hearsay {
namespace {

Result<Pieces> load(const std::string& vocabulary, const std::string& accents = "") {
  SmallNet net;
  if (!accents.empty()) net.values.push_back("accents " + accents);
  net.add_text("vocabulary", vocabulary);
  const auto file = read_net(net.bytes());
  if (!file) return file.error();
  return Pieces::load(*file);  // keeps the bytes itself
}

// The pieces of a word as the vocabulary spells them.
std::string cut(const std::string& vocabulary, std::string_view word,
                const std::string& accents = "") {
  const auto pieces = load(vocabulary, accents);
  if (!pieces) return pieces.error().text;
  std::vector<std::string> spelled;
  for (size_t at = 0; at < vocabulary.size();) {
    const size_t end = std::min(vocabulary.find('\n', at), vocabulary.size());
    spelled.push_back(vocabulary.substr(at, end - at));
    at = end + 1;
  }
  EXPECT_EQ(pieces->size(), spelled.size());
  std::string all;
  for (const uint32_t id : pieces->ids(word)) all += (all.empty() ? "" : " ") + spelled.at(id);
  return all;
}

const std::string kEnglish =
    "[PAD]\n[UNK]\n[CLS]\nun\nunaff\n##aff\n##able\n##a\n##ble\nthe\ncafe\ncafé\nstate\n-\nof\n'"
    "\ns\n"
    "0\n##.\n.\n5\n%\n$\n##ö\nö\no\n中\n国\na\n##b\n";

TEST(Pieces, TakesTheLongestFirst) {
  EXPECT_EQ(cut(kEnglish, "the"), "the");
  EXPECT_EQ(cut(kEnglish, "unable"), "un ##able");
  EXPECT_EQ(cut(kEnglish, "unaffable"), "unaff ##able");
  EXPECT_EQ(cut(kEnglish, "unaffa"), "unaff ##a");
  EXPECT_EQ(cut(kEnglish, ""), "");
}

TEST(Pieces, APartThatCannotBeUsedUpIsUnknownAsAWhole) {
  EXPECT_EQ(cut(kEnglish, "unaffx"), "[UNK]");
  EXPECT_EQ(cut(kEnglish, "affable"), "[UNK]");  // only a rest
  EXPECT_EQ(cut(kEnglish, "unknown-state"), "[UNK] - state");
  EXPECT_EQ(cut(kEnglish, "日"), "[UNK]");
}

TEST(Pieces, IsCutAtPunctuationAndAroundHan) {
  EXPECT_EQ(cut(kEnglish, "state-of-the"), "state - of - the");
  EXPECT_EQ(cut(kEnglish, "'s"), "' s");
  EXPECT_EQ(cut(kEnglish, "0.5%"), "0 . 5 %");  // never "##.": a mark stands alone
  EXPECT_EQ(cut(kEnglish, "$5"), "$ 5");
  EXPECT_EQ(cut(kEnglish, "a中国b"), "a 中 国 [UNK]");
  EXPECT_EQ(cut(kEnglish, "ab"), "a ##b");
  EXPECT_EQ(cut(kEnglish, "the of"), "the of");
  EXPECT_EQ(cut(kEnglish, "the\u2003of"), "the of");
  EXPECT_EQ(cut(kEnglish, "the\u00a0of"), "the of");
  EXPECT_EQ(cut(kEnglish, "a…b"), "a [UNK] [UNK]");
}

TEST(Pieces, WhatNobodySeesIsLeftOut) {
  EXPECT_EQ(cut(kEnglish, "t\u200bh\u00ade"), "the");
  EXPECT_EQ(cut(kEnglish, std::string_view("t\0he\x07", 5)), "the");
  EXPECT_EQ(cut(kEnglish, "\ufffdthe"), "the");
  EXPECT_EQ(cut(kEnglish,
                "th\xff"
                "e"),
            "the");  // no UTF-8: nor does BERT see it
  EXPECT_EQ(cut(kEnglish, "\u200b"), "");
}

TEST(Pieces, AccentsAreTakenOffOrKept) {
  EXPECT_EQ(cut(kEnglish, "café"), "cafe");
  EXPECT_EQ(cut(kEnglish, "cafe\u0301"), "cafe");
  EXPECT_EQ(cut(kEnglish, "ö"), "o");
  EXPECT_EQ(cut(kEnglish, "\uf900"), "[UNK]");  // 豈, one character for another
  EXPECT_EQ(cut(kEnglish, "café", "strip"), "cafe");
  EXPECT_EQ(cut(kEnglish, "café", "keep"), "café");
  EXPECT_EQ(cut(kEnglish, "cafe\u0301", "keep"), "[UNK]");
  EXPECT_EQ(cut(kEnglish, "caféö", "keep"), "café ##ö");
}

// Of the vocabulary of a Chinese net; one character a piece, and Latin words among them.
TEST(Pieces, ChineseIsOneCharacterAPiece) {
  const std::string vocabulary =
      "[PAD]\n[UNK]\n否\n认\n英\n伟\n达\n##伟\n。\nopen\n##ai\n20\n##26\n年\n《\n";
  EXPECT_EQ(cut(vocabulary, "否认", "keep"), "否 认");
  EXPECT_EQ(cut(vocabulary, "英伟达。", "keep"), "英 伟 达 。");
  EXPECT_EQ(cut(vocabulary, "openai", "keep"), "open ##ai");
  EXPECT_EQ(cut(vocabulary, "2026年", "keep"), "20 ##26 年");
  EXPECT_EQ(cut(vocabulary, "《否》", "keep"), "《 否 [UNK]");
  EXPECT_EQ(cut(vocabulary, "𠀀", "keep"), "[UNK]");
}

TEST(Pieces, APartOfMoreThanAHundredCharactersIsUnknown) {
  const std::string vocabulary = "[UNK]\na\n##a\né\n##é\n-\n";
  std::string a(kPieceWordCharactersMax, 'a'), accented;
  for (size_t i = 0; i < kPieceWordCharactersMax; ++i) accented += "é";
  const auto pieces = load(vocabulary, "keep");
  ASSERT_TRUE(pieces);
  EXPECT_EQ(pieces->ids(a).size(), kPieceWordCharactersMax);
  EXPECT_EQ(pieces->ids(accented).size(), kPieceWordCharactersMax);  // characters, not bytes
  EXPECT_EQ(pieces->ids(a + "a"), std::vector<uint32_t>{0});
  EXPECT_EQ(pieces->ids(accented + "é"), std::vector<uint32_t>{0});
  EXPECT_EQ(pieces->ids(a + "a-a"),
            (std::vector<uint32_t>{0, 5, 1}));  // the rest of the word is known
}

TEST(Pieces, NothingDependsOnNumbers) {
  EXPECT_EQ(cut("##able\nun\n[UNK]", "unable"), "un ##able");
  EXPECT_EQ(cut("##able\nun\n[UNK]", "able"), "[UNK]");
  const auto pieces = load("##able\nun\n[UNK]\n[CLS]\n##");
  ASSERT_TRUE(pieces);
  EXPECT_EQ(pieces->find("[CLS]"), 3U);
  EXPECT_EQ(pieces->find("##able"), 0U);
  EXPECT_EQ(pieces->find("##"), 4U);
  EXPECT_EQ(pieces->find("able"), pieces->size());
  EXPECT_EQ(pieces->find("##un"), pieces->size());
}

TEST(Pieces, ABadVocabularyIsRefused) {
  EXPECT_EQ(load("a\n[UNK]\na\n").error().text,
            "own.net: vocabulary:3: found \"a\", expected each piece once");
  EXPECT_EQ(load("[UNK]\n##a\n##a").error().text,
            "own.net: vocabulary:3: found \"##a\", expected each piece once");
  EXPECT_EQ(load("[UNK]\n\na\n").error().text,
            "own.net: vocabulary:2: found \"\", expected a piece");
  EXPECT_EQ(load("a\nb\n").error().text,
            "own.net: vocabulary: found 2 pieces, expected [UNK] among them");
  EXPECT_EQ(load("[UNK]", "off").error().text,
            "own.net: accents: found \"off\", expected strip or keep");
  EXPECT_EQ(load("[UNK]", "off").error().code, "net.syntax");
  SmallNet none;
  EXPECT_EQ(Pieces::load(*read_net(none.bytes())).error().text,
            "own.net: tensor vocabulary: found none, expected text");
}

}  // namespace
}  // namespace hearsay
