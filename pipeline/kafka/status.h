// LaneStatus: what a lane tells the rest of the process about itself, safe to read from any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "parsers/item.h"

namespace hearsay::kafka {

// Counts of durations in fixed buckets. Any thread.
class Histogram {
 public:
  // Upper edges in microseconds, from a fast step to a broker that hangs.
  static constexpr std::array<uint64_t, 16> kEdgesUs = {
      100,    250,     500,     1'000,   2'500,     5'000,     10'000,     25'000,
      50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 10'000'000, 60'000'000};

  void add(uint64_t us);
  // Counts per bucket, not summed up; the last one is for all beyond the last edge.
  std::array<uint64_t, kEdgesUs.size() + 1> counts() const;
  uint64_t sum_us() const { return sum_us_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<uint64_t>, kEdgesUs.size() + 1> counts_{};
  std::atomic<uint64_t> sum_us_{0};
};

enum class LaneState : uint8_t {
  kStarting,    // connecting, joining the group
  kRunning,     // partitions are assigned, or another member has them all
  kRestoring,   // reads its state back
  kRebuilding,  // something failed; starts again after a pause
  kHalted,      // refuses to go on until an operator acts: the reason says why
  kStopped,
};
std::string_view name_of(LaneState state);

// Events that were committed: by topic word ("assertions") and kind, which is the claim type of
// those about a claim and empty for the others.
using EventCounts = std::map<std::pair<std::string, std::string>, uint64_t>;

// Written by the lane, read by health, metrics and the watchdog.
// records_read - given_back = tagged + nothing + dead + in_flight, at every moment between two
// records: each is counted where it happens.
struct LaneStatus {
  std::atomic<uint64_t> records_read{0};
  std::atomic<uint64_t> given_back{0};  // of aborted transactions: they are read again
  std::atomic<uint64_t> tagged{0}, nothing{0}, dead{0};  // committed only
  std::atomic<uint64_t> in_flight{0};                    // in the open transaction
  std::atomic<uint64_t> events_out{0}, commits{0}, aborts{0}, rebuilds{0}, rebalances{0};
  std::atomic<uint64_t> warnings{0};
  std::atomic<int64_t> lag_records{0};
  std::atomic<int64_t> lag_ms{0};      // age of the oldest record not committed, by its own time
  std::atomic<bool> caught_up{false};  // every partition was read to its end, nothing is open
  std::atomic<uint32_t> partitions{0};
  // Of a stage with state, see KeyedStage::Size.
  std::atomic<uint64_t> state_bytes{0}, state_forgotten{0};
  std::atomic<int64_t> progress_ms{0};  // steady clock, when the lane last got somewhere
  Histogram step, commit, end_to_end;

  // Sets the state; `reason` stands until the next change.
  void enter(LaneState state, std::string reason, TimeMs now);
  struct View {
    LaneState state = LaneState::kStarting;
    std::string reason;
    TimeMs since = 0;
    bool brokers_down = false;
    TimeMs brokers_since = 0;   // when that changed; 0: not yet known
    std::string brokers_error;  // the last one
    std::string last_error;     // the lane's own
  };
  View view() const;
  // The brokers' side, as librdkafka reports it.
  void brokers(bool down, std::string error, TimeMs now);
  bool brokers_down() const;
  void count_dead(const std::string& code);
  std::map<std::string, uint64_t> dead_by_code() const;
  void count_events(const EventCounts& more);
  EventCounts events_by_kind() const;

 private:
  mutable std::mutex mutex_;
  View view_;
  std::map<std::string, uint64_t> dead_by_code_;
  EventCounts events_by_kind_;
};

}  // namespace hearsay::kafka
