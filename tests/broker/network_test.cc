// Both hops behind a bad network: answers that are lost, connections that break, crawl or carry
// nothing. Whatever it does, each output is there once and the state is as unbroken.
#include <gtest/gtest.h>
#include <unistd.h>

#include <iostream>

#include "tests/broker/cluster.h"
#include "tests/broker/pipeline.h"
#include "tests/broker/proxy.h"

namespace hearsay::test {
namespace {

constexpr int kPartitions = 3;

// One cluster for all tests: its listener PROXIED tells clients to come through the proxy.
class Network : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    proxy_ = std::make_unique<Proxy>();
    cluster_ =
        std::make_unique<Cluster>(1, "--listener PROXIED=PLAINTEXT:127.0.0.1:" + proxy_->port());
    if (cluster_->started()) proxy_->forward_to(cluster_->line_of("listener-PROXIED"));
  }
  static void TearDownTestSuite() {
    cluster_.reset();
    proxy_.reset();
  }

  void SetUp() override {
    if (!cluster_->started()) GTEST_SKIP() << "left out: deploy/kafka/broker starts no broker here";
    word_ = fresh_word();
    create(cluster_->brokers(), {news()}, kPartitions);
    far_ = Pipeline("127.0.0.1:" + proxy_->port(), word_, news(), testing::TempDir());
    near_ = Pipeline(cluster_->brokers(), word_, news(), testing::TempDir());
    near_.create_topics(kPartitions);
    seed_ = drawn_seed();
    std::cout << "HEARSAY_SEED=" << seed_ << "\n";
  }

  void TearDown() override {
    proxy_->lose(0, 0, Proxy::Loss::kAnswer);
    proxy_->slow_down(std::chrono::milliseconds(0), 0);
    proxy_->swallow(false);
    if (HasFailure()) std::cerr << "the daemon's log: " << near_.log_file() << "\n";
  }

  std::string news() const { return word_ + ".news"; }

  void feed(int to) {
    send_all(cluster_->brokers(), news(), news_items(seed_, fed_, to));
    fed_ = to;
  }

  // Feeds until the proxy has lost so many more.
  void feed_until_lost(int count) {
    const int before = proxy_->lost();
    for (int i = 0; i < 3000 && proxy_->lost() < before + count; ++i) {
      if (fed_ < kItemsMax) feed(fed_ + 20);
      usleep(50'000);
    }
    EXPECT_EQ(proxy_->lost() - before, count);
  }

  void expect_whole(int seconds) {
    ASSERT_TRUE(near_.settled(seconds));
    near_.expect_lawful(static_cast<size_t>(fed_));
    EXPECT_EQ(near_.log().find("state.refused"), std::string::npos);
    Pipeline whole(cluster_->brokers(), word_ + "w", news(), testing::TempDir());
    whole.create_topics(kPartitions);
    const Child member = whole.start("whole");
    ASSERT_TRUE(whole.settled(60)) << whole.log();
    expect_same_state(near_, whole);
    expect_same_outputs(near_, whole);
  }

  static constexpr int kItemsMax = 20'000;
  static std::unique_ptr<Cluster> cluster_;
  static std::unique_ptr<Proxy> proxy_;
  std::string word_;
  Pipeline far_, near_;  // the same topics: through the proxy, and past it for the test
  uint64_t seed_ = 0;
  int fed_ = 0;
};

std::unique_ptr<Cluster> Network::cluster_;
std::unique_ptr<Proxy> Network::proxy_;

class Lost
    : public Network,
      public testing::WithParamInterface<std::tuple<std::string, int16_t, Proxy::Loss, int>> {};

TEST_P(Lost, InTransactionsNothingIsLostOrTwice) {
  const auto& [name, request, loss, count] = GetParam();
  Child member = far_.start("one");
  feed(200);
  ASSERT_TRUE(near_.settled(60));
  proxy_->lose(request, count, loss);
  feed_until_lost(count);
  feed(fed_ + 100);
  expect_whole(120);
  EXPECT_TRUE(member.running());
}

std::string name_of_loss(const testing::TestParamInfo<Lost::ParamType>& point) {
  return std::get<0>(point.param);
}

INSTANTIATE_TEST_SUITE_P(
    Some, Lost,
    testing::Values(std::tuple(std::string("EndAnswersAndConnections"), kEndTransaction,
                               Proxy::Loss::kAnswerAndCut, 10),
                    std::tuple(std::string("EndsAndConnections"), kEndTransaction,
                               Proxy::Loss::kRequestAndCut, 5)),
    name_of_loss);

// An answer that never comes is waited for as long as the transaction may last.
INSTANTIATE_TEST_SUITE_P(
    Whole, Lost,
    testing::Values(std::tuple(std::string("EndAnswersAndConnections"), kEndTransaction,
                               Proxy::Loss::kAnswerAndCut, 200),
                    std::tuple(std::string("EndsAndConnections"), kEndTransaction,
                               Proxy::Loss::kRequestAndCut, 50),
                    std::tuple(std::string("EndAnswers"), kEndTransaction, Proxy::Loss::kAnswer, 2),
                    std::tuple(std::string("OffsetAnswersAndConnections"),
                               kCommitOffsetsOfTransaction, Proxy::Loss::kAnswerAndCut, 50),
                    std::tuple(std::string("AddedOffsetAnswers"), kAddOffsetsToTransaction,
                               Proxy::Loss::kAnswer, 2)),
    name_of_loss);

// The repeated request may come to the broker in the middle of the next transaction.
TEST_F(Network, AnEndThatIsAnsweredLateIsTheLastOfItsProducer) {
  Child member = far_.start("one");
  feed(200);
  ASSERT_TRUE(near_.settled(60));
  proxy_->lose(kEndTransaction, 1, Proxy::Loss::kAnswer);
  feed_until_lost(1);
  feed(fed_ + 100);
  expect_whole(120);
  EXPECT_NE(near_.log().find("was answered late"), std::string::npos) << near_.log();
  EXPECT_TRUE(member.running());
}

TEST_F(Network, ConnectionsThatBreakAgainAndAgain) {
  Child member = far_.start("one");
  for (int i = 0; i < 20; ++i) {
    feed(fed_ + 50);
    usleep(100'000);
    proxy_->cut();
  }
  expect_whole(120);
  EXPECT_TRUE(member.running());
}

TEST_F(Network, SlowLinksThatCarryAFewBytesAtATime) {
  Child member = far_.start("one");
  proxy_->slow_down(std::chrono::milliseconds(100), 7);
  feed(600);
  expect_whole(180);
  EXPECT_TRUE(member.running());
}

class WholeNetwork : public Network {};

TEST_F(WholeNetwork, ALinkThatCarriesNothingForLongerThanTheSession) {
  Child member = far_.start("one");
  feed(200);
  ASSERT_TRUE(near_.settled(60));
  proxy_->swallow(true);
  feed(600);
  sleep(15);
  proxy_->swallow(false);
  proxy_->cut();  // answers were swallowed: the streams are out of step
  feed(800);
  expect_whole(120);
  EXPECT_TRUE(member.running());
}

}  // namespace
}  // namespace hearsay::test
