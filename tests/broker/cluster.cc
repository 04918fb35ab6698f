// Drives deploy/kafka/broker for one test.
#include "tests/broker/cluster.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "tests/broker/kafka_tools.h"

namespace hearsay::test {
namespace {

// Of __consumer_offsets and __transaction_state: deploy/kafka/broker sets both.
constexpr int kCoordinatorPartitions = 4;

// The brokers place groups and transactional ids by Java's hash of the text.
int coordinator_partition(const std::string& id) {
  uint32_t hash = 0;
  for (const char c : id) hash = hash * 31 + static_cast<unsigned char>(c);
  return static_cast<int>(hash & 0x7fffffffU) % kCoordinatorPartitions;
}

std::string number_option(int node) { return "--node " + std::to_string(node); }

}  // namespace

Cluster::Cluster(int nodes, const std::string& options) : nodes_(nodes) {
  static int count = 0;
  dir_ = std::filesystem::temp_directory_path() /
         ("hearsay-cluster-" + std::to_string(getpid()) + "-" + std::to_string(++count));
  started_ = control("start", "--nodes " + std::to_string(nodes) + " --watch " +
                                  std::to_string(getpid()) + " " + options);
}

Cluster::~Cluster() {
  control("stop", "--kill");
  if (testing::Test::HasFailure()) {
    std::cerr << "the nodes' logs and data: " << dir_.string() << "\n";
    return;
  }
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

void Cluster::kill(int node) const {
  EXPECT_TRUE(control("stop", number_option(node) + " --kill"));
}

void Cluster::stop(int node) const { EXPECT_TRUE(control("stop", number_option(node))); }

void Cluster::start() const { EXPECT_TRUE(control("start")); }

void Cluster::pause(int node) const { EXPECT_TRUE(control("pause", number_option(node))); }

void Cluster::resume(int node) const { EXPECT_TRUE(control("resume", number_option(node))); }

void Cluster::roll() const {
  for (int node = 1; node <= nodes_; ++node) {
    stop(node);
    start();
  }
}

int Cluster::leader(const std::string& topic, int partition) const {
  return leader_of(brokers(), topic, partition);
}

int Cluster::group_coordinator(const std::string& group) const {
  return leader("__consumer_offsets", coordinator_partition(group));
}

int Cluster::transaction_coordinator(const std::string& transactional_id) const {
  return leader("__transaction_state", coordinator_partition(transactional_id));
}

std::string Cluster::line_of(const std::string& file) const {
  std::ifstream stream(dir_ / file);
  std::string line;
  std::getline(stream, line);
  return line;
}

bool Cluster::control(const std::string& command, const std::string& options) const {
  const std::string line = std::string(HEARSAY_SOURCE_DIR) + "/deploy/kafka/broker " + command +
                           " '" + dir_.string() + "' " + options + " >/dev/null";
  return std::system(line.c_str()) == 0;
}

}  // namespace hearsay::test
