// read_feed(): which element becomes which field, in RSS 2.0, RSS 1.0 and Atom.
#include "parsers/feed.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace hearsay {
namespace {

Origin at_place() {
  Origin origin;
  origin.place = "news/0@17";
  origin.time = 42;
  return origin;
}

std::vector<Item> read(std::string_view bytes) {
  auto items = read_feed(bytes, at_place());
  EXPECT_TRUE(items) << (items ? "" : items.error().text);
  return items ? *items : std::vector<Item>();
}

std::string rss(const std::string& items) {
  return R"(<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>Wire</title>
    <link>https://wire.example/</link><language>en-gb</language>)" +
         items + "</channel></rss>";
}

TEST(ReadFeed, Rss2) {
  const auto items = read(rss(
      R"(<item><title>A &amp;amp; B agree</title><link>/1</link><guid isPermaLink="false">1</guid>
      <description>Short.</description><c:encoded><![CDATA[<p>One &amp; two.</p><p>Three.]]></c:encoded>
      <pubDate>Thu, 05 Feb 2026 03:03:22 GMT</pubDate><dc:creator>Li Na</dc:creator></item>
      <item><description>Only words</description></item>)"));
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].uri, "https://wire.example/#1");
  EXPECT_EQ(items[0].headline, "A & B agree");
  EXPECT_EQ(items[0].body, "One & two.\nThree.");
  EXPECT_EQ(items[0].url, "https://wire.example/1");
  EXPECT_EQ(items[0].provider, "Wire");
  EXPECT_EQ(items[0].language, "en-gb");
  EXPECT_EQ(items[0].byline, "Li Na");
  EXPECT_EQ(items[0].published, 1770260602000);
  EXPECT_TRUE(items[1].uri.starts_with("hash:"));
  EXPECT_EQ(items[1].published, 42);
  EXPECT_TRUE(items[1].warnings.empty());
}

TEST(ReadFeed, Rss1HasItsItemsBesideTheChannel) {
  const auto items = read(
      R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://w.example/rss"><title>W</title></channel>
      <item rdf:about="https://w.example/7"><title>七</title><d:date>2026-02-05T11:03:22+08:00</d:date>
      <link>https://w.example/7.html</link></item></rdf:RDF>)");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].uri, "https://w.example/7");
  EXPECT_EQ(items[0].url, "https://w.example/7.html");
  EXPECT_EQ(items[0].provider, "W");
  EXPECT_EQ(items[0].published, 1770260602000);
}

TEST(ReadFeed, AtomWithBasesAndTombstones) {
  const auto items = read(
      R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/" xml:lang="zh-TW">
      <title type="html">A &amp;lt;B&amp;gt;</title>
      <entry xml:base="y/"><id>tag:a:1</id><title>T</title><updated>2026-02-05T03:03:22Z</updated>
      <link href="z"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>一<br/>二</p></div>
      </content><author><name>N</name></author></entry>
      <at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:a:0"
      when="2026-02-05T03:03:22Z"/></feed>)");
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].uri, "tag:a:1");
  EXPECT_EQ(items[0].version, "2026-02-05T03:03:22Z");
  EXPECT_EQ(items[0].url, "https://a.example/x/y/z");
  EXPECT_EQ(items[0].body, "一\n二");
  EXPECT_EQ(items[0].provider, "A <B>");
  EXPECT_EQ(items[0].language, "zh-TW");
  EXPECT_EQ(items[0].byline, "N");
  EXPECT_EQ(items[1].uri, "tag:a:0");
  EXPECT_EQ(items[1].status, PubStatus::kCanceled);
}

TEST(ReadFeed, ItemsWithoutWordsAreCountedOrFail) {
  const auto items = read(rss("<item><link>/p</link></item><item><title>x</title></item>"));
  ASSERT_EQ(items.size(), 1U);
  ASSERT_EQ(items[0].warnings.size(), 1U);
  EXPECT_EQ(items[0].warnings[0].code, "item.empty");
  const auto none = read_feed(rss("<item><link>/p</link></item>"), at_place());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "item.empty");
  EXPECT_TRUE(read(rss("")).empty());
}

}  // namespace
}  // namespace hearsay
