// Restorer: brings the state of partitions back from the compacted topics and proves that it is
// whole: read to the high watermark, equal in digest to the checkpoint, and of the same offsets as
// the group has committed.
//
//   Restorer restorer(settings, stage, status);
//   if (!restorer.open()) …;                   // clients; once a session
//   restorer.run(offsets, refused);            // in each assignment
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/kafka/lane.h"
#include "pipeline/kafka/watermarks.h"

namespace hearsay::kafka {

// The committed offset of each input topic for one partition number; absent: none.
using Committed = std::map<std::string, int64_t>;

// Topics that hold state besides the lane's inputs and outputs.
inline constexpr std::string_view kCheckpoints = "checkpoints";

// A checkpoint does not agree with the offsets, or with the state that was read back: why, as text
// for the operator, beginning with a stable code such as "state.digest".
using Refusals = std::map<int32_t, std::string>;

// Owned by its session, on the lane's thread. `settings`, `stage` and `status` outlive it.
class Restorer {
 public:
  Restorer(const LaneSettings& settings, KeyedStage& stage, LaneStatus& status, const Log& log);

  // Makes the clients. False: cause() says why.
  bool open();

  // Opens each partition of `committed` in the stage and reads its state back. Blocks; a
  // transaction that is still open in a state topic is waited for. A partition in `refused` must
  // not be processed. False: the brokers did not give an answer; try again later.
  bool run(const std::map<int32_t, Committed>& committed, Refusals& refused);

  const std::string& cause() const { return cause_; }

 private:
  using Place = std::pair<std::string, int32_t>;  // topic, partition
  struct Reading {
    int64_t low = 0, end = 0;  // what there is to read
    int64_t start = 0;         // where reading begins
    bool done = false;
  };

  bool find_leaders();
  bool plan(const std::map<int32_t, Committed>& committed);
  bool watermarks(PlaceWatermarks& places);
  bool read(Refusals& refused);
  bool done() const;
  bool widen_checkpoints();
  void take(const rd_kafka_message_t& message, Refusals& refused);
  bool assign();
  bool count_newer_items(int32_t partition, int64_t from, uint64_t& keys);
  std::optional<std::string> doubt(int32_t partition, const Committed& committed);
  bool fail(std::string cause);

  const LaneSettings& settings_;
  KeyedStage& stage_;
  LaneStatus& status_;
  std::string claims_, entities_, items_, checkpoints_;  // full names
  Callbacks callbacks_;
  Client asker_;                                 // read_uncommitted: knows the high watermark
  Client reader_;                                // read_committed
  std::vector<Owned<rd_kafka_topic_t>> topics_;  // of the reader: destroyed before it
  std::map<Place, Reading> readings_;
  std::map<int32_t, Checkpoint> checkpoints_found_;
  std::string cause_;
};

}  // namespace hearsay::kafka
