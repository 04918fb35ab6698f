// Polls a consumer of its own without a pause.
#include "tests/bench/live_reader.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

namespace hearsay::test {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

LiveReader::LiveReader(const std::string& brokers, const std::string& topic, int partitions) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  std::array<char, 256> text{};
  const std::vector<std::pair<const char*, std::string>> properties = {
      {"bootstrap.servers", brokers},  {"group.id", "hearsay-bench-reader"},
      {"enable.auto.commit", "false"}, {"isolation.level", "read_committed"},
      {"fetch.wait.max.ms", "10"},     {"socket.nagle.disable", "true"},
      {"fetch.error.backoff.ms", "5"}};
  for (const auto& [name, value] : properties) {
    rd_kafka_conf_set(conf, name, value.c_str(), text.data(), text.size());
  }
  consumer_.reset(rd_kafka_new(RD_KAFKA_CONSUMER, conf, text.data(), text.size()));
  if (!consumer_) {
    std::fprintf(stderr, "no reader of %s: %s\n", topic.c_str(), text.data());
    std::abort();
  }
  rd_kafka_poll_set_consumer(consumer_.get());
  const kafka::Partitions list(rd_kafka_topic_partition_list_new(partitions));
  for (int i = 0; i < partitions; ++i) {
    int64_t low = 0;
    int64_t high = 0;
    rd_kafka_query_watermark_offsets(consumer_.get(), topic.c_str(), i, &low, &high, 10'000);
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), i)->offset = high;
  }
  rd_kafka_assign(consumer_.get(), list.get());
  thread_ = std::thread([this] { read(); });
}

LiveReader::~LiveReader() {
  stop_ = true;
  thread_.join();
}

void LiveReader::read() {
  while (!stop_) {
    const kafka::Message message(rd_kafka_consumer_poll(consumer_.get(), 50));
    if (!message || message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    const SteadyTime now = Clock::now();
    const std::lock_guard lock(mutex_);
    first_.try_emplace(std::string(static_cast<const char*>(message->key), message->key_len), now);
    ++count_;
  }
}

std::optional<SteadyTime> LiveReader::came(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = first_.find(key);
  if (found == first_.end()) return std::nullopt;
  return found->second;
}

std::optional<SteadyTime> LiveReader::wait_for(const std::string& key, int seconds) const {
  const auto until = Clock::now() + std::chrono::seconds(seconds);
  while (Clock::now() < until) {
    if (const auto time = came(key)) return time;
    usleep(1'000);
  }
  return std::nullopt;
}

std::optional<SteadyTime> LiveReader::wait_for_count(size_t count, int seconds) const {
  const auto until = Clock::now() + std::chrono::seconds(seconds);
  while (Clock::now() < until) {
    if (count_ >= count) return Clock::now();
    usleep(1'000);
  }
  return std::nullopt;
}

}  // namespace hearsay::test
