// The lane's status: counters without locks, words behind one.
#include "pipeline/kafka/status.h"

namespace hearsay::kafka {

void Histogram::add(uint64_t us) {
  size_t bucket = 0;
  while (bucket < kEdgesUs.size() && us > kEdgesUs[bucket]) ++bucket;
  counts_[bucket].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(us, std::memory_order_relaxed);
}

std::array<uint64_t, Histogram::kEdgesUs.size() + 1> Histogram::counts() const {
  std::array<uint64_t, kEdgesUs.size() + 1> copy{};
  for (size_t i = 0; i < copy.size(); ++i) copy[i] = counts_[i].load(std::memory_order_relaxed);
  return copy;
}

std::string_view name_of(LaneState state) {
  switch (state) {
    case LaneState::kStarting:
      return "starting";
    case LaneState::kRunning:
      return "running";
    case LaneState::kRestoring:
      return "restoring";
    case LaneState::kRebuilding:
      return "rebuilding";
    case LaneState::kHalted:
      return "halted";
    case LaneState::kStopped:
      return "stopped";
  }
  return "stopped";
}

void LaneStatus::enter(LaneState state, std::string reason, TimeMs now) {
  const std::lock_guard lock(mutex_);
  if (view_.state != state || view_.since == 0) view_.since = now;
  view_.state = state;
  if (state == LaneState::kRebuilding || state == LaneState::kHalted) view_.last_error = reason;
  view_.reason = std::move(reason);
}

LaneStatus::View LaneStatus::view() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

void LaneStatus::brokers(bool down, std::string error, TimeMs now) {
  const std::lock_guard lock(mutex_);
  if (view_.brokers_down != down || view_.brokers_since == 0) view_.brokers_since = now;
  view_.brokers_down = down;
  if (!error.empty()) view_.brokers_error = std::move(error);
}

bool LaneStatus::brokers_down() const {
  const std::lock_guard lock(mutex_);
  return view_.brokers_down;
}

void LaneStatus::count_dead(const std::string& code) {
  const std::lock_guard lock(mutex_);
  ++dead_by_code_[code];
}

std::map<std::string, uint64_t> LaneStatus::dead_by_code() const {
  const std::lock_guard lock(mutex_);
  return dead_by_code_;
}

void LaneStatus::count_events(const EventCounts& more) {
  const std::lock_guard lock(mutex_);
  for (const auto& [kind, count] : more) events_by_kind_[kind] += count;
}

EventCounts LaneStatus::events_by_kind() const {
  const std::lock_guard lock(mutex_);
  return events_by_kind_;
}

}  // namespace hearsay::kafka
