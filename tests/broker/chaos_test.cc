// Chaos: both hops under faults drawn from one seed, and then the question whether anything was
// lost, repeated or different from a run without them. tests/chaos runs it in full size.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>

#include "tests/broker/cluster.h"
#include "tests/broker/pipeline.h"

namespace hearsay::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPartitions = 4;
// Members lose their partitions when they are silent for longer (a lane's default session).
constexpr int kSessionSeconds = 10;
constexpr int kFailpointSeconds = 10;

constexpr std::array kFailpoints = {"after_step",       "after_send",          "after_state",
                                    "after_checkpoint", "before_send_offsets", "after_send_offsets",
                                    "before_commit",    "after_commit",        "during_restore"};

int wanted(const char* name, int otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::atoi(given);
}

class Chaos : public testing::Test {
 protected:
  void SetUp() override {
    cluster_ = std::make_unique<Cluster>(wanted("CHAOS_NODES", 1));
    if (!cluster_->started()) GTEST_SKIP() << "left out: deploy/kafka/broker starts no broker here";
    brokers_ = cluster_->brokers();
    word_ = fresh_word();
    news_ = word_ + ".news";
    pipeline_ = Pipeline(brokers_, word_, news_, testing::TempDir());
    const int copies = cluster_->nodes();
    create(brokers_, {news_}, kPartitions, copies);
    pipeline_.create_topics(kPartitions, copies);
    seed_ = drawn_seed();
    random_.seed(seed_);
    std::cout << "HEARSAY_SEED=" << seed_ << "\n";
  }

  void TearDown() override {
    if (HasFailure()) std::cerr << "the daemon's log: " << pipeline_.log_file() << "\n";
    members_.clear();
  }

  uint64_t below(uint64_t limit) { return random_() % limit; }
  void rest(uint64_t ms_max) { usleep(static_cast<useconds_t>(below(ms_max) * 1000)); }

  void feed(int to) {
    send_all(brokers_, news_, news_items(seed_, fed_, to));
    fed_ = to;
  }

  std::string any_member() {
    auto member = members_.begin();
    std::advance(member, static_cast<int>(below(members_.size())));
    return member->first;
  }

  void start(const std::string& name, const std::vector<std::string>& environment = {}) {
    members_[name] = pipeline_.start(name, "tag, track", environment);
  }

  void crash_member() {
    const std::string name = any_member();
    Child& member = members_[name];
    EXPECT_TRUE(member.running()) << name << " ended by itself: " << member.wait(0).value_or(-1);
    member.signal(SIGKILL);
    member.wait(5);
    if (below(2) == 0) rest(1000);
    start(name);
    ++done_["members killed at random"];
  }

  void crash_at_failpoint() {
    const std::string name = any_member();
    const char* point = kFailpoints[done_["armed"]++ % kFailpoints.size()];
    const bool per_record =
        std::string(point).starts_with("after_s") && std::string(point) != "after_send_offsets";
    const uint64_t pass = 1 + below(per_record ? 30 : 3);
    members_[name].signal(SIGKILL);
    members_[name].wait(5);
    start(name, {"HEARSAY_FAILPOINT=" + std::string(point) + ":" + std::to_string(pass)});
    feed(std::min(items_, fed_ + 200));  // so that there is something to pass it with
    if (members_[name].wait(4) == 137) {
      ++done_[std::string("at ") + point];
    } else {
      members_[name].signal(SIGKILL);
      members_[name].wait(5);
      ++done_["members killed at random"];
    }
    start(name);
  }

  void stop_member() {
    const std::string name = any_member();
    members_[name].signal(SIGSTOP);
    feed(std::min(items_, fed_ + 500));
    sleep(static_cast<unsigned>(kSessionSeconds + 1 + static_cast<int>(below(4))));
    members_[name].signal(SIGCONT);
    ++done_["members stopped past their session"];
  }

  void change_members() {
    if (members_.size() < 4 && below(2) == 0) {
      start("extra" + std::to_string(done_["members added"]++));
      return;
    }
    for (auto& [name, member] : members_) {
      if (!name.starts_with("extra")) continue;
      member.signal(SIGTERM);
      EXPECT_EQ(member.wait(90), 0) << name << " drains and ends with 0";
      members_.erase(name);
      ++done_["members removed"];
      return;
    }
  }

  void crash_broker() {
    const int node = 1 + static_cast<int>(below(static_cast<uint64_t>(cluster_->nodes())));
    cluster_->kill(node);
    rest(2000);
    cluster_->start();
    ++done_["brokers killed"];
  }

  void show_progress(size_t fault, size_t faults) const {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun_).count();
    if (isatty(STDERR_FILENO) == 0 && fault % 10 != 0) return;  // a file wants fewer lines
    std::cerr << (isatty(STDERR_FILENO) == 1 ? "\r" : "") << "chaos: fault " << fault << " of "
              << faults << ", " << fed_ << " of " << items_ << " items sent, " << members_.size()
              << " members, " << seconds << " s" << (isatty(STDERR_FILENO) == 1 ? "  " : "\n");
  }

  std::unique_ptr<Cluster> cluster_;
  const Clock::time_point begun_ = Clock::now();
  std::string brokers_, word_, news_;
  Pipeline pipeline_;
  uint64_t seed_ = 0;
  std::mt19937_64 random_;
  int items_ = 0;
  int fed_ = 0;
  std::map<std::string, Child> members_;
  std::map<std::string, size_t> done_;
};

TEST_F(Chaos, WhateverDiesEachOutputIsThereOnceAndTheStateIsAsUnbroken) {
  items_ = wanted("CHAOS_ITEMS", 4000);
  enum class Fault { kKill, kFailpoint, kStop, kMembers, kBroker };
  std::vector<Fault> faults;
  const auto plan = [&](Fault fault, const char* name, int otherwise) {
    faults.insert(faults.end(), static_cast<size_t>(wanted(name, otherwise)), fault);
  };
  plan(Fault::kKill, "CHAOS_KILLS", 4);
  plan(Fault::kFailpoint, "CHAOS_FAILPOINTS", static_cast<int>(kFailpoints.size()));
  plan(Fault::kStop, "CHAOS_STOPS", 1);
  plan(Fault::kMembers, "CHAOS_MEMBERS", 2);
  plan(Fault::kBroker, "CHAOS_BROKER_KILLS", 1);
  std::shuffle(faults.begin(), faults.end(), random_);

  for (const char* name : {"one", "two"}) start(name);
  for (size_t i = 0; i < faults.size(); ++i) {
    feed(std::max(fed_, static_cast<int>(static_cast<size_t>(items_) * i / faults.size())));
    rest(1500);
    switch (faults[i]) {
      case Fault::kKill:
        crash_member();
        break;
      case Fault::kFailpoint:
        crash_at_failpoint();
        break;
      case Fault::kStop:
        stop_member();
        break;
      case Fault::kMembers:
        change_members();
        break;
      case Fault::kBroker:
        crash_broker();
        break;
    }
    show_progress(i + 1, faults.size());
  }
  feed(items_);
  if (cluster_->nodes() > 1) {
    cluster_->roll();
    ++done_["rolling restarts"];
  }
  const auto faults_over = Clock::now();
  const int patience = 120 + items_ / 500;
  ASSERT_TRUE(pipeline_.settled(patience));
  const auto seconds = [](Clock::duration time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time).count();
  };
  std::cout << items_ << " items; faults for " << seconds(faults_over - begun_)
            << " s, settled after " << seconds(Clock::now() - faults_over) << " s more\n";
  done_.erase("armed");
  for (const auto& [what, count] : done_) std::cout << "  " << count << " " << what << "\n";
  pipeline_.expect_lawful(static_cast<size_t>(items_));
  EXPECT_EQ(pipeline_.log().find("state.refused"), std::string::npos);
  for (auto& [name, member] : members_) EXPECT_TRUE(member.running()) << name;
  members_.clear();

  Pipeline whole(brokers_, word_ + "w", news_, testing::TempDir());
  whole.create_topics(kPartitions, cluster_->nodes());
  const Child member = whole.start("whole");
  ASSERT_TRUE(whole.settled(patience)) << whole.log();
  whole.expect_lawful(static_cast<size_t>(items_));
  expect_same_state(pipeline_, whole);
  expect_same_outputs(pipeline_, whole);
  const size_t outputs = whole.made("items").records + whole.made("assertions").records +
                         whole.made("sentiment").records;
  std::cout << outputs << " outputs of the tagger, " << whole.compacted("claims").size()
            << " claims, digest " << whole.digest() << "\n"
            << count_uncommitted(brokers_, pipeline_.topic("items")) -
                   read_all(brokers_, pipeline_.topic("items")).size()
            << " aborted item states that a read_uncommitted reader would have seen\n";
}

}  // namespace
}  // namespace hearsay::test
