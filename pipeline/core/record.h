// Record and Output: what goes into a step of the pipeline and all that it caused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/item.h"
#include "parsers/result.h"

namespace hearsay {

// One input record, as Kafka or a file gave it. Borrowed views: valid during the step only.
struct Record {
  std::string_view topic;  // for files: the file's name
  int32_t partition = 0;
  int64_t offset = 0;  // for files: the line number
  std::string_view key;
  std::string_view value;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::optional<TimeMs> time;
  bool from_file = false;  // no topic: events are named after the item's uri and version
};

// The topics that the pipeline writes; the shell adds the configured prefix.
enum class Topic : uint8_t {
  kAssertions,   // hearsay.assertions, key: claim
  kSentiment,    // hearsay.sentiment, key: entity
  kItems,        // hearsay.items, key: item uri, compacted
  kClaims,       // hearsay.claims, key: claim, compacted
  kTransitions,  // hearsay.transitions, key: claim
  kEntities,     // hearsay.entities, key: entity, compacted
};
std::string_view name_of(Topic topic);  // "hearsay.assertions"

// A CloudEvents 1.0 event. `data` is one JSON object on one line.
struct Event {
  std::string id;              // deterministic, see pipeline/core/event.h
  std::string type;            // "io.hearsay.assertion.v1"
  std::string source;          // "/hearsay/tag"
  std::string subject;         // the record key on Kafka
  std::optional<TimeMs> time;  // CloudEvents allows an event without one
  std::string data;
};

struct Output {
  std::vector<std::pair<Topic, Event>> events;
  std::optional<Error> reject;  // the whole record goes to the dead letters, with this reason
  std::vector<Warning> warnings;
  bool nothing_found = false;  // it was read, and its events say only that: counted apart
};

}  // namespace hearsay
