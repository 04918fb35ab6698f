// Lanes on a real broker: whatever dies and whenever, a read_committed reader sees each output once
// and in order.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "pipeline/kafka/producer.h"
#include "tests/broker/broker.h"
#include "tests/broker/kafka_tools.h"

namespace hearsay::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPartitions = 4;

// Repeated by HEARSAY_SEED; printed by every test that draws.
uint64_t seed() {
  if (const char* given = std::getenv("HEARSAY_SEED")) return std::strtoull(given, nullptr, 10);
  return static_cast<uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
}

class ExactlyOnce : public testing::Test {
 protected:
  void SetUp() override {
    HEARSAY_NEED_BROKER(brokers_);
    word_ = fresh_word();
    create(brokers_, {word_ + ".news", word_ + ".assertions", word_ + ".dead-letters"},
           kPartitions);
    log_ = testing::TempDir() + word_ + ".log";
  }

  Child start(const std::string& instance, int lanes = 1,
              const std::vector<std::string>& environment = {}) const {
    return Child({HEARSAY_ECHO_DAEMON, brokers_, word_, instance, std::to_string(lanes)},
                 environment, log_);
  }

  // Numbered records; the place in its partition is the order that must be kept.
  void feed(int from, int to) const {
    std::vector<Sent> records;
    for (int i = from; i < to; ++i) {
      const std::string number = std::to_string(i);
      records.push_back({.key = number, .value = number, .partition = i % kPartitions});
    }
    send_all(brokers_, word_ + ".news", records);
  }

  std::string log() const {
    std::ifstream file(log_);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }

  // Each of 0…count-1 once, and the outputs of one input partition in the order of its offsets
  // within each output partition.
  void expect_each_once(int count, int seconds) const {
    const auto seen =
        read_until(brokers_, word_ + ".assertions", static_cast<size_t>(count), seconds);
    std::map<std::string, int> times;
    std::map<std::pair<int32_t, std::string>, int64_t> last;
    for (const Seen& record : seen) {
      ++times[record.value.value_or("")];
      const std::string source = record.header("hearsay.src");
      const size_t at = source.rfind('@');
      ASSERT_NE(at, std::string::npos);
      const int64_t offset = std::stoll(source.substr(at + 1));
      int64_t& before =
          last.try_emplace({record.partition, source.substr(0, at)}, -1).first->second;
      EXPECT_GT(offset, before) << "out of order: " << source;
      before = offset;
    }
    int missing = 0;
    int repeated = 0;
    for (int i = 0; i < count; ++i) {
      const int n = times[std::to_string(i)];
      missing += n == 0 ? 1 : 0;
      repeated += n > 1 ? 1 : 0;
    }
    EXPECT_EQ(missing, 0) << "lost, of " << count;
    EXPECT_EQ(repeated, 0) << "seen twice, of " << count;
    EXPECT_EQ(seen.size(), static_cast<size_t>(count));
    if (HasFailure()) std::cerr << "the daemon's log: " << log_ << "\n";
  }

  std::string brokers_, word_, log_;
};

TEST_F(ExactlyOnce, SigtermDrainsAndSaysWhatWasLeft) {
  feed(0, 2000);
  Child daemon = start("one");
  read_until(brokers_, word_ + ".assertions", 1, 30);
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait(30), 0);
  EXPECT_NE(log().find("code=lane.drained"), std::string::npos);
  EXPECT_NE(log().find("left_records="), std::string::npos);
  Child next = start("one");
  expect_each_once(2000, 60);
}

TEST_F(ExactlyOnce, PoisonReachesTheDeadLettersWithBytesKeyAndHeaders) {
  const std::string bytes = std::string("poison \0\xff\n", 10);
  send_all(brokers_, word_ + ".news",
           {{.key = "k1", .value = "good", .partition = 0},
            {.key = "k2",
             .value = bytes,
             .headers = {{"content-type", "text/odd"}, {"trace", "7"}},
             .partition = 3},
            {.value = "poison without a key", .partition = 0},
            {.key = "k3", .value = "good too", .partition = 0}});
  const Child daemon = start("one");
  EXPECT_EQ(read_until(brokers_, word_ + ".assertions", 2, 60).size(), 2u);
  const auto dead = read_until(brokers_, word_ + ".dead-letters", 2, 60);
  ASSERT_EQ(dead.size(), 2u);
  const Seen& with_key = dead[0].key ? dead[0] : dead[1];
  const Seen& without_key = dead[0].key ? dead[1] : dead[0];
  EXPECT_EQ(without_key.key, std::nullopt);
  EXPECT_EQ(with_key.key, "k2");
  EXPECT_EQ(with_key.value, bytes);
  EXPECT_EQ(with_key.header("content-type"), "text/odd");
  EXPECT_EQ(with_key.header("trace"), "7");
  EXPECT_EQ(with_key.header("__connect.errors.topic"), word_ + ".news");
  EXPECT_EQ(with_key.header("__connect.errors.partition"), "3");
  EXPECT_EQ(with_key.header("__connect.errors.offset"), "0");
  EXPECT_EQ(with_key.header("__connect.errors.stage"), "tag");
  EXPECT_EQ(with_key.header("__connect.errors.exception.class.name"), "test.poison");
  EXPECT_EQ(with_key.header("hearsay.disposition"), "malformed");
  // Of the ten bytes, from another program.
  EXPECT_EQ(with_key.header("hearsay.sha256").size(), 64u);
}

TEST_F(ExactlyOnce, ARecordThatKillsThreeProcessesInARowGoesToTheDeadLetters) {
  feed(0, 100);
  send_all(brokers_, word_ + ".news", {{.key = "k", .value = "crash this", .partition = 2}});
  feed(100, 200);
  const std::vector<std::string> environment = {"STATE_DIRECTORY=" + testing::TempDir()};
  for (int life = 1; life <= 3; ++life) {
    EXPECT_EQ(start("one", 1, environment).wait(60), 128 + SIGABRT) << "life " << life;
  }
  Child daemon = start("one", 1, environment);
  expect_each_once(200, 60);
  const auto dead = read_until(brokers_, word_ + ".dead-letters", 1, 60);
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].value, "crash this");
  EXPECT_EQ(dead[0].header("hearsay.disposition"), "crash");
  EXPECT_EQ(dead[0].header("__connect.errors.exception.class.name"), "record.crash");
  EXPECT_TRUE(daemon.running());
}

TEST_F(ExactlyOnce, ALargeRecordGoesThroughWithTheRest) {
  feed(0, 20);
  send_all(brokers_, word_ + ".news",
           {{.key = "k", .value = "double" + std::string(600'000, 'x'), .partition = 0}});
  feed(20, 40);
  const Child daemon = start("one");
  const auto seen = read_until(brokers_, word_ + ".assertions", 42, 60);
  EXPECT_EQ(seen.size(), 42u);
}

// What the tests themselves rest on: an end that is only what may be seen now is not taken for all.
TEST_F(ExactlyOnce, ATransactionThatIsOpenIsSeenByTheTests) {
  const std::string topic = word_ + ".assertions";
  std::unique_ptr<kafka::Producer> producer;
  ASSERT_TRUE(kafka::Producer::open({.brokers = brokers_, .properties = {}},
                                    {.transactional_id = word_ + ".open"},
                                    {.log = {}, .go_on = [] { return true; }}, producer));
  const auto ends = [&] {
    const auto until = Clock::now() + std::chrono::seconds(30);
    while (transactions_open(brokers_, topic) && Clock::now() < until) usleep(50'000);
    return !transactions_open(brokers_, topic);
  };
  EXPECT_TRUE(ends()) << "the topic is new: at first no leader may answer";
  ASSERT_TRUE(producer->begin());
  ASSERT_TRUE(producer->send(topic, 1, "k", 1, "v", 1, kafka::Headers(rd_kafka_headers_new(1))));
  ASSERT_EQ(rd_kafka_flush(producer->handle(), 30'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_TRUE(transactions_open(brokers_, topic));
  EXPECT_EQ(read_all(brokers_, topic).size(), 0u);
  ASSERT_TRUE(producer->commit());
  EXPECT_TRUE(ends());
  EXPECT_EQ(read_all(brokers_, topic).size(), 1u);
}

TEST_F(ExactlyOnce, WhatTheBrokersRefuseGoesToTheDeadLettersAndTheRestGoesOn) {
  // Just as large as a topic takes, of bytes that do not shrink: with our headers it is too large.
  constexpr size_t kTopicBytes = 1'048'588;
  constexpr size_t kBatchFrame = 100;
  std::mt19937_64 random(1);
  std::string large(kTopicBytes - kBatchFrame, '\0');
  for (char& byte : large) byte = static_cast<char>(random());
  feed(0, 1000);
  for (const int partition : {0, 1}) {
    send_all(brokers_, word_ + ".news", {{.value = large, .partition = partition}});
  }
  feed(1000, 2000);
  const auto begun = Clock::now();
  const Child daemon = start("one");
  expect_each_once(2000, 120);
  const auto dead = read_until(brokers_, word_ + ".dead-letters", 2, 60);
  std::cout << "two refused records of 2,002: "
            << std::chrono::duration<double>(Clock::now() - begun).count() << " s\n";
  ASSERT_EQ(dead.size(), 2u);
  for (const Seen& letter : dead) {
    EXPECT_EQ(letter.header("hearsay.disposition"), "oversize");
    EXPECT_EQ(letter.value.value_or(""), "") << "valueless";
    EXPECT_EQ(letter.header("hearsay.sha256").size(), 64u);
  }
}

class AtFailpoint : public ExactlyOnce, public testing::WithParamInterface<const char*> {};

TEST_P(AtFailpoint, DyingThereLosesAndRepeatsNothing) {
  feed(0, 400);
  send_all(brokers_, word_ + ".news", {{.key = "p", .value = "poison", .partition = 1}});
  int died = 0;
  for (int round = 1; round <= 3; ++round) {
    const bool once = std::string(GetParam()) == "after_dead_letter";
    const std::string pass = once ? "1" : std::to_string(round);
    Child daemon = start("one", 1, {"HEARSAY_FAILPOINT=" + std::string(GetParam()) + ":" + pass});
    if (daemon.wait(once || round == 1 ? 20 : 5) == 137) ++died;
  }
  EXPECT_GE(died, 1) << "the failpoint was not reached";
  const Child daemon = start("one");
  expect_each_once(400, 60);
  EXPECT_EQ(read_until(brokers_, word_ + ".dead-letters", 1, 30).size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Failpoints, AtFailpoint,
                         testing::Values("after_step", "after_send", "after_dead_letter",
                                         "before_send_offsets", "after_send_offsets",
                                         "before_commit", "after_commit"),
                         [](const testing::TestParamInfo<const char*>& point) {
                           return std::string(point.param);
                         });

TEST_F(ExactlyOnce, KilledAtRandomTwoMembersLoseAndRepeatNothing) {
  const uint64_t drawn = seed();
  std::cout << "HEARSAY_SEED=" << drawn << "\n";
  std::mt19937_64 random(drawn);
  constexpr int kRecords = 20'000;
  constexpr int kKills = 12;
  Child one = start("one");
  Child two = start("two");
  int fed = 0;
  for (int i = 0; i < kKills; ++i) {
    const int upto = kRecords * (i + 1) / kKills;
    feed(fed, upto);
    fed = upto;
    usleep(static_cast<useconds_t>(random() % 900'000));
    Child& victim = random() % 2 == 0 ? one : two;
    victim.signal(SIGKILL);
    victim.wait(5);
    const bool first = &victim == &one;
    victim = start(first ? "one" : "two");
  }
  expect_each_once(kRecords, 120);
}

TEST_F(ExactlyOnce, AStoppedMemberWakesAsAZombieAndItsWorkIsRefused) {
  Child one = start("one");
  feed(0, 1000);
  read_until(brokers_, word_ + ".assertions", 1000, 60);
  one.signal(SIGSTOP);
  feed(1000, 2000);
  const Child two = start("two");
  // Longer than the session: the group gives everything to the second member.
  expect_each_once(2000, 60);
  one.signal(SIGCONT);
  feed(2000, 3000);
  expect_each_once(3000, 60);
}

TEST_F(ExactlyOnce, ATwinWithTheSameSlotEndsAndSaysSo) {
  Child one = start("one");
  feed(0, 100);
  expect_each_once(100, 60);
  Child twin = start("one");
  // Each fences the other once; the one that is fenced twice within a minute gives up.
  const auto until = Clock::now() + std::chrono::seconds(60);
  while (one.running() && twin.running() && Clock::now() < until) usleep(50'000);
  Child& loser = one.running() ? twin : one;
  EXPECT_EQ(loser.wait(5), 75);
  EXPECT_NE(log().find("code=lane.twin"), std::string::npos);
  feed(100, 200);
  expect_each_once(200, 60);
}

}  // namespace
}  // namespace hearsay::test
