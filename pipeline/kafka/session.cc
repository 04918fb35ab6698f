// The loop of a session: what is consumed, when to commit, when to halt and when it is over.
#include "pipeline/kafka/session.h"

#include <algorithm>

#include "pipeline/kafka/wire.h"

namespace hearsay::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kIdleWait = 100ms;  // no transaction is open: only rebalances and stops wait
constexpr auto kConnectTimeout = 30'000ms;
constexpr int kMetadataTimeoutMs = 10'000;
constexpr int kQuestionTimeoutMs = 500;
constexpr auto kQuestionPause = 1'000ms;

// Of a lane's memory: half may be records that wait in the producer, an eighth those that wait to
// be stepped, an eighth one answer more that came while those waited. The rest is for what unpacks.
constexpr uint64_t kProducerPart = 2;
constexpr uint64_t kQueuePart = 8;

// Larger answers would only make the first record wait; smaller ones cost a question each.
uint64_t fetch_bytes(uint64_t memory) {
  return std::clamp<uint64_t>(memory / kQueuePart, 1U << 20U, 8U << 20U);
}

}  // namespace

Session::Session(const LaneSettings& settings, Stage& stage, LaneStatus& status,
                 Lane::Memory& memory, const Log& log)
    : settings_(settings),
      stage_(stage),
      keyed_(stage.keyed()),
      status_(status),
      memory_(memory),
      log_(log),
      dead_letters_(settings.prefix + std::string(kDeadLetters)),
      callbacks_{.log = log, .name = settings.slot + "/consumer"} {
  for (const Topic topic : settings_.outputs) {
    topic_names_[topic] = topic_name(settings_.prefix, topic);
  }
  callbacks_.on_error = [this](rd_kafka_resp_err_t code, std::string_view text) {
    on_brokers(code, text);
  };
  callbacks_.on_rebalance = [this](rd_kafka_resp_err_t code,
                                   rd_kafka_topic_partition_list_t* list) {
    on_rebalance(code, list);
  };
}

bool Session::fail(std::string cause) {
  if (!over_) {
    cause_ = std::move(cause);
    if (!brokers_error_.empty()) cause_ += "; " + brokers_error_;
  }
  over_ = true;
  return false;
}

SessionEnd Session::run(const std::atomic<bool>& stop) {
  bool going = open(stop);
  if (going) {
    status_.enter(LaneState::kStarting, "joining the group", wall_ms());
  }
  while (going && !stop) {
    status_.progress_ms = steady_ms();
    const bool open_transaction = producer_->in_transaction();
    going = consume(open_transaction ? settings_.commit.dry : kIdleWait);
  }
  if (going) going = close();
  status_.partitions = 0;
  status_.caught_up = false;
  give_back();
  if (going) return SessionEnd::kStopped;
  return fenced_ ? SessionEnd::kFenced : SessionEnd::kRebuild;
}

bool Session::open(const std::atomic<bool>& stop) {
  const ProducerSettings producer{.transactional_id = settings_.slot,
                                  .transactional = settings_.exactly_once,
                                  .transaction_timeout = settings_.transaction_timeout,
                                  .queue_bytes = settings_.memory_bytes / kProducerPart};
  const auto until = Clock::now() + kConnectTimeout;
  ProducerHooks hooks{.log = log_,
                      .on_error = [this](rd_kafka_resp_err_t code,
                                         std::string_view text) { on_brokers(code, text); },
                      .go_on =
                          [this, until, &stop] {
                            status_.progress_ms = steady_ms();
                            // A client reads its certificate files when it is made: a new
                            // one is, sooner than a broker that is down would make us.
                            const bool bad_certificate = brokers_error_.starts_with("_SSL");
                            return !stop && !bad_certificate && Clock::now() < until;
                          }};
  if (const Outcome opened =
          Producer::open(settings_.client, producer, std::move(hooks), producer_);
      !opened) {
    fail(opened.text);
    status_.brokers(true, cause_, wall_ms());
    return false;
  }
  if (keyed_ != nullptr) {
    keyed_->drop();
    restorer_ = std::make_unique<Restorer>(settings_, *keyed_, status_, log_);
    if (!restorer_->open()) return fail(restorer_->cause());
  }
  if (!check_topics()) return false;
  const Properties own = {
      {"group.id", settings_.group},
      {"group.instance.id", settings_.slot},
      // Eager: 2.0.2's cooperative assignor has bugs that lose assignments.
      {"partition.assignment.strategy", "range"},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      {"isolation.level", "read_committed"},
      {"auto.offset.reset", "error"},
      {"enable.partition.eof", "true"},
      {"session.timeout.ms", std::to_string(settings_.session_timeout.count())},
      {"heartbeat.interval.ms", std::to_string(settings_.session_timeout.count() / 5)},
      // Reading a large state back happens inside a poll.
      {"max.poll.interval.ms", keyed_ == nullptr ? "120000" : "300000"},
      // Of all partitions. At this limit 2.0.2 sleeps for up to a second: with fewer the lane would
      // be through with them before it fetches again.
      {"queued.min.messages", "20000"},
      {"queued.max.messages.kbytes", std::to_string(settings_.memory_bytes / kQueuePart / 1024)},
      {"fetch.max.bytes", std::to_string(fetch_bytes(settings_.memory_bytes))},
      {"socket.timeout.ms", "30000"},  // no single call may reach the watchdog's limit
      {"fetch.message.max.bytes", "1048576"},
      {"fetch.wait.max.ms", "50"},
      {"fetch.error.backoff.ms", "50"},
      {"receive.message.max.bytes", "16777216"},
      {"check.crcs", "true"},
      {"topic.metadata.refresh.interval.ms", "10000"},
      {"allow.auto.create.topics", "false"}};
  auto consumer = make_client(RD_KAFKA_CONSUMER, settings_.client, own, callbacks_);
  if (!consumer) return fail(consumer.error().text);
  consumer_ = std::move(*consumer);
  rd_kafka_poll_set_consumer(consumer_.get());
  const Partitions topics(
      rd_kafka_topic_partition_list_new(static_cast<int>(settings_.topics.size())));
  for (const std::string& topic : settings_.topics) {
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  const rd_kafka_resp_err_t code = rd_kafka_subscribe(consumer_.get(), topics.get());
  return code == RD_KAFKA_RESP_ERR_NO_ERROR || fail("subscribe: " + describe(code));
}

// A missing topic would be noticed only when a transaction fails; missing dead letters never.
bool Session::check_topics() {
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(producer_->handle(), 1, nullptr, &raw, kMetadataTimeoutMs);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    producer_->poll();  // for the reason
    return fail("metadata: " + describe(code));
  }
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  std::map<std::string, int> partitions;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    partitions[metadata->topics[i].topic] = metadata->topics[i].partition_cnt;
  }
  std::string missing;
  const auto require = [&](const std::string& topic) {
    if (partitions[topic] == 0) missing += (missing.empty() ? "" : ", ") + topic;
  };
  for (const auto& [topic, name] : topic_names_) require(name);
  require(dead_letters_);
  if (keyed_ != nullptr) {
    for (const std::string& topic : settings_.topics) require(topic);
    require(settings_.prefix + std::string(kCheckpoints));
  }
  if (!missing.empty()) {
    return fail("missing topics: " + missing + "; `hearsay topics create` makes them");
  }
  dead_letter_partitions_ = partitions[dead_letters_];
  for (const std::string& topic : settings_.topics) {
    if (partitions[topic] == 0) {
      log_({LogLevel::kError,
            "topic.missing",
            {{"lane", settings_.name}, {"topic", topic}, {"text", "waiting for it to appear"}}});
    }
  }
  return keyed_ == nullptr || check_co_partitions(partitions);
}

// A key must have the same partition number in every topic: its state is read from one number only.
bool Session::check_co_partitions(const std::map<std::string, int>& partitions) {
  const std::string& first = settings_.topics.front();
  const int expected = partitions.at(first);
  std::vector<std::string> names = settings_.topics;
  for (const auto& [topic, name] : topic_names_) names.push_back(name);
  names.push_back(settings_.prefix + std::string(kCheckpoints));
  for (const std::string& name : names) {
    const int found = partitions.at(name);
    if (found == expected) continue;
    const std::string text = "topics.partitions: " + name + ": found " + std::to_string(found) +
                             " partitions, expected " + std::to_string(expected) + " as " + first +
                             " has";
    log_({LogLevel::kError, "topics.partitions", {{"lane", settings_.name}, {"text", text}}});
    return fail(text);
  }
  return true;
}

bool Session::consume(std::chrono::milliseconds wait) {
  const Message message(rd_kafka_consumer_poll(consumer_.get(), static_cast<int>(wait.count())));
  if (over_) return false;  // a rebalance inside the poll failed
  if (!producer_->poll()) return fail("the producer has a fatal error");
  resume_if_asked();
  if (over_) return false;
  if (message) {
    if (!take(*message)) return false;
  } else if (producer_->in_transaction()) {
    return commit();  // ran dry
  } else {
    ask_for_brokers();
    measure_lag();
  }
  return !batch_is_full() || commit();
}

// On a quiet topic nothing else would show that the brokers are back.
void Session::ask_for_brokers() {
  if (!status_.brokers_down() || Clock::now() < next_question_) return;
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(consumer_.get(), 0, nullptr, &raw, kQuestionTimeoutMs);
  next_question_ = Clock::now() + kQuestionPause;
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic& topic = metadata->topics[i];
    if (topic.err == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    status_.brokers(true, std::string(topic.topic) + ": " + describe(topic.err), wall_ms());
    return;
  }
  brokers_answer();
}

bool Session::batch_is_full() const {
  return producer_->in_transaction() &&
         (batch_.records >= memory_.records_limit || batch_.bytes >= settings_.commit.bytes ||
          Clock::now() - batch_.begun >= settings_.commit.interval);
}

bool Session::take(const rd_kafka_message_t& message) {
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) return take_error(message);
  const auto part = parts_.find({rd_kafka_topic_name(message.rkt), message.partition});
  // Not ours any more, or fetched before a seek. Gaps are normal: control records leave them.
  if (part == parts_.end() || part->second.refused || message.offset < part->second.next) {
    return true;
  }
  if (memory_.halted.contains(part->first)) return true;  // the pause came too late for it
  if (!producer_->in_transaction()) {
    if (const Outcome begun = producer_->begin(); !begun) return fail(begun.text);
    batch_ = {};
    batch_.begun = Clock::now();
  }
  ++status_.records_read;
  if (!step(message)) return false;
  if (!producer_->in_transaction()) return true;  // aborted and rewound: the record comes again
  part->second.next = message.offset + 1;
  ++batch_.records;
  batch_.last_place = part->first;
  batch_.last_offset = message.offset;
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const int64_t time = rd_kafka_message_timestamp(&message, &type);
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) batch_.times.push_back(time);
  status_.in_flight = batch_.records;
  return true;
}

bool Session::take_error(const rd_kafka_message_t& message) {
  const std::string text =
      describe(message.err) + (message.payload == nullptr
                                   ? ""
                                   : std::string(" (") + rd_kafka_message_errstr(&message) + ")");
  switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      brokers_answer();
      if (const auto part = parts_.find({rd_kafka_topic_name(message.rkt), message.partition});
          part != parts_.end()) {
        part->second.end = message.offset;
        part->second.read_out = true;
      }
      measure_lag();
      return true;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET: {
      const Place place{message.rkt == nullptr ? "" : rd_kafka_topic_name(message.rkt),
                        message.partition};
      if (const auto part = parts_.find(place); part != parts_.end()) part->second.refused = true;
      const std::string reason = place.first + "/" + std::to_string(place.second) +
                                 ": the committed offset is gone from the topic; set it by hand, "
                                 "or start with --from";
      log_({LogLevel::kError,
            "offset.gone",
            {{"lane", settings_.name},
             {"topic", place.first},
             {"partition", std::to_string(place.second)},
             {"text", text}}});
      status_.enter(LaneState::kHalted, reason, wall_ms());
      return true;
    }
    default:
      break;
  }
  // The message says only that something is fatal; the client knows what.
  const rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(consumer_.get(), nullptr, 0);
  fenced_ = fatal == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID;
  if (fenced_) return fail("another member took this slot: " + text);
  if (fatal != RD_KAFKA_RESP_ERR_NO_ERROR) return fail("the consumer has a fatal error: " + text);
  // The brokers' state, a missing topic, a right that was taken away: librdkafka tries again.
  status_.brokers(true, text, wall_ms());
  log_({LogLevel::kWarn, "consumer.error", {{"lane", settings_.name}, {"text", text}}});
  return true;
}

bool Session::close() {
  if (producer_->in_transaction() && !commit()) return false;
  measure_lag();
  log_({LogLevel::kInfo,
        "lane.drained",
        {{"lane", settings_.name}, {"left_records", std::to_string(status_.lag_records.load())}}});
  rd_kafka_consumer_close(consumer_.get());
  return true;
}

}  // namespace hearsay::kafka
