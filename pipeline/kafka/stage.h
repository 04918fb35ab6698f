// Stage: what a lane runs on its records; the seam between Kafka and the pure core.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "parsers/result.h"
#include "pipeline/core/checkpoint.h"
#include "pipeline/core/record.h"

namespace hearsay::kafka {

class KeyedStage;

// Owned by its lane's owner, called on the lane's thread only. Never throws.
class Stage {
 public:
  virtual ~Stage() = default;
  virtual Output step(const Record& record) = 0;
  // Of the rules that it works with now: for dead letters and checkpoints.
  virtual std::string rules_hash() const { return ""; }
  // Itself, if it keeps state.
  virtual KeyedStage* keyed() { return nullptr; }
};

// A stage with memory: one state for each partition number of its co-partitioned inputs, kept in
// compacted topics. The lane calls, for each partition number that it is given:
//
//   open(p); restore(record)…; proof(p)       // after each assignment
//   step(record)… flush(p); commit()          // or rollback(): back to the last commit()
//   drop()                                    // the partitions go to another member
class KeyedStage : public Stage {
 public:
  using Events = std::vector<std::pair<Topic, Event>>;

  KeyedStage* keyed() final { return this; }

  // An empty state for the partition.
  virtual void open(int32_t partition) = 0;
  // Takes back one record of a state topic; record.partition is open. May fail with "state.*".
  virtual Result<bool> restore(const Record& record) = 0;
  virtual Proof proof(int32_t partition) const = 0;
  // Of all partitions that are open.
  struct Size {
    uint64_t bytes = 0;      // as they were sent
    uint64_t forgotten = 0;  // states that a limit pushed out, since open()
  };
  virtual Size size() const = 0;
  // The state events of what changed since the last commit() or rollback(); proof() then covers
  // them.
  virtual Events flush(int32_t partition) = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  // Forgets every partition.
  virtual void drop() = 0;
};

}  // namespace hearsay::kafka
