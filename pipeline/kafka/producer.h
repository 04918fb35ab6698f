// Producer: a transactional Kafka producer whose every failure is one of three verdicts.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "parsers/item.h"
#include "pipeline/kafka/client.h"

namespace hearsay::kafka {

// What the lane must do after a call.
enum class Verdict : uint8_t {
  kOk,
  kAbort,    // this transaction is lost for certain: abort it, go back, try again
  kRebuild,  // fatal, or nobody knows whether it was committed: throw the clients away, ask the
             // broker
};

struct Outcome {
  Verdict verdict = Verdict::kOk;
  std::string text;                                       // why, for logs
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;  // of the first failure
  explicit operator bool() const { return verdict == Verdict::kOk; }
};

struct ProducerSettings {
  std::string transactional_id;  // or only a name, if not transactional
  // False: the same calls at least once. commit() waits until the brokers have everything and then
  // commits the offsets by themselves; what abort() gives up may have arrived.
  bool transactional = true;
  std::chrono::milliseconds transaction_timeout{30'000};
  std::chrono::milliseconds linger{5};
  uint64_t queue_bytes = uint64_t{64} << 20U;  // what waits to be sent, and what no answer came for
  // Above every input topic's limit, so that a record and its dead-letter headers fit again.
  uint32_t message_bytes_max = 4U << 20U;
};

// What a producer tells its owner, on the owner's thread but for `log`.
struct ProducerHooks {
  Log log;
  // About the brokers: down, a name that is not found, a password or certificate that is not good.
  std::function<void(rd_kafka_resp_err_t, std::string_view)> on_error = {};
  // Asked about once a second while open() waits for the brokers; false: give up.
  std::function<bool()> go_on = {};
};

// One lane's producer, its thread only. In order: open, then begin → send… → send_offsets → commit,
// or abort after any of them.
class Producer {
 public:
  // Connects and takes the transactional id over: what an earlier owner left open is aborted
  // there. Blocks until `hooks.go_on` says no. kRebuild: try again later.
  static Outcome open(const ClientSettings& client, const ProducerSettings& settings,
                      ProducerHooks hooks, std::unique_ptr<Producer>& out);
  ~Producer();

  Outcome begin();
  // `partition` RD_KAFKA_PARTITION_UA: placed by the key's hash. Takes the headers. Key and value
  // are copied; null is not the same as empty. `time`: the record's, 0 for now. Waits while the
  // queue is full.
  Outcome send(const std::string& topic, int32_t partition, const void* key, size_t key_size,
               const void* value, size_t value_size, Headers headers, TimeMs time = 0);
  Outcome send_offsets(const rd_kafka_topic_partition_list_t* offsets, rd_kafka_t* consumer);
  Outcome commit();
  Outcome abort();
  // Serves delivery reports and error callbacks; true while no fatal error stands.
  bool poll();

  bool in_transaction() const { return in_transaction_; }
  // A request to end a transaction was repeated, for want of an answer, or held up for as long: the
  // first of them may still come to a broker, and end the next transaction in its middle. The next
  // producer of this id is safe from it.
  bool ended_late() const { return ended_late_; }
  // Whether every message of this transaction is reported to be in a log.
  bool all_arrived() const { return reported_ == sent_; }
  // Why a broker refused the first message of this or the last transaction that one refused; after
  // abort() for certain.
  rd_kafka_resp_err_t delivery_failure() const { return delivery_failure_; }
  rd_kafka_t* handle() { return client_.get(); }

 private:
  Producer(ProducerSettings settings, ProducerHooks hooks);
  void take_report(const rd_kafka_message_t& message);
  Outcome verdict(KafkaError error, std::string_view call);
  Outcome audit();
  // What the call came to; notes whether it took too long.
  KafkaError timed(rd_kafka_error_t* (*end)(rd_kafka_t*, int));
  Outcome flush_and_commit(const rd_kafka_topic_partition_list_t* offsets, rd_kafka_t* consumer);

  ProducerSettings settings_;
  Callbacks callbacks_;
  Client client_;
  bool in_transaction_ = false;
  bool ended_late_ = false;
  // The first message of this transaction that a broker refused.
  rd_kafka_resp_err_t delivery_failure_ = RD_KAFKA_RESP_ERR_NO_ERROR;
  // Of this transaction: messages handed over, and reported to be in a log.
  uint64_t sent_ = 0, reported_ = 0;
  // Where our newest message is in each partition, and a report that contradicts it.
  std::map<std::pair<const rd_kafka_topic_t*, int32_t>, int64_t> newest_;
  std::string misplaced_;
};

}  // namespace hearsay::kafka
