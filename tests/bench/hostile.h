// Documents made to be slow: each pattern repeated to a size; a linear reader takes twice as long
// for twice the size.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/parse.h"

namespace hearsay::hostile {

struct Pattern {
  const char* name;
  Format format;
  std::string_view head, repeated, tail;
};

// `#` in `repeated` becomes a number that differs each time.
inline const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> all = {
      {"xml_unclosed", Format::kFeed, "<rss>", "<a>", ""},
      {"xml_unclosed_cdata", Format::kFeed, "<rss><channel><item><title>", "<![CDATA[", ""},
      {"xml_attributes", Format::kFeed, "<rss ", "a#='' ", "/>"},
      {"xml_namespaces", Format::kFeed, "<rss><channel>", "<item xmlns:n#='u'><n#:x/></item>", ""},
      {"xml_siblings", Format::kFeed, "<rss><channel>", "<item><title>x</title></item>", ""},
      {"xml_items", Format::kFeed, "<rss><channel><title>W</title>",
       "<item xmlns:n#='u' xml:base='a/../b'><title>&amp;title&amp;</title><link>../../../x</link>"
       "<guid>#</guid><description>&lt;b&gt;&lt;p&gt;one&lt;td&gt;[[[[two&lt;!--&lt;b&gt;&lt;p&gt;"
       "&amp;amp;&amp;notin;[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "</description><pubDate>Thu, 05 Feb 2026 03:03:22 GMT</pubDate></item>",
       "</channel></rss>"},
      {"xml_references", Format::kFeed, "<rss><channel><item><title>", "&#38;&amp", ""},
      {"xml_bases", Format::kFeed, "<rss><channel>", "<item xml:base='a/../'><link>x</link>", ""},
      {"cdata_unclosed_b", Format::kFeed, "<rss><channel><item><description><![CDATA[", "<b>",
       "]]></description></item></channel></rss>"},
      {"snippet_unclosed_td", Format::kFeed, "<rss><channel><item><description><![CDATA[",
       "<table><td>", "x]]></description></item></channel></rss>"},
      {"snippet_references", Format::kFeed, "<rss><channel><item><description><![CDATA[",
       "&notin;&#x&am", "x]]></description></item></channel></rss>"},
      {"snippet_blanks", Format::kFeed, "<rss><channel><item><description><![CDATA[x", " \n<p> ",
       "x]]></description></item></channel></rss>"},
      {"newsml_blocks", Format::kNewsml, "<newsItem><contentSet><inlineXML><nitf><body.content>",
       "<p>[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x "
       "&amp; "
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((</p>",
       "</body.content></nitf></inlineXML></contentSet></newsItem>"},
      {"newsml_unclosed", Format::kNewsml, "<newsItem><contentSet><inlineXML>", "<p>", ""},
      {"newsml_marks", Format::kNewsml, "<newsItem><contentSet><inlineXML><body><p>", "e\u0301[(",
       "</p></body></inlineXML></contentSet></newsItem>"},
      {"newsml_data", Format::kNewsml, "<newsItem><contentSet><inlineData contenttype='text/html'>",
       "&lt;b&gt;[", "</inlineData></contentSet></newsItem>"},
      {"newsml_items", Format::kNewsml, "<newsMessage><itemSet>",
       "<newsItem guid='#'><contentMeta><headline>[[x</headline></contentMeta></newsItem>",
       "</itemSet></newsMessage>"},
      {"json_strings", Format::kNinjs, "{\"headline\":\"h\",\"x\":[", "\"\\u8f1d\\n\",", "0]}"},
      {"json_members", Format::kNinjs, "{\"headline\":\"h\"", ",\"m#\":#", "}"},
      {"json_bodies", Format::kNinjs, "{\"headline\":\"h\",\"bodies\":[",
       "{\"role\":\"r#\",\"value\":\"<b>#</b><td>\"},", "\"x\"]}"},
      {"json_brackets", Format::kNinjs, "{\"headline\":\"h\",\"x\":", "[", ""},
      {"json_lists", Format::kNinjs, "{\"headline\":\"h\",\"x\":[", "[[]],", "[]]}"},
      {"json_marks", Format::kNinjs, "{\"headline\":\"h\",\"body_text\":\"", "e\u0301\u0323",
       "\"}"},
      {"mapped_members", Format::kMappedJson, "{", "\"m#\":#,", "\"headline\":\"h\"}"},
      {"mapped_unclosed_b", Format::kMappedJson, "{\"headline\":\"h\",\"body\":\"", "<b>[[", "\"}"},
      {"json_blanks", Format::kNinjs, "{\"headline\":\"", "\\n \\t", "h\"}"},
      {"text_lines", Format::kText, "h\n", "one\r\ntwo\r", ""},
      {"text_marks", Format::kText, "h\n", "e\u0301\u0323", ""},
      {"text_brackets", Format::kText, "h\n", "[(<b>", ""},
      {"text_gbk", Format::kText, "", "\xD3\xA2\xCE\xB0\xB4\xEF", ""},
      {"text_damage", Format::kText, "", "\xE8\xBE\xFF\x81", ""},
      {"text_utf16", Format::kText, "\xFF\xFE", "\xF1\x82", ""},
      {"detect_comments", Format::kDetect, "", "<!-- --> ", ""},
      {"detect_marks", Format::kDetect, "<", "a\u0301", ""},
      {"html_marks", Format::kHtml, "<p>", "e\u0301\u0323", ""},
      {"html_unclosed_b", Format::kHtml, "", "<b>", "x"},
      {"html_unclosed_div", Format::kHtml, "", "<div>x", ""},
      {"html_unclosed_a", Format::kHtml, "", "<a href=#>x", ""},
      {"html_unclosed_a_p", Format::kHtml, "", "<a><p></a>x", ""},
      {"html_unclosed_li", Format::kHtml, "<ul>", "<li>x", ""},
      {"html_unclosed_table", Format::kHtml, "", "<table><tr><td>x", ""},
      {"html_fostered", Format::kHtml, "<table>", "x<p>y</p>", ""},
      {"html_formatting_attributes", Format::kHtml, "", "<b #><p>x", ""},
      {"html_misnested", Format::kHtml, "", "<b><i>x</b>", ""},
      {"html_attributes", Format::kHtml, "<p ", "a#='' ", ">x"},
      {"html_known_attributes", Format::kHtml, "<p>x", "<p class='#' id='#'>x", ""},
      {"html_comments", Format::kHtml, "x", "<!--", ""},
      {"html_dashes", Format::kHtml, "x<!--", "--!", ""},
      {"html_svg_unclosed", Format::kHtml, "x", "<svg><math><select><object>", ""},
      {"html_scripts", Format::kHtml, "x", "<script></scrip", ""},
      {"html_end_tags", Format::kHtml, "x", "</div></p></b>", ""},
      {"html_references", Format::kHtml, "x", "&am<b>p;&#x", ""},
      {"html_brackets", Format::kHtml, "x", "<", ""},
      {"html_square_brackets", Format::kHtml, "", "[[(", ""},
      {"html_blanks", Format::kHtml, "x", " \n", "y"},
      {"html_metas", Format::kHtml, "x", "<meta name=n# content=v>", ""},
      {"html_json_ld", Format::kHtml, "x<script type=application/ld+json>", "[", "</script>"},
      {"html_many_json_ld", Format::kHtml, "x", "<script type=ld+json>[]</script>", ""},
      {"html_classes", Format::kHtml, "x", "<div class='no-a b-c-d e'>x</div>", ""},
  };
  return all;
}

// As many whole repetitions as fit, blanks to the size.
inline std::string document(const Pattern& pattern, size_t bytes) {
  std::string text(pattern.head), one;
  for (size_t number = 0;; ++number) {
    one.clear();
    for (const char c : pattern.repeated) {
      if (c == '#') {
        one += std::to_string(number);
      } else {
        one += c;
      }
    }
    if (text.size() + one.size() + pattern.tail.size() > bytes) break;
    text += one;
  }
  text.resize(bytes - pattern.tail.size(), ' ');
  return text.append(pattern.tail);
}

}  // namespace hearsay::hostile
