// Daemon: the lanes of one process, their threads, signals and watchdog; from a Config to an exit
// status.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/app/config.h"
#include "pipeline/app/stages.h"
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
  // `start`: where the tag lanes begin if the group has nothing committed, or always: the flags of
  // `hearsay run`.
  Daemon(Config config, std::shared_ptr<const Engine> engine, kafka::Start start);
  ~Daemon();

  // Runs until SIGTERM or SIGINT (drains, commits, returns kOk) or until a lane must not go on.
  // REQUIRES that block_signals() was called before any thread was started.
  int run();
  static void block_signals();

 private:
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
  void reload();
  void watch() const;
  void report_end() const;
  int wait();

  Config config_;
  EngineSlot engine_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::atomic<bool> stop_{false};
};

}  // namespace hearsay::app
