// Sums of money in both languages: value, currency, bound; and figures that are no sums.
#include "rules/sums.h"

#include <gtest/gtest.h>

#include <sstream>

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
  EXPECT_EQ(sums("$23.28 apiece"), "23.28 USD");
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
}

TEST(Sums, FiguresThatAreNone) {
  EXPECT_EQ(sums("up 3.41% in 2026, 10 gigawatts"), "");
  EXPECT_EQ(sums("1亿用户，2000亿参数，100亿瓦特"), "");
  EXPECT_EQ(sums("1.6 million shares"), "");
}

}  // namespace
}  // namespace hearsay
