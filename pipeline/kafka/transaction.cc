// A session's transactions: what a record gives is sent, then committed with the offsets and the
// state, or taken back.
#include <algorithm>

#include "pipeline/kafka/failpoint.h"
#include "pipeline/kafka/session.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::kafka {
namespace {

using Clock = std::chrono::steady_clock;

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

bool Session::step(const rd_kafka_message_t& message) {
  const auto refusal = memory_.refusals.find({rd_kafka_topic_name(message.rkt), message.partition});
  if (refusal != memory_.refusals.end() && refusal->second.offset == message.offset &&
      refusal->second.times >= kRefusalsMax) {
    return send_dead_letter(
        message, {"output.refused", place_of(message) + ": the brokers refuse what it gives"},
        "produce", "oversize", true);
  }
  const Record record = record_of(message);
  if (const uint32_t deaths = memory_.mark.deaths(record.topic, record.partition, record.offset);
      deaths >= kStepDeathsMax) {
    return send_dead_letter(message,
                            {"record.crash", place_of(message) + ": " + std::to_string(deaths) +
                                                 " processes in a row died while they read it"},
                            role(), "crash", false);
  }
  const auto begun = Clock::now();
  memory_.mark.begin(record.topic, record.partition, record.offset);
  const Output output = stage_.step(record);
  memory_.mark.end();
  status_.step.add(us_since(begun));
  failpoint("after_step");
  batch_.warnings += output.warnings.size();
  if (output.reject) {
    return send_dead_letter(message, *output.reject, role(), "malformed", false);
  }
  const std::string place = place_of(message);
  for (const auto& [topic, event] : output.events) {
    // What a state says stays in its partition number; what goes back to the inputs finds its own.
    const bool of_state =
        keyed_ != nullptr && topic != Topic::kAssertions && topic != Topic::kItems;
    const Outcome sent =
        send_event(topic, event, of_state ? message.partition : RD_KAFKA_PARTITION_UA, place);
    if (over_) return false;
    if (!sent) {
      batch_.records += 1;
      batch_.last_place = {rd_kafka_topic_name(message.rkt), message.partition};
      batch_.last_offset = message.offset;
      return abort_and_rewind(sent);
    }
    failpoint("after_send");
  }
  ++(output.events.empty() || output.nothing_found ? batch_.nothing : batch_.tagged);
  return true;
}

bool Session::send_dead_letter(const rd_kafka_message_t& message, const Error& error,
                               std::string_view stage, std::string_view disposition,
                               bool valueless) {
  const std::string rules = stage_.rules_hash();
  const Death death{.error = error,
                    .stage = stage,
                    .disposition = disposition,
                    .group = settings_.group,
                    .lane = settings_.name,
                    .rules_hash = rules,
                    .valueless = valueless};
  // The partition follows the source's, so that dead letters keep their order too.
  const Outcome sent =
      producer_->send(dead_letters_, message.partition % dead_letter_partitions_, message.key,
                      message.key_len, valueless ? nullptr : message.payload,
                      valueless ? 0 : message.len, dead_letter_headers(message, death));
  if (!sent) {
    batch_.records += 1;
    batch_.last_place = {rd_kafka_topic_name(message.rkt), message.partition};
    batch_.last_offset = message.offset;
    return abort_and_rewind(sent);
  }
  batch_.bytes += message.len;
  batch_.dead.emplace_back(Place{rd_kafka_topic_name(message.rkt), message.partition}, error.code);
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

Outcome Session::send_event(Topic topic, const Event& event, int32_t partition,
                            std::string_view place) {
  const auto name = topic_names_.find(topic);
  if (name == topic_names_.end()) {
    fail("a stage wrote to a topic that is not its own");
    return {Verdict::kRebuild, cause_};
  }
  const void* value = event.data.empty() ? nullptr : event.data.data();
  Outcome sent =
      producer_->send(name->second, partition, event.subject.data(), event.subject.size(), value,
                      event.data.size(), headers_of(event, place));
  if (sent) {
    batch_.bytes += event.data.size() + event.subject.size();
    ++batch_.events;
    std::string_view word = name_of(topic);
    word.remove_prefix(word.find('.') + 1);
    // The key of a claim begins with its type; other keys are too many to count by.
    const bool of_claim = topic == Topic::kAssertions || topic == Topic::kTransitions;
    std::string kind = of_claim ? event.subject.substr(0, event.subject.find('/')) : "";
    ++batch_.kinds[{std::string(word), std::move(kind)}];
  }
  return sent;
}

// The changed states, and for each partition number that moved one checkpoint: the offsets that
// this transaction commits and the digest of the state that belongs to them.
Outcome Session::send_state() {
  std::map<int32_t, std::string> moved;  // partition number → a place in it
  for (const auto& [place, part] : parts_) {
    if (part.next == part.committed) continue;
    moved[place.second] =
        place.first + "/" + std::to_string(place.second) + "@" + std::to_string(part.next - 1);
  }
  for (const auto& [partition, place] : moved) {
    for (const auto& [topic, event] : keyed_->flush(partition)) {
      if (Outcome sent = send_event(topic, event, partition, place); !sent) return sent;
    }
    failpoint("after_state");
    Checkpoint checkpoint{.group = settings_.group,
                          .next = {},
                          .proof = keyed_->proof(partition),
                          .rules = stage_.rules_hash()};
    for (const std::string& topic : settings_.topics) {
      const Part& part = parts_.at({topic, partition});
      if (!part.fresh || part.next != part.committed) checkpoint.next[topic] = part.next;
    }
    const std::string key = std::to_string(partition);
    const std::string data = checkpoint_json(checkpoint);
    Outcome sent =
        producer_->send(settings_.prefix + std::string(kCheckpoints), partition, key.data(),
                        key.size(), data.data(), data.size(), Headers(rd_kafka_headers_new(1)));
    if (!sent) return sent;
    failpoint("after_checkpoint");
  }
  return {};
}

bool Session::commit() {
  const auto begun = Clock::now();
  if (keyed_ != nullptr) {
    if (const Outcome sent = send_state(); !sent) {
      return over_ ? false : abort_and_rewind(sent);
    }
  }
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
    if (part.next != part.committed) {
      memory_.committed[place] = part.next;
      part.fresh = false;
      const auto refusal = memory_.refusals.find(place);
      if (refusal != memory_.refusals.end() && refusal->second.offset < part.next) {
        memory_.refusals.erase(refusal);
      }
    }
    part.committed = part.next;
  }
  if (keyed_ != nullptr) {
    keyed_->commit();
    measure_state();
  }
  status_.commit.add(us_since(begun));
  ++commits_;
  const Batch batch = std::move(batch_);
  batch_ = {};
  settle(batch);
  return end_if_late();
}

// False if the producer must not begin another transaction.
bool Session::end_if_late() {
  return !producer_->ended_late() ||
         fail("the end of a transaction was answered late: a repeated request may be on its way");
}

void Session::measure_state() {
  const KeyedStage::Size size = keyed_->size();
  status_.state_bytes = size.bytes;
  if (size.forgotten > status_.state_forgotten) {
    log_({LogLevel::kWarn,
          "state.full",
          {{"lane", settings_.name},
           {"forgotten", std::to_string(size.forgotten)},
           {"text", "the states that were quiet for the longest go; state_mib is the limit"}}});
  }
  status_.state_forgotten = size.forgotten;
}

void Session::settle(const Batch& batch) {
  const TimeMs now = wall_ms();
  status_.tagged += batch.tagged;
  status_.nothing += batch.nothing;
  status_.dead += batch.dead.size();
  status_.in_flight = 0;
  status_.events_out += batch.events;
  status_.count_events(batch.kinds);
  status_.warnings += batch.warnings;
  status_.commits += 1;
  brokers_answer();
  for (const auto& [source, code] : batch.dead) status_.count_dead(code);
  for (const TimeMs time : batch.times) {
    status_.end_to_end.add(static_cast<uint64_t>(std::max<TimeMs>(0, now - time)) * 1000);
  }
  status_.lag_ms = batch.times.empty() ? 0 : std::max<TimeMs>(0, now - batch.times.back());
  memory_.records_limit =
      std::min(settings_.commit.records, std::max<uint32_t>(1, memory_.records_limit * 2));
  guard_against_flood(batch);
  measure_lag();
}

bool Session::abort_and_rewind(const Outcome& why) {
  status_.aborts += 1;
  const Outcome aborted = producer_->abort();
  // Whatever call came upon it: the first cause is what a broker said of a message.
  const rd_kafka_resp_err_t failure = producer_->delivery_failure();
  const bool of_delivery = failure != RD_KAFKA_RESP_ERR_NO_ERROR;
  log_({LogLevel::kWarn,
        "transaction.abort",
        {{"lane", settings_.name},
         {"cause",
          why.text + (of_delivery ? " (delivery failed: " + describe(failure) + ")" : "")}}});
  narrow_after_refusal(of_delivery ? failure : why.code);
  give_back();
  if (!aborted) return fail(aborted.text);
  if (keyed_ != nullptr) keyed_->rollback();
  for (auto& [place, part] : parts_) part.next = part.committed;
  if (!end_if_late()) return false;
  const Partitions places = committed_places();
  return rewind(places.get());
}

void Session::give_back() {
  status_.given_back += batch_.records;
  status_.in_flight = 0;
  batch_ = {};
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

void Session::narrow_after_refusal(rd_kafka_resp_err_t code) {
  if (!blames_the_record(code)) return;
  if (batch_.records > 1) {
    memory_.records_limit = batch_.records / 2;
    return;
  }
  memory_.records_limit = 1;
  Lane::Memory::Refusal& refusal = memory_.refusals[batch_.last_place];
  if (refusal.offset != batch_.last_offset) refusal = {batch_.last_offset, 0};
  ++refusal.times;
}

}  // namespace hearsay::kafka
