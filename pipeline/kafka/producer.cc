// The transactional calls and what their errors mean with librdkafka 2.0.2.
#include "pipeline/kafka/producer.h"

#include <algorithm>
#include <vector>

#include "pipeline/kafka/failpoint.h"

namespace hearsay::kafka {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kSendOffsetsTimeout{10'000};
constexpr int kSendOffsetsTries = 3;
constexpr int kInitStepMs = 1'000;
// An answer that is lost is asked for again after this long.
constexpr std::chrono::milliseconds kAnswerTimeout{15'000};
// Between two questions whether a transaction whose messages are not reported still stands.
constexpr int kAuditStepMs = 100;
// The documented value: as long as the transaction itself may last.
constexpr int kUntilTransactionTimeout = -1;

rd_kafka_vu_t topic_of(const std::string& name) {
  rd_kafka_vu_t vu{};
  vu.vtype = RD_KAFKA_VTYPE_TOPIC;
  vu.u.cstr = name.c_str();
  return vu;
}

rd_kafka_vu_t bytes_of(rd_kafka_vtype_t type, const void* bytes, size_t size) {
  rd_kafka_vu_t vu{};
  vu.vtype = type;
  vu.u.mem.ptr = const_cast<void*>(bytes);  // NOLINT: the C API copies it (MSG_F_COPY)
  vu.u.mem.size = size;
  return vu;
}

}  // namespace

Producer::Producer(ProducerSettings settings, ProducerHooks hooks)
    : settings_(std::move(settings)),
      callbacks_{.log = std::move(hooks.log),
                 .name = settings_.transactional_id,
                 .on_error = std::move(hooks.on_error)} {
  callbacks_.on_delivery = [this](const rd_kafka_message_t* message) { take_report(*message); };
}

void Producer::take_report(const rd_kafka_message_t& message) {
  switch (message.err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      break;
    case RD_KAFKA_RESP_ERR__PURGE_QUEUE:
    case RD_KAFKA_RESP_ERR__PURGE_INFLIGHT:
      return;
    default:
      if (delivery_failure_ == RD_KAFKA_RESP_ERR_NO_ERROR) delivery_failure_ = message.err;
      return;
  }
  ++reported_;
  int64_t& newest = newest_.try_emplace({message.rkt, message.partition}, -1).first->second;
  if (message.offset <= newest && misplaced_.empty()) {
    misplaced_ = std::string(rd_kafka_topic_name(message.rkt)) + "/" +
                 std::to_string(message.partition) + ": reported at " +
                 std::to_string(message.offset) + ", expected behind " + std::to_string(newest);
  }
  newest = std::max(newest, message.offset);
}

// Before EndTxn: every message is in a log, behind those before it. A message that a broker takes
// for one that it has already is reported as delivered, and would be missing.
Outcome Producer::audit() {
  const auto until = Clock::now() + settings_.transaction_timeout;
  while (true) {
    const rd_kafka_resp_err_t code = rd_kafka_flush(client_.get(), kAuditStepMs);
    if (delivery_failure_ != RD_KAFKA_RESP_ERR_NO_ERROR) return {};  // the commit fails by it
    if (!misplaced_.empty()) return {Verdict::kRebuild, "delivery: " + misplaced_};
    const bool flushed = code == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (flushed && all_arrived()) return {};
    // The client may have given the transaction up: what it then takes back is not reported, and
    // what it would send again waits until the transaction is aborted. Only a call that this state
    // does not allow says so, and does nothing else.
    Outcome standing = verdict(KafkaError(rd_kafka_begin_transaction(client_.get())), "audit");
    if (standing.verdict == Verdict::kAbort) return standing;
    if (flushed) {
      return {Verdict::kRebuild, "delivery: " + std::to_string(reported_) + " messages reported, " +
                                     std::to_string(sent_) + " sent"};
    }
    if (code != RD_KAFKA_RESP_ERR__TIMED_OUT || Clock::now() >= until) {
      return {Verdict::kRebuild, "flush: " + describe(code), code};
    }
  }
}

Producer::~Producer() = default;

Outcome Producer::open(const ClientSettings& client, const ProducerSettings& settings,
                       ProducerHooks hooks, std::unique_ptr<Producer>& out) {
  const std::function<bool()> go_on = std::move(hooks.go_on);
  std::unique_ptr<Producer> producer(new Producer(settings, std::move(hooks)));
  Properties own = {
      {"enable.idempotence", "true"},
      {"linger.ms", std::to_string(settings.linger.count())},
      {"batch.size", "1048576"},
      {"compression.type", "lz4"},
      {"queue.buffering.max.messages", "50000"},
      {"queue.buffering.max.kbytes", std::to_string(settings.queue_bytes / 1024)},
      {"message.max.bytes", std::to_string(settings.message_bytes_max)},
      {"partitioner", "murmur2_random"},
      // A coordinator that still ends the transaction before answers "concurrent", and is
      // asked again after this long: the default of 100 ms made every tenth item wait.
      {"retry.backoff.ms", "5"},
      {"socket.timeout.ms", std::to_string(kAnswerTimeout.count())},
      {"allow.auto.create.topics", "false"},
      {"topic.metadata.refresh.interval.ms", "10000"}};
  if (settings.transactional) {
    own.emplace_back("transactional.id", settings.transactional_id);
    own.emplace_back("transaction.timeout.ms",
                     std::to_string(settings.transaction_timeout.count()));
  }
  auto made = make_client(RD_KAFKA_PRODUCER, client, own, producer->callbacks_);
  if (!made) return {Verdict::kRebuild, made.error().text};
  producer->client_ = std::move(*made);
  if (!settings.transactional) {
    out = std::move(producer);
    return {};
  }
  while (true) {
    const KafkaError error(rd_kafka_init_transactions(producer->client_.get(), kInitStepMs));
    rd_kafka_poll(producer->client_.get(), 0);  // errors of the brokers come to the hook here
    if (!error) break;
    // A call that timed out goes on where it was.
    if (rd_kafka_error_is_retriable(error.get()) != 0 && go_on()) continue;
    return {Verdict::kRebuild, "init_transactions: " + describe(error.get()),
            rd_kafka_error_code(error.get())};
  }
  out = std::move(producer);
  return {};
}

Outcome Producer::verdict(KafkaError error, std::string_view call) {
  if (!error) return {};
  Outcome outcome{Verdict::kRebuild, std::string(call) + ": " + describe(error.get()),
                  rd_kafka_error_code(error.get())};
  if (rd_kafka_error_txn_requires_abort(error.get()) != 0 &&
      rd_kafka_error_is_fatal(error.get()) == 0) {
    outcome.verdict = Verdict::kAbort;
  }
  return outcome;
}

Outcome Producer::begin() {
  delivery_failure_ = RD_KAFKA_RESP_ERR_NO_ERROR;
  sent_ = reported_ = 0;
  Outcome outcome;
  if (settings_.transactional) {
    outcome = verdict(KafkaError(rd_kafka_begin_transaction(client_.get())), "begin");
  }
  in_transaction_ = outcome.verdict == Verdict::kOk;
  return outcome;
}

Outcome Producer::send(const std::string& topic, int32_t partition, const void* key,
                       size_t key_size, const void* value, size_t value_size, Headers headers,
                       TimeMs time) {
  rd_kafka_vu_t place{};
  place.vtype = RD_KAFKA_VTYPE_PARTITION;
  place.u.i32 = partition;
  rd_kafka_vu_t flags{};
  flags.vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  flags.u.i = RD_KAFKA_MSG_F_COPY;
  rd_kafka_vu_t stamp{};
  stamp.vtype = RD_KAFKA_VTYPE_TIMESTAMP;
  stamp.u.i64 = time;
  rd_kafka_vu_t attached{};
  attached.vtype = RD_KAFKA_VTYPE_HEADERS;
  attached.u.headers = headers.get();
  const std::vector<rd_kafka_vu_t> arguments = {topic_of(topic),
                                                place,
                                                flags,
                                                bytes_of(RD_KAFKA_VTYPE_KEY, key, key_size),
                                                bytes_of(RD_KAFKA_VTYPE_VALUE, value, value_size),
                                                stamp,
                                                attached};
  const auto until = Clock::now() + settings_.transaction_timeout;
  while (true) {
    const KafkaError error(rd_kafka_produceva(client_.get(), arguments.data(), arguments.size()));
    if (!error) {
      static_cast<void>(headers.release());  // the message owns them now
      ++sent_;
      return {};
    }
    const rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
    if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL || Clock::now() > until) {
      // Not even a local refusal may be passed over: 2.0.2 would commit without the record.
      return {Verdict::kAbort, "send to " + topic + ": " + describe(error.get()), code};
    }
    rd_kafka_poll(client_.get(), 10);
  }
}

Outcome Producer::send_offsets(const rd_kafka_topic_partition_list_t* offsets,
                               rd_kafka_t* consumer) {
  failpoint("before_send_offsets");
  if (!settings_.transactional) return flush_and_commit(offsets, consumer);
  // Fresh each time: the generation moves with every rebalance.
  const Owned<rd_kafka_consumer_group_metadata_t> group(rd_kafka_consumer_group_metadata(consumer));
  if (!group) return {Verdict::kAbort, "send_offsets: not a member of the group"};
  for (int attempt = 1;; ++attempt) {
    KafkaError error(rd_kafka_send_offsets_to_transaction(
        client_.get(), offsets, group.get(), static_cast<int>(kSendOffsetsTimeout.count())));
    if (error && rd_kafka_error_is_retriable(error.get()) != 0 && attempt < kSendOffsetsTries) {
      continue;
    }
    Outcome outcome = verdict(std::move(error), "send_offsets");
    if (outcome) failpoint("after_send_offsets");
    return outcome;
  }
}

Outcome Producer::flush_and_commit(const rd_kafka_topic_partition_list_t* offsets,
                                   rd_kafka_t* consumer) {
  const auto timeout = static_cast<int>(settings_.transaction_timeout.count());
  rd_kafka_resp_err_t code = rd_kafka_flush(client_.get(), timeout);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = delivery_failure_;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = rd_kafka_commit(consumer, offsets, 0);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  return {Verdict::kAbort, "commit: " + describe(code), code};
}

KafkaError Producer::timed(rd_kafka_error_t* (*end)(rd_kafka_t*, int)) {
  const auto begun = Clock::now();
  KafkaError error(end(client_.get(), kUntilTransactionTimeout));
  if (Clock::now() - begun >= kAnswerTimeout) ended_late_ = true;
  return error;
}

Outcome Producer::commit() {
  if (!settings_.transactional) {  // send_offsets() was the commit
    in_transaction_ = false;
    return {};
  }
  const auto until = Clock::now() + settings_.transaction_timeout;
  failpoint("before_commit");
  if (Outcome whole = audit(); !whole) return whole;
  while (true) {
    KafkaError error = timed(rd_kafka_commit_transaction);
    if (!error) {
      failpoint("after_commit");
      in_transaction_ = false;
      return {};
    }
    if (rd_kafka_error_is_retriable(error.get()) != 0 && Clock::now() < until) continue;
    Outcome outcome = verdict(std::move(error), "commit");
    // A delivery that failed was known before EndTxn was sent: it cannot have been committed.
    if (delivery_failure_ == RD_KAFKA_RESP_ERR_NO_ERROR && outcome.verdict == Verdict::kAbort &&
        outcome.code != RD_KAFKA_RESP_ERR__INCONSISTENT) {
      // EndTxn itself failed: the broker may have committed it all the same.
      outcome.verdict = Verdict::kRebuild;
    }
    return outcome;
  }
}

Outcome Producer::abort() {
  if (!settings_.transactional) {
    rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(client_.get(), static_cast<int>(settings_.transaction_timeout.count()));
    in_transaction_ = false;
    return {};
  }
  Outcome outcome = verdict(timed(rd_kafka_abort_transaction), "abort");
  in_transaction_ = false;
  if (!outcome) outcome.verdict = Verdict::kRebuild;
  return outcome;
}

bool Producer::poll() {
  rd_kafka_poll(client_.get(), 0);
  return rd_kafka_fatal_error(client_.get(), nullptr, 0) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace hearsay::kafka
