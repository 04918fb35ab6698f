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
//   memory_mib: 512              # of the process; bounds what waits in queues
//   state_mib: 128               # of one partition's state, as it is sent
//   delivery: exactly-once       # or at-least-once, for the role tag alone
//   commit: {records: 500, bytes: 4194304, interval_ms: 100, dry_ms: 1}
//   dead_letters: {window: 1000, dead_max: 50}
//   state_dir: /var/lib/hearsay  # counts the deaths of a record; default: $STATE_DIRECTORY
//   health: {address: "127.0.0.1:9464"}   # numeric; port 0: any free one; or `address: none`
//   rules: {dir: /etc/hearsay/rules, entities: [ours.tsv], packs: [desk.yaml], words_alone: false,
//           rules_alone: false}
//   kafka:
//     security.protocol: SASL_SSL
//     sasl.password: {file: /run/credentials/hearsay/kafka-password}
#pragma once

#include <string>
#include <vector>

#include "parsers/parse.h"
#include "parsers/result.h"
#include "pipeline/app/commands.h"
#include "pipeline/core/tracker.h"
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
  uint32_t memory_mib = 512;  // see lane_memory()
  uint32_t state_mib = 128;   // of one partition's claims and companies; see tracker_limits()
  bool exactly_once = true;
  kafka::CommitLimits commit;
  kafka::FloodGuard guard;
  RuleFlags rules;
  std::string state_dir;  // see kafka::StepMark; empty: a crash leaves nothing to the next start
  std::string health = "127.0.0.1:9464";  // where the health listener is; empty: there is none
};

// Limits of what a configuration may ask for.
inline constexpr uint32_t kLanesMax = 64;                 // a thread and two Kafka clients each
inline constexpr uint32_t kCommitRecordsMax = 100'000;    // all of them are redone after a failure
inline constexpr uint32_t kCommitIntervalMaxMs = 10'000;  // well under the transaction timeout
// What the program and two sets of rules (a reload has both) need beside the lanes, measured at 85.
inline constexpr uint32_t kOwnMemoryMib = 128;
// A lane with less could not hold one fetch and one batch of the largest items.
inline constexpr uint32_t kLaneMemoryMinMib = 32;
inline constexpr uint32_t kMemoryMaxMib = 1U << 20U;
inline constexpr size_t kConfigBytesMax = 1U << 20U;

// Takes another prefix, and with it groups of its own ("GROUP.PREFIX"): their offsets and state are
// not those of the live ones. May fail with "config.name".
Result<bool> use_prefix(Config& config, const std::string& prefix);
// Takes "tag", "track" or "tag,track" instead of the roles that it has. May fail with
// "config.role", "config.delivery", "config.missing".
Result<bool> use_roles(Config& config, const std::string& roles);

// Reads and checks a file. May fail with "config.*"; the text is
// "FILE:LINE:COLUMN: found, expected".
Result<Config> read_config(const std::string& file);
// The same for bytes; `name` begins error texts.
Result<Config> parse_config(const std::string& name, const std::string& bytes);

// What the state of one partition number may hold: three quarters are for claims.
TrackerLimits tracker_limits(const Config& config);
// What each lane may keep in its queues, in bytes: an equal part of what the program leaves.
uint64_t lane_memory(const Config& config);

}  // namespace hearsay::app
