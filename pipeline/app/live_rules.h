// LiveRules: the rules that the daemon works with, and their replacement while it runs.
//
//   LiveRules rules(flags, std::move(engine), write_log);
//   rules.start([&] { /* a new engine is in slot(), or was asked for */ });
//   rules.ask();                          // SIGHUP
//
// New rules are read, compiled and put to their own packs' cases beside the running ones; only good
// ones take their place, between two records. Bad ones are logged and counted, the old ones kept.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "pipeline/app/commands.h"
#include "pipeline/app/stages.h"
#include "pipeline/core/log.h"

namespace hearsay::app {

// What the files of `flags` are now: the name, size, time and inode of each, behind every link, so
// that a folder whose link is pointed elsewhere (as Kubernetes does) is seen too. Empty if there
// are none.
std::string rules_on_disk(const RuleFlags& flags);

class LiveRules {
 public:
  LiveRules(RuleFlags flags, std::shared_ptr<const Engine> engine, Log log);
  ~LiveRules();
  LiveRules(const LiveRules&) = delete;
  LiveRules& operator=(const LiveRules&) = delete;

  const EngineSlot& slot() const { return slot_; }

  // Starts the thread that looks for changes. `before` and `after` are called around each attempt,
  // on that thread.
  void start(std::function<void()> before, std::function<void()> after);
  // Ends the thread; waits for an attempt that is under way. What start() was given is not called
  // any more.
  void stop();
  // Reads the rules again, changed or not. Any thread.
  void ask();

  struct View {
    std::string hash;
    TimeMs since = 0;        // when these were taken
    std::string last_error;  // of the last attempt; empty: it was good
    TimeMs last_attempt = 0;
    uint64_t taken = 0, refused = 0;
  };
  View view() const;

 private:
  void watch();
  void reload();

  const RuleFlags flags_;
  const Log log_;
  EngineSlot slot_;
  std::function<void()> before_, after_;
  mutable std::mutex mutex_;  // view_, asked_, stop_
  std::condition_variable wake_;
  View view_;
  bool asked_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace hearsay::app
