// Rights: whether the user of a configuration may read and write the topics, without a trace for
// those who read them.
#pragma once

#include <string>
#include <vector>

#include "pipeline/kafka/client.h"

namespace hearsay::kafka {

// One thing that `hearsay check` looked at.
struct Finding {
  bool good = false;
  std::string subject;  // "brokers", "topic hearsay.assertions", "group hearsay.tag"
  std::string text;     // what was found, and if it is bad what was expected
};

// Takes `transactional_id` over, which no lane may have, and in a transaction for each topic sends
// a record that brokers refuse once they have looked at the rights: compacted topics for having no
// key, others, from Kafka 4 on, for its time. The transaction is taken back in any case. Rights to
// the ids of the lanes are not proved by this.
std::vector<Finding> check_writing(const ClientSettings& client,
                                   const std::vector<std::string>& topics,
                                   const std::string& transactional_id);

// Reads from the end of each topic, outside any group. The right to read as a member of the group
// is seen only when a lane joins it.
std::vector<Finding> check_reading(const ClientSettings& client,
                                   const std::vector<std::string>& topics);

}  // namespace hearsay::kafka
