// The wire: Kafka messages as Records, Events as CloudEvents in binary mode, rejects as dead
// letters.
#pragma once

#include <string>
#include <string_view>

#include "parsers/result.h"
#include "pipeline/core/record.h"
#include "pipeline/kafka/handles.h"

namespace hearsay::kafka {

// "topic/partition@offset": the origin in log lines and in the header "hearsay.src".
std::string place_of(const rd_kafka_message_t& message);

// Views into `message`, which outlives the record.
Record record_of(const rd_kafka_message_t& message);

// The full name of a topic: the prefix ("hearsay.") and the topic's own word.
std::string topic_name(std::string_view prefix, Topic topic);
inline constexpr std::string_view kDeadLetters = "dead-letters";

// ce_specversion, ce_id, ce_type, ce_source, ce_time, ce_subject, content-type, and hearsay.src.
Headers headers_of(const Event& event, std::string_view place);

// Why a record is dead, and who says so.
struct Death {
  Error error;
  std::string_view stage = "tag";              // "tag", "track", "produce"
  std::string_view disposition = "malformed";  // "malformed" | "oversize"
  std::string_view group, lane, rules_hash;
  bool valueless = false;  // the value was left out: it did not fit
};

// Each text header is cut to this: headers share the record's size limit with the value.
inline constexpr size_t kHeaderBytesMax = 1024;

// The original headers, then Kafka Connect's (__connect.errors.*) and ours (hearsay.*). Should the
// message bring such headers itself, the newest stand last, and readers of Kafka headers take the
// last. A retried letter brings "hearsay.retries" and "hearsay.retry_of", see dead_letters.h.
Headers dead_letter_headers(const rd_kafka_message_t& message, const Death& death);

// Lower-case hex of SHA-256.
std::string sha256_hex(std::string_view bytes);

}  // namespace hearsay::kafka
