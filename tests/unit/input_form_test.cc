// How input is named to the program: formats, field maps, limits; and files in other charsets.
#include <gtest/gtest.h>

#include "tests/unit/encoded.h"
#include "tests/unit/process.h"

namespace hearsay {
namespace {

using testing::encoded;
using testing::hearsay;
using testing::Outcome;
using testing::Scratch;

TEST(InputForm, AConfigurationIsCheckedWithItsPlace) {
  const Scratch scratch;
  const std::pair<const char*, const char*> cases[] = {
      {"format: json", "found \"json\" without `fields`"},
      {"format: pdf", "found \"pdf\"; expected one of ninjs"},
      {"format: json, fields: {headline: t, zone: Asia/Nowhere}", "found zone \"Asia/Nowhere\""},
      {"format: json, fields: {headline: t, date_format: '%Q'}", "found date_format \"%Q\""},
      {"format: json, fields: {uri: id}", "found neither headline nor body"},
      {"format: json, fields: {headline: /a~2}", "expected a member's name or a JSON pointer"},
      {"item_bytes_max: 0", "item_bytes_max"},
      {"item_bytes_max: 9000000", "item_bytes_max"}};
  for (const auto& [input, expected] : cases) {
    const std::string config =
        "brokers: 127.0.0.1:1\ninput: [{topic: news, " + std::string(input) + "}]\n";
    const Outcome outcome = hearsay(scratch, "run --config " + scratch.write("run.yaml", config));
    EXPECT_EQ(outcome.status, 78) << input;
    EXPECT_NE(outcome.err.find(expected), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("run.yaml:2:"), std::string::npos) << outcome.err;
  }
}

TEST(InputForm, AFieldMapOnTheCommandLineIsChecked) {
  const Scratch scratch;
  for (const char* fields : {"--field headline=t --field zone=Asia/Nowhere", "--field uri=id",
                             "--field headline=t --field date_format=%Q"}) {
    const Outcome outcome = hearsay(scratch, std::string("tag --format json ") + fields);
    EXPECT_EQ(outcome.status, 2) << fields;
    EXPECT_NE(outcome.err.find("expected"), std::string::npos) << outcome.err;
  }
}

constexpr const char* kFeed =
    "<?xml version=\"1.0\" encoding=\"CHARSET\"?><rss version=\"2.0\"><channel><title>快讯</title>"
    "<item><guid>urn:x:1</guid><title>英伟达否认搁置对OpenAI的投资</title><description>黄仁勋周四"
    "否认搁置对OpenAI的投资，称有关报道是无稽之谈。</description></item></channel></rss>\n";

std::string feed(const std::string& label) {
  std::string text = kFeed;
  return text.replace(text.find("CHARSET"), 7, label);
}

TEST(InputForm, AFeedInGbkSaysWhatItSaysInUtf8) {
  const Scratch scratch;
  const Outcome utf8 = hearsay(scratch, "tag " + scratch.write("feed", feed("UTF-8")));
  EXPECT_EQ(utf8.status, 0);
  EXPECT_EQ(utf8.err, "");
  EXPECT_NE(utf8.out.find("investment."), std::string::npos) << utf8.out;
  const std::string gbk = encoded(feed("gb2312"), "GBK");
  const Outcome other = hearsay(scratch, "tag --format feed " + scratch.write("feed", gbk));
  EXPECT_EQ(other.out, utf8.out);
  EXPECT_EQ(other.err, "");
}

TEST(InputForm, DoubtsAreToldOnStandardErrorAndTheRunGoesOn) {
  const Scratch scratch;
  const std::string lying = encoded(feed("big5"), "GBK");
  const Outcome outcome = hearsay(scratch, "tag " + scratch.write("feed", lying));
  EXPECT_EQ(outcome.status, 0);
  EXPECT_NE(outcome.out, "");
  EXPECT_NE(outcome.err.find("found GB18030, expected big5 as declared"), std::string::npos)
      << outcome.err;
}

TEST(InputForm, MappedJsonFromTheCommandLine) {
  const Scratch scratch;
  const std::string json =
      R"({"t":"Nvidia denies that its OpenAI investment is on hold","d":{"text":)"
      R"("Nvidia denied on Thursday that its planned investment in OpenAI has )"
      R"(stalled."},"when":"2026-02-05 11:03:22"})"
      "\n";
  const Outcome outcome =
      hearsay(scratch,
              "tag --format json --field headline=t --field body=/d/text --field published=when "
              "--field zone=Asia/Shanghai -",
              json);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("\"published\":\"2026-02-05T03:03:22.000Z\""), std::string::npos)
      << outcome.out;
}

}  // namespace
}  // namespace hearsay
