// TrackerTest: one tracker, and short ways to tell it things and to look at what it answers.
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>

#include "pipeline/core/tracker.h"
#include "tests/unit/event_records.h"

namespace hearsay {

using testing::assertion;
using testing::item_state;
using testing::OwnedRecord;
using testing::record_of;
using testing::Said;
using testing::Scored;
using testing::sentiment;
using testing::test_book;

inline constexpr TimeMs kDay = 24 * 3600 * 1000;
inline constexpr TimeMs kStart = 1'770'000'000'000;  // 2026-02-02
inline const std::string kClaim = "investment.stalls/nvidia/openai";

// The transitions of an output, as "from>to (reason)".
inline std::string moves(const Output& output) {
  std::string text;
  for (const auto& [topic, event] : output.events) {
    if (topic != Topic::kTransitions) continue;
    simdjson::dom::parser parser;
    simdjson::dom::element data;
    EXPECT_EQ(parser.parse(event.data).get(data), simdjson::SUCCESS);
    std::string_view from = "-", to, reason;
    if (!data["from"].is_null()) {
      EXPECT_EQ(data["from"].get(from), simdjson::SUCCESS);
    }
    EXPECT_EQ(data["to"].get(to), simdjson::SUCCESS);
    EXPECT_EQ(data["reason"].get(reason), simdjson::SUCCESS);
    text += std::string(from) + ">" + std::string(to) + " (" + std::string(reason) + ")";
  }
  return text;
}

class TrackerTest : public ::testing::Test {
 protected:
  Output step(const OwnedRecord& record) {
    OwnedRecord numbered = record;
    numbered.offset = ++offset_;
    Output output = tracker_.step(numbered.record());
    EXPECT_FALSE(output.reject) << output.reject->text;
    return output;
  }
  std::string say(const Said& said) { return moves(step(assertion(said))); }

  // The data of the state event of `key`; "" if none is sent.
  std::string state(Tracker& tracker, const std::string& key) {
    std::string data;
    for (const auto& [topic, event] : tracker.flush()) {
      if (event.subject == key) data = event.data;
    }
    return data;
  }
  std::string state(const std::string& key = kClaim) { return state(tracker_, key); }

  Tracker tracker_{test_book()};
  int64_t offset_ = 0;
};

inline std::string member(const std::string& data, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(data).at_pointer(pointer).get(element) != simdjson::SUCCESS) return "absent";
  return simdjson::minify(element);
}

}  // namespace hearsay
