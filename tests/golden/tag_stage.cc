// Stage "tag": in.jsonl through the whole tagger; one line an assertion, its evidence below it.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <sstream>

#include "pipeline/core/tagger.h"
#include "tests/golden/golden.h"

namespace hearsay::testing {
namespace {

const Engine& shipped_engine() {
  static const std::shared_ptr<const Engine> engine = [] {
    const auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
    EXPECT_TRUE(sources) << (sources ? "" : sources.error().text);
    auto loaded = Engine::load(*sources);
    EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().text);
    return loaded ? *loaded : nullptr;
  }();
  return *engine;
}

using simdjson::dom::element;

std::string text(const simdjson::simdjson_result<element>& value) {
  std::string_view found;
  return value.get_string().get(found) == simdjson::SUCCESS ? std::string(found) : "?";
}

int64_t whole(const simdjson::simdjson_result<element>& value) {
  int64_t found = -1;
  return value.get_int64().get(found) == simdjson::SUCCESS ? found : -1;
}

void show_assertion(const element& data, std::ostream& out) {
  out << text(data["stance"]) << ' ' << text(data["claim"]["key"]) << " by "
      << text(data["speaker"]) << " from " << text(data["origin"]);
  for (const element sum : data["amounts"].get_array()) {
    out << " (" << text(sum["currency"]) << ' ' << simdjson::minify(sum["value"]) << ' '
        << text(sum["bound"]) << ')';
  }
  out << '\n';
  for (const element evidence : data["evidence"].get_array()) {
    out << "    " << text(evidence["role"]) << ' ' << text(evidence["field"]) << ' '
        << whole(evidence["start"]) << '-' << whole(evidence["end"]) << " \""
        << text(evidence["text"]) << "\" " << text(evidence["rule"]) << '\n';
  }
}

}  // namespace

std::string tag_stage(const std::filesystem::path& folder) {
  const Tagger tagger(shipped_engine());
  std::istringstream lines(read_case_file(folder / "in.jsonl"));
  std::ostringstream out;
  Record record;
  record.topic = "in.jsonl";
  record.from_file = true;
  for (std::string line; std::getline(lines, line);) {
    ++record.offset;
    record.value = line;
    const Output output = tagger.step(record, Form{.format = Format::kNinjs, .fields = {}});
    if (output.reject)
      out << "reject " << output.reject->code << ": " << output.reject->text << '\n';
    for (const auto& [topic, event] : output.events) {
      simdjson::dom::parser parser;
      const element data = parser.parse(event.data).value();
      if (topic == Topic::kAssertions) show_assertion(data, out);
      if (topic == Topic::kSentiment && !data["entity"].is_null()) {
        out << "sentiment " << text(data["entity"]) << ' ' << text(data["polarity"]) << '\n';
      }
      if (topic == Topic::kItems)
        out << "item " << event.subject << ' ' << text(data["pubstatus"]) << '\n';
    }
  }
  return out.str();
}

}  // namespace hearsay::testing
