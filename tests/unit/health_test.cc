// What health says for each state of lanes, brokers and rules.
#include "pipeline/app/health.h"

#include <gtest/gtest.h>

namespace hearsay::app {
namespace {

using kafka::LaneState;
using kafka::LaneStatus;

constexpr TimeMs kNow = 1'770'000'000'000;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class HealthTest : public testing::Test {
 protected:
  void SetUp() override {
    facts_.lanes = {{"tag-0", &one_}, {"track-0", &two_}};
    facts_.rules.hash = "abc";
    facts_.rules.since = kNow;
    facts_.now = kNow;
    facts_.steady = 1'000'000;
    for (LaneStatus* status : {&one_, &two_}) {
      status->progress_ms = facts_.steady;
      status->enter(LaneState::kRunning, "", kNow);
      status->brokers(false, "", kNow);
    }
  }

  LaneStatus one_, two_;
  HealthFacts facts_;
};

TEST_F(HealthTest, AllIsWell) {
  EXPECT_EQ(livez(facts_).status, 200u);
  const gateway::Answer answer = readyz(facts_);
  EXPECT_EQ(answer.status, 200u) << answer.body;
  EXPECT_TRUE(has(answer.body, R"({"name":"brokers","ready":true,"state":"up","since":"2026-02-)"))
      << answer.body;
}

TEST_F(HealthTest, ALaneThatHangsIsDeadOnlyAtTheLimit) {
  two_.progress_ms = facts_.steady - kLaneSilentMaxMs + 1;
  EXPECT_EQ(livez(facts_).status, 200u);
  two_.progress_ms = facts_.steady - kLaneSilentMaxMs;
  const gateway::Answer answer = livez(facts_);
  EXPECT_EQ(answer.status, 503u);
  EXPECT_TRUE(has(answer.body, "lane track-0")) << answer.body;
  two_.enter(LaneState::kStopped, "", kNow);
  EXPECT_EQ(livez(facts_).status, 200u) << "it is done";
}

TEST_F(HealthTest, EachStateButRunningIsNotReadyAndSaysWhy) {
  for (const LaneState state : {LaneState::kStarting, LaneState::kRestoring, LaneState::kRebuilding,
                                LaneState::kHalted, LaneState::kStopped}) {
    one_.enter(state, "the reason", kNow);
    const gateway::Answer answer = readyz(facts_);
    EXPECT_EQ(answer.status, 503u);
    EXPECT_TRUE(has(answer.body, "\"name\":\"lane tag-0\",\"ready\":false,\"state\":\"" +
                                     std::string(name_of(state))))
        << answer.body;
    EXPECT_TRUE(has(answer.body, "\"reason\":\"the reason\"")) << answer.body;
  }
}

TEST_F(HealthTest, BrokersThatAreDownKeepTheirReasonWhenTheyAreBack) {
  one_.brokers(true, "_AUTHENTICATION: bad password", kNow + 5000);
  gateway::Answer answer = readyz(facts_);
  EXPECT_EQ(answer.status, 503u);
  EXPECT_TRUE(has(answer.body, R"("name":"brokers","ready":false,"state":"down",)")) << answer.body;
  EXPECT_TRUE(has(answer.body, R"("reason":"_AUTHENTICATION: bad password")")) << answer.body;
  one_.brokers(false, "", kNow + 9000);
  answer = readyz(facts_);
  EXPECT_EQ(answer.status, 200u) << answer.body;
  EXPECT_TRUE(has(answer.body, R"("last_error":"_AUTHENTICATION: bad password")")) << answer.body;
}

TEST_F(HealthTest, RefusedRulesAreReadyAndTold) {
  facts_.rules.last_error = "deals.yaml:3: bad";
  facts_.rules.refused = 2;
  const gateway::Answer answer = readyz(facts_);
  EXPECT_EQ(answer.status, 200u);
  EXPECT_TRUE(has(answer.body, "deals.yaml:3: bad")) << answer.body;
  const std::string page = metrics(facts_).body;
  EXPECT_TRUE(has(page, "hearsay_rules_kept 1\n"));
  EXPECT_TRUE(has(page, "hearsay_rules_reloads_total{outcome=\"refused\"} 2\n"));
}

TEST_F(HealthTest, AFullStateIsReadyAndSaysHowMuchWasForgotten) {
  one_.state_forgotten = 3;
  EXPECT_EQ(readyz(facts_).status, 200u);
  EXPECT_NE(readyz(facts_).body.find("its state is full: 3 states were forgotten"),
            std::string::npos);
}

TEST_F(HealthTest, StoppingIsNotReady) {
  facts_.stopping = true;
  EXPECT_EQ(readyz(facts_).status, 503u);
}

TEST_F(HealthTest, HistogramsAreSummedUpAndLabelsEscaped) {
  one_.step.add(100);
  one_.step.add(101);
  one_.step.add(70'000'000);
  one_.count_dead("a\"b\\c\nd");
  const std::string page = metrics(facts_).body;
  const std::string begin = "hearsay_stage_seconds_bucket{lane=\"tag-0\",stage=\"step\",le=";
  EXPECT_TRUE(has(page, begin + "\"0.0001\"} 1\n")) << page;
  EXPECT_TRUE(has(page, begin + "\"0.00025\"} 2\n"));
  EXPECT_TRUE(has(page, begin + "\"+Inf\"} 3\n"));
  EXPECT_TRUE(has(page, "hearsay_stage_seconds_count{lane=\"tag-0\",stage=\"step\"} 3\n"));
  EXPECT_TRUE(has(page, "code=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

}  // namespace
}  // namespace hearsay::app
