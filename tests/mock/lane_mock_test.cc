// The lane against librdkafka's in-process mock cluster: each class of error has its stated
// outcome.
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

// After rdkafka.h, which it needs.
#include <librdkafka/rdkafka_mock.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "pipeline/kafka/lane.h"
#include "pipeline/kafka/producer.h"
#include "tests/broker/kafka_tools.h"
#include "tests/mock/echo_stage.h"

namespace hearsay::test {
namespace {

using namespace std::chrono_literals;

// Numbers of Kafka's protocol.
constexpr int16_t kProduce = 0;
constexpr int16_t kInitProducerId = 22;
constexpr int16_t kAddOffsetsToTxn = 25;
constexpr int16_t kEndTxn = 26;
constexpr int16_t kTxnOffsetCommit = 28;

class LaneMock : public testing::Test {
 protected:
  void SetUp() override {
    std::array<char, 256> text{};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    host_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, text.data(), text.size()));
    ASSERT_TRUE(host_);
    cluster_ = rd_kafka_mock_cluster_new(host_.get(), 1);
    ASSERT_NE(cluster_, nullptr);
    brokers_ = rd_kafka_mock_cluster_bootstraps(cluster_);
    for (const char* topic : {"news", "hearsay.assertions", "hearsay.dead-letters"}) {
      ASSERT_EQ(rd_kafka_mock_topic_create(cluster_, topic, 2, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
    }
    settings_.name = "tag-0";
    settings_.client.brokers = brokers_;
    settings_.topics = {"news"};
    settings_.outputs = {Topic::kAssertions};
    settings_.group = "test.tag";
    settings_.slot = "hearsay.test.tag.one.0";
    settings_.back_off_min = 20ms;
    settings_.back_off_max = 100ms;
  }

  void TearDown() override {
    stop();
    if (cluster_ != nullptr) rd_kafka_mock_cluster_destroy(cluster_);
  }

  void start() {
    lane_ = std::make_unique<kafka::Lane>(settings_, stage_, status_, [this](const LogLine& line) {
      const std::lock_guard lock(mutex_);
      codes_.emplace(line.code);
      lines_.push_back(format(line, 0));
    });
    thread_ = std::thread([this] { end_ = lane_->run(stop_); });
  }

  void stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }

  bool wait_for(const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + 40s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) {
        ADD_FAILURE() << "not within 40 s; the log says:\n" << log();
        return false;
      }
      std::this_thread::sleep_for(10ms);
    }
    return true;
  }

  std::string log() {
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const std::string& line : lines_) all += line + "\n";
    return all;
  }

  bool logged(const std::string& code) {
    const std::lock_guard lock(mutex_);
    return codes_.contains(code);
  }

  void send(const std::vector<std::string>& values) {
    std::vector<Sent> records;
    for (const std::string& value : values) records.push_back({.key = value, .value = value});
    send_all(brokers_, "news", records);
  }

  kafka::Client host_;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
  std::string brokers_;
  kafka::LaneSettings settings_;
  EchoStage stage_;
  kafka::LaneStatus status_;
  std::unique_ptr<kafka::Lane> lane_;
  std::thread thread_;
  std::atomic<bool> stop_{false};
  kafka::LaneEnd end_ = kafka::LaneEnd::kStopped;
  std::mutex mutex_;
  std::set<std::string> codes_;
  std::vector<std::string> lines_;
};

TEST_F(LaneMock, CommitsWhatItReadsAndStops) {
  send({"a", "quiet b", "double c", "poison d"});
  start();
  ASSERT_TRUE(wait_for([&] { return status_.tagged + status_.nothing + status_.dead == 4; }));
  stop();
  EXPECT_EQ(end_, kafka::LaneEnd::kStopped);
  EXPECT_EQ(status_.tagged, 2u);
  EXPECT_EQ(status_.nothing, 1u);
  EXPECT_EQ(status_.dead, 1u);
  EXPECT_EQ(status_.events_out, 3u);
  EXPECT_EQ(status_.rebuilds, 0u);
  EXPECT_EQ(status_.view().state, kafka::LaneState::kStopped);
  EXPECT_EQ(status_.dead_by_code(), (std::map<std::string, uint64_t>{{"test.poison", 1}}));
}

// Errors that lose one transaction for certain: the lane aborts it, rewinds, and goes on with the
// same clients. (The mock cluster forgets offsets that a transaction commits, so what ends in a
// rebuild is tested at the producer, below, and on the real broker.)
struct Fault {
  const char* name;
  int16_t api;
  rd_kafka_resp_err_t code;
};

class LaneMockFault : public LaneMock, public testing::WithParamInterface<Fault> {};

TEST_P(LaneMockFault, EndsWithEveryRecordCountedOnce) {
  const Fault& fault = GetParam();
  send({"first", "second", "third"});
  rd_kafka_mock_push_request_errors(cluster_, fault.api, 1, fault.code);
  start();
  ASSERT_TRUE(wait_for([&] { return status_.tagged == 3; }));
  EXPECT_EQ(status_.rebuilds, 0u) << log();
  stop();
  EXPECT_EQ(end_, kafka::LaneEnd::kStopped);
}

INSTANTIATE_TEST_SUITE_P(
    ErrorClasses, LaneMockFault,
    testing::Values(
        Fault{"OffsetsIllegalGeneration", kTxnOffsetCommit, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION},
        Fault{"OffsetsUnknownMember", kTxnOffsetCommit, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID},
        Fault{"OffsetsFencedInstance", kTxnOffsetCommit, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID},
        Fault{"OffsetsCoordinatorLoading", kTxnOffsetCommit,
              RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS},
        Fault{"AddOffsetsConcurrent", kAddOffsetsToTxn, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS}),
    [](const testing::TestParamInfo<Fault>& fault) { return std::string(fault.param.name); });

// Answers to EndTxn after which nobody knows whether the transaction was committed, or that are
// fatal.
class UnknownEnd : public LaneMock, public testing::WithParamInterface<rd_kafka_resp_err_t> {};

TEST_P(UnknownEnd, IsARebuild) {
  std::unique_ptr<kafka::Producer> producer;
  const auto open = [&] {
    return kafka::Producer::open(settings_.client, {.transactional_id = "test"},
                                 {.log = [](const LogLine&) {}, .go_on = [] { return true; }},
                                 producer);
  };
  ASSERT_TRUE(open()) << "the mock cluster takes transactions";
  ASSERT_TRUE(producer->begin());
  ASSERT_TRUE(producer->send("hearsay.assertions", 0, "k", 1, "v", 1,
                             kafka::Headers(rd_kafka_headers_new(1))));
  rd_kafka_mock_push_request_errors(cluster_, kEndTxn, 1, GetParam());
  EXPECT_EQ(producer->commit().verdict, kafka::Verdict::kRebuild);
  producer.reset();
  EXPECT_TRUE(open()) << "a new producer takes the id over";
}

INSTANTIATE_TEST_SUITE_P(ErrorClasses, UnknownEnd,
                         testing::Values(RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
                                         RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID,
                                         RD_KAFKA_RESP_ERR_INVALID_TXN_STATE,
                                         RD_KAFKA_RESP_ERR_PRODUCER_FENCED,
                                         RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH),
                         [](const testing::TestParamInfo<rd_kafka_resp_err_t>& code) {
                           return std::string(rd_kafka_err2name(code.param));
                         });

TEST_F(LaneMock, ARecordThatTheBrokersRefuseGoesToTheDeadLettersAsAStub) {
  // The batch of five fails, is halved until one record stands alone, and that one is refused
  // three times; afterwards the brokers take everything.
  start();
  send({"first"});
  ASSERT_TRUE(wait_for([&] { return status_.tagged == 1; }));
  settings_.commit.records = 1;
  const rd_kafka_resp_err_t no = RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
  rd_kafka_mock_push_request_errors(cluster_, kProduce, 4, RD_KAFKA_RESP_ERR_NO_ERROR, no, no, no);
  send({"culprit"});
  ASSERT_TRUE(wait_for([&] { return status_.dead == 1; }));
  EXPECT_EQ(status_.tagged, 1u);
  EXPECT_EQ(status_.dead_by_code(), (std::map<std::string, uint64_t>{{"output.refused", 1}}));
  // What was refused left a gap in the numbers of its output partition, which the next record there
  // meets.
  send({"culprit"});
  ASSERT_TRUE(wait_for([&] { return status_.tagged == 2; }));
  EXPECT_EQ(status_.aborts, 4u) << log();
  EXPECT_EQ(status_.rebuilds, 0u) << log();
  stop();
}

TEST_F(LaneMock, ARefusalThatComesWhileTheOffsetsAreSentIsTheRecordsToo) {
  // The client says of its offsets only that the transaction is in no state to take them.
  start();
  send({"first"});
  ASSERT_TRUE(wait_for([&] { return status_.tagged == 1; }));
  const rd_kafka_resp_err_t no = RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
  rd_kafka_mock_push_request_errors(cluster_, kProduce, 4, RD_KAFKA_RESP_ERR_NO_ERROR, no, no, no);
  // Sent again after half a second; the refusal is there before.
  const rd_kafka_resp_err_t later = RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS;
  rd_kafka_mock_push_request_errors(cluster_, kTxnOffsetCommit, 3, later, later, later);
  send({"culprit"});
  ASSERT_TRUE(wait_for([&] { return status_.dead == 1; }));
  EXPECT_EQ(status_.aborts, 3u);
  EXPECT_EQ(status_.dead_by_code(), (std::map<std::string, uint64_t>{{"output.refused", 1}}));
}

TEST_F(LaneMock, ARefusalThatComesWhileTheNextRecordIsSentIsStillFoundOut) {
  // The send that fails is that of a sound record; its batch must be halved all the same.
  const rd_kafka_resp_err_t no = RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
  send_all(brokers_, "news",
           {{.key = "culprit", .value = "culprit", .partition = 0},
            {.key = "first", .value = "late, but sound", .partition = 0}});
  rd_kafka_mock_push_request_errors(cluster_, kProduce, 4, no, no, no, no);
  start();
  ASSERT_TRUE(wait_for([&] { return status_.dead == 1 && status_.tagged == 1; }));
  EXPECT_EQ(status_.aborts, 4u);
  EXPECT_EQ(status_.dead_by_code(), (std::map<std::string, uint64_t>{{"output.refused", 1}}));
  EXPECT_EQ(status_.rebuilds, 0u) << log();
}

TEST_F(LaneMock, APartitionWhoseOffsetIsGoneIsHaltedByNameAndTheOthersGoOn) {
  // The mock cluster forgets what a transaction committed, as an operator can make a group forget.
  settings_.offset_wait = 0ms;
  start();
  send_all(brokers_, "news", {{.value = "first", .partition = 0}});
  ASSERT_TRUE(wait_for([&] { return status_.tagged == 1; }));
  rd_kafka_mock_push_request_errors(cluster_, kEndTxn, 1, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT);
  send_all(brokers_, "news", {{.value = "second", .partition = 1}});
  ASSERT_TRUE(wait_for([&] { return status_.view().state == kafka::LaneState::kHalted; }));
  EXPECT_EQ(status_.view().reason.substr(0, 8), "news/0: ");
  EXPECT_TRUE(logged("offset.gone"));
  EXPECT_TRUE(wait_for([&] { return status_.tagged == 2; })) << "the other partition goes on";
  EXPECT_EQ(status_.view().state, kafka::LaneState::kHalted);
}

TEST_F(LaneMock, AFloodOfRejectsHaltsItsPartitionUntilResumed) {
  settings_.guard = {.window = 20, .dead_max = 3};
  start();
  std::vector<Sent> flood(6, {.value = "poison", .partition = 0});
  send_all(brokers_, "news", flood);
  ASSERT_TRUE(wait_for([&] { return status_.view().state == kafka::LaneState::kHalted; }));
  EXPECT_TRUE(logged("lane.halted"));
  EXPECT_EQ(status_.view().reason.substr(0, 7), "news/0 ");
  send_all(brokers_, "news", {{.value = "sound", .partition = 1}});
  ASSERT_TRUE(wait_for([&] { return status_.tagged == 1; })) << "the other partition goes on";
  EXPECT_EQ(status_.dead, 4u) << "the guard lets through its limit and the one that breaks it";
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(status_.dead, 4u);
  lane_->resume();
  ASSERT_TRUE(wait_for([&] { return status_.dead == 6; }));
  EXPECT_EQ(status_.view().state, kafka::LaneState::kRunning);
}

TEST_F(LaneMock, MissingOutputTopicsAreNamedAndWaitedFor) {
  settings_.outputs = {Topic::kAssertions, Topic::kSentiment};
  start();
  ASSERT_TRUE(wait_for(
      [&] { return status_.view().last_error.find("hearsay.sentiment") != std::string::npos; }));
  ASSERT_EQ(rd_kafka_mock_topic_create(cluster_, "hearsay.sentiment", 2, 1),
            RD_KAFKA_RESP_ERR_NO_ERROR);
  send({"a"});
  EXPECT_TRUE(wait_for([&] { return status_.tagged == 1; }));
}

TEST_F(LaneMock, NoBrokersIsAStateAndNotAnEnd) {
  rd_kafka_mock_broker_set_down(cluster_, 1);
  start();
  std::this_thread::sleep_for(500ms);
  rd_kafka_mock_broker_set_up(cluster_, 1);
  send({"a"});
  EXPECT_TRUE(wait_for([&] { return status_.tagged == 1; }));
}

TEST_F(LaneMock, AFailedStartIsTriedAgain) {
  send({"a"});
  rd_kafka_mock_push_request_errors(cluster_, kInitProducerId, 1,
                                    RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  start();
  EXPECT_TRUE(wait_for([&] { return status_.tagged == 1; }));
  EXPECT_GE(status_.rebuilds, 1u);
  EXPECT_TRUE(logged("lane.rebuild"));
}

}  // namespace
}  // namespace hearsay::test
