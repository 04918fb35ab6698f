// Laws of settle_names and find_unlisted on random pieces of news: order, limits, sameness.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "rules/context.h"
#include "rules/sentences.h"
#include "rules/unlisted.h"
#include "rules/words.h"

namespace hearsay {
namespace {

constexpr const char* kTable =
    "id\tkind\tnames\tof\ttickers\n"
    "apple\tcompany\t?Apple|?苹果|Apple Inc\t\tAAPL\n"
    "nvidia\tcompany\tNvidia|英伟达\t\tNVDA\n"
    "jensen-huang\tperson\tJensen Huang|?Huang|黄仁勋\tnvidia\t\n";

const std::vector<std::string> kPieces = {"Apple",
                                          "apple",
                                          "苹果",
                                          "Nvidia",
                                          "英伟达",
                                          "Huang",
                                          "黄仁勋",
                                          "AAPL",
                                          "(",
                                          ")",
                                          "（",
                                          "）",
                                          " ",
                                          " ",
                                          " ",
                                          ". ",
                                          "。",
                                          "，",
                                          "\n",
                                          "\"",
                                          "'s ",
                                          "shares",
                                          "to buy",
                                          "acquire ",
                                          "收购",
                                          "入股",
                                          "Kumo",
                                          "Robotics",
                                          "Kumo Robotics",
                                          "Inc",
                                          "澜汐",
                                          "微",
                                          "科技",
                                          "公司",
                                          "chief executive ",
                                          "首席执行官",
                                          "沈一诺",
                                          "表示",
                                          "Jane Roe",
                                          "·",
                                          "é",
                                          "&",
                                          "-",
                                          "$5 billion",
                                          "the",
                                          "startup ",
                                          "\xF0\x9F\x98\x80",
                                          "x"};

Text random_text(std::mt19937& random) {
  Item item;
  item.uri = "law";
  for (int i = 0; i < 40; ++i) item.body += kPieces[random() % kPieces.size()];
  return fold(item);
}

TEST(UnlistedLaws, HitsAreInOrderApartAndOfKnownParties) {
  const Entities entities = *load_entities({{"table", kTable}});
  const NameMatcher matcher(entities);
  std::mt19937 random(20261124);
  size_t found = 0;
  for (int round = 0; round < 3000; ++round) {
    const Text text = random_text(random);
    auto names = matcher.match(text);
    const auto before = names;
    settle_names(entities, text, names);
    ASSERT_EQ(names.size(), before.size());
    for (size_t i = 0; i < names.size(); ++i) {
      ASSERT_EQ(names[i].span, before[i].span);
      ASSERT_GE(names[i].certain, before[i].certain);
    }
    const Unlisted unlisted = find_unlisted(entities, text, names);
    ASSERT_EQ(unlisted.first, entities.all().size());
    found += unlisted.hits.size();
    uint32_t end = 0;
    for (const NameHit& hit : unlisted.hits) {
      ASSERT_GE(hit.span.begin, end) << text.folded();
      ASSERT_GT(hit.span.end, hit.span.begin);
      end = hit.span.end;
      ASSERT_LT(hit.entity, unlisted.first + unlisted.parties.size());
      ASSERT_FALSE(unlisted.at(entities, hit.entity).id.empty());
      for (const NameHit& name : names) {
        if (!name.certain) continue;
        ASSERT_TRUE(name.span.end <= hit.span.begin || hit.span.end <= name.span.begin)
            << text.folded();
      }
    }
    ASSERT_EQ(find_unlisted(entities, text, names).hits, unlisted.hits);
  }
  EXPECT_GT(found, 100u);
}

TEST(UnlistedLaws, AnOverlongSentenceIsReadInPieces) {
  const Entities entities = *load_entities({{"table", kTable}});
  Item item;
  item.uri = "limit";
  item.body = "Nvidia agreed to acquire Kumo Robotics Inc";
  const Text one = fold(item);
  EXPECT_EQ(find_unlisted(entities, one, NameMatcher(entities).match(one)).parties.size(), 1u);
  while (item.body.size() <= kSentenceBytesSplit) item.body += " and so on";
  const Text text = fold(item);
  ASSERT_GT(text.sentences().size(), 1u);
  EXPECT_EQ(find_unlisted(entities, text, NameMatcher(entities).match(text)).parties.size(), 1u);
}

TEST(UnlistedLaws, AnItemHasAtMostSoManyParties) {
  const Entities entities = *load_entities({{"table", kTable}});
  Item item;
  item.uri = "many";
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b < 'd'; ++b)
      item.body += std::string("Nvidia agreed to acquire Qu") + a + b + "ra Robotics Inc. ";
  }
  const Text text = fold(item);
  EXPECT_EQ(find_unlisted(entities, text, NameMatcher(entities).match(text)).parties.size(), 24u);
}

}  // namespace
}  // namespace hearsay
