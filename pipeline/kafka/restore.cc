// Reads the state topics back with one long-lived reader for all partitions: a reader each cost a
// second each with librdkafka 2.0.2.
#include "pipeline/kafka/restore.h"

#include <algorithm>
#include <set>
#include <thread>

#include "pipeline/kafka/failpoint.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int kAskTimeoutMs = 5'000;
constexpr int kAskTries = 6;
// Of the lane's memory, whose own queues are empty yet. At a limit 2.0.2 looks again only after up
// to a second, so states below it are read without such a wait.
constexpr uint64_t kQueuePart = 2;
constexpr auto kAskPause = 200ms;
constexpr int kPollMs = 100;
// Nothing comes for this long beyond the transaction timeout, after which nothing may be open.
constexpr auto kPatience = 20'000ms;
// The newest checkpoint is among the last records, all of one key; further back only if it is not.
constexpr int64_t kCheckpointTail = 200;

std::string place_text(const std::string& topic, int32_t partition) {
  return topic + "/" + std::to_string(partition);
}

std::string list_of(const std::map<std::string, int64_t>& offsets) {
  std::string text;
  for (const auto& [topic, offset] : offsets) {
    text += (text.empty() ? "" : " ") + topic + "@" + std::to_string(offset);
  }
  return text.empty() ? "none" : text;
}

std::string size_of(const Proof& proof) {
  return std::to_string(proof.claims) + " claims and " + std::to_string(proof.entities) +
         " entities";
}

}  // namespace

Restorer::Restorer(const LaneSettings& settings, KeyedStage& stage, LaneStatus& status,
                   const Log& log)
    : settings_(settings),
      stage_(stage),
      status_(status),
      claims_(topic_name(settings.prefix, Topic::kClaims)),
      entities_(topic_name(settings.prefix, Topic::kEntities)),
      items_(topic_name(settings.prefix, Topic::kItems)),
      checkpoints_(settings.prefix + std::string(kCheckpoints)),
      callbacks_{.log = log, .name = settings.slot + "/restore"} {}

bool Restorer::fail(std::string cause) {
  cause_ = std::move(cause);
  return false;
}

bool Restorer::open() {
  const Properties shared = {{"group.id", settings_.group},  // never joined
                             {"enable.auto.commit", "false"},
                             {"enable.auto.offset.store", "false"},
                             {"allow.auto.create.topics", "false"}};
  Properties asks = shared;
  asks.emplace_back("isolation.level", "read_uncommitted");
  auto asker = make_client(RD_KAFKA_CONSUMER, settings_.client, asks, callbacks_);
  if (!asker) return fail(asker.error().text);
  asker_ = std::move(*asker);
  Properties reads = shared;
  const Properties more = {
      {"isolation.level", "read_committed"},
      {"auto.offset.reset", "error"},
      {"enable.partition.eof", "true"},
      {"check.crcs", "true"},
      {"socket.timeout.ms", "30000"},
      {"fetch.wait.max.ms", "10"},
      {"fetch.error.backoff.ms", "20"},
      // Small answers: one is unpacked by librdkafka's thread while this one reads the one before.
      {"fetch.max.bytes", "2097152"},
      {"fetch.message.max.bytes", "1048576"},
      {"receive.message.max.bytes", "33554432"},
      {"queued.min.messages", "10000000"},  // bytes are the limit
      {"queued.max.messages.kbytes", std::to_string(settings_.memory_bytes / kQueuePart / 1024)}};
  reads.insert(reads.end(), more.begin(), more.end());
  auto reader = make_client(RD_KAFKA_CONSUMER, settings_.client, reads, callbacks_);
  if (!reader) return fail(reader.error().text);
  reader_ = std::move(*reader);
  rd_kafka_poll_set_consumer(reader_.get());
  return find_leaders();
}

// Asks for the topics before they are assigned: 2.0.2 looks for unknown leaders once a second only.
bool Restorer::find_leaders() {
  for (const std::string& topic : {checkpoints_, claims_, entities_, items_}) {
    topics_.emplace_back(rd_kafka_topic_new(reader_.get(), topic.c_str(), nullptr));
  }
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(reader_.get(), 0, nullptr, &raw, kAskTimeoutMs);
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  return code == RD_KAFKA_RESP_ERR_NO_ERROR || fail("state: metadata: " + describe(code));
}

bool Restorer::run(const std::map<int32_t, Committed>& committed, Refusals& refused) {
  checkpoints_found_.clear();
  for (const auto& [partition, offsets] : committed) stage_.open(partition);
  bool read_back = plan(committed) && assign() && read(refused);
  if (read_back && widen_checkpoints()) read_back = assign() && read(refused);
  rd_kafka_assign(reader_.get(), nullptr);
  if (!read_back) return false;
  for (const auto& [partition, offsets] : committed) {
    if (refused.contains(partition)) continue;
    if (const auto reason = doubt(partition, offsets)) refused[partition] = *reason;
    if (!cause_.empty()) return false;
  }
  return true;
}

bool Restorer::watermarks(PlaceWatermarks& places) {
  for (int attempt = 1;; ++attempt) {
    status_.progress_ms = steady_ms();
    const rd_kafka_resp_err_t code = ask_watermarks(asker_.get(), places, kAskTimeoutMs);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return true;
    if (attempt == kAskTries) return fail("watermarks of the state: " + describe(code));
    std::this_thread::sleep_for(kAskPause);
  }
}

// The high watermarks are taken after the committed offsets: what those belong to is then below.
bool Restorer::plan(const std::map<int32_t, Committed>& committed) {
  cause_.clear();
  readings_.clear();
  PlaceWatermarks marks;
  for (const auto& [partition, offsets] : committed) {
    for (const std::string& topic : {checkpoints_, claims_, entities_, items_}) {
      marks[{topic, partition}] = {};
    }
  }
  if (!watermarks(marks)) return false;
  for (const auto& [partition, offsets] : committed) {
    for (const std::string& topic : {checkpoints_, claims_, entities_, items_}) {
      const auto [low, high] = marks[{topic, partition}];
      Reading reading{.low = low, .end = high};
      if (topic == items_) {  // an input too: what is not yet consumed is not yet state
        const auto at = offsets.find(topic);
        reading.end = at == offsets.end() ? 0 : std::min(high, at->second);
      }
      reading.start =
          topic == checkpoints_ ? std::max(reading.low, high - kCheckpointTail) : reading.low;
      reading.done = reading.start >= reading.end;
      readings_[{topic, partition}] = reading;
    }
  }
  return true;
}

bool Restorer::assign() {
  const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(readings_.size())));
  for (const auto& [place, reading] : readings_) {
    if (reading.done) continue;
    rd_kafka_topic_partition_list_add(list.get(), place.first.c_str(), place.second)->offset =
        reading.start;
  }
  const rd_kafka_resp_err_t code = rd_kafka_assign(reader_.get(), list.get());
  return code == RD_KAFKA_RESP_ERR_NO_ERROR || fail("state: assign: " + describe(code));
}

bool Restorer::read(Refusals& refused) {
  auto until = Clock::now() + settings_.transaction_timeout + kPatience;
  while (!done()) {
    status_.progress_ms = steady_ms();
    const Message message(rd_kafka_consumer_poll(reader_.get(), kPollMs));
    const rd_kafka_resp_err_t code = message ? message->err : RD_KAFKA_RESP_ERR__TIMED_OUT;
    const bool eof = code == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    if (eof || code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      until = Clock::now() + settings_.transaction_timeout + kPatience;
      const auto found = readings_.find({rd_kafka_topic_name(message->rkt), message->partition});
      if (found == readings_.end() || found->second.done) continue;
      Reading& reading = found->second;
      if (!eof && message->offset < reading.end) take(*message, refused);
      // The last record may be a control record, which is never given: only the end of the
      // partition shows that it was passed. Its offset is where the next record will be.
      reading.done = message->offset + (eof ? 0 : 1) >= reading.end;
      continue;
    }
    if (message) cause_ = "state: " + describe(code);                // librdkafka tries again
    if (code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) return false;  // moved meanwhile: read anew
    if (Clock::now() > until) {
      return fail(cause_.empty() ? "state: a transaction in its topics does not end" : cause_);
    }
  }
  cause_.clear();
  return true;
}

bool Restorer::done() const {
  return std::all_of(readings_.begin(), readings_.end(),
                     [](const auto& entry) { return entry.second.done; });
}

// Whether a checkpoint may stand before the tail that was read: those are read from the beginning.
bool Restorer::widen_checkpoints() {
  bool widened = false;
  for (auto& [place, reading] : readings_) {
    if (place.first != checkpoints_ || reading.start == reading.low) continue;
    if (checkpoints_found_.contains(place.second)) continue;
    reading.start = reading.low;
    reading.done = false;
    widened = true;
  }
  return widened;
}

void Restorer::take(const rd_kafka_message_t& message, Refusals& refused) {
  failpoint("during_restore");
  const Record record = record_of(message);
  if (record.topic == checkpoints_) {
    auto checkpoint = read_checkpoint(record.value);
    if (checkpoint) {
      checkpoints_found_.insert_or_assign(message.partition, std::move(checkpoint).value());
    } else {
      refused[message.partition] =
          checkpoint.error().code + ": " + place_of(message) + ": " + checkpoint.error().text;
    }
    return;
  }
  if (const auto restored = stage_.restore(record); !restored) {
    refused[message.partition] =
        restored.error().code + ": " + place_of(message) + ": " + restored.error().text;
  }
}

std::optional<std::string> Restorer::doubt(int32_t partition, const Committed& committed) {
  const Proof proof = stage_.proof(partition);
  const std::string number = std::to_string(partition);
  const auto found = checkpoints_found_.find(partition);
  if (found == checkpoints_found_.end()) {
    if (!committed.empty()) {
      return "state.missing: " + place_text(checkpoints_, partition) +
             ": found no checkpoint, but group " + settings_.group + " has committed " +
             list_of(committed) + "; the state topics were emptied or made anew";
    }
    if (proof.claims + proof.entities == 0) return std::nullopt;
    return "state.unowned: partition " + number + ": found " + size_of(proof) +
           " but neither a checkpoint nor committed offsets of group " + settings_.group;
  }
  const Checkpoint& checkpoint = found->second;
  if (checkpoint.group != settings_.group) {
    return "state.foreign: " + place_text(checkpoints_, partition) +
           ": found a checkpoint of group " + checkpoint.group + ", expected " + settings_.group +
           "; give each group its own prefix";
  }
  if (checkpoint.next != committed) {
    return "state.offsets: partition " + number + ": group " + settings_.group + " has committed " +
           list_of(committed) + ", but the state is of " + list_of(checkpoint.next) +
           "; set the group's offsets to these to go on";
  }
  if (checkpoint.proof.digest != proof.digest) {
    return "state.digest: partition " + number + ": found " + size_of(proof) + " with digest " +
           std::to_string(proof.digest) + ", expected " + size_of(checkpoint.proof) +
           " with digest " + std::to_string(checkpoint.proof.digest) +
           "; records of the state topics were lost or changed";
  }
  if (proof.items >= checkpoint.proof.items) return std::nullopt;
  // An item whose newer state waits to be consumed may have been compacted away below it.
  uint64_t newer = 0;
  const auto at = committed.find(items_);
  if (!count_newer_items(partition, at == committed.end() ? 0 : at->second, newer)) {
    return std::nullopt;  // cause_ is set
  }
  if (proof.items + newer >= checkpoint.proof.items) return std::nullopt;
  return "state.items: " + place_text(items_, partition) + ": found " +
         std::to_string(proof.items) + " items, expected " +
         std::to_string(checkpoint.proof.items) + "; records of the topic were lost";
}

bool Restorer::count_newer_items(int32_t partition, int64_t from, uint64_t& keys) {
  PlaceWatermarks marks{{{items_, partition}, {}}};
  if (!watermarks(marks)) return false;
  const auto [low, high] = marks.begin()->second;
  readings_.clear();
  readings_[{items_, partition}] = {low, high, std::max(low, from), from >= high};
  if (!assign()) return false;
  std::set<uint64_t> seen;
  Reading& reading = readings_.begin()->second;
  const auto until = Clock::now() + settings_.transaction_timeout + kPatience;
  while (!reading.done) {
    status_.progress_ms = steady_ms();
    const Message message(rd_kafka_consumer_poll(reader_.get(), kPollMs));
    if (Clock::now() > until) return fail("state: " + items_ + " is not read to its end");
    if (!message) continue;
    const bool eof = message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      seen.insert(std::hash<std::string_view>{}(record_of(*message).key));
    }
    reading.done = eof ? message->offset >= high : message->offset + 1 >= high;
  }
  rd_kafka_assign(reader_.get(), nullptr);
  keys = seen.size();
  return true;
}

}  // namespace hearsay::kafka
