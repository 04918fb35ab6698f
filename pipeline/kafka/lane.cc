// Starts sessions one after the other, with a growing pause between those that achieve nothing.
#include "pipeline/kafka/lane.h"

#include <algorithm>
#include <random>
#include <thread>

#include "pipeline/kafka/session.h"

namespace hearsay::kafka {
namespace {

using namespace std::chrono_literals;

// Two fences within this time are a twin process; one alone is our own earlier life.
constexpr int64_t kTwinWindowMs = 60'000;

// Sleeps in short steps, so that a stop is not kept waiting; false if it came.
bool pause(std::chrono::milliseconds time, const std::atomic<bool>& stop, LaneStatus& status) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
    if (stop) return false;
    status.progress_ms = steady_ms();
    std::this_thread::sleep_for(20ms);
  }
  return !stop;
}

}  // namespace

TimeMs wall_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Lane::Lane(LaneSettings settings, Stage& stage, LaneStatus& status, Log log)
    : settings_(std::move(settings)), stage_(stage), status_(status), log_(std::move(log)) {}

LaneEnd Lane::run(const std::atomic<bool>& stop) {
  Memory memory{.committed = {},
                .resumes = resumes_,
                .resumes_seen = 0,
                .halted = {},
                .halt_reason = {},
                .records_limit = settings_.commit.records};
  if (!settings_.mark_file.empty()) {
    if (const auto opened = memory.mark.open(settings_.mark_file); !opened) {
      log_({LogLevel::kError,
            "mark.unavailable",
            {{"lane", settings_.name}, {"text", opened.error().text}}});
    }
  }
  std::mt19937 random(std::random_device{}());
  std::chrono::milliseconds back_off = settings_.back_off_min;
  int64_t last_fence_ms = -kTwinWindowMs;
  while (true) {
    status_.progress_ms = steady_ms();
    status_.enter(LaneState::kStarting, "connecting", wall_ms());
    Session session(settings_, stage_, status_, memory, log_);
    const SessionEnd end = session.run(stop);
    if (end == SessionEnd::kStopped) {
      status_.enter(LaneState::kStopped, "", wall_ms());
      return LaneEnd::kStopped;
    }
    if (end == SessionEnd::kFenced) {
      const int64_t now = steady_ms();
      if (now - last_fence_ms < kTwinWindowMs) {
        log_({LogLevel::kError,
              "lane.twin",
              {{"lane", settings_.name},
               {"slot", settings_.slot},
               {"text", "another process runs with the same group, instance and lane"}}});
        status_.enter(LaneState::kStopped, "another process has the same slot", wall_ms());
        return LaneEnd::kTwin;
      }
      last_fence_ms = now;
    }
    status_.rebuilds.fetch_add(1);
    status_.enter(LaneState::kRebuilding, session.cause(), wall_ms());
    if (session.committed()) back_off = settings_.back_off_min;
    const std::chrono::milliseconds wait(
        std::uniform_int_distribution<int64_t>(back_off.count() / 2, back_off.count())(random));
    log_({LogLevel::kWarn,
          "lane.rebuild",
          {{"lane", settings_.name},
           {"cause", session.cause()},
           {"pause_ms", std::to_string(wait.count())}}});
    back_off = std::min(back_off * 2, settings_.back_off_max);
    if (!pause(wait, stop, status_)) {
      status_.enter(LaneState::kStopped, session.cause(), wall_ms());
      return LaneEnd::kStopped;
    }
  }
}

}  // namespace hearsay::kafka
