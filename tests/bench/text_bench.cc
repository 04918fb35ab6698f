// Bytes a second of JSON, charsets and folding, next to simdjson and ICU on the same bytes; and
// hostile texts at two sizes, whose times should be as their sizes (counter "ratio": at most 2.3).
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <simdjson.h>
#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>

#include <functional>
#include <string>
#include <utility>

#include "parsers/charset.h"
#include "parsers/ninjs.h"
#include "parsers/parse.h"
#include "rules/text.h"
#include "tests/bench/doubling.h"
#include "tests/unit/encoded.h"

namespace hearsay {
namespace {

std::string story(bool chinese, size_t paragraphs, std::string_view line_end) {
  std::string text;
  for (size_t i = 0; i < paragraphs; ++i) {
    text += chinese
                ? "英伟达首席执行官黄仁勋周四在台北表示，公司对OpenAI的投资没有搁置，有关不满的说法"
                  "是“无稽"
                  "之谈”。他说：“我们将在下一轮融资中投入数百亿美元。”知情人士称，双方仍在谈判。"
                : "The head of Nvidia told reporters in Taipei on Thursday that the investment in "
                  "OpenAI was not on hold. The report, he said, was “nonsense”; people familiar "
                  "with the talks say that the two sides have met again since.";
    text += line_end;
  }
  return text;
}

std::string ninjs(bool chinese, size_t paragraphs = 12) {
  return R"({"uri":"urn:wire:2026:18443","version":"2","type":"text","language":")" +
         std::string(chinese ? "zh-Hans" : "en") +
         R"(","versioncreated":"2026-02-05T03:03:22Z","firstcreated":"2026-02-05T02:58:00Z",)"
         R"("pubstatus":"usable","urgency":3,"provider":{"name":"Harbour Wire","uri":"https://h.example"},)"
         R"("headline":")" +
         (chinese ? "黄仁勋否认搁置对OpenAI的投资" : "Huang denies rift") +
         R"(","byline":"Ann Lowe","subject":[{"name":"Deals","scheme":"s","code":"04016000"},)"
         R"({"name":"Technology","scheme":"s","code":"13010000"}],"body_text":")" +
         story(chinese, paragraphs, "\\n") + R"(","usageterms":"No resale."})";
}

Origin origin() {
  Origin origin;
  origin.place = "bench";
  origin.time = 0;
  return origin;
}

void set_bytes(benchmark::State& state, size_t bytes) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes));
}

void read(benchmark::State& state, const std::string& bytes, const FieldMap* fields) {
  Origin from = origin();
  from.fields = fields;
  for (auto _ : state) {
    auto items = parse(fields ? Format::kMappedJson : Format::kNinjs, bytes, from);
    if (!items) state.SkipWithError(items.error().text.c_str());
    benchmark::DoNotOptimize(items);
  }
  set_bytes(state, bytes.size());
}

// The reader of the format alone, without charset and language.
void read_alone(benchmark::State& state, const std::string& bytes) {
  const Origin from = origin();
  for (auto _ : state) {
    auto items = read_ninjs(bytes, from);
    if (!items) state.SkipWithError(items.error().text.c_str());
    benchmark::DoNotOptimize(items);
  }
  set_bytes(state, bytes.size());
}

// What a user of simdjson's on-demand reader keeps of an item: its members as they are written.
struct BareItem {
  std::string uri, version, language, versioncreated, pubstatus, provider, headline, byline, body;
  int64_t urgency = 0;
};

// The on-demand reader, which makes the members that an Item needs into strings and looks at no
// other. Like ours it has to copy the record, since no record comes with simdjson's padding.
BareItem read_on_demand(simdjson::ondemand::parser& parser, const simdjson::padded_string& padded) {
  BareItem item;
  auto document = parser.iterate(padded);
  const auto keep = [](auto value, std::string& to) {
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS) to = text;
  };
  for (auto field : document.get_object()) {
    const std::string_view key = field.unescaped_key();
    if (key == "uri") {
      keep(field.value(), item.uri);
    } else if (key == "version") {
      keep(field.value(), item.version);
    } else if (key == "language") {
      keep(field.value(), item.language);
    } else if (key == "versioncreated") {
      keep(field.value(), item.versioncreated);
    } else if (key == "pubstatus") {
      keep(field.value(), item.pubstatus);
    } else if (key == "provider") {
      keep(field.value().get_object()["name"], item.provider);
    } else if (key == "headline") {
      keep(field.value(), item.headline);
    } else if (key == "byline") {
      keep(field.value(), item.byline);
    } else if (key == "body_text") {
      keep(field.value(), item.body);
    } else if (key == "urgency") {
      int64_t urgency = 0;
      if (field.value().get_int64().get(urgency) == simdjson::SUCCESS) item.urgency = urgency;
    }
  }
  return item;
}

void bare_on_demand(benchmark::State& state, const std::string& bytes) {
  simdjson::ondemand::parser parser;
  for (auto _ : state) {
    const simdjson::padded_string padded(bytes);
    const BareItem item = read_on_demand(parser, padded);
    if (item.provider.empty() || item.body.empty() || item.urgency == 0)
      state.SkipWithError("a member was not read");
    benchmark::DoNotOptimize(item);
  }
  set_bytes(state, bytes.size());
}

void bare_icu_converter(benchmark::State& state, const std::string& bytes, const char* charset) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(bytes.size() * 3, '\0');
  for (auto _ : state) {
    benchmark::DoNotOptimize(ucnv_convert("UTF-8", charset, out.data(),
                                          static_cast<int32_t>(out.size()), bytes.data(),
                                          static_cast<int32_t>(bytes.size()), &status));
  }
  set_bytes(state, bytes.size());
}

void charset(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    auto decoded = read_charset(bytes, "", "bench");
    if (!decoded) state.SkipWithError(decoded.error().text.c_str());
    benchmark::DoNotOptimize(decoded);
  }
  set_bytes(state, bytes.size());
}

void folded(benchmark::State& state, const std::string& body) {
  Item item;
  item.body = body;
  for (auto _ : state) benchmark::DoNotOptimize(fold(item));
  set_bytes(state, body.size());
}

void folded_bytes(benchmark::State& state, const std::string& body) {
  for (auto _ : state) {
    folding::Folded out;
    out.bytes.reserve(body.size() + 8);
    folding::fold_bytes(body, 0, body.size(), {}, out);
    benchmark::DoNotOptimize(out);
  }
  set_bytes(state, body.size());
}

void bare_icu_casefold(benchmark::State& state, const std::string& body) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  for (auto _ : state) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<int32_t>(body.size()));
    icu::Edits edits;
    nfkc->normalizeUTF8(0, body, sink, &edits, status);
    benchmark::DoNotOptimize(out);
  }
  set_bytes(state, body.size());
}

// Texts made to be slow to fold or to cut into sentences: repeated to a size.
constexpr std::pair<const char*, const char*> kHostile[] = {
    {"marks", "\u0301"},
    {"marks_on_letters", "e\u0301\u0323\u0301\u0323"},
    {"marks_and_controls", "\u0301\x01"},
    {"look_alikes", "\u0430"},
    {"look_alikes_apart", "\u0430\u200B.\u0435"},
    {"invisible", "\u200B\u202E"},
    {"ligatures", "\uFDFA"},
    {"ampersands", "&&#"},
    {"references", "&notin;&am"},
    {"blanks", " \u3000"},
    {"full_stops", "."},
    {"stops_and_blanks", "a. "},
    {"quotes", "\"!\" "},
    {"han_quotes", "“。”"},
    {"small_words", "! a"},
    {"bullets", "• a"},
    {"lines", "\n"},
    {"no_marks", "x"},
    {"han", "达"},
};

std::string repeated(std::string_view piece, size_t bytes) {
  std::string text;
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

void doubled(benchmark::State& state, const char* piece) {
  constexpr size_t kHalf = 512 * 1024;
  Item half, whole;
  half.body = repeated(piece, kHalf);
  whole.body = repeated(piece, 2 * kHalf);
  for (auto _ : state) {
    const double one = best_seconds([&] { benchmark::DoNotOptimize(fold(half)); });
    const double two = best_seconds([&] { benchmark::DoNotOptimize(fold(whole)); });
    state.counters["ratio"] = two / one;
    state.counters["ms_per_MiB"] = two * 1000;
  }
}

const FieldMap& fields() {
  static const FieldMap map = [] {
    FieldMap made;
    made.uri = {"uri"};
    made.headline = {"/headline"};
    made.body = {"content", "body_text"};
    made.published = {"versioncreated"};
    made.provider = {"/provider/name"};
    return made;
  }();
  return map;
}

void add(const std::string& name, const std::function<void(benchmark::State&)>& run) {
  benchmark::RegisterBenchmark(name.c_str(), run);
}

void add_all() {
  for (const bool chinese : {false, true}) {
    const std::string tail = chinese ? "_zh" : "_en";
    const std::string json = ninjs(chinese), text = story(chinese, 20, "\n");
    add("hearsay/ninjs" + tail, [=](auto& state) { read(state, json, nullptr); });
    const std::string long_json = ninjs(chinese, 60);
    add("hearsay/ninjs_long" + tail, [=](auto& state) { read(state, long_json, nullptr); });
    add("simdjson/on_demand_long" + tail, [=](auto& state) { bare_on_demand(state, long_json); });
    add("hearsay/read_ninjs" + tail, [=](auto& state) { read_alone(state, json); });
    add("hearsay/mapped" + tail, [=](auto& state) { read(state, json, &fields()); });
    add("simdjson/on_demand" + tail, [=](auto& state) { bare_on_demand(state, json); });
    add("hearsay/fold" + tail, [=](auto& state) { folded(state, text); });
    add("hearsay/fold_bytes" + tail, [=](auto& state) { folded_bytes(state, text); });
    add("icu/nfkc_casefold" + tail, [=](auto& state) { bare_icu_casefold(state, text); });
  }
  const std::string text = story(true, 20, "\n");
  const std::string gbk = testing::encoded(text, "GB18030"),
                    big5_text = "輝達否認擱置對OpenAI的投資。";
  std::string traditional;
  for (int i = 0; i < 200; ++i) traditional += big5_text;
  const std::string big5 = testing::encoded(traditional, "Big5");
  add("hearsay/charset_utf8", [=](auto& state) { charset(state, text); });
  add("hearsay/charset_gbk", [=](auto& state) { charset(state, gbk); });
  add("icu/gb18030", [=](auto& state) { bare_icu_converter(state, gbk, "GB18030"); });
  add("hearsay/charset_big5", [=](auto& state) { charset(state, big5); });
  add("icu/big5", [=](auto& state) { bare_icu_converter(state, big5, "Big5-HKSCS"); });
  for (const auto& [name, piece] : kHostile) {
    benchmark::RegisterBenchmark(
        (std::string("doubled/fold_") + name).c_str(),
        [piece = piece](benchmark::State& state) { doubled(state, piece); })
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace
}  // namespace hearsay

int main(int argc, char** argv) {
  // Freed memory stays in the program: else the larger text also pays for fresh pages each time.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  benchmark::Initialize(&argc, argv);
  hearsay::add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
