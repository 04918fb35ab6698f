// Both hops on a real broker: whatever dies, the state of claims ends as in a run that nothing
// broke; and state that does not agree with the offsets is refused by name.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <iostream>
#include <random>
#include <set>

#include "tests/broker/pipeline.h"

namespace hearsay::test {
namespace {

constexpr int kPartitions = 3;

class Track : public testing::Test {
 protected:
  void SetUp() override {
    HEARSAY_NEED_BROKER(brokers_);
    word_ = fresh_word();
    news_ = word_ + ".news";
    create(brokers_, {news_}, kPartitions);
    broken_ = Pipeline(brokers_, word_, news_, testing::TempDir());
    broken_.create_topics(kPartitions);
    seed_ = drawn_seed();
    std::cout << "HEARSAY_SEED=" << seed_ << "\n";
  }

  void TearDown() override {
    if (HasFailure()) std::cerr << "the daemon's log: " << broken_.log_file() << "\n";
  }

  void feed(int to) {
    send_all(brokers_, news_, news_items(seed_, fed_, to));
    fed_ = to;
  }

  // The same news through another prefix and group, by one member that nothing happens to.
  void expect_as_unbroken(int seconds) {
    Pipeline whole(brokers_, word_ + "w", news_, testing::TempDir());
    whole.create_topics(kPartitions);
    Child member = whole.start("whole");
    ASSERT_TRUE(whole.settled(seconds)) << whole.log();
    whole.expect_lawful(static_cast<size_t>(fed_));
    expect_same_state(broken_, whole);
  }

  void expect_whole(int seconds) {
    ASSERT_TRUE(broken_.settled(seconds));
    broken_.expect_lawful(static_cast<size_t>(fed_));
    expect_as_unbroken(seconds);
  }

  bool logged(const std::string& text, int seconds) const {
    for (int i = 0; i < seconds * 10; ++i) {
      if (broken_.log().find(text) != std::string::npos) return true;
      usleep(100'000);
    }
    ADD_FAILURE() << "not in the log within " << seconds << " s: " << text << "\n" << broken_.log();
    return false;
  }

  // Everything fed so far is in the state, and no member runs any more.
  void settle_and_stop() {
    Child member = broken_.start("one");
    ASSERT_TRUE(broken_.settled(60));
    member.signal(SIGTERM);
    ASSERT_EQ(member.wait(30), 0);
  }

  // With a member running: news come, and nothing of them gets into the state.
  void expect_refused(const std::string& code) {
    const Offsets before = group_offsets(brokers_, broken_.group("track"), inputs().front());
    Child member = broken_.start("one");
    ASSERT_TRUE(logged(code, 30));
    feed(fed_ + 50);
    usleep(2'000'000);
    EXPECT_EQ(group_offsets(brokers_, broken_.group("track"), inputs().front()), before);
    EXPECT_TRUE(member.running()) << "the tag lanes go on";
  }

  std::vector<std::string> inputs() const {
    return {broken_.topic("assertions"), broken_.topic("sentiment"), broken_.topic("items")};
  }

  std::string brokers_, word_, news_;
  Pipeline broken_;
  uint64_t seed_ = 0;
  int fed_ = 0;
};

TEST_F(Track, ARestartGoesOnFromTheStateThatWasCommitted) {
  feed(200);
  settle_and_stop();
  feed(400);
  Child killed = broken_.start("one");
  ASSERT_TRUE(broken_.settled(60));
  killed.signal(SIGKILL);
  killed.wait(5);
  feed(600);
  const Child again = broken_.start("one");
  expect_whole(60);
  EXPECT_EQ(broken_.log().find("state.refused"), std::string::npos);
}

class TrackAtFailpoint : public Track, public testing::WithParamInterface<const char*> {};

TEST_P(TrackAtFailpoint, DyingThereLeavesStateAndOffsetsInStep) {
  feed(400);
  {
    // The first part is committed, so that there is something to restore.
    Child first = broken_.start("one");
    ASSERT_TRUE(broken_.settled(60));
    first.signal(SIGTERM);
    ASSERT_EQ(first.wait(30), 0);
  }
  int died = 0;
  for (int round = 1; round <= 3; ++round) {
    feed(fed_ + 100);
    Child member = broken_.start("one", "tag, track",
                                 {"HEARSAY_FAILPOINT=" + std::string(GetParam()) + ":" +
                                  std::to_string(1 + (seed_ + static_cast<uint64_t>(round)) % 2)});
    if (member.wait(died == 0 ? 30 : 8) == 137) ++died;
  }
  EXPECT_GE(died, 1) << "the failpoint was not reached";
  const Child member = broken_.start("one");
  expect_whole(60);
}

INSTANTIATE_TEST_SUITE_P(Failpoints, TrackAtFailpoint,
                         testing::Values("after_step", "after_send", "after_state",
                                         "after_checkpoint", "before_send_offsets",
                                         "after_send_offsets", "before_commit", "after_commit",
                                         "during_restore"),
                         [](const testing::TestParamInfo<const char*>& point) {
                           return std::string(point.param);
                         });

TEST_F(Track, KilledAtRandomWhileMembersComeAndGoTheStateIsAsUnbroken) {
  std::mt19937_64 random(seed_);
  constexpr int kKills = 10;
  constexpr int kItems = 6000;
  std::map<std::string, Child> members;
  for (const char* name : {"one", "two"}) members[name] = broken_.start(name);
  for (int i = 1; i <= kKills; ++i) {
    feed(kItems * i / kKills);
    usleep(static_cast<useconds_t>(random() % 1'200'000));
    const std::string name = random() % 2 == 0 ? "one" : "two";
    members[name].signal(SIGKILL);
    members[name].wait(5);
    members[name] = broken_.start(name);
    if (i == 3) members["three"] = broken_.start("three");
    if (i == 7) {  // a planned end: the group gives its partitions away when the session is over
      members["three"].signal(SIGTERM);
      EXPECT_EQ(members["three"].wait(60), 0);
    }
  }
  expect_whole(120);
  EXPECT_EQ(broken_.log().find("state.refused"), std::string::npos);
}

TEST_F(Track, AStoppedMemberWakesAndTheStateIsItsSuccessors) {
  Child one = broken_.start("one");
  feed(300);
  ASSERT_TRUE(broken_.settled(60));
  one.signal(SIGSTOP);
  feed(600);
  const Child two = broken_.start("two");
  ASSERT_TRUE(broken_.settled(90)) << "the session ends and the second member has everything";
  one.signal(SIGCONT);
  feed(900);
  expect_whole(90);
  EXPECT_EQ(broken_.log().find("state.refused"), std::string::npos);
}

TEST_F(Track, AtLeastOnceLosesNothing) {
  std::mt19937_64 random(seed_);
  Child member;
  for (int i = 1; i <= 5; ++i) {
    member = broken_.start("one", "tag", {}, "delivery: at-least-once\n");
    feed(i * 400);
    usleep(static_cast<useconds_t>(200'000 + random() % 600'000));
    member.signal(SIGKILL);
    member.wait(5);
  }
  member = broken_.start("one", "tag", {}, "delivery: at-least-once\n");
  std::set<std::string> answered;
  for (int i = 0; i < 100 && answered.size() < static_cast<size_t>(fed_); ++i) {
    usleep(200'000);
    for (const Seen& record : read_all(brokers_, broken_.topic("items"))) {
      answered.insert(record.header("hearsay.src"));
    }
  }
  EXPECT_EQ(answered.size(), static_cast<size_t>(fed_));
}

TEST_F(Track, AnEmptiedStateTopicIsRefused) {
  feed(200);
  settle_and_stop();
  delete_topics(brokers_, {broken_.topic("claims")});
  broken_.create_topics(kPartitions);
  expect_refused("state.digest");
}

TEST_F(Track, AMissingStateTopicIsNamedAndNotMade) {
  feed(200);
  settle_and_stop();
  delete_topics(brokers_, {broken_.topic("entities")});
  expect_refused("missing topics: " + broken_.topic("entities"));
}

TEST_F(Track, LostCheckpointsAreRefused) {
  feed(200);
  settle_and_stop();
  delete_topics(brokers_, {broken_.topic("checkpoints")});
  broken_.create_topics(kPartitions);
  expect_refused("state.missing");
}

TEST_F(Track, LostItemStatesAreRefused) {
  feed(200);
  settle_and_stop();
  const Offsets before = group_offsets(brokers_, broken_.group("track"), broken_.topic("items"));
  delete_topics(brokers_, {broken_.topic("items")});
  broken_.create_topics(kPartitions);
  // Deleting a topic deletes the group's offsets of it; as if the operator put them back.
  set_group_offsets(brokers_, broken_.group("track"), broken_.topic("items"), before);
  expect_refused("state.items");
}

TEST_F(Track, OffsetsSetByHandAreRefusedAndWhatTheTextSaysGoesOn) {
  feed(200);
  settle_and_stop();
  const std::string group = broken_.group("track");
  const Offsets right = group_offsets(brokers_, group, broken_.topic("assertions"));
  Offsets wrong = right;
  ASSERT_GT(wrong.begin()->second, 0);
  wrong.begin()->second -= 1;
  set_group_offsets(brokers_, group, broken_.topic("assertions"), wrong);
  {
    Child member = broken_.start("one");
    ASSERT_TRUE(logged("state.offsets", 30));
    EXPECT_TRUE(logged("assertions@" + std::to_string(right.begin()->second), 1))
        << "the text names the offset that belongs to the state";
  }
  set_group_offsets(brokers_, group, broken_.topic("assertions"), right);
  feed(400);
  const Child member = broken_.start("one");
  expect_whole(60);
}

TEST_F(Track, ATopicShortOfPartitionsIsNamed) {
  delete_topics(brokers_, {broken_.topic("sentiment")});
  create(brokers_, {broken_.topic("sentiment")}, kPartitions - 1);
  Child member = broken_.start("one");
  EXPECT_TRUE(logged("topics.partitions: " + broken_.topic("sentiment") + ": found " +
                         std::to_string(kPartitions - 1) + " partitions, expected " +
                         std::to_string(kPartitions),
                     30));
  EXPECT_TRUE(member.running());
}

}  // namespace
}  // namespace hearsay::test
