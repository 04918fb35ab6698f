// Every event that the pipeline really sends is valid by the JSON Schema of its type.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <deque>
#include <fstream>

#include "pipeline/core/tagger.h"
#include "pipeline/core/tracker.h"
#include "tests/unit/event_records.h"
#include "tests/unit/process.h"

namespace hearsay {
namespace {

using testing::OwnedRecord;
using testing::record_of;
using testing::Scratch;

constexpr int kNoValidator = 77;  // validate_events.py says so

// Items that together cause every type of event: a rumour, a denial with a sum, Chinese, a second
// version that drops the claim, a kill, and one with nothing but a body.
const std::vector<std::string> kItems = {
    R"({"uri":"urn:s:1","version":"1","versioncreated":"2026-02-01T08:00:00Z","language":"en","provider":"reuters","headline":"Nvidia shelves its $100 billion investment in OpenAI, sources say","body_text":"Nvidia has put its planned investment of up to $100 billion in OpenAI on hold, people familiar with the matter said."})",
    R"({"uri":"urn:s:2","version":"1","versioncreated":"2026-02-02T08:00:00Z","language":"en","provider":"example-wire","headline":"Jensen Huang denies that the OpenAI investment has stalled","body_text":"Nvidia chief executive Jensen Huang denied on Monday that the company's $100 billion investment in OpenAI has stalled. \"That is nonsense,\" he said."})",
    R"({"uri":"urn:s:3","version":"1","versioncreated":"2026-02-03T08:00:00Z","language":"zh-Hans","headline":"英伟达否认暂停投资OpenAI","body_text":"英伟达周二否认暂停对OpenAI的1000亿美元投资，称相关传闻不实。"})",
    R"({"uri":"urn:s:1","version":"2","versioncreated":"2026-02-04T08:00:00Z","language":"en","provider":"reuters","headline":"Weather report","body_text":"It will rain tomorrow."})",
    R"({"uri":"urn:s:2","version":"2","versioncreated":"2026-02-05T08:00:00Z","language":"en","pubstatus":"canceled","headline":"Jensen Huang denies that the OpenAI investment has stalled","body_text":"Withdrawn."})",
    R"({"uri":"urn:s:4","body_text":"OpenAI did not answer a request for comment on reports that Nvidia's investment is on ice."})"};

// What the two hops send for kItems, the tracker's own events fed back to it as Kafka would.
std::vector<Event> all_events() {
  const auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
  if (!sources) {
    ADD_FAILURE() << sources.error().text;
    return {};
  }
  const auto engine = Engine::load(*sources);
  if (!engine) {
    ADD_FAILURE() << engine.error().text;
    return {};
  }
  const Tagger tagger(**engine);
  Tracker tracker((*engine)->book());
  std::vector<Event> events;
  std::deque<OwnedRecord> queue;
  for (size_t i = 0; i < kItems.size(); ++i) {
    Record record;
    record.topic = "news";
    record.offset = static_cast<int64_t>(i);
    record.value = kItems[i];
    record.time = 1'770'500'000'000 + static_cast<TimeMs>(i);
    const Output output = tagger.step(record, Form{.format = Format::kNinjs, .fields = {}});
    EXPECT_FALSE(output.reject) << output.reject->text;
    for (const auto& [topic, event] : output.events) {
      events.push_back(event);
      queue.push_back(record_of(topic, event));
    }
  }
  for (int64_t offset = 0; !queue.empty(); ++offset) {
    queue.front().offset = offset;
    const Output output = tracker.step(queue.front().record());
    EXPECT_FALSE(output.reject) << output.reject->text;
    queue.pop_front();
    for (const auto& [topic, event] : output.events) {
      events.push_back(event);
      if (topic == Topic::kAssertions) queue.push_back(record_of(topic, event));
    }
  }
  for (auto& [topic, event] : tracker.flush()) events.push_back(event);
  return events;
}

// Status of the validator over these events; its messages go to the scratch folder.
int validate(const Scratch& scratch, const std::vector<Event>& events) {
  std::string lines;
  for (const Event& event : events) lines += structured(event) + '\n';
  const std::string file = scratch.write("events.ndjson", lines);
  const std::string root = HEARSAY_SOURCE_DIR;
  const int status =
      std::system(("/usr/bin/python3 '" + root + "/tests/golden/validate_events.py' '" + root +
                   "/pipeline/core/schemas' '" + file + "' > '" + scratch.path("counts") +
                   "' 2> '" + scratch.path("messages") + "'")
                      .c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Schemas, EveryEventIsValid) {
  const Scratch scratch;
  const int status = validate(scratch, all_events());
  if (status == kNoValidator)
    GTEST_SKIP() << "the Debian package python3-jsonschema is not installed";
  EXPECT_EQ(status, 0) << scratch.read("messages");
  const std::string counts = scratch.read("counts");
  for (const std::string_view type : {kAssertionType, kSentimentType, kItemType, kWithdrawalType,
                                      kClaimType, kTransitionType, kEntityType}) {
    EXPECT_NE(counts.find(std::string(type) + ' '), std::string::npos)
        << "no " << type << " was sent";
  }
}

TEST(Schemas, AnEventWithAMemberTooFewOrTooManyIsNot) {
  const Scratch scratch;
  const std::vector<Event> events = all_events();
  for (const Event& event : events) {
    Event longer = event;
    longer.data.insert(1, "\"unheard-of\":1,");
    Event shorter = event;
    shorter.data = "{}";
    for (const Event& wrong : {longer, shorter}) {
      const int status = validate(scratch, {wrong});
      if (status == kNoValidator)
        GTEST_SKIP() << "the Debian package python3-jsonschema is not installed";
      ASSERT_EQ(status, 1) << event.type;
    }
    if (event.type == kItemType) break;  // one item's worth: each check starts a process
  }
}

}  // namespace
}  // namespace hearsay
