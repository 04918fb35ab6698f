// Cluster: a Kafka of one test alone, of one or three nodes that may be killed, stopped and
// restarted.
#pragma once

#include <filesystem>
#include <string>

namespace hearsay::test {

// Lives in a folder of its own. The destructor stops the nodes and removes the folder, which stays
// if the test failed.
class Cluster {
 public:
  // `options`: more of `deploy/kafka/broker start`, such as "--set KEY=VALUE". started() is false
  // where Java or Kafka cannot be had: the test then skips and says so.
  explicit Cluster(int nodes, const std::string& options = "");
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  bool started() const { return started_; }
  int nodes() const { return nodes_; }
  // "host:port" of each node, with commas between.
  std::string brokers() const { return line_of("bootstrap"); }
  const std::filesystem::path& dir() const { return dir_; }

  // As a crash: kill -9.
  void kill(int node) const;
  // In order.
  void stop(int node) const;
  // Starts what is down and waits until all answer; adds a test failure if they do not.
  void start() const;
  // SIGSTOP and SIGCONT.
  void pause(int node) const;
  void resume(int node) const;
  // In order, one after the other, as for an upgrade.
  void roll() const;

  // Node numbers, as the brokers tell them; 0 while there is none.
  int leader(const std::string& topic, int partition) const;
  int group_coordinator(const std::string& group) const;
  int transaction_coordinator(const std::string& transactional_id) const;

  // The first line of a file in the folder.
  std::string line_of(const std::string& file) const;
  // Runs `deploy/kafka/broker COMMAND DIR OPTIONS`; whether it ended with 0.
  bool control(const std::string& command, const std::string& options = "") const;

 private:
  std::filesystem::path dir_;
  int nodes_;
  bool started_ = false;
};

}  // namespace hearsay::test
