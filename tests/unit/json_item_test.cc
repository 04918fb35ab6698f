// ninjs and mapped JSON: every member that makes an Item, and each kind of mistake.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "parsers/parse.h"

namespace hearsay {
namespace {

const FieldMap& no_fields() {
  static const FieldMap none;
  return none;
}

Result<std::vector<Item>> parsed(std::string_view json, const FieldMap& fields = no_fields()) {
  Origin origin;
  origin.place = "news/0@1";
  origin.time = 1770292800000;  // 2026-02-05T12:00:00Z
  origin.fields = &fields;
  return parse(
      fields.headline.empty() && fields.body.empty() ? Format::kNinjs : Format::kMappedJson, json,
      origin);
}

Item read(std::string_view json, const FieldMap& fields = no_fields()) {
  auto items = parsed(json, fields);
  EXPECT_TRUE(items) << (items ? "" : items.error().text);
  return items ? items->front() : Item{};
}

std::string error_of(std::string_view json, const FieldMap& fields = no_fields()) {
  const auto items = parsed(json, fields);
  if (items) return "no error";
  EXPECT_TRUE(items.error().text.starts_with("news/0@1: ")) << items.error().text;
  return items.error().code;
}

std::string codes_of(const Item& item) {
  std::string codes;
  for (const Warning& warning : item.warnings) codes += warning.code + " ";
  return codes;
}

TEST(Ninjs, OfEachVersion) {
  const Item one = read(R"({"uri":"u","version":"2","headline":"H","byline":"Ann Lowe",
    "body_text":"One.\nTwo.","infosource":[{"name":"Wire","role":"prov"}],"urgency":3,
    "firstcreated":"2026-02-05T08:00:00+08:00"})");
  EXPECT_EQ(one.version, "2");
  EXPECT_EQ(one.provider, "Wire");
  EXPECT_EQ(one.byline, "Ann Lowe");
  EXPECT_EQ(one.body, "One.\nTwo.");
  EXPECT_EQ(one.urgency, 3);
  EXPECT_EQ(one.published, 1770249600000);
  const Item three = read(R"({"uri":"u","headlines":[{"role":"short","value":"S"},
    {"role":"main","contenttype":"text/html","value":"<b>Main</b> one"}],"by":"Bo Li",
    "infosources":[{"name":""},{"uri":"https://wire.example/"}],
    "bodies":[{"role":"main","contenttype":"application/xhtml+xml","value":"<p>Story</p>"},
              {"role":"main","contenttype":"text/plain","value":"Story, plain"},
              {"role":"note","contenttype":"text/html","value":"<p>A</p><p>note</p>"},
              {"role":"copy","value":"Story, plain"}]})");
  EXPECT_EQ(three.headline, "Main one");
  EXPECT_EQ(three.provider, "https://wire.example/");
  EXPECT_EQ(three.byline, "Bo Li");
  EXPECT_EQ(three.body, "Story, plain\nA\nnote");
}

TEST(Ninjs, BodiesInTheirOrderOfPreference) {
  EXPECT_EQ(read(R"({"headline":"h","body_xhtml":"<p>x</p>","body_text":"t"})").body, "t");
  EXPECT_EQ(read(R"({"headline":"h","body_text":"","body_xhtml":"<p>x</p>"})").body, "x");
  EXPECT_EQ(read(R"({"headline":"h","body_nitf":"<p>n</p>","description_text":"d"})").body, "n");
  EXPECT_EQ(read(R"({"headline":"h","description_text":"d"})").body, "d");
  EXPECT_EQ(read(R"({"title":"t","body_text":"b"})").headline, "t");
  EXPECT_EQ(error_of(R"({"bodies":"b"})"), "json.type");
}

TEST(Ninjs, AHeadlineIsOneLine) {
  EXPECT_EQ(read("{\"headline\":\"one\\r\\ntwo\"}").headline, "one  two");
}

TEST(Ninjs, StatusAndEmbargo) {
  EXPECT_EQ(read(R"({"headline":"h","pubstatus":"usable"})").status, PubStatus::kUsable);
  EXPECT_EQ(read(R"({"headline":"h","pubstatus":"withheld"})").status, PubStatus::kWithheld);
  EXPECT_EQ(read(R"({"uri":"u","pubstatus":"stat:canceled"})").status, PubStatus::kCanceled);
  EXPECT_EQ(error_of(R"({"headline":"h","pubstatus":"draft"})"), "item.status");
  EXPECT_EQ(error_of(R"({"headline":"h","pubstatus":true})"), "json.type");
  EXPECT_EQ(read(R"({"headline":"h","embargoed":"2026-02-05T13:00:00Z"})").status,
            PubStatus::kWithheld);
  EXPECT_EQ(read(R"({"headline":"h","embargoed":"2026-02-05T11:00:00Z"})").status,
            PubStatus::kUsable);
  EXPECT_EQ(read(R"({"headline":"h","embargoed":null})").status, PubStatus::kUsable);
}

TEST(Ninjs, Identity) {
  EXPECT_EQ(read(R"({"headline":"h","altids":{"slug":"","guid":"g:1"}})").uri, "g:1");
  EXPECT_EQ(read(R"({"headline":"h","altids":[{"role":"r","value":"g:2"}]})").uri, "g:2");
  EXPECT_TRUE(read(R"({"headline":"h","altids":{"slug":""}})").uri.starts_with("hash:"));
  EXPECT_TRUE(read(R"({"headline":"h","altids":[{"value":""},{}]})").uri.starts_with("hash:"));
  EXPECT_EQ(read(R"({"headline":"h","uri":"https://a.example/1"})").url, "https://a.example/1");
  EXPECT_EQ(read(R"({"headline":"h","uri":"u","url":"javascript:x"})").url, "");
}

TEST(Ninjs, UrgencyIsANumberOrItsFigure) {
  EXPECT_EQ(read(R"({"headline":"h","urgency":4})").urgency, 4);
  EXPECT_EQ(read(R"({"headline":"h","urgency":"4"})").urgency, 4);
  EXPECT_EQ(read(R"({"headline":"h","urgency":null})").urgency, std::nullopt);
  for (const char* none : {"0", "10", "-1", "\"44\"", "\"\"", "4.5", "[]", "true"})
    EXPECT_EQ(codes_of(read(std::string(R"({"headline":"h","urgency":)") + none + "}")),
              "item.urgency ")
        << none;
}

TEST(Ninjs, OddSideMembersAreWarnings) {
  const Item item = read(R"({"headline":"h","provider":{"id":5},"byline":false,"urgency":12})");
  EXPECT_EQ(codes_of(item), "json.type json.type item.urgency ");
}

TEST(Ninjs, OfTwoMembersOfOneNameTheFirstCounts) {
  EXPECT_EQ(read(R"({"headline":"a","headline":"b"})").headline, "a");
}

TEST(Json, AByteOrderMarkIsStripped) {
  EXPECT_EQ(read("\xEF\xBB\xBF{\"headline\":\"h\"}").headline, "h");
}

TEST(Json, AMistakeIsToldInOneSentence) {
  const auto open = parsed(R"({"headline":"h)");
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().text,
            "news/0@1: A string is opened, but never closed, expected a JSON object");
}

TEST(Json, OddNumbersAndStrings) {
  EXPECT_EQ(read(R"({"headline":"h","version":-0})").version, "0");
  EXPECT_EQ(read(R"({"headline":"h","version":9223372036854775808})").version,
            "9223372036854775808");
  EXPECT_EQ(read(R"({"headline":"h","version":18446744073709551615})").version,
            "18446744073709551615");
  EXPECT_EQ(error_of(R"({"headline":"h","version":18446744073709551616})"), "json.syntax");
  EXPECT_EQ(error_of(R"({"headline":"h","version":1e400})"), "json.syntax");
  EXPECT_EQ(error_of(R"({"headline":"h","version":12345678901234567890123})"), "json.syntax");
  EXPECT_EQ(error_of(R"({"headline":"\ud800"})"), "json.syntax");  // half a character
  EXPECT_EQ(error_of(R"({"headline":"h"} {})"), "json.syntax");
  EXPECT_EQ(error_of("{\"headline\":\"a\nb\"}"), "json.syntax");
  EXPECT_EQ(read(R"({"headline":"a\u0000b"})").headline, std::string("a\0b", 3));
  // What nobody asks for is checked too.
  EXPECT_EQ(error_of(R"({"headline":"h","x":[tru]})"), "json.syntax");
}

FieldMap fields() {
  FieldMap map;
  map.uri = {"id"};
  map.headline = {"title", "/data/subject"};
  map.body = {"/data/content", "/data/parts", "summary"};
  map.published = {"ctime", "/data/date"};
  map.provider = {"source"};
  map.byline = {"/data/authors"};
  map.language = {"lang"};
  map.url = {"link"};
  map.version = {"rev"};
  map.zone = "Asia/Shanghai";
  return map;
}

TEST(MappedJson, CandidatesInTheirOrder) {
  const Item one = read(R"({"id":17,"title":"","data":{"subject":"S","parts":["One.","Two."],
    "authors":[{"name":"Ann"},{"name":"Bo"}]},"summary":"sum","source":"Desk","lang":"en-GB",
    "link":"https://desk.example/17","rev":4,"ctime":1770260602})",
                        fields());
  EXPECT_EQ(one.uri, "17");
  EXPECT_EQ(one.headline, "S");
  EXPECT_EQ(one.body, "One.\nTwo.");
  EXPECT_EQ(one.byline, "Ann, Bo");
  EXPECT_EQ(one.provider, "Desk");
  EXPECT_EQ(one.language, "en");
  EXPECT_EQ(one.url, "https://desk.example/17");
  EXPECT_EQ(one.version, "4");
  EXPECT_EQ(one.published, 1770260602000);
}

TEST(MappedJson, MarkupIsReducedAndMathsIsNot) {
  EXPECT_EQ(read(R"({"title":"<em>A</em> &amp; B","summary":"<p>x<br>y</p>"})", fields()).headline,
            "A & B");
  EXPECT_EQ(read(R"({"title":"3 < 4 and <NVDA.O> > 2"})", fields()).headline,
            "3 < 4 and <NVDA.O> > 2");
}

TEST(MappedJson, DatesOfEveryForm) {
  const auto at = [](const std::string& date, const FieldMap& map) {
    return read(R"({"title":"t","ctime":)" + date + "}", map).published;
  };
  constexpr TimeMs kThen = 1770260602000;  // 2026-02-05T11:03:22+08:00
  for (const char* date : {"\"2026-02-05 11:03:22\"", "\"2026-02-05T03:03:22Z\"", "1770260602",
                           "1770260602000", "\"1770260602\"", "1770260602.0",
                           "\"Thu, 05 Feb 2026 11:03:22 +0800\"", "\"Thu, 05 Feb 2026 11:03:22\""})
    EXPECT_EQ(at(date, fields()), kThen) << date;
  FieldMap map = fields();
  map.zone = "";
  EXPECT_EQ(at("\"2026-02-05 11:03:22\"", map), kThen + 8 * 3600000);  // UTC
  map.zone = "America/New_York";
  EXPECT_EQ(at("\"2026-07-05 11:03:22\"", map), at("\"2026-07-05T11:03:22-04:00\"", map));
  EXPECT_EQ(at("\"2026-02-05 11:03:22\"", map), at("\"2026-02-05T11:03:22-05:00\"", map));
  map.zone = "Asia/Shanghai";
  map.date_format = "%Y年%m月%d日 %H:%M";
  EXPECT_EQ(at("\"2026年2月5日 11:03\"", map), kThen - 22000);
  EXPECT_EQ(error_of(R"({"title":"t","ctime":"2026-02-05"})", map), "item.date");
  EXPECT_EQ(error_of(R"({"title":"t","ctime":"soon"})", fields()), "item.date");
  EXPECT_EQ(error_of(R"({"title":"t","ctime":true})", fields()), "json.type");
}

TEST(MappedJson, WithoutWordsOrMap) {
  EXPECT_EQ(error_of(R"({"id":1,"text":"not mapped"})", fields()), "item.empty");
  Origin origin;
  origin.place = "news/0@1";
  const auto items = parse(Format::kMappedJson, "{}", origin);
  ASSERT_FALSE(items);
  EXPECT_EQ(items.error().code, "item.fields");
}

TEST(FieldMap, MistakesAreNamed) {
  EXPECT_FALSE(mistake_in(fields()));
  const auto with = [](auto change) {
    FieldMap map = fields();
    change(map);
    return mistake_in(map).value_or("none");
  };
  EXPECT_NE(with([](FieldMap& m) { m.headline.clear(), m.body.clear(); }).find("neither"),
            std::string::npos);
  EXPECT_NE(with([](FieldMap& m) { m.url = {"/a~2"}; }).find("/a~2"), std::string::npos);
  EXPECT_NE(with([](FieldMap& m) { m.uri = {""}; }).find("JSON pointer"), std::string::npos);
  EXPECT_NE(with([](FieldMap& m) { m.zone = "Asia/Nowhere"; }).find("Asia/Nowhere"),
            std::string::npos);
  EXPECT_NE(with([](FieldMap& m) { m.date_format = "%Y %Q"; }).find("%Q"), std::string::npos);
  EXPECT_EQ(with([](FieldMap& m) { m.date_format = "%d %b %y %z"; }), "none");
}

}  // namespace
}  // namespace hearsay
