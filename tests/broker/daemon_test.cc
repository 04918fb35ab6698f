// The daemon on a real broker: its account of the records, reloads, floods, dead letters, replays,
// withdrawals and memory.
#include "tests/broker/daemon.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "tests/broker/kafka_tools.h"
#include "tests/broker/pipeline.h"

namespace hearsay::test {
namespace {

namespace fs = std::filesystem;

constexpr int kPartitions = 2;
const std::string kRules = std::string(HEARSAY_SOURCE_DIR) + "/rules";

class DaemonTest : public ::testing::Test {
 protected:
  void SetUp() override {
    HEARSAY_NEED_BROKER(brokers_);
    word_ = fresh_word();
    news_ = word_ + ".news";
    create(brokers_, {news_}, kPartitions);
    // Its topics and groups are named alike, so that it can look at them.
    pipeline_ = Pipeline(brokers_, word_, news_, ::testing::TempDir());
    pipeline_.create_topics(kPartitions);
  }

  std::string config(const std::string& rules = kRules) const {
    return "brokers: \"" + brokers_ + "\"\ninput:\n  - topic: " + news_ +
           "\n    format: ninjs\nprefix: " + word_ + ".\ngroup: " + word_ +
           "\ninstance: one\nrules: {dir: " + rules + "}\n";
  }

  void feed(int from, int to) const { send_all(brokers_, news_, news_items(7, from, to)); }
  void feed_garbage(int count) const {
    std::vector<Sent> records;
    for (int i = 0; i < count; ++i) records.push_back({.value = "{not json", .partition = i % 2});
    send_all(brokers_, news_, records);
  }

  std::string brokers_, word_, news_;
  Pipeline pipeline_;
};

TEST_F(DaemonTest, AccountsForEveryRecord) {
  feed(0, 60);
  feed_garbage(3);
  Daemon daemon(config());
  Child process = daemon.run();
  ASSERT_TRUE(pipeline_.settled(60)) << daemon.log();
  EXPECT_TRUE(daemon.get("/livez").starts_with("HTTP/1.1 200")) << daemon.get("/livez");
  const std::string ready = daemon.get_until("/readyz", "\"ready\":true,\"version\"", 20);
  EXPECT_TRUE(ready.starts_with("HTTP/1.1 200")) << ready;
  for (const char* name : {"brokers", "lane tag-0", "lane track-0", "rules"}) {
    EXPECT_NE(ready.find("{\"name\":\"" + std::string(name) + "\",\"ready\":true"),
              std::string::npos)
        << name << " in " << ready;
  }
  const std::string page =
      daemon.get_until("/metrics", "hearsay_lag_records{lane=\"tag-0\"} 0", 20);
  const std::vector<std::string> tag = {"lane=\"tag-0\""};
  const double read = metric(page, "hearsay_records_read_total", tag);
  const double back = metric(page, "hearsay_records_given_back_total", tag);
  EXPECT_EQ(read - back, 63);
  EXPECT_EQ(metric(page, "hearsay_records_total", tag), 63);
  EXPECT_EQ(metric(page, "hearsay_records_total", {"tag-0", "outcome=\"dead\""}), 3);
  EXPECT_EQ(metric(page, "hearsay_records_in_flight", tag), 0);
  EXPECT_EQ(metric(page, "hearsay_stage_seconds_count", {"tag-0", "stage=\"step\""}), read);
  const auto assertions = read_all(brokers_, pipeline_.topic("assertions"));
  EXPECT_GT(assertions.size(), 0u);
  EXPECT_EQ(
      metric(page, "hearsay_events_total", {"tag-0", "topic=\"assertions\"", "pack=\"deals\""}) +
          metric(page, "hearsay_events_total", {"track-0", "topic=\"assertions\""}),
      static_cast<double>(assertions.size()));
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(30), 0);
  EXPECT_NE(daemon.log().find("code=lane.end lane=tag-0"), std::string::npos);
}

// As Kubernetes does it: the folder that is read stays, a link below it is pointed elsewhere.
TEST_F(DaemonTest, NewRulesBehindALinkAreTakenAndBadOnesAreNot) {
  Daemon daemon(config());
  const fs::path root = daemon.scratch().path("");
  for (const char* version : {"one", "bad", "two"}) {
    fs::create_directories(root / version);
    fs::copy(kRules, root / version / "rules", fs::copy_options::recursive);
  }
  std::ofstream(root / "bad/rules/entities/zz.tsv") << "id\tkind\tnames\nx y\tnonsense\tX\n";
  std::ofstream(root / "two/rules/entities/zz.tsv")
      << "id\tkind\tnames\nquorvexa\tcompany\tQuorvexa\n";
  fs::create_directory_symlink("one", root / "..data");
  fs::create_directory_symlink("..data/rules", root / "rules");
  const auto point_at = [&](const char* version) {
    fs::create_directory_symlink(version, root / "..new");
    fs::rename(root / "..new", root / "..data");
  };
  daemon.scratch().write(
      "hearsay.yaml", config((root / "rules").string()) + "health: {address: \"127.0.0.1:0\"}\n");
  Child process = daemon.run();
  daemon.get_until("/readyz", "\"ready\":true,\"version\"", 60);
  const std::string before = daemon.get("/metrics");

  point_at("bad");
  ASSERT_TRUE(daemon.logged("code=rules.kept", 30));
  const std::string kept = daemon.get("/readyz");
  EXPECT_TRUE(kept.starts_with("HTTP/1.1 200")) << kept;
  EXPECT_NE(kept.find("zz.tsv:2"), std::string::npos) << kept;
  EXPECT_EQ(metric(daemon.get("/metrics"), "hearsay_rules_kept"), 1);

  point_at("two");
  ASSERT_TRUE(daemon.logged("code=rules.loaded", 30));
  EXPECT_EQ(metric(daemon.get("/metrics"), "hearsay_rules_kept"), 0);
  send_all(brokers_, news_,
           {{.key = "u",
             .value = R"({"uri":"u","version":"1","language":"en","headline":)"
                      R"("Nvidia is in talks to buy Quorvexa, sources say"})"}});
  const auto seen = read_until(brokers_, pipeline_.topic("assertions"), 1, 30);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_NE(seen[0].key.value_or("").find("/quorvexa"), std::string::npos) << *seen[0].key;

  process.signal(SIGHUP);
  EXPECT_TRUE(daemon.logged("code=rules.loaded", 30, 2));
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(30), 0);
}

TEST_F(DaemonTest, AFloodOfBadRecordsHaltsUntilAReload) {
  Daemon daemon(config() + "dead_letters: {window: 100, dead_max: 5}\n");
  feed_garbage(40);
  Child process = daemon.run();
  const std::string answer = daemon.get_until("/readyz", "\"state\":\"halted\"", 60);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503")) << answer;
  EXPECT_NE(answer.find("records went to the dead letters"), std::string::npos) << answer;
  const size_t dead = read_all(brokers_, pipeline_.topic("dead-letters")).size();
  EXPECT_GT(dead, 5u);
  EXPECT_LT(dead, 40u);
  EXPECT_TRUE(process.running());
  process.signal(SIGHUP);
  EXPECT_TRUE(daemon.logged("code=lane.resumed", 30));
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(30), 0);
}

TEST_F(DaemonTest, DeadLettersAreListedShownAndRetriedThreeTimes) {
  send_all(brokers_, news_,
           {{.key = "k", .value = "{\x01 bad", .headers = {{"trace", "7"}}, .partition = 1}});
  Daemon daemon(config());
  Child process = daemon.run();
  const std::string topic = pipeline_.topic("dead-letters");
  auto letters = read_until(brokers_, topic, 1, 60);
  ASSERT_EQ(letters.size(), 1u);
  std::string place =
      std::to_string(letters[0].partition) + "@" + std::to_string(letters[0].offset);

  testing::Outcome said = daemon.tool("dead-letters list");
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_NE(said.out.find(place + "\twaiting\t"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("\t" + news_ + "/1@0\ttag\tjson."), std::string::npos) << said.out;
  said = daemon.tool("dead-letters show", place);
  EXPECT_NE(said.out.find("trace: 7\n"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("\n\n{\\x01 bad\n"), std::string::npos) << said.out;
  EXPECT_EQ(daemon.tool("dead-letters show", place + " --raw").out, "{\x01 bad");
  EXPECT_EQ(daemon.tool("dead-letters show", "0@999").status, 1);
  EXPECT_EQ(daemon.tool("dead-letters retry", "nonsense").status, 2);
  said = daemon.tool("dead-letters retry", place + " --dry-run");
  EXPECT_NE(said.out.find("would retry " + place + " to " + news_ + "/1"), std::string::npos);
  EXPECT_EQ(read_all(brokers_, news_).size(), 1u) << "a dry run sends nothing";

  for (size_t round = 1; round <= 3; ++round) {
    said = daemon.tool("dead-letters retry", "--all");
    EXPECT_EQ(said.status, 0) << said.err;
    EXPECT_NE(said.out.find("1 sent back"), std::string::npos) << said.out << said.err;
    // With each round a marker and the new letter.
    letters = read_until(brokers_, topic, 1 + 2 * round, 60);
    ASSERT_EQ(letters.size(), 1 + 2 * round);
    const Seen& newest = letters.back();
    EXPECT_EQ(newest.header("hearsay.retries"), std::to_string(round));
    EXPECT_EQ(newest.header("trace"), "7");
    EXPECT_EQ(newest.value, "{\x01 bad");
    EXPECT_EQ(newest.key, "k");
  }
  EXPECT_EQ(daemon.tool("dead-letters retry", place).status, 1) << "it was sent back already";
  said = daemon.tool("dead-letters retry", "--all");
  EXPECT_EQ(said.status, 1);
  EXPECT_NE(said.err.find("it was retried 3 times"), std::string::npos) << said.err;
  EXPECT_EQ(read_all(brokers_, news_).size(), 4u);
}

TEST_F(DaemonTest, AReplayBesideTheLiveEventsEndsWithTheSameClaims) {
  feed(0, 300);
  Daemon daemon(config());
  Child live = daemon.run();
  ASSERT_TRUE(pipeline_.settled(60)) << daemon.log();
  live.signal(SIGTERM);
  ASSERT_EQ(live.wait(30), 0);
  const Offsets before = group_offsets(brokers_, pipeline_.group("tag"), news_);

  const std::string prefix = word_ + "replay.";
  EXPECT_EQ(daemon.tool("topics create", "--partitions 2 --prefix " + prefix).status, 0);
  Child replay = daemon.run("--from earliest --once --prefix " + prefix);
  EXPECT_EQ(replay.wait(60), 0) << daemon.log();
  const Pipeline again(brokers_, word_ + "replay", news_, ::testing::TempDir());
  EXPECT_GT(pipeline_.compacted("claims").size(), 10u);
  expect_same_state(pipeline_, again);
  EXPECT_EQ(group_offsets(brokers_, pipeline_.group("tag"), news_), before);

  // From an offset: one record of each partition is passed over.
  const std::string third = word_ + "third.";
  EXPECT_EQ(daemon.tool("topics create", "--partitions 2 --prefix " + third).status, 0);
  Child part = daemon.run("--from 1 --once --prefix " + third);
  EXPECT_EQ(part.wait(60), 0) << daemon.log();
  EXPECT_NE(daemon.log().find("tagged="), std::string::npos);
  std::set<std::string> sources;
  for (const Seen& record : read_all(brokers_, third + "items")) {
    const std::string source = record.header("hearsay.src");
    if (source.starts_with(news_ + "/")) sources.insert(source);
  }
  EXPECT_EQ(sources.size(), 298u);
}

TEST_F(DaemonTest, AKilledItemTakesBackWhatItSaid) {
  const auto item = [](int version, const char* status, const char* headline) {
    return Sent{.key = "urn:1",
                .value = R"({"uri":"urn:1","language":"en","provider":"Reuters","version":")" +
                         std::to_string(version) + R"(","pubstatus":")" + status +
                         R"(","versioncreated":"2026-02-05T04:0)" + std::to_string(version) +
                         R"(:00Z","headline":")" + headline + "\"}"};
  };
  Daemon daemon(config());
  Child process = daemon.run();
  const char* rumor = "Nvidia has paused its investment in OpenAI, people familiar say";
  send_all(brokers_, news_, {item(1, "usable", rumor)});
  ASSERT_TRUE(pipeline_.settled(60)) << daemon.log();
  ASSERT_EQ(pipeline_.compacted("claims").size(), 1u);
  const std::string claim = pipeline_.compacted("claims").begin()->second;
  EXPECT_NE(claim.find("\"rumor\":1"), std::string::npos) << claim;

  send_all(brokers_, news_, {item(2, "canceled", rumor)});
  ASSERT_TRUE(pipeline_.settled(60)) << daemon.log();
  size_t withdrawals = 0;
  for (const Seen& record : read_all(brokers_, pipeline_.topic("assertions"))) {
    if (record.header("ce_type") != "io.hearsay.withdrawal.v1") continue;
    ++withdrawals;
    EXPECT_NE(record.value.value_or("").find("\"reason\":\"canceled\""), std::string::npos);
  }
  EXPECT_EQ(withdrawals, 1u);
  for (const auto& [key, state] : pipeline_.compacted("claims")) {
    EXPECT_NE(state.find("\"rumor\":0"), std::string::npos) << state;
  }
}

// The peak of the resident size, in MiB.
double peak_mib(pid_t pid) {
  std::ifstream lines("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  }
  return 0;
}

TEST_F(DaemonTest, ABacklogOfLargeItemsStaysWithinTheMemoryBudget) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "left out: the sanitizer's own memory would be counted too";
#endif
  constexpr int kItems = 120;
  constexpr uint32_t kBudgetMib = 256;
  std::vector<Sent> items;
  for (int i = 0; i < kItems; ++i) {
    std::string body(900'000, 'x');
    for (size_t at = 8; at < body.size(); at += 9) body[at] = at % 90 == 8 ? '.' : ' ';
    items.push_back(
        {.key = std::to_string(i),
         .value = R"({"uri":"urn:)" + std::to_string(i) +
                  R"(","language":"en","headline":"Nvidia is in talks to buy OpenAI, )" +
                  R"(sources say","body_text":")" + body + "\"}"});
  }
  send_all(brokers_, news_, items);
  Daemon daemon(config() + "memory_mib: " + std::to_string(kBudgetMib) + "\n");
  Child process = daemon.run("--from earliest");
  ASSERT_TRUE(pipeline_.settled(200)) << daemon.log();
  const double peak = peak_mib(process.pid());
  std::cout << "peak " << peak << " MiB of " << kBudgetMib << "\n";
  EXPECT_GT(peak, 10);
  EXPECT_LT(peak, kBudgetMib * 1.1);
  EXPECT_EQ(metric(daemon.get("/metrics"), "hearsay_records_total", {"tag-0", "tagged"}), kItems);
}

}  // namespace
}  // namespace hearsay::test
