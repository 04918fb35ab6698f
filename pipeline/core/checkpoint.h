// Checkpoint: what one transaction left behind for a partition: the input offsets and the state's
// digest, side by side, so that each can prove the other.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "parsers/result.h"

namespace hearsay {

// The size of a state and an order-free hash of it.
struct Proof {
  uint64_t digest = 0;
  uint64_t claims = 0, entities = 0, items = 0;
  bool operator==(const Proof&) const = default;
};

struct Checkpoint {
  std::string group;  // the consumer group whose offsets these are
  // Input topic → the next offset to read. A topic that was never read from is absent.
  std::map<std::string, int64_t> next;
  Proof proof;
  std::string rules;  // hash of the rules that the state was made with

  bool operator==(const Checkpoint&) const = default;
};

// One JSON object. Numbers of 64 bits are kept exactly.
std::string checkpoint_json(const Checkpoint& checkpoint);
// May fail with "state.checkpoint".
Result<Checkpoint> read_checkpoint(std::string_view json);

}  // namespace hearsay
