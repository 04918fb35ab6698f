// Topics: which ones hearsay writes and how they must be, creating them, and checking all that a
// run needs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/kafka/client.h"
#include "pipeline/kafka/rights.h"

namespace hearsay::kafka {

struct TopicPlan {
  std::string name;
  bool compacted = false;
  bool state = false;             // partitioned like the others of its kind: co-partitioning holds
  uint32_t record_bytes_max = 0;  // 0: the broker's own limit
  int64_t keep_versions_ms = 0;   // compaction leaves records of this age alone
};

// Every topic that hearsay writes, under `prefix`.
std::vector<TopicPlan> topics_under(const std::string& prefix);

struct CreateResult {
  std::string name;
  bool created = false;  // false: it was there already
};

struct CreateSettings {
  int32_t partitions = 4;
  int32_t replication = 1;  // 3 and more: two copies must have each record
};

// Creates what is missing and leaves what exists as it is. May fail with "kafka.client",
// "topics.create"; the text names the topic and the broker's reason.
Result<std::vector<CreateResult>> create_topics(const ClientSettings& client,
                                                const std::vector<TopicPlan>& plans,
                                                const CreateSettings& settings);

// What a run needs of the brokers.
struct Needs {
  std::vector<std::string> inputs;
  std::vector<TopicPlan> outputs;
  std::vector<std::string> groups;
  std::vector<std::string> reads, writes;  // topics that its roles read and write
  std::string transactional_id;            // which no lane has, see check_writing()
};

// Brokers, topics, their partitions and settings, the groups, the rights to read and to write.
// Joins no group.
std::vector<Finding> check_brokers(const ClientSettings& client, const Needs& needs);

}  // namespace hearsay::kafka
