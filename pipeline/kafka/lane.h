// Lane: one thread that consumes, steps, produces and commits, exactly once, until it is told to
// stop.
//
//   LaneStatus status;
//   Lane lane(settings, stage, status, log);
//   std::thread thread([&] { end = lane.run(stop); });
//
// One life of a lane's clients is a Session (session.h). Whatever a session cannot decide ends it,
// and the lane starts a new one after a pause: the brokers then say what was committed.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/kafka/client.h"
#include "pipeline/kafka/stage.h"
#include "pipeline/kafka/status.h"
#include "pipeline/kafka/step_mark.h"

namespace hearsay::kafka {

// A transaction is committed as soon as one of these holds. While it is committed, for 15 to 35 ms,
// nothing else is done: the first three say what that costs on a busy stream (an eighth at most),
// the last that a quiet one does not wait for them.
struct CommitLimits {
  uint32_t records = 2000;
  uint64_t bytes = 4U << 20U;  // of output
  std::chrono::milliseconds interval{250};
  std::chrono::milliseconds dry{
      1};  // no record came for this long: a quiet stream is not made to wait
};

// A flood of rejects is a bad deploy or a bad feed, not bad news: when more than `dead_max` of the
// lane's last `window` records went to the dead letters, the partitions that they came from halt.
// dead_max 0: never.
struct FloodGuard {
  uint32_t window = 1000;
  uint32_t dead_max = 50;
};

// Where a partition starts when the group has no offset for it, or, with `always`, whatever the
// group has committed before this process.
struct Start {
  enum class Kind : uint8_t { kEarliest, kLatest, kTime, kOffset };
  Kind kind = Kind::kEarliest;
  int64_t value = 0;  // kTime: TimeMs; kOffset: the offset
  bool always = false;
};

struct LaneSettings {
  std::string name;  // "tag-0", in logs and metrics
  ClientSettings client;
  std::vector<std::string> topics;  // to consume
  std::vector<Topic> outputs;       // that the stage may write; all must exist
  std::string prefix = "hearsay.";
  std::string group;  // the consumer group's name
  // Names this lane among all of the group's, the same after each restart: it is the static
  // member's and the transaction's id. Two processes with the same slot fence each other.
  std::string slot;
  // False: at least once, for a stage without state. After a crash the last batch comes twice.
  bool exactly_once = true;
  // The file that tells the next process in which record's step this one died; empty: none.
  std::string mark_file;
  uint64_t memory_bytes = uint64_t{192} << 20U;  // what its queues may hold
  CommitLimits commit;
  FloodGuard guard;
  Start start;
  std::chrono::milliseconds transaction_timeout{30'000};
  std::chrono::milliseconds session_timeout{10'000};
  // How long the group may have no offset for what this process has committed: a coordinator that
  // has not read its log yet says so too. Then the partition is refused.
  std::chrono::milliseconds offset_wait{30'000};
  std::chrono::milliseconds back_off_min{200}, back_off_max{10'000};
};

enum class LaneEnd : uint8_t {
  kStopped,  // told to: everything consumed is committed
  kTwin,     // another process has the same slot
};

class Lane {
 public:
  // `stage` and `status` outlive the lane and are its alone.
  Lane(LaneSettings settings, Stage& stage, LaneStatus& status, Log log);

  // Runs on the calling thread until `stop` is true.
  LaneEnd run(const std::atomic<bool>& stop);

  // Ends a halt (the flood guard's): after a reload, say. Any thread.
  void resume() { resumes_.fetch_add(1); }

  // What survives a session. Lane's thread only, except `resumes`.
  struct Memory {
    // Partitions that this process has committed, and up to where: `Start` no longer holds for
    // them.
    std::map<std::pair<std::string, int32_t>, int64_t> committed;
    std::optional<std::chrono::steady_clock::time_point> offset_missing_since = {};
    const std::atomic<uint32_t>& resumes;
    uint32_t resumes_seen = 0;
    std::set<std::pair<std::string, int32_t>> halted;  // partitions, until somebody asks to go on
    std::string halt_reason;
    // After a refusal by the brokers the batch is halved until the culprit stands alone; refused
    // there three times, it goes to the dead letters.
    uint32_t records_limit;
    struct Refusal {
      int64_t offset = -1;
      uint32_t times = 0;
    };
    std::map<std::pair<std::string, int32_t>, Refusal> refusals = {};  // of records alone
    StepMark mark = {};
  };

 private:
  LaneSettings settings_;
  Stage& stage_;
  LaneStatus& status_;
  Log log_;
  std::atomic<uint32_t> resumes_{0};
};

// Milliseconds of the clocks: wall time only stamps logs and latencies, never events.
TimeMs wall_ms();
int64_t steady_ms();

}  // namespace hearsay::kafka
