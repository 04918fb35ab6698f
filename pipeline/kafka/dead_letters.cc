// Reads the dead-letters topic to its present end and retries through a transaction.
#include "pipeline/kafka/dead_letters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>

#include "pipeline/kafka/watermarks.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int kAskTimeoutMs = 15'000;
constexpr int kPollMs = 100;
constexpr auto kPatience = 45'000ms;  // longer than a transaction of a lane may be open
constexpr auto kConnectTimeout = 30'000ms;
// Letters of one transaction: few enough to be well within its timeout.
constexpr size_t kRetryBatch = 100;

// A marker is a record without a value; this header names the letter that was sent back.
constexpr std::string_view kRetried = "hearsay.retried";
constexpr std::string_view kRounds = "hearsay.retries";
constexpr std::string_view kRetryOf = "hearsay.retry_of";

// Headers that a death adds: the next life begins without them.
bool is_of_death(std::string_view name) {
  constexpr std::array<std::string_view, 11> kOurs = {"hearsay.disposition",
                                                      "hearsay.version",
                                                      "hearsay.ruleset",
                                                      "hearsay.group",
                                                      "hearsay.lane",
                                                      "hearsay.orig_ts",
                                                      "hearsay.orig_ts_type",
                                                      "hearsay.sha256",
                                                      "hearsay.value_bytes",
                                                      kRounds,
                                                      kRetryOf};
  return name.starts_with("__connect.errors.") ||
         std::find(kOurs.begin(), kOurs.end(), name) != kOurs.end();
}

int64_t number_in(std::string_view text) {
  int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc{} && end == text.data() + text.size() ? number : -1;
}

DeadLetter letter_of(const rd_kafka_message_t& message, bool with_value) {
  const Record record = record_of(message);
  DeadLetter letter;
  letter.place = {message.partition, message.offset};
  letter.died = record.time.value_or(0);
  if (message.key != nullptr) letter.key = std::string(record.key);
  for (const auto& [name, value] : record.headers) {
    letter.headers.emplace_back(std::string(name), std::string(value));
  }
  const std::string bytes = letter.header("hearsay.value_bytes");
  letter.valueless = !bytes.empty();
  letter.value_bytes =
      letter.valueless ? static_cast<size_t>(std::max<int64_t>(0, number_in(bytes))) : message.len;
  if (with_value) letter.value = std::string(record.value);
  return letter;
}

Result<Client> open_reader(const ClientSettings& client, Callbacks& callbacks) {
  const Properties own = {{"group.id", "hearsay.dead-letters.reader"},  // never joined
                          {"enable.auto.commit", "false"},
                          {"enable.auto.offset.store", "false"},
                          {"isolation.level", "read_committed"},
                          {"auto.offset.reset", "earliest"},
                          {"enable.partition.eof", "true"},
                          {"check.crcs", "true"},
                          {"queued.max.messages.kbytes", "32768"},
                          {"allow.auto.create.topics", "false"}};
  auto made = make_client(RD_KAFKA_CONSUMER, client, own, callbacks);
  if (made) rd_kafka_poll_set_consumer(made->get());
  return made;
}

// The topic's partitions with their present ends; those that are empty are left out.
Result<std::map<int32_t, int64_t>> ends_of(rd_kafka_t* reader, const std::string& topic) {
  const Owned<rd_kafka_topic_t> handle(rd_kafka_topic_new(reader, topic.c_str(), nullptr));
  const rd_kafka_metadata_t* raw = nullptr;
  rd_kafka_resp_err_t code = rd_kafka_metadata(reader, 0, handle.get(), &raw, kAskTimeoutMs);
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR && metadata->topic_cnt == 1) {
    code = metadata->topics[0].err;
  }
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Error{"dead.read", topic + ": " + describe(code)};
  PlaceWatermarks marks;
  for (int32_t i = 0; i < metadata->topics[0].partition_cnt; ++i) marks[{topic, i}] = {};
  code = ask_watermarks(reader, marks, kAskTimeoutMs);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Error{"dead.read", topic + ": " + describe(code)};
  std::map<int32_t, int64_t> ends;
  for (const auto& [place, mark] : marks) {
    if (mark.low < mark.high) ends[place.second] = mark.high;
  }
  return ends;
}

Headers next_life(const DeadLetter& letter, const std::string& topic) {
  Headers headers(rd_kafka_headers_new(8));
  const auto add = [&](std::string_view name, std::string_view value) {
    rd_kafka_header_add(headers.get(), name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  };
  for (const auto& [name, value] : letter.headers) {
    if (!is_of_death(name)) add(name, value);
  }
  add(kRounds, std::to_string(letter.rounds() + 1));
  add(kRetryOf, topic + "/" + to_text(letter.place));
  return headers;
}

Headers marker_of(const DeadLetter& letter) {
  Headers headers(rd_kafka_headers_new(1));
  const std::string place = to_text(letter.place);
  rd_kafka_header_add(headers.get(), kRetried.data(), static_cast<ssize_t>(kRetried.size()),
                      place.data(), static_cast<ssize_t>(place.size()));
  return headers;
}

Outcome send_back(Producer& producer, const DeadLetter& letter, const std::string& topic) {
  const auto partition =
      static_cast<int32_t>(number_in(letter.header("__connect.errors.partition")));
  const int64_t time = number_in(letter.header("hearsay.orig_ts"));
  const void* key = letter.key ? letter.key->data() : nullptr;
  const size_t key_size = letter.key ? letter.key->size() : 0;
  Outcome sent = producer.send(letter.header("__connect.errors.topic"), partition, key, key_size,
                               letter.value.data(), letter.value.size(), next_life(letter, topic),
                               std::max<int64_t>(0, time));
  if (!sent) return sent;
  return producer.send(topic, letter.place.first, key, key_size, nullptr, 0, marker_of(letter));
}

// One transaction; the letters' values are in them.
Outcome retry_batch(Producer& producer, const std::vector<DeadLetter>& letters,
                    const std::string& topic) {
  Outcome outcome = producer.begin();
  for (size_t i = 0; outcome && i < letters.size(); ++i) {
    outcome = send_back(producer, letters[i], topic);
  }
  if (outcome) outcome = producer.commit();
  if (outcome.verdict == Verdict::kAbort) static_cast<void>(producer.abort());
  return outcome;
}

}  // namespace

std::string DeadLetter::header(std::string_view name) const {
  const auto found = std::find_if(headers.rbegin(), headers.rend(),
                                  [&](const auto& header) { return header.first == name; });
  return found == headers.rend() ? "" : found->second;
}

std::string DeadLetter::source() const {
  return header("__connect.errors.topic") + "/" + header("__connect.errors.partition") + "@" +
         header("__connect.errors.offset");
}

uint32_t DeadLetter::rounds() const {
  return static_cast<uint32_t>(std::max<int64_t>(0, number_in(header(kRounds))));
}

std::string retry_refusal(const DeadLetter& letter) {
  if (letter.retried) return "it was sent back already";
  if (letter.valueless) return "its value did not fit here; it stands at " + letter.source();
  if (letter.header("__connect.errors.topic").empty() ||
      number_in(letter.header("__connect.errors.partition")) < 0) {
    return "its headers do not say where it came from";
  }
  if (letter.rounds() >= kRetryRoundsMax) {
    return "it was retried " + std::to_string(letter.rounds()) + " times; at most " +
           std::to_string(kRetryRoundsMax) + " are tried";
  }
  return "";
}

std::string to_text(const DeadLetter::Place& place) {
  return std::to_string(place.first) + "@" + std::to_string(place.second);
}

Result<DeadLetter::Place> read_place(const std::string& text) {
  const size_t at = text.find('@');
  const int64_t partition = number_in(std::string_view(text).substr(0, at));
  const int64_t offset =
      at == std::string::npos ? -1 : number_in(std::string_view(text).substr(at + 1));
  if (partition < 0 || partition > INT32_MAX || offset < 0) {
    return Error{"usage.place",
                 "found \"" + text + "\"; expected PARTITION@OFFSET, as `list` shows it"};
  }
  return DeadLetter::Place{static_cast<int32_t>(partition), offset};
}

Result<bool> read_dead_letters(const ClientSettings& client, const std::string& topic,
                               bool with_values, const std::function<void(DeadLetter)>& take) {
  Callbacks callbacks{.log = {}, .name = "dead-letters"};
  auto reader = open_reader(client, callbacks);
  if (!reader) return reader.error();
  auto ends = ends_of(reader->get(), topic);
  if (!ends) return ends.error();
  for (const auto& [partition, end] : *ends) {
    const Partitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset =
        RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(reader->get(), list.get());
    auto until = Clock::now() + kPatience;
    for (bool done = false; !done;) {
      const Message message(rd_kafka_consumer_poll(reader->get(), kPollMs));
      if (Clock::now() > until) {
        return Error{"dead.read", topic + "/" + std::to_string(partition) + ": no answer in time"};
      }
      if (!message) continue;
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        until = Clock::now() + kPatience;
        if (message->offset < end) take(letter_of(*message, with_values));
        done = message->offset + 1 >= end;
      } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        // Behind the last letter a transaction's end may stand, which is never given.
        done = message->offset >= end;
      }
    }
  }
  rd_kafka_assign(reader->get(), nullptr);
  return true;
}

Result<std::vector<DeadLetter>> list_dead_letters(const ClientSettings& client,
                                                  const std::string& topic) {
  std::vector<DeadLetter> letters;
  std::set<std::string> retried;
  const auto read = read_dead_letters(client, topic, false, [&](DeadLetter letter) {
    const std::string of = letter.header(kRetried);
    if (of.empty()) {
      letters.push_back(std::move(letter));
    } else {
      retried.insert(of);
    }
  });
  if (!read) return read.error();
  for (DeadLetter& letter : letters) letter.retried = retried.contains(to_text(letter.place));
  return letters;
}

Result<size_t> retry_dead_letters(const ClientSettings& client, const std::string& topic,
                                  const std::string& id,
                                  const std::set<DeadLetter::Place>& chosen) {
  std::unique_ptr<Producer> producer;
  const ProducerSettings settings{.transactional_id = id};
  const auto until = Clock::now() + kConnectTimeout;
  ProducerHooks hooks{.log = {}, .on_error = {}, .go_on = [until] { return Clock::now() < until; }};
  if (const Outcome opened = Producer::open(client, settings, std::move(hooks), producer);
      !opened) {
    return Error{"kafka.client", opened.text};
  }
  size_t sent = 0;
  Outcome outcome;
  std::vector<DeadLetter> batch;
  const auto flush = [&] {
    if (batch.empty() || !outcome) return;
    outcome = retry_batch(*producer, batch, topic);
    if (outcome) sent += batch.size();
    batch.clear();
  };
  const auto read = read_dead_letters(client, topic, true, [&](DeadLetter letter) {
    if (!chosen.contains(letter.place)) return;
    batch.push_back(std::move(letter));
    if (batch.size() >= kRetryBatch) flush();
  });
  flush();
  if (!read) return read.error();
  if (!outcome) {
    return Error{"dead.retry", outcome.text + "; " + std::to_string(sent) +
                                   " were sent back before, the others not"};
  }
  return sent;
}

}  // namespace hearsay::kafka
