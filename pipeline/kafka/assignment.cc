// A session's rebalances: where each partition starts, what is given back, and how far behind it
// is.
#include <algorithm>
#include <thread>

#include "pipeline/kafka/session.h"
#include "pipeline/kafka/watermarks.h"

namespace hearsay::kafka {
namespace {

using namespace std::chrono_literals;

constexpr int kAskTimeoutMs = 5'000;
constexpr int kAskTries = 6;
constexpr auto kAskPause = 200ms;

}  // namespace

void Session::on_rebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list) {
  status_.rebalances += 1;
  status_.progress_ms = steady_ms();
  if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    on_assign(list);
    return;
  }
  if (code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS) fail("rebalance: " + describe(code));
  on_revoke();
}

void Session::on_assign(rd_kafka_topic_partition_list_t* list) {
  if (!resolve_starts(list)) {
    rd_kafka_assign(consumer_.get(), nullptr);
    return;
  }
  const rd_kafka_resp_err_t code = rd_kafka_assign(consumer_.get(), list);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    fail("assign: " + describe(code));
    return;
  }
  assigned_ = true;
  if (keyed_ != nullptr) measure_state();
  status_.partitions = static_cast<uint32_t>(list->cnt);
  brokers_answer();
  const Partitions refused(rd_kafka_topic_partition_list_new(list->cnt));
  for (const auto& [place, part] : parts_) {
    if (!part.refused) continue;
    rd_kafka_topic_partition_list_add(refused.get(), place.first.c_str(), place.second);
  }
  rd_kafka_pause_partitions(consumer_.get(), refused.get());
  const Partitions halted = halted_places();
  rd_kafka_pause_partitions(consumer_.get(), halted.get());
  if (!refusal_.empty()) {
    status_.enter(LaneState::kHalted, refusal_, wall_ms());
  } else if (halted->cnt > 0) {
    status_.enter(LaneState::kHalted, memory_.halt_reason, wall_ms());
  } else {
    status_.enter(LaneState::kRunning,
                  list->cnt == 0 ? "no partitions: other members have them all" : "", wall_ms());
  }
  std::string places;
  for (const auto& [place, part] : parts_) {
    places += (places.empty() ? "" : " ") + place.first + "/" + std::to_string(place.second) + "@" +
              std::to_string(part.committed);
  }
  log_({LogLevel::kInfo,
        "lane.assigned",
        {{"lane", settings_.name}, {"partitions", std::to_string(list->cnt)}, {"places", places}}});
}

// What is open is given up: at most one batch of work, and always right, whoever has the
// partitions now.
void Session::on_revoke() {
  if (producer_->in_transaction()) {
    status_.aborts += 1;
    if (const Outcome aborted = producer_->abort(); !aborted) fail(aborted.text);
    end_if_late();
  }
  if (keyed_ != nullptr) keyed_->drop();
  give_back();
  parts_.clear();
  refusal_.clear();
  status_.partitions = 0;
  assigned_ = false;
  status_.caught_up = false;
  rd_kafka_assign(consumer_.get(), nullptr);
  log_({LogLevel::kInfo, "lane.revoked", {{"lane", settings_.name}}});
}

bool Session::ask_committed(rd_kafka_topic_partition_list_t* list) {
  for (int attempt = 1;; ++attempt) {
    status_.progress_ms = steady_ms();
    rd_kafka_resp_err_t code = rd_kafka_committed(consumer_.get(), list, kAskTimeoutMs);
    for (int i = 0; i < list->cnt && code == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
      code = list->elems[i].err;  // an offset that a transaction still holds is an error too
    }
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return true;
    if (attempt == kAskTries) return fail("committed offsets: " + describe(code));
    std::this_thread::sleep_for(kAskPause);
  }
}

bool Session::resolve_starts(rd_kafka_topic_partition_list_t* list) {
  parts_.clear();
  refusal_.clear();
  if (list->cnt == 0) return true;
  if (!ask_committed(list) || (keyed_ != nullptr && !restore(*list))) return false;
  if (!refuse_forgotten(*list)) return false;
  for (int i = 0; i < list->cnt; ++i) {
    rd_kafka_topic_partition_t& part = list->elems[i];
    const Place place{part.topic, part.partition};
    const bool fresh = part.offset < 0;  // the group has never committed it
    if ((fresh || settings_.start.always) && !memory_.committed.contains(place)) {
      if (!resolve_start(part)) return false;
    }
    Part& own = parts_[place];
    own.committed = own.next = part.offset;
    own.fresh = fresh;
  }
  return true;
}

// Partitions for which the group has no offset though this process has committed one. New sessions
// ask again for a while; then they are refused, for neither the start of the topic nor what we
// remember need be where the group was.
bool Session::refuse_forgotten(rd_kafka_topic_partition_list_t& list) {
  std::string reason;
  for (int i = 0; i < list.cnt; ++i) {
    rd_kafka_topic_partition_t& part = list.elems[i];
    const Place place{part.topic, part.partition};
    const auto known = memory_.committed.find(place);
    if (part.offset >= 0 || known == memory_.committed.end()) continue;
    reason = place.first + "/" + std::to_string(place.second) +
             ": the group has no offset, expected " + std::to_string(known->second) +
             ", which this process has committed";
    const auto now = std::chrono::steady_clock::now();
    if (!memory_.offset_missing_since) memory_.offset_missing_since = now;
    if (now - *memory_.offset_missing_since < settings_.offset_wait) return fail(reason);
    reason += "; stop, set it by hand and start again, or reload (SIGHUP) to ask again";
    log_({LogLevel::kError,
          "offset.gone",
          {{"lane", settings_.name},
           {"topic", place.first},
           {"partition", std::to_string(place.second)},
           {"text", reason}}});
    part.offset = known->second;  // to be assigned there; nothing is read
    // The state of a partition number is that of all its topics.
    for (const std::string& topic : settings_.topics) {
      if (keyed_ != nullptr || topic == place.first) parts_[{topic, place.second}].refused = true;
    }
  }
  if (reason.empty()) {
    memory_.offset_missing_since.reset();
    return true;
  }
  if (refusal_.empty()) refusal_ = reason;
  memory_.resumes_seen = memory_.resumes;
  return true;
}

// `list` has the committed offsets. Marks what must not be processed as refused.
bool Session::restore(const rd_kafka_topic_partition_list_t& list) {
  std::map<int32_t, Committed> committed;
  std::map<int32_t, size_t> topics;
  for (int i = 0; i < list.cnt; ++i) {
    const rd_kafka_topic_partition_t& part = list.elems[i];
    ++topics[part.partition];
    Committed& offsets = committed[part.partition];
    if (part.offset >= 0) offsets[part.topic] = part.offset;
  }
  for (const auto& [partition, count] : topics) {
    if (count == settings_.topics.size()) continue;
    return fail("partition " + std::to_string(partition) + " of " + std::to_string(count) +
                " topics was assigned, expected " + std::to_string(settings_.topics.size()) +
                "; all members of the group must read the same topics");
  }
  status_.enter(LaneState::kRestoring, std::to_string(committed.size()) + " partitions", wall_ms());
  Refusals refused;
  if (!restorer_->run(committed, refused)) return fail(restorer_->cause());
  if (refused.empty()) return true;
  // A member that slept through its own replacement sees its successor's state: not a refusal.
  const Partitions now(rd_kafka_topic_partition_list_copy(&list));
  if (!ask_committed(now.get())) return false;
  for (int i = 0; i < list.cnt; ++i) {
    if (now->elems[i].offset != list.elems[i].offset) {
      return fail("another member went on while the state was read");
    }
  }
  memory_.resumes_seen = memory_.resumes;
  for (const auto& [partition, reason] : refused) {
    log_({LogLevel::kError,
          "state.refused",
          {{"lane", settings_.name}, {"partition", std::to_string(partition)}, {"text", reason}}});
    for (const std::string& topic : settings_.topics) parts_[{topic, partition}].refused = true;
  }
  refusal_ = refused.begin()->second;
  return true;
}

bool Session::resolve_start(rd_kafka_topic_partition_t& part) {
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  PlaceWatermarks marks{{{part.topic, part.partition}, {}}};
  for (int attempt = 1;; ++attempt) {
    status_.progress_ms = steady_ms();
    code = ask_watermarks(consumer_.get(), marks, kAskTimeoutMs);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) break;
    if (attempt == kAskTries) {
      return fail("watermarks of " + std::string(part.topic) + ": " + describe(code));
    }
    std::this_thread::sleep_for(kAskPause);
  }
  const auto [low, high] = marks.begin()->second;
  switch (settings_.start.kind) {
    case Start::Kind::kEarliest:
      part.offset = low;
      return true;
    case Start::Kind::kLatest:
      part.offset = high;
      return true;
    case Start::Kind::kOffset:
      part.offset = std::clamp(settings_.start.value, low, high);
      return true;
    case Start::Kind::kTime:
      break;
  }
  const Partitions one(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(one.get(), part.topic, part.partition)->offset =
      settings_.start.value;
  code = rd_kafka_offsets_for_times(consumer_.get(), one.get(), kAskTimeoutMs);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = one->elems[0].err;
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return fail("offset for a time of " + std::string(part.topic) + ": " + describe(code));
  }
  part.offset = one->elems[0].offset < 0 ? high : one->elems[0].offset;
  return true;
}

void Session::on_brokers(rd_kafka_resp_err_t code, std::string_view text) {
  // Of one broker, and mended by itself; if all go this way, it is the reason.
  if (code == RD_KAFKA_RESP_ERR__TRANSPORT)
    transport_error_ = text.substr(0, text.find(" (after "));
  // That all are down follows from the reasons below, and says nothing more.
  const bool all_down = code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN;
  const bool reason = code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR__SSL ||
                      code == RD_KAFKA_RESP_ERR__RESOLVE;
  if (!all_down && !reason) return;
  // What follows is how long it took, this time.
  const std::string_view what = text.substr(0, text.find(" (after "));
  std::string told = std::string(rd_kafka_err2name(code)) + ": " + std::string(what);
  if (all_down && !transport_error_.empty()) told += "; " + transport_error_;
  const bool news = brokers_error_.empty() || (reason && told != brokers_error_);
  if (!news) return;
  brokers_error_ = told;
  status_.brokers(true, told, wall_ms());
  log_({LogLevel::kError, "brokers.down", {{"lane", settings_.name}, {"text", told}}});
}

void Session::brokers_answer() {
  status_.brokers(false, "", wall_ms());
  if (brokers_error_.empty()) return;
  brokers_error_.clear();
  log_({LogLevel::kInfo, "brokers.answer", {{"lane", settings_.name}}});
}

void Session::measure_lag() {
  int64_t lag = 0;
  for (const auto& [place, part] : parts_) {
    int64_t low = 0;
    int64_t high = 0;
    if (rd_kafka_get_watermark_offsets(consumer_.get(), place.first.c_str(), place.second, &low,
                                       &high) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      continue;
    }
    // A control record behind the last record is nothing to wait for.
    const bool at_end = part.next == part.committed && part.end > part.next;
    lag += std::max<int64_t>(0, high - (at_end ? part.end : part.committed));
  }
  status_.lag_records = lag;
  status_.caught_up = assigned_ && lag == 0 && !producer_->in_transaction() &&
                      std::all_of(parts_.begin(), parts_.end(),
                                  [](const auto& entry) { return entry.second.read_out; });
  if (lag == 0) status_.lag_ms = 0;
}

}  // namespace hearsay::kafka
