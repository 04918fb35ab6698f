// Health: what /livez, /readyz and /metrics say, made from what the lanes and the rules tell of
// themselves.
#pragma once

#include <string>
#include <vector>

#include "pipeline/app/live_rules.h"
#include "pipeline/gateway/ops_server.h"
#include "pipeline/kafka/status.h"

namespace hearsay::app {

struct LaneReport {
  std::string name;  // "tag-0"
  const kafka::LaneStatus* status;
};

// A lane that got nowhere for this long is dead: /livez says so, and the watchdog ends the process.
// Twice the transaction timeout: librdkafka's send_offsets can ignore its own when a coordinator is
// away.
inline constexpr int64_t kLaneSilentMaxMs = 60'000;

// Pure but for the statuses that it reads; `now` is wall time, `steady` that of progress_ms.
struct HealthFacts {
  std::vector<LaneReport> lanes;
  LiveRules::View rules;
  const Rulebook* book = nullptr;  // of the rules: names the pack of each claim type
  bool stopping = false;
  TimeMs now = 0;
  int64_t steady = 0;
};

// 200 "alive", or 503 and the lanes that hang.
gateway::Answer livez(const HealthFacts& facts);
// 200 or 503 with one JSON object: {"ready": bool, "version": text, "dependencies": [{"name",
// "ready", "state", "since" (RFC 3339 or null), "reason" and "last_error" (text or null)}…]}. The
// dependencies are "brokers", "lane NAME" for each lane, and "rules"; rules whose last reload was
// refused are still ready: the older ones work; so is a lane whose state is full: it says how many
// states were forgotten.
gateway::Answer readyz(const HealthFacts& facts);
// The Prometheus text format, 0.0.4.
gateway::Answer metrics(const HealthFacts& facts);

}  // namespace hearsay::app
