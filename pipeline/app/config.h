// Config: the daemon's one YAML file as a checked value; whatever is unknown or out of range is an
// error with its place.
//
//   brokers: broker-1:9092,broker-2:9092
//   input:
//     - topic: news
//       format: ninjs            # ninjs | json | feed | newsml | html | text | detect
//       item_bytes_max: 1048576  # of a record, as it comes and when unpacked
//       fields: {headline: title, body: [/data/content, summary], zone: Asia/Shanghai}
//   prefix: hearsay.
//   group: hearsay
//   instance: desk-1             # the same after each restart, different in each process
//   roles: [tag, track]          # the default
//   lanes: 1                     # of each role
//   delivery: exactly-once       # or at-least-once, for the role tag alone
//   commit: {records: 500, bytes: 4194304, interval_ms: 100, dry_ms: 1}
//   dead_letters: {window: 1000, dead_max: 50}
//   rules: {dir: /etc/hearsay/rules, entities: [ours.tsv], packs: [desk.yaml]}
//   kafka:
//     security.protocol: SASL_SSL
//     sasl.password: {file: /run/credentials/hearsay/kafka-password}
#pragma once

#include <string>
#include <vector>

#include "parsers/parse.h"
#include "parsers/result.h"
#include "pipeline/app/commands.h"
#include "pipeline/kafka/lane.h"

namespace hearsay::app {

struct InputTopic {
  std::string topic;
  Form form;
};

// What a process does: read news, follow claims.
enum class Role : uint8_t { kTag, kTrack };

struct Config {
  kafka::ClientSettings client;  // secrets already read: never print it
  std::vector<InputTopic> input;
  std::string prefix = "hearsay.";
  std::string group = "hearsay";
  std::string instance;  // default: the host's name
  std::vector<Role> roles = {Role::kTag, Role::kTrack};
  uint32_t lanes = 1;
  bool exactly_once = true;
  kafka::CommitLimits commit;
  kafka::FloodGuard guard;
  RuleFlags rules;
};

// Limits of what a configuration may ask for.
inline constexpr uint32_t kLanesMax = 64;                 // a thread and two Kafka clients each
inline constexpr uint32_t kCommitRecordsMax = 100'000;    // all of them are redone after a failure
inline constexpr uint32_t kCommitIntervalMaxMs = 10'000;  // well under the transaction timeout
inline constexpr size_t kConfigBytesMax = 1U << 20U;

// Reads and checks a file. May fail with "config.*"; the text is
// "FILE:LINE:COLUMN: found, expected".
Result<Config> read_config(const std::string& file);
// The same for bytes; `name` begins error texts.
Result<Config> parse_config(const std::string& name, const std::string& bytes);

}  // namespace hearsay::app
