// Dates of feeds: each form to the same instant, and what is no date to nothing.
#include "parsers/date.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace hearsay {
namespace {

constexpr TimeMs kInstant = 1770260602000;  // 2026-02-05T03:03:22Z

TEST(ParseRfc3339, Forms) {
  for (const char* written :
       {"2026-02-05T03:03:22Z", "2026-02-05T11:03:22+08:00", "2026-02-05 11:03:22+0800",
        "2026-02-05 03:03:22", " 2026-02-05T03:03:22.000z\n", "2026-02-04T22:03:22-05",
        "2026-02-05T11:03:22 +08:00", "2026-02-05 03:03:22 UTC"}) {
    EXPECT_EQ(parse_rfc3339(written), kInstant) << written;
  }
  EXPECT_EQ(parse_rfc3339("2026-02-05T03:03:22.75Z"), kInstant + 750);
  EXPECT_EQ(parse_rfc3339("2026-02-05T03:03Z"), kInstant - 22000);
  EXPECT_EQ(parse_rfc3339("2026-02-05"), kInstant - ((3 * 60 + 3) * 60 + 22) * 1000);
  EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59Z"), -1000);
}

TEST(ParseRfc3339, NoDates) {
  for (const char* written :
       {"", "2026", "2026-13-01", "2026-02-30", "2026-02-05T25:00:00Z", "2026-02-05T03:61:00Z",
        "2026-02-05Tnoon", "2026-02-05T03:03:22+8", "2026-02-05T03:03:22 in Shanghai",
        "2026-02-05T:03:22", "5 Feb 2026", "-026-02-05"}) {
    EXPECT_EQ(parse_rfc3339(written), std::nullopt) << written;
  }
}

TEST(ParseFeedDate, FormsOfRfc822) {
  for (const char* written :
       {"Thu, 05 Feb 2026 03:03:22 GMT", "Thu, 5 Feb 2026 11:03:22 +0800",
        "05 Feb 2026 03:03:22 UT", "Thu, 05 Feb 26 03:03:22 Z", "Wed, 04 Feb 2026 22:03:22 EST",
        "Wed, 04 Feb 2026 19:03:22 PST", "Thursday, 05 February 2026 03:03:22 GMT",
        "Thu, 05 Feb 2026 03:03:22", "thu, 05 feb 2026 03:03:22 gmt",
        "Thu,05 Feb 2026 03:03:22 GMT", "Thu, 05 Feb 2026 11:03:22 GMT+0800",
        "Thu, 05 Feb 2026 11:03:22 +08:00", "Thu, 05-Feb-2026 03:03:22 GMT",
        "Thu Feb  5 03:03:22 2026", "Feb 5, 2026 03:03:22 UTC", "2026-02-05T11:03:22+08:00"}) {
    EXPECT_EQ(parse_feed_date(written), kInstant) << written;
  }
  EXPECT_EQ(parse_feed_date("Thu, 05 Feb 2026 03:03 GMT"), kInstant - 22000);
}

TEST(ParseFeedDate, FormsOfChineseSites) {
  for (const char* written :
       {"2026年02月05日 03:03:22", "2026年2月5日03:03:22", "2026年2月5日 3时03分22秒",
        "2026年2月5日上午3时03分22秒", "2026/2/5 3:03:22", "2026-2-5 3:03:22",
        "2026.02.05 03:03:22", "2026/02/05 11:03:22 +0800"}) {
    EXPECT_EQ(parse_feed_date(written), kInstant) << written;
  }
  EXPECT_EQ(parse_feed_date("2026年2月5日"), parse_rfc3339("2026-02-05"));
  EXPECT_EQ(parse_feed_date("2026年2月5日 下午3:03"), parse_rfc3339("2026-02-05T15:03:00Z"));
  EXPECT_EQ(parse_feed_date("2026年2月5日 15时03分"), parse_rfc3339("2026-02-05T15:03:00Z"));
}

TEST(ParseFeedDate, ClocksOfTwelveHours) {
  const auto at = [](const char* clock) {
    return parse_feed_date("Thu, 5 Feb 2026 " + std::string(clock));
  };
  EXPECT_EQ(at("3:03 PM GMT"), parse_rfc3339("2026-02-05T15:03:00Z"));
  EXPECT_EQ(at("03:03:22 am"), kInstant);
  EXPECT_EQ(at("12:03 a.m."), parse_rfc3339("2026-02-05T00:03:00Z"));
  EXPECT_EQ(at("12:03 p.m. EST"), parse_rfc3339("2026-02-05T17:03:00Z"));
  EXPECT_EQ(at("15:03 PM"), parse_rfc3339("2026-02-05T15:03:00Z"));
  EXPECT_EQ(at("- 03:03:22"), kInstant);
}

TEST(ParseFeedDate, NoDates) {
  for (const char* written : {"",
                              "yesterday",
                              "Thu",
                              "31 Feb 2026 10:00:00 GMT",
                              "05 Feb 2026 24:00:00 GMT",
                              "05 Feb 20266 10:00:00 GMT",
                              "05 Fab 2026",
                              "05 Feb 2026 10:00:00 MOON",
                              "Thu, Feb 2026",
                              "05 Feb 2026 10h",
                              "05/02/2026 11:03",
                              "2026年2月",
                              "2026年13月1日",
                              "2026/2/5 9时",
                              "2026年2月5日 9时3",
                              "2026年2月5日 9:03 and more",
                              "2026-2-31",
                              "年月日",
                              "1 2 3 4 5 6 7 8 9 10",
                              "4294967301 Feb 2026 03:03:22 GMT"}) {
    EXPECT_EQ(parse_feed_date(written), std::nullopt) << written;
  }
}

TEST(ReadDateAs, EachConversion) {
  const auto at = [](const char* written, const char* format) {
    const auto date = read_date_as(written, format);
    return date ? std::optional(date->ms) : std::nullopt;
  };
  EXPECT_EQ(at("2026-02-05 03:03:22", "%Y-%m-%d %H:%M:%S"), kInstant);
  EXPECT_EQ(at(" 5.2.26   3:3:22 ", "%d.%m.%y %H:%M:%S"), kInstant);
  EXPECT_EQ(at("05 February 2026 03h03m22", "%d %b %Y %Hh%Mm%S"), kInstant);
  EXPECT_EQ(at("20260205T030322.75", "%Y%m%dT%H%M%S.%f"), kInstant + 750);
  EXPECT_EQ(at("2026-02-05 11:03:22 +0800", "%Y-%m-%d %H:%M:%S %z"), kInstant);
  EXPECT_EQ(at("2026-02-04 22:03:22 EST", "%Y-%m-%d %H:%M:%S %z"), kInstant);
  EXPECT_EQ(at("100% 2026/02/05 03:03:22", "100%% %Y/%m/%d %H:%M:%S"), kInstant);
  EXPECT_TRUE(read_date_as("2026-02-05 +08:00", "%Y-%m-%d %z")->has_offset);
  EXPECT_FALSE(read_date_as("2026-02-05", "%Y-%m-%d")->has_offset);
}

TEST(ReadDateAs, NoDates) {
  const std::pair<const char*, const char*> cases[] = {{"2026-02-05 03:03", "%Y-%m-%d"},
                                                       {"2026-02-05", "%Y-%m-%d %H:%M"},
                                                       {"26-02-05", "%Y-%m-%d"},
                                                       {"2026-02-31", "%Y-%m-%d"},
                                                       {"05 Fab 2026", "%d %b %Y"},
                                                       {"2026-02-05 03:61", "%Y-%m-%d %H:%M"},
                                                       {"2026-02-05 .", "%Y-%m-%d .%f"},
                                                       {"2026-02-05 MOON", "%Y-%m-%d %z"},
                                                       {"2026/02-05", "%Y-%m-%d"},
                                                       {"2026-02-05 x", "%Y-%m-%d %q"},
                                                       {"", "%Y-%m-%d"}};
  for (const auto& [written, format] : cases)
    EXPECT_FALSE(read_date_as(written, format)) << written << " as " << format;
}

}  // namespace
}  // namespace hearsay
