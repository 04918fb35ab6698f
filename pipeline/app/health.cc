// Liveness and readiness.
#include "pipeline/app/health.h"

#include <algorithm>

#include "pipeline/core/event.h"
#include "pipeline/core/json.h"

namespace hearsay::app {
namespace {

using kafka::LaneState;
using kafka::LaneStatus;

struct Dependency {
  std::string name;
  bool ready = false;
  std::string state;
  TimeMs since = 0;  // 0: not known
  std::string reason, last_error;
};

Dependency brokers_of(const std::vector<LaneReport>& lanes) {
  Dependency brokers{
      .name = "brokers", .ready = true, .state = "up", .reason = "", .last_error = ""};
  for (const LaneReport& lane : lanes) {
    const LaneStatus::View view = lane.status->view();
    if (brokers.last_error.empty()) brokers.last_error = view.brokers_error;
    if (view.brokers_down && brokers.ready) {
      brokers.ready = false;
      brokers.state = "down";
      brokers.since = view.brokers_since;
      brokers.reason = brokers.last_error = view.brokers_error;
    } else if (brokers.ready && view.brokers_since == 0) {
      brokers.ready = false;
      brokers.state = "unknown";
      brokers.since = 0;
      brokers.reason = "no answer yet";
    } else if (brokers.ready) {
      brokers.since = std::max(brokers.since, view.brokers_since);
    }
  }
  return brokers;
}

std::vector<Dependency> dependencies(const HealthFacts& facts) {
  std::vector<Dependency> all = {brokers_of(facts.lanes)};
  for (const LaneReport& lane : facts.lanes) {
    const LaneStatus::View view = lane.status->view();
    const uint64_t forgotten = lane.status->state_forgotten;
    std::string reason = view.reason;
    if (reason.empty() && forgotten > 0) {
      reason = "its state is full: " + std::to_string(forgotten) + " states were forgotten";
    }
    all.push_back({.name = "lane " + lane.name,
                   .ready = view.state == LaneState::kRunning,
                   .state = std::string(name_of(view.state)),
                   .since = view.since,
                   .reason = std::move(reason),
                   .last_error = view.last_error});
  }
  const bool kept = !facts.rules.last_error.empty();
  all.push_back({.name = "rules",
                 .ready = true,
                 .state = kept ? "older rules kept" : "loaded",
                 .since = kept ? facts.rules.last_attempt : facts.rules.since,
                 .reason = "",
                 .last_error = facts.rules.last_error});
  return all;
}

}  // namespace

gateway::Answer livez(const HealthFacts& facts) {
  gateway::Answer answer;
  for (const LaneReport& lane : facts.lanes) {
    const int64_t silent = facts.steady - lane.status->progress_ms;
    if (silent < kLaneSilentMaxMs || lane.status->view().state == LaneState::kStopped) continue;
    answer.status = 503;
    answer.body += "lane " + lane.name + " has got nowhere for " + std::to_string(silent) + " ms\n";
  }
  if (answer.status == 200) answer.body = "alive\n";
  return answer;
}

gateway::Answer readyz(const HealthFacts& facts) {
  const std::vector<Dependency> all = dependencies(facts);
  const bool ready = !facts.stopping &&
                     std::all_of(all.begin(), all.end(), [](const auto& one) { return one.ready; });
  Json json;
  json.object().key("ready").raw(ready ? "true" : "false");
  json.key("version").string(HEARSAY_VERSION);
  json.key("state").string(facts.stopping ? "stopping" : "running");
  json.key("dependencies").array();
  for (const Dependency& one : all) {
    json.object().key("name").string(one.name).key("ready").raw(one.ready ? "true" : "false");
    json.key("state").string(one.state);
    json.key("since").string_or_null(one.since == 0 ? "" : rfc3339(one.since));
    json.key("reason").string_or_null(one.reason);
    json.key("last_error").string_or_null(one.last_error).close();
  }
  json.close().close();
  return {.status = ready ? 200U : 503U,
          .content_type = "application/json",
          .body = std::move(json).str() + "\n"};
}

}  // namespace hearsay::app
