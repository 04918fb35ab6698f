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

}  // namespace
}  // namespace hearsay
