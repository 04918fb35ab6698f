// The tagger's step: order and ids of events, kills, rejects, time.
#include "pipeline/core/tagger.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <set>

#include "pipeline/core/event.h"

namespace hearsay {
namespace {

// The shipped rules: an assertion needs them all.
const Engine& engine() {
  static const std::shared_ptr<const Engine> loaded = [] {
    const auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
    EXPECT_TRUE(sources);
    auto result = Engine::load(*sources);
    EXPECT_TRUE(result) << (result ? "" : result.error().text);
    return result ? *result : nullptr;
  }();
  return *loaded;
}

const std::string kItem =
    R"({"uri":"urn:t:1","version":"3","versioncreated":"2026-02-05T04:00:00Z","language":"en",)"
    R"("headline":"Nvidia denies that its investment in OpenAI has stalled",)"
    R"("body_text":"Nvidia on Thursday denied that its investment in OpenAI has stalled."})";

Output step(const std::string& value, bool from_file = true, int64_t offset = 1,
            std::optional<TimeMs> time = std::nullopt) {
  Record record;
  record.topic = from_file ? "feed.jsonl" : "news";
  record.offset = offset;
  record.value = value;
  record.time = time;
  record.from_file = from_file;
  return Tagger(engine()).step(record, Form{.format = Format::kNinjs, .fields = {}});
}

std::vector<std::string> ids(const Output& output) {
  std::vector<std::string> found;
  for (const auto& [topic, event] : output.events) found.push_back(event.id);
  return found;
}

size_t count(const Output& output, Topic topic) {
  return static_cast<size_t>(std::count_if(output.events.begin(), output.events.end(),
                                           [&](const auto& one) { return one.first == topic; }));
}

TEST(Tagger, SendsAssertionsThenSentimentThenTheItemsState) {
  const Output output = step(kItem);
  ASSERT_FALSE(output.reject);
  ASSERT_GE(count(output, Topic::kAssertions), 1U);
  ASSERT_GE(count(output, Topic::kSentiment), 1U);
  EXPECT_TRUE(std::is_sorted(output.events.begin(), output.events.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; }));
  const Event& state = output.events.back().second;
  EXPECT_EQ(state.type, kItemType);
  EXPECT_EQ(state.subject, "urn:t:1");
  EXPECT_NE(state.data.find(output.events.front().second.id), std::string::npos)
      << "the state names the assertion";
}

TEST(Tagger, IdsOfAFilesEventsAreThoseOfTheItemWhereverItStands) {
  EXPECT_EQ(ids(step(kItem, true, 1)), ids(step(kItem, true, 99)));
  std::string newer = kItem;
  newer.replace(newer.find("\"3\""), 3, "\"4\"");
  EXPECT_NE(ids(step(newer)), ids(step(kItem)));
}

TEST(Tagger, IdsOfAKafkaRecordsEventsAreThoseOfItsPlace) {
  const auto first = ids(step(kItem, false, 1)), second = ids(step(kItem, false, 2));
  std::set<std::string> all(first.begin(), first.end());
  all.insert(second.begin(), second.end());
  EXPECT_EQ(all.size(), first.size() + second.size());
  EXPECT_EQ(ids(step(kItem, false, 1)), first);
}

TEST(Tagger, TimeIsTheRecordsElseTheItems) {
  for (const auto& [topic, event] : step(kItem).events) {
    EXPECT_EQ(event.time, time_from_rfc3339("2026-02-05T04:00:00.000Z"));
    EXPECT_NE(event.data.find("\"received\":null"), std::string::npos) << event.data;
  }
  for (const auto& [topic, event] : step(kItem, false, 1, 1'771'000'000'000).events) {
    EXPECT_EQ(event.time, 1'771'000'000'000);
    EXPECT_NE(event.data.find("\"received\":\"" + rfc3339(1'771'000'000'000)), std::string::npos);
  }
}

TEST(Tagger, AKilledOrWithheldItemAssertsNothing) {
  for (const char* status : {"canceled", "withheld"}) {
    std::string item = kItem;
    item.insert(1, "\"pubstatus\":\"" + std::string(status) + "\",");
    const Output output = step(item);
    ASSERT_EQ(output.events.size(), 1U) << status;
    EXPECT_NE(output.events[0].second.data.find("\"claims\":[]"), std::string::npos);
  }
}

TEST(Tagger, ARecordThatCannotBeReadIsARejectThatNamesItsPlace) {
  const Output file = step("{\"uri\": \"urn:secret\"", true, 7);
  ASSERT_TRUE(file.reject);
  EXPECT_TRUE(file.events.empty());
  EXPECT_TRUE(file.reject->text.starts_with("feed.jsonl:7: ")) << file.reject->text;
  EXPECT_EQ(file.reject->text.find("secret"), std::string::npos) << "never the payload";
  const Output kafka = step("", false, 7);
  ASSERT_TRUE(kafka.reject);
  EXPECT_TRUE(kafka.reject->text.starts_with("news/0@7: ")) << kafka.reject->text;
}

}  // namespace
}  // namespace hearsay
