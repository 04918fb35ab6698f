// Small plain Kafka clients for tests: send records, read a topic as a read_committed reader sees
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/kafka/client.h"

namespace hearsay::test {

struct Sent {
  std::optional<std::string> key = std::nullopt;
  std::string value;
  std::vector<std::pair<std::string, std::string>> headers = {};
  int32_t partition = -1;  // -1: by the key
  int64_t time_ms = 0;     // 0: now
};

// Sends them in order and waits until the brokers have them all; adds a test failure if one is
// lost.
void send_all(const std::string& brokers, const std::string& topic,
              const std::vector<Sent>& records);

struct Seen {
  int32_t partition = 0;
  int64_t offset = 0;
  std::optional<std::string> key, value;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string header(const std::string& name) const;  // the last of that name; "" if absent
};

// Everything in the topic up to its present end, per partition in order. Aborted records are not
// seen.
std::vector<Seen> read_all(const std::string& brokers, const std::string& topic);
// The same, one record after the other: for topics that are large.
void read_each(const std::string& brokers, const std::string& topic,
               const std::function<void(const Seen&)>& use);
// How many records are there with those of aborted transactions, which only a reader that asks for
// uncommitted ones is given.
size_t count_uncommitted(const std::string& brokers, const std::string& topic);

// Reads again and again until there are `count` records or more, or `seconds` have passed.
std::vector<Seen> read_until(const std::string& brokers, const std::string& topic, size_t count,
                             int seconds);

// Whether a transaction in the topic has not ended, or nobody answers for a partition. Its records
// are missing for every read_committed reader: group offsets may be seen before the outputs that
// were committed with them, since each partition is told of the end by itself.
bool transactions_open(const std::string& brokers, const std::string& topic);

// By partition number.
using Offsets = std::map<int32_t, int64_t>;

// For each partition the offset after its last committed record; 0 if it has none. Control records,
// which no reader sees, do not count. Empty while not all leaders answer.
Offsets data_ends(const std::string& brokers, const std::string& topic);

// What the group has committed; partitions without an offset are left out.
Offsets group_offsets(const std::string& brokers, const std::string& group,
                      const std::string& topic);

// Sets them, as an operator would, while the group has no members.
void set_group_offsets(const std::string& brokers, const std::string& group,
                       const std::string& topic, const Offsets& offsets);

// Deletes topics and waits until they are gone.
void delete_topics(const std::string& brokers, const std::vector<std::string>& topics);

// Lets `user` ("User:name") do something with all topics whose names begin so.
void allow_topics(const std::string& brokers, const std::string& user, const std::string& begin,
                  rd_kafka_AclOperation_t what);

// Creates topics with so many partitions and copies of each; adds a test failure if it cannot.
void create(const std::string& brokers, const std::vector<std::string>& topics, int partitions,
            int copies = 1);

// The node that leads a partition, by its number; 0 while there is none.
int leader_of(const std::string& brokers, const std::string& topic, int partition);

}  // namespace hearsay::test
