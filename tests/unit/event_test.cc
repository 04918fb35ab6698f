// Event ids, times and the envelope.
#include "pipeline/core/event.h"

#include <gtest/gtest.h>

#include <set>

namespace hearsay {
namespace {

TEST(EventId, IsFrozen) {
  // Consumers drop repeats by these ids: a change here makes every old event look new.
  EXPECT_EQ(event_id("cause", "0123456789abcdef", 0), "9217114ac0d654deb6fe234f5d1f59d1");
}

TEST(EventId, DiffersWhereverItsPartsDiffer) {
  std::set<std::string> ids;
  for (const char* cause : {"", "a", "ab", "1:a"}) {
    for (const char* hash : {"", "b", "bc"}) {
      for (const uint64_t ordinal : {0U, 1U, 10U}) ids.insert(event_id(cause, hash, ordinal));
    }
  }
  EXPECT_EQ(ids.size(), 36U);
  EXPECT_EQ(ids.begin()->size(), 32U);
}

TEST(EventId, CauseIsThePlaceOnKafkaAndTheItemInAFile) {
  Record record;
  record.topic = "news";
  record.partition = 1;
  record.offset = 23;
  Item item;
  item.uri = "urn:item";
  item.version = "2";
  Record moved = record;
  moved.offset = 24;
  EXPECT_NE(cause_of(record, item), cause_of(moved, item));
  record.from_file = moved.from_file = true;
  EXPECT_EQ(cause_of(record, item), cause_of(moved, item));
  const std::string second = cause_of(record, item);
  item.version = "3";
  EXPECT_NE(cause_of(record, item), second);
}

TEST(Rfc3339, WritesAndReadsTheSameTime) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(1'770'264'000'123), "2026-02-05T04:00:00.123Z");
  EXPECT_EQ(rfc3339(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(rfc3339(INT64_MAX), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(rfc3339(INT64_MIN), "0000-01-01T00:00:00.000Z");
  for (TimeMs time = -62'000'000'000'000; time < 250'000'000'000'000; time += 987'654'321'987) {
    ASSERT_EQ(time_from_rfc3339(rfc3339(time)), time);
  }
}

TEST(Rfc3339, ReadsNothingElse) {
  for (const char* text : {"", "2026-02-05", "2026-02-05T04:00:00Z", "2026-02-30T04:00:00.000Z",
                           "2026-02-05T24:00:00.000Z", "2026-02-05 04:00:00.000Z",
                           "2026-02-05T04:00:00.000z", "2026-02-05T04:00:-1.000Z"}) {
    EXPECT_FALSE(time_from_rfc3339(text)) << text;
  }
}

TEST(Structured, IsOneCloudEventOnOneLine) {
  Event event{"00ff", "io.hearsay.assertion.v1", "/hearsay/tag", "a/\"b\"", 0, R"({"x":1})"};
  EXPECT_EQ(structured(event),
            R"({"specversion":"1.0","id":"00ff","type":"io.hearsay.assertion.v1",)"
            R"("source":"/hearsay/tag","subject":"a/\"b\"","time":"1970-01-01T00:00:00.000Z",)"
            R"("datacontenttype":"application/json","data":{"x":1}})");
  event.time.reset();
  EXPECT_EQ(structured(event).find("\"time\""), std::string::npos);
}

}  // namespace
}  // namespace hearsay
