// Stage: what a lane runs on its records; the seam between Kafka and the pure core.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "pipeline/core/record.h"

namespace hearsay::kafka {

// Owned by its lane's owner, called on the lane's thread only. A stage that keeps no state (TAG)
// implements step() alone. Never throws.
class Stage {
 public:
  using Events = std::vector<std::pair<Topic, Event>>;

  virtual ~Stage() = default;
  virtual Output step(const Record& record) = 0;
};

}  // namespace hearsay::kafka
