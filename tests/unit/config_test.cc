// The daemon's configuration: what is taken, what is refused and where, and that secrets stay
// secret.
#include "pipeline/app/config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "pipeline/app/backlog.h"
#include "tests/unit/process.h"

namespace hearsay::app {
namespace {

const std::string kLeast = "brokers: b:9092\ninput: [{topic: news}]\n";

std::string refusal(const std::string& more) {
  const auto config = parse_config("c.yaml", kLeast + more);
  return config ? "accepted" : config.error().code + " " + config.error().text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Config, TheLeastIsEnough) {
  const auto config = parse_config("c.yaml", kLeast);
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->prefix, "hearsay.");
  EXPECT_EQ(config->health, "127.0.0.1:9464");
  EXPECT_EQ(config->commit.records, 2000u);
  EXPECT_FALSE(config->instance.empty());
}

TEST(Config, TheThreeCommitTriggers) {
  const auto config =
      parse_config("c.yaml", kLeast + "commit: {records: 7, interval_ms: 20, dry_ms: 3}\n");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->commit.records, 7u);
  EXPECT_EQ(config->commit.interval.count(), 20);
  EXPECT_EQ(config->commit.dry.count(), 3);
}

TEST(Config, TheStateFolderIsTheServicesUnlessItIsGiven) {
  setenv("STATE_DIRECTORY", "/var/lib/hearsay", 1);
  EXPECT_EQ(parse_config("c.yaml", kLeast)->state_dir, "/var/lib/hearsay");
  EXPECT_EQ(parse_config("c.yaml", kLeast + "state_dir: /srv\n")->state_dir, "/srv");
  unsetenv("STATE_DIRECTORY");
  EXPECT_EQ(parse_config("c.yaml", kLeast)->state_dir, "");
}

TEST(Config, TheStateOfAPartitionIsSharedOut) {
  const TrackerLimits limits = tracker_limits(*parse_config("c.yaml", kLeast + "state_mib: 4\n"));
  EXPECT_EQ(limits.claim_bytes, 3U << 20U);
  EXPECT_EQ(limits.entity_bytes, 1U << 20U);
  const TrackerLimits usual = tracker_limits(*parse_config("c.yaml", kLeast));
  EXPECT_EQ(usual.claim_bytes, TrackerLimits().claim_bytes);
  EXPECT_EQ(usual.entity_bytes, TrackerLimits().entity_bytes);
}

TEST(Config, MistakesHaveTheirPlace) {
  EXPECT_TRUE(has(refusal("lanez: 2\n"), "c.yaml:3:1")) << refusal("lanez: 2\n");
  EXPECT_TRUE(has(refusal("lanes: 65\n"), "c.yaml:3:8")) << refusal("lanes: 65\n");
  EXPECT_TRUE(has(refusal("roles: [tag, watch]\n"), "found \"watch\"; expected tag, track"));
  EXPECT_TRUE(has(refusal("prefix: \"a b\"\n"), "config.name"));
  EXPECT_TRUE(has(refusal("health: {address: localhost}\n"), "config.address"));
  EXPECT_TRUE(has(refusal("memory_mib: 191\n"), "found 191; expected at least 192 for 2 lanes"));
  EXPECT_EQ(refusal("memory_mib: 192\n"), "accepted");
  EXPECT_TRUE(has(refusal("delivery: at-least-once\n"), "config.delivery"));
}

TEST(Config, PropertiesOfKafkaArePassedButForOurs) {
  EXPECT_EQ(refusal("kafka: {linger.ms: 20, security.protocol: SSL}\n"), "accepted");
  for (const char* owned :
       {"transactional.id: x", "isolation.level: read_uncommitted", "enable.auto.commit: true",
        "group.id: x", "acks: 1", "socket.timeout.ms: 90000", "auto.offset.reset: latest",
        "plugin.library.paths: x", "enable.ssl.certificate.verification: false"}) {
    const std::string name = std::string(owned).substr(0, std::string(owned).find(':'));
    const std::string found = refusal("kafka: {" + std::string(owned) + "}\n");
    EXPECT_TRUE(has(found, "config.owned-property") && has(found, "\"" + name + "\"")) << found;
  }
  const std::string near = refusal("kafka: {security.protocoll: ssl}\n");
  EXPECT_TRUE(has(near, "the nearest is \"security.protocol\"")) << near;
}

TEST(Config, SecretsComeFromFilesOrTheEnvironmentAndAreNeverShown) {
  const std::string inline_secret = refusal("kafka: {sasl.password: hunter2}\n");
  EXPECT_TRUE(has(inline_secret, "config.secret")) << inline_secret;
  EXPECT_FALSE(has(inline_secret, "hunter2")) << inline_secret;
  const testing::Scratch scratch;
  const std::string file = scratch.write("password", "hunter2\n");
  const auto config = parse_config("c.yaml", kLeast + "kafka: {sasl.password: {file: " + file +
                                                 "}, sasl.username: {env: CONFIG_TEST_USER}}\n");
  ASSERT_FALSE(config) << "the variable is not set";
  EXPECT_TRUE(has(config.error().text, "CONFIG_TEST_USER is not set"));
  setenv("CONFIG_TEST_USER", "desk", 1);
  const auto good = parse_config("c.yaml", kLeast + "kafka: {sasl.password: {file: " + file +
                                               "}, sasl.username: {env: CONFIG_TEST_USER}}\n");
  ASSERT_TRUE(good) << good.error().text;
  EXPECT_EQ(good->client.properties,
            (kafka::Properties{{"sasl.password", "hunter2"}, {"sasl.username", "desk"}}));
}

TEST(Config, AnotherPrefixHasGroupsOfItsOwn) {
  auto config = parse_config("c.yaml", kLeast + "group: desk\n");
  ASSERT_TRUE(config);
  ASSERT_TRUE(use_prefix(*config, "replay."));
  EXPECT_EQ(config->prefix, "replay.");
  EXPECT_EQ(config->group, "desk.replay");
  EXPECT_FALSE(use_prefix(*config, "re play"));
}

TEST(Config, RolesOfTheCommandLine) {
  auto config = parse_config("c.yaml", kLeast);
  ASSERT_TRUE(config);
  ASSERT_TRUE(use_roles(*config, "track"));
  EXPECT_EQ(config->roles, std::vector<Role>{Role::kTrack});
  EXPECT_FALSE(use_roles(*config, "track,watch"));
  EXPECT_FALSE(use_roles(*config, ""));
}

TEST(Config, LanesShareTheMemory) {
  const auto config = parse_config("c.yaml", kLeast + "lanes: 2\nmemory_mib: 528\n");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(lane_memory(*config), uint64_t{100} << 20U);
}

TEST(Config, TheSampleIsGood) {
  std::ifstream file(std::string(HEARSAY_SOURCE_DIR) + "/deploy/systemd/hearsay.yaml");
  std::stringstream bytes;
  bytes << file.rdbuf();
  const auto config = parse_config("hearsay.yaml", bytes.str());
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->input.size(), 1u);
}

TEST(Backlog, ALineHasRateAndTimeLeft) {
  EXPECT_EQ(backlog_line(1234, 120'000, 4000),
            "1234 records read, 4000/s, 120000 left, done in 0:30");
  EXPECT_EQ(backlog_line(0, 5, 0), "0 records read, 0/s, 5 left");
  EXPECT_EQ(backlog_line(1, 7325, 1), "1 records read, 1/s, 7325 left, done in 2:02:05");
}

}  // namespace
}  // namespace hearsay::app
