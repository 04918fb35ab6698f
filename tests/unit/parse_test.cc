// parse(): what a good record becomes, and which code and text each kind of bad record gets.
#include "parsers/parse.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/encoded.h"

namespace hearsay {
namespace {

Origin at_line_7() {
  Origin origin;
  origin.place = "feed.jsonl:7";
  origin.time = 42;
  return origin;
}

// REQUIRES that `bytes` are one good item.
Item read(std::string_view bytes, Format format = Format::kDetect) {
  auto items = parse(format, bytes, at_line_7());
  EXPECT_TRUE(items) << (items ? "" : items.error().text);
  return items && items->size() == 1 ? items->front() : Item{};
}

void expect_error(std::string_view bytes, std::string_view code, Format format = Format::kNinjs) {
  const auto items = parse(format, bytes, at_line_7());
  ASSERT_FALSE(items);
  EXPECT_EQ(items.error().code, code);
  EXPECT_TRUE(items.error().text.starts_with("feed.jsonl:7: ")) << items.error().text;
  EXPECT_NE(items.error().text.find("expected"), std::string::npos) << items.error().text;
}

std::string nested(size_t lists) {
  return R"({"headline":"h","x":)" + std::string(lists, '[') + std::string(lists, ']') + "}";
}

TEST(Parse, GoodNinjs) {
  const Item item = read(R"({"uri":"u:1","version":3,"headlines":[{"value":"A buys B"}],
    "body_xhtml":"<p>One.</p><p>Two.</p>","language":"en","provider":{"name":"Wire"},
    "versioncreated":"1970-01-02T08:00:01.5+08:00","byline":"X","url":"https://example.com/",
    "pubstatus":"canceled"})");
  EXPECT_EQ(item.uri, "u:1");
  EXPECT_EQ(item.version, "3");
  EXPECT_EQ(item.headline, "A buys B");
  EXPECT_EQ(item.body, "One.\nTwo.");
  EXPECT_EQ(item.language, "en");
  EXPECT_EQ(item.provider, "Wire");
  EXPECT_EQ(item.byline, "X");
  EXPECT_EQ(item.url, "https://example.com/");
  EXPECT_EQ(item.published, 86401500);
  EXPECT_EQ(item.status, PubStatus::kCanceled);
}

TEST(Parse, MissingUriIsAHashAndMissingDateTheRecordsTime) {
  const Item item = read(R"({"headline":"h"})");
  EXPECT_EQ(item.uri.size(), std::string_view("hash:").size() + 16);
  EXPECT_TRUE(item.uri.starts_with("hash:"));
  EXPECT_EQ(item.uri, read(R"({"headline":"h"})").uri);
  EXPECT_NE(item.uri, read(R"({"headline":"i"})").uri);
  EXPECT_EQ(item.published, 42);
}

TEST(Parse, VersionMayBeAFraction) {
  EXPECT_EQ(read(R"({"headline":"h","version":1.5})").version, "1.5");
}

TEST(Parse, TextKeepsAFullWidthFirstCharacterAndLosesTheByteOrderMark) {
  const Item item = read(
      "\xEF\xBB\xBF\xEF\xBC\x9A"
      "first\nrest",
      Format::kText);
  EXPECT_EQ(item.headline,
            "\xEF\xBC\x9A"
            "first");
  EXPECT_EQ(item.body, "rest");
}

TEST(Parse, TextWithoutWords) { expect_error(" \r\n\t", "item.empty", Format::kText); }

TEST(Parse, DatesThatNoCalendarHasAreRefused) {
  expect_error(R"({"headline":"h","versioncreated":-9000000000000000000})", "item.date");
  expect_error(R"({"headline":"h","versioncreated":"2026-02-31T00:00:00Z"})", "item.date");
  expect_error(R"({"headline":"h","versioncreated":"2026-02-05T11:03:22Z and so on"})",
               "item.date");
}

TEST(Parse, JsonIsReadInItsCharsetWhateverTheHeaderSays) {
  const std::string json = R"({"uri":"u","headline":"英伟达否认搁置投资","language":"zh-Hans"})";
  const struct {
    std::string bytes, content_type, warning;
  } cases[] = {
      {json, "", ""},
      {json, "application/json; charset=UTF-8", ""},
      {json, "application/json; charset=gbk", "charset.mismatch"},
      {json, "application/json; charset=klingon", "charset.unknown"},
      {"\xEF\xBB\xBF" + json, "", ""},
      {testing::encoded(json, "GB18030"), "", ""},
      {testing::encoded(json, "GB18030"), "application/json; charset=utf-8", "charset.mismatch"},
      {testing::encoded(json, "UTF-16LE"), "", ""},
  };
  for (const auto& [bytes, content_type, warning] : cases) {
    Origin origin = at_line_7();
    origin.content_type = content_type;
    const auto items = parse(Format::kNinjs, bytes, origin);
    ASSERT_TRUE(items) << items.error().text;
    EXPECT_EQ(items->front().headline, "英伟达否认搁置投资");
    const auto& warnings = items->front().warnings;
    EXPECT_EQ(warnings.empty() ? "" : warnings.front().code, warning) << content_type;
  }
}

TEST(Parse, BrokenLine) { expect_error(R"({"headline":"h")", "json.syntax"); }

TEST(Parse, WrongType) {
  expect_error(R"({"headline":true})", "json.type");
  expect_error("[]", "json.type");
}

TEST(Parse, TooLarge) {
  const std::string most(1024 * 1024, 'x');
  EXPECT_EQ(read(most, Format::kText).headline, most);
  expect_error(most + "x", "item.too-large", Format::kText);
}

TEST(Parse, TooDeep) {
  EXPECT_EQ(read(nested(63)).headline, "h");  // the object is the 64th level
  expect_error(nested(64), "json.too-deep");
  EXPECT_EQ(read(R"({"headline":")" + std::string(100, '[') + R"("})").headline.size(), 100U);
}

TEST(Parse, FormatsHaveNames) {
  EXPECT_EQ(format_from_name("feed"), Format::kFeed);
  EXPECT_FALSE(format_from_name("rss"));
}

}  // namespace
}  // namespace hearsay
