// Bytes a second of each markup format, next to the bare library on the same bytes; and hostile
// documents at two sizes, whose times should be as their sizes (counter "ratio": at most 2.3).
#include <benchmark/benchmark.h>
#include <gumbo.h>
#include <malloc.h>

#include <algorithm>
#include <pugixml.hpp>
#include <string>

#include "parsers/html_text.h"
#include "parsers/parse.h"
#include "tests/bench/doubling.h"
#include "tests/bench/hostile.h"

namespace hearsay {
namespace {

std::string story(size_t number, bool chinese) {
  std::string html;
  for (size_t i = 0; i < 6; ++i) {
    html += chinese ? "<p>　　英伟达首席执行官<strong>黄仁勋</strong>周四在台北表示，公司对<a "
                      "href=\"https://news.example/tag\">OpenAI</a>的投资没有搁置，"
                      "有关不满的说法是&ldquo;无稽之谈&rdquo;。</p>\n"
                    : "<p>The head of <strong>Nvidia</strong> told reporters in Taipei that the "
                      "investment in <a href=\"https://news.example/tag\">OpenAI</a> was not on "
                      "hold &mdash; the report, he said, was &ldquo;nonsense&rdquo;.</p>\n";
  }
  return html + "<p>" + std::to_string(number) + "</p>";
}

std::string escaped(std::string_view html) {
  std::string out;
  for (const char c : html) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string rss(bool chinese) {
  std::string feed =
      "<?xml version=\"1.0\"?><rss version=\"2.0\" "
      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Wire</title>"
      "<link>https://wire.example/</link><language>en</language>\n";
  for (size_t i = 0; i < 50; ++i) {
    const std::string number = std::to_string(i);
    feed += "<item><title>Huang denies rift, story " + number +
            "</title><link>https://wire.example/" + number + "</link><guid>https://wire.example/" +
            number +
            "</guid><pubDate>Thu, 05 Feb 2026 03:03:22 GMT</pubDate>"
            "<dc:creator>Ann Lowe</dc:creator><category>Deals</category>"
            "<description>The head of Nvidia denied a report.</description>"
            "<content:encoded><![CDATA[" +
            story(i, chinese) + "]]></content:encoded></item>\n";
  }
  return feed + "</channel></rss>\n";
}

std::string atom() {
  std::string feed =
      "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wire</title>"
      "<link rel=\"self\" href=\"https://wire.example/atom\"/>\n";
  for (size_t i = 0; i < 50; ++i) {
    const std::string number = std::to_string(i);
    feed += "<entry><id>tag:wire.example,2026:" + number + "</id><title>Huang denies rift</title>" +
            "<updated>2026-02-05T03:03:22Z</updated><link href=\"/" + number +
            "\"/><author><name>Ann Lowe</name></author><content type=\"html\">" +
            escaped(story(i, false)) + "</content></entry>\n";
  }
  return feed + "</feed>\n";
}

std::string newsml() {
  std::string paragraphs;
  for (size_t i = 0; i < 12; ++i) {
    paragraphs +=
        "<p><person>Jensen Huang</person> denied on Tuesday that <org>Nvidia</org> was unhappy "
        "with its partner; the report of a newspaper, he said, was nonsense.</p>\n";
  }
  return "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:newsml:1\" "
         "version=\"3\"><itemMeta><itemClass qcode=\"ninat:text\"/><provider "
         "literal=\"NW\"/><versionCreated>2026-02-03T09:30:00Z</versionCreated><pubStatus "
         "qcode=\"stat:usable\"/></itemMeta><contentMeta><headline>Huang denies "
         "rift</headline><by>Ann Lowe</by><language tag=\"en\"/></contentMeta><contentSet>"
         "<inlineXML contenttype=\"application/nitf+xml\"><nitf "
         "xmlns=\"http://iptc.org/std/NITF/2006-10-18/\"><body><body.content>" +
         paragraphs + "</body.content></body></nitf></inlineXML></contentSet></newsItem>\n";
}

// A page as they are: most of its bytes are scripts, styles and navigation.
std::string page(bool chinese) {
  std::string html =
      "<!DOCTYPE html><html lang=\"en\"><head><title>Huang denies rift | Wire</title>"
      "<meta property=\"article:published_time\" content=\"2026-02-05T03:03:22Z\"><style>";
  for (size_t i = 0; i < 200; ++i)
    html += ".card-" + std::to_string(i) + "{margin:0 auto;color:#333}\n";
  html += "</style><script>";
  for (size_t i = 0; i < 200; ++i)
    html += "var a" + std::to_string(i) + "=function(b){return b<1?\"<p>\":b};\n";
  html += "</script></head><body><nav><ul>";
  for (size_t i = 0; i < 60; ++i) {
    html += "<li class=\"nav-item nav-item-" + std::to_string(i) +
            "\"><a class=\"link\" data-track=\"nav\" href=\"/section/" + std::to_string(i) +
            "\"><span>Section</span></a></li>\n";
  }
  html += "</ul></nav><main><article><h1>Huang denies rift</h1>";
  for (size_t i = 0; i < 4; ++i) html += story(i, chinese);
  html += "</article></main><div class=\"related\">";
  for (size_t i = 0; i < 30; ++i) {
    html += "<div class=\"card\"><a href=\"/" + std::to_string(i) +
            "\"><img src=\"x.jpg\" alt=\"\" loading=\"lazy\"><h3>Another story</h3></a></div>\n";
  }
  return html + "</div><footer><p>All rights reserved.</p></footer></body></html>\n";
}

Origin origin() {
  Origin origin;
  static const FieldMap fields = [] {
    FieldMap made;
    made.headline = {"headline"};
    made.body = {"/body"};
    return made;
  }();
  origin.place = "bench";
  origin.time = 0;
  origin.fields = &fields;
  return origin;
}

void set_bytes(benchmark::State& state, size_t bytes) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes));
}

void read(benchmark::State& state, Format format, const std::string& bytes) {
  for (auto _ : state) {
    auto items = parse(format, bytes, origin());
    if (!items) state.SkipWithError(items.error().text.c_str());
    benchmark::DoNotOptimize(items);
  }
  set_bytes(state, bytes.size());
}

void bare_pugixml(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    pugi::xml_document document;
    benchmark::DoNotOptimize(document.load_buffer(bytes.data(), bytes.size()));
  }
  set_bytes(state, bytes.size());
}

void bare_gumbo(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    GumboOutput* output =
        gumbo_parse_with_options(&kGumboDefaultOptions, bytes.data(), bytes.size());
    benchmark::DoNotOptimize(output);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  }
  set_bytes(state, bytes.size());
}

void snippet(benchmark::State& state, const std::string& html) {
  for (auto _ : state) benchmark::DoNotOptimize(html_to_text(html));
  set_bytes(state, html.size());
}

double seconds_of(const hostile::Pattern& pattern, const std::string& bytes) {
  return best_seconds([&] { benchmark::DoNotOptimize(parse(pattern.format, bytes, origin())); });
}

void doubled(benchmark::State& state, const hostile::Pattern& pattern) {
  constexpr size_t kHalf = 512 * 1024;
  const std::string half = document(pattern, kHalf), whole = document(pattern, 2 * kHalf);
  double one = 0, two = 0;
  for (auto _ : state) {
    one = seconds_of(pattern, half);
    two = seconds_of(pattern, whole);
  }
  state.counters["ratio"] = two / one;
  state.counters["ms_per_MiB"] = two * 1000;
}

void add_format(const char* name, Format format, const std::string& bytes, bool xml) {
  benchmark::RegisterBenchmark((std::string("hearsay/") + name).c_str(),
                               [=](benchmark::State& state) { read(state, format, bytes); });
  benchmark::RegisterBenchmark((std::string(xml ? "pugixml/" : "gumbo/") + name).c_str(),
                               [=](benchmark::State& state) {
                                 xml ? bare_pugixml(state, bytes) : bare_gumbo(state, bytes);
                               });
}

}  // namespace
}  // namespace hearsay

int main(int argc, char** argv) {
  using namespace hearsay;
  // Freed memory stays in the program: else the larger document also pays for fresh pages each
  // time.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  benchmark::Initialize(&argc, argv);
  add_format("rss", Format::kFeed, rss(false), true);
  add_format("rss_zh", Format::kFeed, rss(true), true);
  add_format("atom", Format::kFeed, atom(), true);
  add_format("newsml", Format::kNewsml, newsml(), true);
  add_format("page", Format::kHtml, page(false), false);
  add_format("page_zh", Format::kHtml, page(true), false);
  const std::string body = story(1, false);
  benchmark::RegisterBenchmark("hearsay/snippet",
                               [=](benchmark::State& state) { snippet(state, body); });
  benchmark::RegisterBenchmark("gumbo/snippet",
                               [=](benchmark::State& state) { bare_gumbo(state, body); });
  for (const hostile::Pattern& pattern : hostile::patterns()) {
    benchmark::RegisterBenchmark((std::string("doubled/") + pattern.name).c_str(),
                                 [&](benchmark::State& state) { doubled(state, pattern); })
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
