// HTML: its limits, its references, and that what reaches the tree is nested as it was written.
#include "parsers/html.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "parsers/html_references.h"
#include "parsers/html_sift.h"
#include "parsers/html_text.h"
#include "parsers/item_fields.h"
#include "parsers/url.h"

namespace hearsay {
namespace {

std::string repeated(size_t times, std::string_view s) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += s;
  return text;
}

Item page(std::string_view html) {
  Origin origin;
  origin.place = "place";
  auto items = read_html(html, origin);
  EXPECT_TRUE(items && items->size() == 1);
  return items && !items->empty() ? items->front() : Item{};
}

TEST(HtmlLimits, DeeperElementsAreLeftOutAndTheirTextKept) {
  const auto nested = [](size_t depth) {
    return repeated(depth, "<div>") + "words" + repeated(depth, "</div>") + "<p>after</p>";
  };
  EXPECT_EQ(sift_html(nested(kHtmlDepthMax)).flattened, 0U);
  EXPECT_EQ(sift_html(nested(kHtmlDepthMax + 3)).flattened, 3U);
  EXPECT_TRUE(page(nested(kHtmlDepthMax)).warnings.empty());
  const Item deep = page(nested(kHtmlDepthMax + 3));
  EXPECT_EQ(deep.body, "words\nafter");
  EXPECT_EQ(page(repeated(kHtmlDepthMax, "<div>") + "one<div>two</div>three<a>s</a>").body,
            "one two threes");
  ASSERT_EQ(deep.warnings.size(), 1U);
  EXPECT_EQ(deep.warnings[0].code, "html.depth");
  EXPECT_TRUE(deep.warnings[0].text.starts_with("place: 3 elements")) << deep.warnings[0].text;
}

TEST(HtmlLimits, ElementsBehindTheLimitAreLeftOutAndTheirTextKept) {
  const auto lines = [](size_t count) { return repeated(count, "<p>one</p>") + "two<br>three"; };
  EXPECT_EQ(sift_html(lines(kHtmlElementsMax - 1)).left_over, 0U);
  EXPECT_TRUE(page(lines(kHtmlElementsMax - 1)).warnings.empty());
  const Sifted sifted = sift_html(lines(kHtmlElementsMax));
  EXPECT_EQ(sifted.left_over, 1U);
  EXPECT_TRUE(sifted.html.ends_with("<p>one</p>two three"));
  const Item full = page(lines(kHtmlElementsMax + 2));
  EXPECT_TRUE(full.body.ends_with("one\none one two three"))
      << full.body.substr(full.body.size() - 40);
  ASSERT_EQ(full.warnings.size(), 1U);
  EXPECT_EQ(full.warnings[0].code, "html.elements");
  EXPECT_TRUE(full.warnings[0].text.starts_with("place: 3 elements behind"))
      << full.warnings[0].text;
}

TEST(HtmlLimits, WhatIsNeverClosed) {
  EXPECT_EQ(page(repeated(1'000'000, "<b>") + "words").body, "words");
  EXPECT_EQ(page("words<!--" + repeated(1'000'000, "<!--")).body, "words");
  EXPECT_EQ(page("words<script>" + repeated(1'000'000, "x")).body, "words");
}

TEST(HtmlLimits, LongAttributesAreLeftOut) {
  const auto canonical = [](size_t size) {
    return page("<link rel=canonical href='https://" + std::string(size - 8, 'x') + "'>words").url;
  };
  EXPECT_EQ(canonical(kHtmlAttributeBytesMax).size(), kHtmlAttributeBytesMax);
  EXPECT_EQ(canonical(kHtmlAttributeBytesMax + 1), "");
}

TEST(HtmlLimits, ListsOfListsInJsonLdAreNotLookedInto) {
  const auto in_lists = [](size_t lists) {
    return page("<title>t</title><script type='application/ld+json'>" + repeated(lists, "[") +
                R"({"@type":"NewsArticle","headline":"h"})" + repeated(lists, "]") + "</script>")
        .headline;
  };
  EXPECT_EQ(in_lists(0), "h");
  EXPECT_EQ(in_lists(2), "h");
  EXPECT_EQ(in_lists(3), "t");
  EXPECT_EQ(in_lists(5000), "t");
}

TEST(HtmlLimits, NamesAreCutBetweenCharacters) {
  const std::string name = page("<meta name=author content='" + repeated(100, "名") + "'>x").byline;
  EXPECT_EQ(name, repeated(kNameBytesMax / 3, "名"));
}

TEST(HtmlLimits, LongIdentitiesAreHashed) {
  EXPECT_EQ(item_uri(std::string(kUrlBytesMax, 'x'), {}).size(), kUrlBytesMax);
  EXPECT_TRUE(item_uri(std::string(kUrlBytesMax + 1, 'x'), {}).starts_with("hash:"));
  EXPECT_NE(item_uri(std::string(kUrlBytesMax + 1, 'x'), {}),
            item_uri(std::string(kUrlBytesMax + 1, 'y'), {}));
  EXPECT_NE(item_uri("", {"a", "b"}), item_uri("", {"ab", ""}));
}

TEST(SiftHtml, WritesWellNestedTags) {
  const std::pair<const char*, const char*> cases[] = {
      {"<p>a<p>b", "<p>a</p><p>b</p>"},
      {"<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"},
      {"<div><span>a</div>b</span>", "<div><span>a</span></div>b"},
      {"<b>a<i>b</b>c</i>", "abc"},
      {"<a href=x>a<a href=y>b</a>", "<abbr href=\"x\">a</abbr><abbr href=\"y\">b</abbr>"},
      {"<table><tr><td><div>a<td>b</table>",
       "<table><tr><td><div>a</div></td><td>b</td></tr></table>"},
      {"<div><table><td></div>a</table>b", "<div><table><td>a</td></table>b</div>"},
      {"5 < 6 && 7 > 6", "5 &lt; 6 && 7 > 6"},
      {"&am<b>p;", "&am<!---->p;"},
      {"&#99999999;", "\uFFFD"},
      {"<p class='a\"b' CLASS=c onclick=x()>", "<p class=\"a&quot;b\"></p>"},
      {"a<!-- <p> --><!DOCTYPE html><?x?></!>b", "ab"},
      {"a<script>'</p>'</SCRIPT >b<style>", "ab"},
      {"a<svg><p>b</svg>c<select>d", "acd"},
      {"a<p", "a"},
      {"<h2>a<h3>b", "<h2>a</h2><h3>b</h3>"},
      {"a</br>b", "a<br>b"},
      {"<a href=x><div><a href=y>a</a>b</div></a>c", "<abbr href=\"x\"><div>ab</div></abbr>c"},
      {"<table><thead><tr><td>a<tbody><tr><td>b<tfoot><caption>c</table>",
       "<table><thead><tr><td>a</td></tr></thead><tbody><tr><td>b</td></tr></tbody>"
       "<tfoot></tfoot><caption>c</caption></table>"},
      {"<table><tr><td>a<tbody>b", "<table><tr><td>a</td></tr><tbody>b</tbody></table>"},
      {"a<!-->b<!--->c", "abc"},
      {"a<script>x</scripting>y</script>b", "ab"},
  };
  for (const auto& [html, wanted] : cases) EXPECT_EQ(sift_html(html).html, wanted) << html;
}

TEST(ReadHtml, ClassesInCapitalsAreNoiseToo) {
  EXPECT_EQ(page("<p>words</p><div class='Article-SHARE'>Share this</div>").body, "words");
}

TEST(HtmlToText, AsReadersSeeIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {" a \n b ", "a b"},
      {"<p>a</p> <p>b<br>c</p>", "a\nb\nc"},
      {"a<b>b</b>c <i>d</i>", "abc d"},
      {"<td>a</td><td>b</td>", "a b"},
      {"<pre>a   b\n c</pre>d", "a   b\nc\nd"},
      {"<div><div><div>a</div></div></div>", "a"},
      {"a<script>b</script><style>c</style><title>d</title>e", "ae"},
      {"英\n伟达，\n否认 了", "英伟达，否认 了"},
      {"삼성\n전자", "삼성 전자"},
      {"a&nbsp;b", "a\u00A0b"},
      {"a&lt;b&gt;c", "a<b>c"},
      {"5 < 6 <7> 8", "5 < 6 <7> 8"},
      {"</p>a</div>", "a"},
  };
  for (const auto& [html, wanted] : cases) EXPECT_EQ(html_to_text(html), wanted) << html;
}

TEST(AppendHtmlDecoded, AsTheStandardSays) {
  const std::pair<const char*, const char*> cases[] = {
      {"&amp;amp;", "&amp;"},
      {"&#8217;&#x4E2D;", "’中"},
      {"&#146;&#128;", "’€"},
      {"&notin;&not;&notit;", "∉¬¬it;"},
      {"&copy2026", "©2026"},
      {"AT&T R&D &x;", "AT&T R&D &x;"},
      {"&#0;&#xD800;", "\uFFFD\uFFFD"},
      {"&#1114112;", "\uFFFD"},
      {"&#99999999999;x", "\uFFFDx"},
      {"&#x80000041;", "\uFFFD"},
      {"&#0000000000000000000000000000000000000065;", "A"},
      {"&#;&#x;&;&", "&#;&#x;&;&"},
      {"&bnequiv;", "\u2261\u20E5"},
      {"&CounterClockwiseContourIntegral;", "∳"},
      {"&#10;x", "\nx"},
  };
  for (const auto& [raw, wanted] : cases) {
    std::string out;
    append_html_decoded(raw, out);
    EXPECT_EQ(out, wanted) << raw;
  }
}

}  // namespace
}  // namespace hearsay
