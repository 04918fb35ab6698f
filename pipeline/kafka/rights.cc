// Proves rights by using them.
#include "pipeline/kafka/rights.h"

#include <chrono>
#include <memory>

#include "pipeline/kafka/producer.h"

namespace hearsay::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kPatience = 15'000ms;  // for one answer
constexpr int kStepMs = 200;
// The year 2200: further ahead than topics allow from Kafka 4 on (an hour).
constexpr TimeMs kRefusedTimeMs = 7'258'118'400'000;

// An answer that comes only after the rights were found to be good.
bool is_past_the_rights(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP || code == RD_KAFKA_RESP_ERR_INVALID_RECORD;
}

// Why the topic may not be written; empty: it may.
std::string refusal(Producer& producer, const std::string& topic) {
  if (const Outcome begun = producer.begin(); !begun) return begun.text;
  const Outcome sent = producer.send(topic, 0, nullptr, 0, nullptr, 0,
                                     Headers(rd_kafka_headers_new(1)), kRefusedTimeMs);
  if (!sent) return sent.text;
  if (rd_kafka_flush(producer.handle(), static_cast<int>(kPatience.count())) !=
      RD_KAFKA_RESP_ERR_NO_ERROR) {
    return "no answer in time";
  }
  if (producer.all_arrived()) return "";
  const rd_kafka_resp_err_t code = producer.delivery_failure();
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return is_past_the_rights(code) ? "" : describe(code);
  // Purged: the transaction has failed, and the next call says by what.
  const KafkaError cause(rd_kafka_commit_transaction(producer.handle(), kStepMs));
  return cause ? describe(cause.get()) : "the transaction failed";
}

// Why partition 0 of the topic cannot be read; empty: it can.
std::string unreadable(rd_kafka_t* reader, const std::string& topic) {
  const Owned<rd_kafka_topic_t> handle(rd_kafka_topic_new(reader, topic.c_str(), nullptr));
  if (rd_kafka_consume_start(handle.get(), 0, RD_KAFKA_OFFSET_END) != 0) {
    return describe(rd_kafka_last_error());
  }
  std::string text = "no answer in time";
  for (const auto until = Clock::now() + kPatience; Clock::now() < until;) {
    const Message message(rd_kafka_consume(handle.get(), 0, kStepMs));
    if (!message) continue;
    const bool read = message->err == RD_KAFKA_RESP_ERR_NO_ERROR ||
                      message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    text = read ? "" : describe(message->err);
    break;
  }
  rd_kafka_consume_stop(handle.get(), 0);
  return text;
}

}  // namespace

std::vector<Finding> check_writing(const ClientSettings& client,
                                   const std::vector<std::string>& topics,
                                   const std::string& transactional_id) {
  std::unique_ptr<Producer> producer;
  const auto until = Clock::now() + kPatience;
  const Outcome opened =
      Producer::open(client, {.transactional_id = transactional_id},
                     {.log = {}, .go_on = [until] { return Clock::now() < until; }}, producer);
  std::vector<Finding> findings{{static_cast<bool>(opened), "transactional id " + transactional_id,
                                 opened ? "may be used" : opened.text}};
  if (!opened) return findings;
  for (const std::string& topic : topics) {
    const std::string why = refusal(*producer, topic);
    findings.push_back(
        {why.empty(), "topic " + topic, why.empty() ? "may be written" : "not written: " + why});
    if (const Outcome aborted = producer->abort(); !aborted) {
      findings.push_back({false, "transactional id " + transactional_id, aborted.text});
      break;
    }
  }
  return findings;
}

std::vector<Finding> check_reading(const ClientSettings& client,
                                   const std::vector<std::string>& topics) {
  Callbacks callbacks{.log = {}, .name = "check"};
  auto reader =
      make_client(RD_KAFKA_CONSUMER, client,
                  {{"enable.partition.eof", "true"}, {"auto.offset.reset", "error"}}, callbacks);
  if (!reader) return {{false, "client", reader.error().text}};
  std::vector<Finding> findings;
  for (const std::string& topic : topics) {
    const std::string why = unreadable(reader->get(), topic);
    findings.push_back(
        {why.empty(), "topic " + topic, why.empty() ? "may be read" : "not read: " + why});
  }
  return findings;
}

}  // namespace hearsay::kafka
