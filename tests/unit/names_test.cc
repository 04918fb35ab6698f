// Names in text: boundaries, the longest name, figures that look like names, fast against plain.
#include "rules/names.h"

#include <gtest/gtest.h>

#include <random>

#include "rules/entities.h"

namespace hearsay {
namespace {

constexpr const char* kTable =
    "id\tkind\tnames\tof\ttickers\n"
    "openai\tcompany\tOpenAI|Open AI\t\t\n"
    "jd\tcompany\tJD.com|京东\t\t\n"
    "boe\tcompany\t京东方\t\t\n"
    "mmm\tcompany\t3M\t\t\n"
    "bp\tcompany\tBP\t\t\n"
    "rio-tinto\tcompany\t力拓\t\t\n"
    "nvidia\tcompany\tNvidia|輝達\t\tNVDA\n";

Entities table() { return *load_entities({{"table", kTable}}); }

std::string ids(const std::string& headline) {
  const Entities entities = table();
  Item item;
  item.headline = headline;
  const Text text = fold(item);
  std::string found;
  for (const NameHit& hit : NameMatcher(entities).match(text)) {
    found += (found.empty() ? "" : " ") + entities[hit.entity].id;
  }
  return found;
}

TEST(Names, StandInOtherScriptsAndWithPossessives) {
  EXPECT_EQ(ids("英伟达向OpenAI投资"), "openai");
  EXPECT_EQ(ids("OpenAI's board"), "openai");
  EXPECT_EQ(ids("辉达 and 輝達"), "nvidia nvidia");
  EXPECT_EQ(ids("Ｎｖｉｄｉａ and Nv\u200Bidia"), "nvidia nvidia");
}

TEST(Names, AreWholeWordsAndTheLongestWins) {
  EXPECT_EQ(ids("京东方扩产"), "boe");
  EXPECT_EQ(ids("京东买下"), "jd");
  EXPECT_EQ(ids("openaire is no name"), "");
  EXPECT_EQ(ids("Open AI plans"), "openai");
}

TEST(Names, AreNotCutOutOfTwoWords) {
  EXPECT_EQ(ids("公司将努力拓展海外市场"), "");
  EXPECT_EQ(ids("力拓展开调查"), "rio-tinto");
  EXPECT_EQ(ids("铁矿巨头力拓否认"), "rio-tinto");
}

TEST(Names, ShortCapitalsAreAskedFor) {
  EXPECT_EQ(ids("BP said"), "bp");
  EXPECT_EQ(ids("a bp of blood"), "");
}

TEST(Names, AFigureIsNoCompany) {
  EXPECT_EQ(ids("worth $1.3M today"), "");
  EXPECT_EQ(ids("worth $3M today"), "");
  EXPECT_EQ(ids("3M said"), "mmm");
}

TEST(Names, FastEqualsPlainOnRandomText) {
  const Entities entities = table();
  const NameMatcher fast(entities);
  const std::vector<std::string> pieces = {"OpenAI", "open ai", "京东", "方",   "京东方", "3M",
                                           "$1.",    "BP",      "bp",   " ",    ",",      "'s",
                                           "x",      "$NVDA",   "NVDA", "輝達", "9"};
  std::mt19937 random(20261124);
  for (int round = 0; round < 2000; ++round) {
    Item item;
    for (int i = 0; i < 12; ++i) item.headline += pieces[random() % pieces.size()];
    const Text text = fold(item);
    ASSERT_EQ(fast.match(text), match_names_plainly(entities, text)) << item.headline;
  }
}

// Names and texts of few letters, so that names are parts, beginnings and ends of each other, meet
// at word boundaries, and share their first characters.
TEST(Names, FastEqualsPlainOnRandomNames) {
  const std::vector<std::string> letters = {"a", "b", "A",  "B",  "1",  " ",  ".", "-",
                                            "'", "é", "东", "方", "京", "國", "·"};
  std::mt19937 random(5);
  const auto any = [&](size_t most) {
    std::string made;
    for (size_t i = 0, n = 1 + random() % most; i < n; ++i)
      made += letters[random() % letters.size()];
    return made;
  };
  size_t found = 0;
  for (int round = 0; round < 300; ++round) {
    std::string file = "id\tkind\tnames\n";
    for (int i = 0, n = 1 + static_cast<int>(random() % 60); i < n; ++i) {
      static constexpr const char* kMarks[] = {"", "", "=", "?"};
      std::string name = kMarks[random() % 4] + any(6);
      if (fold_term(name.substr(name[0] == '=' || name[0] == '?')).empty()) name = "a";
      file += "e" + std::to_string(i) + "\tcompany\t" + name + "\n";
    }
    const auto entities = load_entities({{"random", file}});
    ASSERT_TRUE(entities) << entities.error().text;
    const NameMatcher fast(*entities);
    for (int i = 0; i < 20; ++i) {
      Item item;
      item.headline = any(40);
      const Text text = fold(item);
      const auto hits = fast.match(text);
      found += hits.size();
      ASSERT_EQ(hits, match_names_plainly(*entities, text)) << file << item.headline;
    }
  }
  EXPECT_GT(found, 1000u);
}

TEST(Names, NoNamesFindNothing) {
  const Entities none = *load_entities({{"empty", "id\tkind\tnames\n"}});
  Item item;
  item.headline = "Nvidia and 輝達";
  EXPECT_TRUE(NameMatcher(none).match(fold(item)).empty());
}

}  // namespace
}  // namespace hearsay
