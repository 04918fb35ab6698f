// Sums of money in both languages: value, currency, bound; and figures that are no sums.
#include "rules/sums.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace hearsay {
namespace {

// "value currency bound" of each sum, values in whole units.
std::string sums(const std::string& headline) {
  Item item;
  item.headline = headline;
  const Text text = fold(item);
  std::ostringstream out;
  out.precision(15);
  for (const Sum& sum : find_sums(text)) {
    static const char* const bounds[] = {"", " <=", " >=", " ~"};
    out << (out.tellp() > 0 ? "; " : "") << sum.value << ' ' << sum.currency
        << bounds[static_cast<size_t>(sum.bound)];
    static const char* const kinds[] = {"", " share", " valuation", " accounts", " vague"};
    out << kinds[static_cast<size_t>(sum.kind)];
  }
  return out.str();
}

TEST(Sums, English) {
  EXPECT_EQ(sums("$100bn"), "100000000000 USD");
  EXPECT_EQ(sums("up to $100 billion"), "100000000000 USD <=");
  EXPECT_EQ(sums("US$ 20 billion"), "20000000000 USD");
  EXPECT_EQ(sums("USD 100BN"), "100000000000 USD");
  EXPECT_EQ(sums("20 billion dollars"), "20000000000 USD");
  EXPECT_EQ(sums("at least $500 million and perhaps $1 bln"), "500000000 USD >=; 1000000000 USD");
  EXPECT_EQ(sums("$1.5tn"), "1500000000000 USD");
  EXPECT_EQ(sums("about €1.3bn"), "1300000000 EUR ~");
  EXPECT_EQ(sums("$100-billion plan"), "100000000000 USD");
  EXPECT_EQ(sums("a 100-billion-dollar plan"), "100000000000 USD");
  EXPECT_EQ(sums("$30B"), "30000000000 USD");
  EXPECT_EQ(sums("30 bln euros"), "30000000000 EUR");
  EXPECT_EQ(sums("US$500m"), "500000000 USD");
  EXPECT_EQ(sums("rmb300m"), "300000000 CNY");
  EXPECT_EQ(sums("2 trillion yen"), "2000000000000 JPY");
  EXPECT_EQ(sums("17 billion euros, or $20 billion"), "17000000000 EUR; 20000000000 USD");
  EXPECT_EQ(sums("HK$1.2 billion and NT$3 billion"), "1200000000 HKD; 3000000000 TWD");
  EXPECT_EQ(sums("half a billion dollars"), "500000000 USD");
  EXPECT_EQ(sums("a hundred billion dollars"), "100000000000 USD");
  EXPECT_EQ(sums("one billion pounds"), "1000000000 GBP");
  EXPECT_EQ(sums("three billion euros"), "3000000000 EUR");
  EXPECT_EQ(sums("¥300 billion"), "300000000000 ");
}

TEST(Sums, Bounds) {
  EXPECT_EQ(sums("as much as $2bn"), "2000000000 USD <=");
  EXPECT_EQ(sums("less than $2bn"), "2000000000 USD <=");
  EXPECT_EQ(sums("upwards of $2bn"), "2000000000 USD >=");
  EXPECT_EQ(sums("$2 billion or more"), "2000000000 USD >=");
  EXPECT_EQ(sums("a $2 billion-plus deal"), "2000000000 USD >=");
  EXPECT_EQ(sums("nearly $2bn"), "2000000000 USD ~");
  EXPECT_EQ(sums("approximately 2 billion dollars"), "2000000000 USD ~");
  EXPECT_EQ(sums("至多20亿美元"), "2000000000 USD <=");
  EXPECT_EQ(sums("不超过20亿美元"), "2000000000 USD <=");
  EXPECT_EQ(sums("不低于20亿美元"), "2000000000 USD >=");
  EXPECT_EQ(sums("超20亿美元"), "2000000000 USD >=");
  EXPECT_EQ(sums("20多亿美元"), "2000000000 USD >=");
  EXPECT_EQ(sums("20亿美元以上"), "2000000000 USD >=");
  EXPECT_EQ(sums("20亿美元左右"), "2000000000 USD ~");
  EXPECT_EQ(sums("将近20亿美元"), "2000000000 USD ~");
  EXPECT_EQ(sums("recover $2bn"), "2000000000 USD");  // "over" is a word of its own
}

TEST(Sums, RangesGiveBothEnds) {
  EXPECT_EQ(sums("$20-30 billion"), "20000000000 USD; 30000000000 USD");
  EXPECT_EQ(sums("$20 billion to $30 billion"), "20000000000 USD; 30000000000 USD");
  EXPECT_EQ(sums("20 to 30 billion dollars"), "20000000000 USD; 30000000000 USD");
  EXPECT_EQ(sums("$2bn–$3bn"), "2000000000 USD; 3000000000 USD");
  EXPECT_EQ(sums("between $2 billion and $3 billion"), "2000000000 USD; 3000000000 USD");
  EXPECT_EQ(sums("between 2 and 3 billion dollars"), "2000000000 USD; 3000000000 USD");
  EXPECT_EQ(sums("20亿至30亿美元"), "2000000000 USD; 3000000000 USD");
  EXPECT_EQ(sums("20-30亿美元"), "2000000000 USD; 3000000000 USD");
  EXPECT_EQ(sums("约20亿到30亿港元"), "2000000000 HKD ~; 3000000000 HKD ~");
  EXPECT_EQ(sums("$28 to $30 a share"), "28 USD share; 30 USD share");
  EXPECT_EQ(sums("in 2024-25 it paid $3 billion"), "3000000000 USD");
}

TEST(Sums, OfWhat) {
  EXPECT_EQ(sums("$23.28 apiece"), "23.28 USD share");
  EXPECT_EQ(sums("at $30 a share, or $5 billion"), "30 USD share; 5000000000 USD");
  EXPECT_EQ(sums("30 dollars per share"), "30 USD share");
  EXPECT_EQ(sums("每股作价30美元"), "30 USD share");
  EXPECT_EQ(sums("30港元/股"), "30 HKD share");
  EXPECT_EQ(sums("at a valuation of more than $800 billion"), "800000000000 USD >= valuation");
  EXPECT_EQ(sums("valued at about $2 billion"), "2000000000 USD ~ valuation");
  EXPECT_EQ(sums("a deal valued at $2 billion"), "2000000000 USD");
  EXPECT_EQ(sums("a $300 billion valuation"), "300000000000 USD valuation");
  EXPECT_EQ(sums("估值或逾3500亿美元"), "350000000000 USD >= valuation");
  EXPECT_EQ(sums("总市值为4.23万亿美元"), "4230000000000 USD valuation");
  EXPECT_EQ(sums("revenue of $3 billion"), "3000000000 USD accounts");
  EXPECT_EQ(sums("a $1 billion break-up fee"), "1000000000 USD accounts");
  EXPECT_EQ(sums("营收达20亿元"), "2000000000 CNY accounts");
  EXPECT_EQ(sums("tens of billions of dollars"), "10000000000 USD >= vague");
  EXPECT_EQ(sums("a multibillion-dollar plan"), "1000000000 USD >= vague");
  EXPECT_EQ(sums("several billion euros"), "2000000000 EUR >= vague");
  EXPECT_EQ(sums("数百亿美元"), "10000000000 USD >= vague");
  EXPECT_EQ(sums("上千亿美元"), "100000000000 USD >= vague");
}

TEST(Sums, Chinese) {
  EXPECT_EQ(sums("千亿美元"), "100000000000 USD");
  EXPECT_EQ(sums("1,000億美元"), "100000000000 USD");
  EXPECT_EQ(sums("最高可达1000亿美元"), "100000000000 USD <=");
  EXPECT_EQ(sums("两百亿美金"), "20000000000 USD");
  EXPECT_EQ(sums("3千亿美元"), "300000000000 USD");
  EXPECT_EQ(sums("28亿元"), "2800000000 CNY");
  EXPECT_EQ(sums("1,061億港元（約136億美元）"), "106100000000 HKD; 13600000000 USD ~");
  EXPECT_EQ(sums("5.7万亿元"), "5700000000000 CNY");
  EXPECT_EQ(sums("三百五十亿日元"), "35000000000 JPY");
  EXPECT_EQ(sums("一万亿韩元"), "1000000000000 KRW");
  EXPECT_EQ(sums("五千万英镑"), "50000000 GBP");
  EXPECT_EQ(sums("新台币300亿元"), "30000000000 TWD");
  EXPECT_EQ(sums("人民币1亿2000万元"), "120000000 CNY");
  EXPECT_EQ(sums("20億歐元"), "2000000000 EUR");
  EXPECT_EQ(sums("千亿投资计划"), "100000000000 ");
  EXPECT_EQ(sums("1000 亿美元"), "100000000000 USD");
  EXPECT_EQ(sums("百亿美金豪赌"), "10000000000 USD");
}

TEST(Sums, FiguresThatAreNone) {
  EXPECT_EQ(sums("up 3.41% in 2026, 10 gigawatts"), "");
  EXPECT_EQ(sums("1亿用户，2000亿参数，100亿瓦特"), "");
  EXPECT_EQ(sums("1.6 million shares"), "");
  EXPECT_EQ(sums("a billion users, 20 billion parameters, two million cars"), "");
  EXPECT_EQ(sums("$NVDA and 100%, model 300b, 5G, 3M"), "");
  EXPECT_EQ(sums("millions of people"), "");
  EXPECT_EQ(sums("上亿用户，数万人，百亿参数"), "");
  EXPECT_EQ(sums("1万元件"), "");
  EXPECT_EQ(sums("2026元旦"), "");
}

TEST(Sums, OfRandomPiecesStandInOrderAndInsideTheText) {
  const std::vector<std::string> pieces = {
      "$",    "1",  "20", ",000", ".5", "-",    " ", "bn",     "to", "亿",       "万",   "千",
      "美元", "元", "多", "约",   "a ", "half", "b", "illion", "s",  " dollars", "每股", "至"};
  std::mt19937 random(7);
  size_t found = 0;
  for (int round = 0; round < 3000; ++round) {
    Item item;
    for (int i = 0; i < 14; ++i) item.headline += pieces[random() % pieces.size()];
    const Text text = fold(item);
    uint32_t end = 0;
    for (const Sum& sum : find_sums(text)) {
      ++found;
      ASSERT_LE(end, sum.span.begin) << item.headline;
      ASSERT_LT(sum.span.begin, sum.span.end) << item.headline;
      ASSERT_LE(sum.span.end, text.folded().size()) << item.headline;
      ASSERT_GE(sum.value, 0) << item.headline;
      end = sum.span.end;
    }
  }
  EXPECT_GT(found, 500u);
}

}  // namespace
}  // namespace hearsay
