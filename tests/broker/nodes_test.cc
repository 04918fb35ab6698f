// Both hops on three nodes: those that lead and coordinate are killed in turn, then all are
// restarted in order.
#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>
#include <iostream>
#include <map>

#include "tests/broker/cluster.h"
#include "tests/broker/pipeline.h"

namespace hearsay::test {
namespace {

constexpr int kNodes = 3;
constexpr int kPartitions = 3;

class Nodes : public testing::Test {
 protected:
  void SetUp() override {
    // The others miss a dead node after three seconds instead of nine: more deaths a minute.
    cluster_ = std::make_unique<Cluster>(
        kNodes,
        "--set broker.session.timeout.ms=3000 --set broker.heartbeat.interval.ms=500 "
        "--set controller.quorum.election.timeout.ms=500");
    if (!cluster_->started()) GTEST_SKIP() << "left out: deploy/kafka/broker starts no broker here";
    brokers_ = cluster_->brokers();
    word_ = fresh_word();
    news_ = word_ + ".news";
    create(brokers_, {news_}, kPartitions, kNodes);
    pipeline_ = Pipeline(brokers_, word_, news_, testing::TempDir());
    pipeline_.create_topics(kPartitions, kNodes);
    seed_ = drawn_seed();
    std::cout << "HEARSAY_SEED=" << seed_ << "\n";
    for (const char* name : {"one", "two"}) members_[name] = pipeline_.start(name);
    feed(300);
    ASSERT_TRUE(pipeline_.settled(90));
  }

  void TearDown() override {
    if (HasFailure()) std::cerr << "the daemon's log: " << pipeline_.log_file() << "\n";
  }

  void feed(int to) {
    send_all(brokers_, news_, news_items(seed_, fed_, to));
    fed_ = to;
  }

  // The node that `find` names dies in the middle of work; work goes on and ends without it.
  void die(const std::string& what, const std::function<int()>& find) {
    const int node = find();
    ASSERT_GT(node, 0) << what;
    std::cout << what << ": node " << node << " dies\n";
    feed(fed_ + 200);
    cluster_->kill(node);
    feed(fed_ + 200);
    EXPECT_TRUE(pipeline_.settled(90)) << "with two nodes, without " << what;
    cluster_->start();
  }

  std::function<int()> leader_of_topic(const std::string& name, int partition) const {
    return [this, name, partition] { return cluster_->leader(pipeline_.topic(name), partition); };
  }
  std::function<int()> coordinator(const std::string& role) const {
    return [this, role] { return cluster_->group_coordinator(pipeline_.group(role)); };
  }
  std::function<int()> transactions(const std::string& role, const std::string& member) const {
    return [this, role, member] {
      return cluster_->transaction_coordinator("hearsay." + pipeline_.group(role) + "." + member +
                                               ".0");
    };
  }

  void expect_whole() {
    ASSERT_TRUE(pipeline_.settled(120));
    pipeline_.expect_lawful(static_cast<size_t>(fed_));
    EXPECT_EQ(pipeline_.log().find("state.refused"), std::string::npos);
    for (auto& [name, member] : members_) EXPECT_TRUE(member.running()) << name;
    members_.clear();
    Pipeline whole(brokers_, word_ + "w", news_, testing::TempDir());
    whole.create_topics(kPartitions, kNodes);
    const Child member = whole.start("whole");
    ASSERT_TRUE(whole.settled(120)) << whole.log();
    expect_same_state(pipeline_, whole);
    expect_same_outputs(pipeline_, whole);
  }

  std::unique_ptr<Cluster> cluster_;
  std::string brokers_, word_, news_;
  Pipeline pipeline_;
  std::map<std::string, Child> members_;
  uint64_t seed_ = 0;
  int fed_ = 0;
};

TEST_F(Nodes, CoordinatorsDieAndAllAreRestartedInOrder) {
  die("the coordinator of the tracker's group", coordinator("track"));
  die("the coordinator of a tracker's transactions", transactions("track", "one"));
  for (int node = 1; node <= kNodes; ++node) {
    feed(fed_ + 200);
    cluster_->stop(node);
    feed(fed_ + 200);
    cluster_->start();
  }
  expect_whole();
}

class WholeNodes : public Nodes {};

TEST_F(WholeNodes, EachLeaderAndCoordinatorDiesInTurn) {
  for (int partition = 0; partition < kPartitions; ++partition) {
    die("the leader of news", [&] { return cluster_->leader(news_, partition); });
  }
  for (const char* name : {"assertions", "sentiment", "items", "claims", "entities", "checkpoints",
                           "transitions", "dead-letters"}) {
    die("the leader of " + std::string(name),
        leader_of_topic(name, static_cast<int>(seed_ % kPartitions)));
  }
  for (const char* role : {"tag", "track"}) {
    die("the coordinator of the group " + std::string(role), coordinator(role));
    for (const char* member : {"one", "two"}) {
      die("the coordinator of transactions of " + std::string(role) + " " + member,
          transactions(role, member));
    }
  }
  for (int round = 0; round < 3; ++round) {
    feed(fed_ + 300);
    cluster_->roll();
  }
  expect_whole();
}

}  // namespace
}  // namespace hearsay::test
