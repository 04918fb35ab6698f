// The loop of a session: consume, step, produce, commit; and what to do when one of them fails.
#include "pipeline/kafka/session.h"

#include <algorithm>

#include "pipeline/kafka/failpoint.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kIdleWait = 100ms;  // no transaction is open: only rebalances and stops wait
constexpr auto kConnectTimeout = 30'000ms;
constexpr int kMetadataTimeoutMs = 10'000;
constexpr int kCloseRetries = 3;
// A record that the brokers refused this often, alone in its transaction, goes to the dead letters.
constexpr uint32_t kRefusalsMax = 3;

uint64_t us_since(Clock::time_point begun) {
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count());
}

// The record itself is at fault, not the brokers: the same bytes will be refused again.
bool blames_the_record(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || code == RD_KAFKA_RESP_ERR_INVALID_MSG ||
         code == RD_KAFKA_RESP_ERR_INVALID_RECORD ||
         code == RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE || code == RD_KAFKA_RESP_ERR__INVALID_ARG;
}

}  // namespace

Session::Session(const LaneSettings& settings, Stage& stage, LaneStatus& status,
                 Lane::Memory& memory, const Log& log)
    : settings_(settings),
      stage_(stage),
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
  if (!over_) cause_ = std::move(cause);
  over_ = true;
  return false;
}

SessionEnd Session::run(const std::atomic<bool>& stop) {
  bool going = open();
  if (going) {
    status_.enter(LaneState::kStarting, "joining the group", wall_ms());
    if (!memory_.halted.empty()) status_.enter(LaneState::kHalted, memory_.halted, wall_ms());
  }
  while (going && !stop) {
    status_.progress_ms = steady_ms();
    const bool open_transaction = producer_->in_transaction();
    going = consume(open_transaction ? settings_.commit.dry : kIdleWait);
  }
  if (going) going = close();
  status_.partitions = 0;
  status_.in_flight = 0;
  if (going) return SessionEnd::kStopped;
  return fenced_ ? SessionEnd::kFenced : SessionEnd::kRebuild;
}

bool Session::open() {
  const ProducerSettings producer{.transactional_id = settings_.slot,
                                  .transaction_timeout = settings_.transaction_timeout};
  if (const Outcome opened =
          Producer::open(settings_.client, producer, log_, kConnectTimeout, producer_);
      !opened) {
    status_.brokers(true, opened.text);
    return fail(opened.text);
  }
  if (!check_outputs()) return false;
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
      {"max.poll.interval.ms", "120000"},
      {"queued.min.messages", "2000"},
      {"queued.max.messages.kbytes", "16384"},
      {"fetch.max.bytes", "8388608"},
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
bool Session::check_outputs() {
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(producer_->handle(), 1, nullptr, &raw, kMetadataTimeoutMs);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return fail("metadata: " + describe(code));
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  std::map<std::string_view, int> partitions;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    partitions[metadata->topics[i].topic] = metadata->topics[i].partition_cnt;
  }
  std::string missing;
  const auto require = [&](const std::string& topic) {
    if (partitions[topic] == 0) missing += (missing.empty() ? "" : ", ") + topic;
  };
  for (const auto& [topic, name] : topic_names_) require(name);
  require(dead_letters_);
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
    measure_lag();
  }
  return !batch_is_full() || commit();
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
  if (!memory_.halted.empty()) return true;  // a message that the pause came too late for
  if (!producer_->in_transaction()) {
    if (const Outcome begun = producer_->begin(); !begun) return fail(begun.text);
    batch_ = {};
    batch_.begun = Clock::now();
  }
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
      status_.brokers(false, "");
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
  status_.brokers(true, text);
  log_({LogLevel::kWarn, "consumer.error", {{"lane", settings_.name}, {"text", text}}});
  return true;
}

bool Session::step(const rd_kafka_message_t& message) {
  if (memory_.poisoned && memory_.poisoned->second == message.offset &&
      memory_.poisoned->first == Place{rd_kafka_topic_name(message.rkt), message.partition}) {
    return send_dead_letter(
        message, {"output.refused", place_of(message) + ": the brokers refuse what it gives"},
        "produce", "oversize", true);
  }
  const auto begun = Clock::now();
  const Output output = stage_.step(record_of(message));
  status_.step.add(us_since(begun));
  failpoint("after_step");
  batch_.warnings += output.warnings.size();
  if (output.reject) {
    return send_dead_letter(message, *output.reject,
                            settings_.name.substr(0, settings_.name.find('-')), "malformed", false);
  }
  const std::string place = place_of(message);
  for (const auto& [topic, event] : output.events) {
    const auto name = topic_names_.find(topic);
    if (name == topic_names_.end()) return fail("a stage wrote to a topic that is not its own");
    const void* value = event.data.empty() ? nullptr : event.data.data();
    const Outcome sent =
        producer_->send(name->second, RD_KAFKA_PARTITION_UA, event.subject.data(),
                        event.subject.size(), value, event.data.size(), headers_of(event, place));
    if (!sent) {
      batch_.records += 1;
      batch_.last_place = {rd_kafka_topic_name(message.rkt), message.partition};
      batch_.last_offset = message.offset;
      return abort_and_rewind(sent);
    }
    batch_.bytes += event.data.size() + event.subject.size();
    ++batch_.events;
    failpoint("after_send");
  }
  ++(output.events.empty() ? batch_.nothing : batch_.tagged);
  return true;
}

bool Session::send_dead_letter(const rd_kafka_message_t& message, const Error& error,
                               std::string_view stage, std::string_view disposition, bool stub) {
  const Death death{.error = error,
                    .stage = stage,
                    .disposition = disposition,
                    .group = settings_.group,
                    .lane = settings_.name,
                    .rules_hash = settings_.rules_hash,
                    .stub = stub};
  // The partition follows the source's, so that dead letters keep their order too.
  const Outcome sent =
      producer_->send(dead_letters_, message.partition % dead_letter_partitions_, message.key,
                      message.key_len, stub ? nullptr : message.payload, stub ? 0 : message.len,
                      dead_letter_headers(message, death));
  if (!sent) {
    batch_.records += 1;
    batch_.last_place = {rd_kafka_topic_name(message.rkt), message.partition};
    batch_.last_offset = message.offset;
    return abort_and_rewind(sent);
  }
  batch_.bytes += message.len;
  batch_.dead.push_back(error.code);
  log_({LogLevel::kWarn,
        "record.dead",
        {{"lane", settings_.name},
         {"place", place_of(message)},
         {"cause", error.code},
         {"text", error.text}}});
  failpoint("after_dead_letter");
  if (settings_.guard.dead_max > 0 &&
      recent_dead_ + batch_.dead.size() > settings_.guard.dead_max) {
    memory_.records_limit = 1;  // commit at once: the guard looks at what is committed
  }
  return true;
}

bool Session::commit() {
  const auto begun = Clock::now();
  const Partitions offsets(rd_kafka_topic_partition_list_new(static_cast<int>(parts_.size())));
  for (const auto& [place, part] : parts_) {
    if (part.next == part.committed) continue;
    rd_kafka_topic_partition_list_add(offsets.get(), place.first.c_str(), place.second)->offset =
        part.next;
  }
  Outcome outcome = producer_->send_offsets(offsets.get(), consumer_.get());
  if (outcome) outcome = producer_->commit();
  switch (outcome.verdict) {
    case Verdict::kOk:
      break;
    case Verdict::kAbort:
      return abort_and_rewind(outcome);
    case Verdict::kRebuild:
      return fail(outcome.text);
  }
  for (auto& [place, part] : parts_) {
    if (part.next != part.committed) memory_.committed.insert(place);
    part.committed = part.next;
  }
  status_.commit.add(us_since(begun));
  ++commits_;
  const Batch batch = std::move(batch_);
  batch_ = {};
  settle(batch);
  return true;
}

void Session::settle(const Batch& batch) {
  const TimeMs now = wall_ms();
  status_.tagged += batch.tagged;
  status_.nothing += batch.nothing;
  status_.dead += batch.dead.size();
  status_.in_flight = 0;
  status_.events_out += batch.events;
  status_.warnings += batch.warnings;
  status_.commits += 1;
  status_.brokers(false, "");
  for (const std::string& code : batch.dead) status_.count_dead(code);
  for (const TimeMs time : batch.times) {
    status_.end_to_end.add(static_cast<uint64_t>(std::max<TimeMs>(0, now - time)) * 1000);
  }
  status_.lag_ms = batch.times.empty() ? 0 : std::max<TimeMs>(0, now - batch.times.back());
  memory_.records_limit =
      std::min(settings_.commit.records, std::max<uint32_t>(1, memory_.records_limit * 2));
  memory_.refusals_alone = 0;
  memory_.poisoned.reset();
  for (uint32_t i = 0; i < batch.records; ++i) {
    const bool dead = i < batch.dead.size();
    recent_.push_back(dead);
    recent_dead_ += dead ? 1U : 0U;
    if (recent_.size() > settings_.guard.window) {
      recent_dead_ -= recent_.front() ? 1U : 0U;
      recent_.pop_front();
    }
  }
  guard_against_flood();
  measure_lag();
}

bool Session::abort_and_rewind(const Outcome& why) {
  status_.aborts += 1;
  log_({LogLevel::kWarn, "transaction.abort", {{"lane", settings_.name}, {"cause", why.text}}});
  narrow_after_refusal(why);
  batch_ = {};
  status_.in_flight = 0;
  if (const Outcome aborted = producer_->abort(); !aborted) return fail(aborted.text);
  for (auto& [place, part] : parts_) part.next = part.committed;
  const Partitions places = committed_places();
  return rewind(places.get());
}

Partitions Session::committed_places() const {
  Partitions places(rd_kafka_topic_partition_list_new(static_cast<int>(parts_.size())));
  for (const auto& [place, part] : parts_) {
    rd_kafka_topic_partition_list_add(places.get(), place.first.c_str(), place.second)->offset =
        part.committed;
  }
  return places;
}

bool Session::rewind(rd_kafka_topic_partition_list_t* places) {
  // Without an end: 2.0.2 cuts a finite timeout a thousand times too short.
  const KafkaError error(rd_kafka_seek_partitions(consumer_.get(), places, -1));
  if (error) return fail("seek: " + describe(error.get()));
  for (int i = 0; i < places->cnt; ++i) {
    if (places->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return fail("seek: " + describe(places->elems[i].err));
    }
  }
  return true;
}

void Session::narrow_after_refusal(const Outcome& why) {
  if (!blames_the_record(why.code)) return;
  if (batch_.records > 1) {
    memory_.records_limit = batch_.records / 2;
    return;
  }
  memory_.records_limit = 1;
  if (++memory_.refusals_alone >= kRefusalsMax)
    memory_.poisoned = {batch_.last_place, batch_.last_offset};
}

void Session::guard_against_flood() {
  if (settings_.guard.dead_max == 0 || recent_dead_ <= settings_.guard.dead_max) return;
  halt(std::to_string(recent_dead_) + " of the last " + std::to_string(recent_.size()) +
       " records went to the dead letters; reload (SIGHUP) or restart to go on");
}

void Session::halt(const std::string& reason) {
  recent_.clear();
  recent_dead_ = 0;
  memory_.halted = reason;
  memory_.resumes_seen = memory_.resumes;
  Partitions all;
  rd_kafka_topic_partition_list_t* raw = nullptr;
  if (rd_kafka_assignment(consumer_.get(), &raw) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    all.reset(raw);
    rd_kafka_pause_partitions(consumer_.get(), all.get());
  }
  log_({LogLevel::kError, "lane.halted", {{"lane", settings_.name}, {"text", reason}}});
  status_.enter(LaneState::kHalted, reason, wall_ms());
}

void Session::resume_if_asked() {
  if (memory_.halted.empty() || memory_.resumes == memory_.resumes_seen) return;
  memory_.halted.clear();
  // What was fetched and passed over while halted is fetched again.
  const Partitions places = committed_places();
  if (!rewind(places.get())) return;
  rd_kafka_resume_partitions(consumer_.get(), places.get());
  log_({LogLevel::kInfo, "lane.resumed", {{"lane", settings_.name}}});
  status_.enter(LaneState::kRunning, "", wall_ms());
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
