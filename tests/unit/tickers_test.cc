// Ticker symbols: the ways in which one is written, and when a bare one counts.
#include "rules/tickers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "rules/context.h"
#include "rules/names.h"

namespace hearsay {
namespace {

bool has(std::string_view ticker, std::string_view written) {
  const auto forms = ticker_forms(ticker);
  return std::any_of(forms.begin(), forms.end(),
                     [&](const TickerForm& form) { return form.written == written; });
}

TEST(Tickers, AreWrittenAsNewsWritesThem) {
  for (const char* written : {"700.HK", "0700.HK", "00700.HK", "00700-HK", "00700"})
    EXPECT_TRUE(has("0700.HK", written)) << written;
  for (const char* written : {"600519.SH", "600519.SS", "SH600519", "600519"})
    EXPECT_TRUE(has("600519", written)) << written;
  EXPECT_TRUE(has("600519.SS", "600519.SH"));
  EXPECT_TRUE(has("000858", "000858.SZ"));
  for (const char* written : {"$NVDA", "NVDA.O", "NVDA.US", "NVDA"})
    EXPECT_TRUE(has("NVDA", written)) << written;
  EXPECT_TRUE(has("2330.TW", "2330-TW"));
  EXPECT_TRUE(has("9984.T", "9984.T"));
  EXPECT_FALSE(has("AI", "AI"));
  EXPECT_TRUE(has("AI", "NYSE: AI"));
}

TEST(Tickers, AYearIsNoTickerAndNoiseIsNone) {
  EXPECT_FALSE(has("2025.TW", "2025"));
  EXPECT_TRUE(has("2025.TW", "2025.TW"));
  EXPECT_TRUE(ticker_forms("not a ticker").empty());
  EXPECT_TRUE(ticker_forms("").empty());
  EXPECT_TRUE(ticker_forms("ABCDEFGHIJKLMNOPQ").empty());  // over the length of real symbols
}

// The certain companies of a body, by id.
std::string certain(const std::string& body) {
  static const Entities entities =
      *load_entities({{"table",
                       "id\tkind\tnames\tof\ttickers\n"
                       "nvidia\tcompany\tNvidia\t\tNVDA\ntencent\tcompany\tTencent\t\t0700.HK\n"
                       "moutai\tcompany\tKweichow\t\t600519\ntsmc\tcompany\tTSMC\t\t2330.TW\n"
                       "caterpillar\tcompany\t?Caterpillar\t\tCAT\n"}});
  Item item;
  item.uri = "ticker";
  item.body = body;
  const Text text = fold(item);
  auto hits = NameMatcher(entities).match(text);
  settle_names(entities, text, hits);
  std::string found;
  for (const NameHit& hit : hits) {
    if (hit.certain) found += (found.empty() ? "" : " ") + entities[hit.entity].id;
  }
  return found;
}

TEST(Tickers, ABareOneNeedsBracketsAnExchangeOrTheCompany) {
  EXPECT_EQ(certain("The chip stock (NVDA) fell."), "nvidia");
  EXPECT_EQ(certain("The stock (Nasdaq: NVDA) fell."), "nvidia");
  EXPECT_EQ(certain("NVDA.O fell, $NVDA too."), "nvidia nvidia");
  EXPECT_EQ(certain("a dull NVDA in running text"), "");
  EXPECT_EQ(certain("腾讯控股（00700）高开"), "tencent");
  EXPECT_EQ(certain("00700.HK高开"), "tencent");
  EXPECT_EQ(certain("白酒股（600519）收跌"), "moutai");
  EXPECT_EQ(certain("共有600519人报名"), "");
  EXPECT_EQ(certain("the room (2330) is free"), "");
  EXPECT_EQ(certain("TSMC (2330) rose"), "tsmc tsmc");
  EXPECT_EQ(certain("TSMC hired 2330 engineers"), "tsmc");
  EXPECT_EQ(certain("the cat (CAT) sat"), "caterpillar");
  EXPECT_EQ(certain("the cat (cat) sat, $cat"), "");
}

}  // namespace
}  // namespace hearsay
