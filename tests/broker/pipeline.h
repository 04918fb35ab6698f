// Pipeline: `hearsay run` on topics of its own, fed with numbered news: for tests of both hops.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/broker/broker.h"
#include "tests/broker/kafka_tools.h"

namespace hearsay::test {

// The last value of each key, without those whose last value is a tombstone.
using Compacted = std::map<std::string, std::string>;

// What a tagger made of the news: of its outputs in one topic, how many there are and their ids,
// keys and values in one number that does not depend on their order.
struct Made {
  size_t records = 0;
  uint64_t digest = 0;
  bool operator==(const Made&) const = default;
};

// Names the topics of one prefix and one group; starts members that run both hops on them.
class Pipeline {
 public:
  Pipeline() = default;
  // `word` begins the names of topics and group; `news` is the input topic, which pipelines that
  // are compared share. The configuration and the log are put under `dir`, which ends with '/'.
  Pipeline(std::string brokers, std::string word, std::string news, std::string dir);

  // Creates all topics but the news; adds a test failure if it cannot.
  void create_topics(int partitions, int copies = 1) const;
  std::string topic(const std::string& name) const { return word_ + "." + name; }
  std::string group(const std::string& role) const { return word_ + "." + role; }
  std::string log() const;
  const std::string& log_file() const { return log_; }

  // A member of the groups; one of the same name takes its slot over. `more`: lines of the
  // configuration.
  Child start(const std::string& instance, const std::string& roles = "tag, track",
              const std::vector<std::string>& environment = {}, const std::string& more = "") const;

  // Waits until everything in the news and in the tracker's inputs is committed and no transaction
  // is open in any of its topics. False after `seconds`.
  bool settled(int seconds) const;

  Compacted compacted(const std::string& name) const;
  // The digests of the newest checkpoints, added up: equal for two runs of the same news.
  uint64_t digest() const;

  // A tagger's outputs in a topic ("items", "assertions", "sentiment"), as a read_committed reader
  // sees them. Adds a test failure for an output that is there twice, and for one that stands
  // behind the output of a later news record of the same partition.
  Made made(const std::string& name) const;

  // The laws that hold whatever died: each news record has one item state; no output is there
  // twice or out of order; the transitions of a claim are one unbroken chain that ends in the
  // status of its state. Adds test failures.
  void expect_lawful(size_t news) const;

 private:
  // How many news have no item state, and where the first of them are.
  std::string unanswered() const;
  bool covers(const std::string& group_name, const std::string& topic_name) const;

  std::string brokers_, word_, news_, dir_, log_;
};

// Ends with the same claims, entities and digest; adds test failures.
void expect_same_state(const Pipeline& one, const Pipeline& other);
// The taggers of both wrote the same bytes of the same news; adds test failures.
void expect_same_outputs(const Pipeline& one, const Pipeline& other);

// Item `number` of a stream: a report, denial or confirmation of some deal; one in eight is a newer
// version of an item before it, and one in forty a kill.
Sent news_item(uint64_t seed, int number);
std::vector<Sent> news_items(uint64_t seed, int from, int to);

// HEARSAY_SEED, or one of the clock; print it, so that the run can be repeated.
uint64_t drawn_seed();

}  // namespace hearsay::test
