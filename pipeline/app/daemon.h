// Daemon: the lanes of one process, their threads, signals, watchdog, rules and health; from a
// Config to an exit status.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/app/backlog.h"
#include "pipeline/app/config.h"
#include "pipeline/app/health.h"
#include "pipeline/app/live_rules.h"
#include "pipeline/app/stages.h"
#include "pipeline/app/supervisor.h"
#include "pipeline/gateway/ops_server.h"
#include "pipeline/kafka/lane.h"
#include "pipeline/kafka/status.h"

namespace hearsay::app {

// EX_TEMPFAIL: another process has this one's slot. A restart would only fence that one.
inline constexpr int kTwin = 75;
// EX_SOFTWARE: a lane made no progress; the watchdog ended the process for the supervisor to
// restart.
inline constexpr int kStuck = 70;

// Writes a line to standard error. Any thread.
void write_log(const LogLine& line);

class Daemon {
 public:
  // The flags of `hearsay run`: `start`: where the tag lanes begin if the group has nothing
  // committed, or always; `once`: stop when everything has been read.
  Daemon(Config config, std::shared_ptr<const Engine> engine, kafka::Start start, bool once);
  ~Daemon();

  // Runs until SIGTERM or SIGINT (drains, commits, returns kOk) or until a lane must not go on.
  // Whatever the brokers or the network do, it goes on. REQUIRES that block_signals() was called
  // before any thread was started.
  int run();
  static void block_signals();

 private:
  using Clock = std::chrono::steady_clock;

  struct Worker {
    std::string name;
    kafka::LaneStatus status;
    std::unique_ptr<kafka::Stage> stage;
    std::unique_ptr<kafka::Lane> lane;
    std::thread thread;
    std::atomic<bool> ended{false};
    kafka::LaneEnd end = kafka::LaneEnd::kStopped;  // set before `ended`
  };

  void add_tag_lanes(kafka::Start start);
  void add_track_lanes();
  void add_lane(kafka::LaneSettings settings, const std::string& role, uint32_t number,
                std::unique_ptr<kafka::Stage> stage);
  void start_lane(Worker& worker);
  void start_rules();
  void listen();
  gateway::Answer answer(std::string_view path) const;
  HealthFacts facts() const;
  void tick();
  void watch() const;
  void tell_status();
  void show_backlog();
  bool caught_up();
  void drain();
  void report_end() const;
  int wait();

  Config config_;
  LiveRules rules_;
  Supervisor supervisor_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<gateway::OpsServer> health_;
  Clock::time_point next_listen_, next_status_;
  bool listen_failed_ = false;  // said so once
  const bool once_;
  Backlog backlog_;
  Clock::time_point behind_;  // when some lane was last seen with work to do
  std::atomic<bool> stop_{false};
};

}  // namespace hearsay::app
