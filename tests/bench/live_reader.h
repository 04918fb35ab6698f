// LiveReader: reads a topic as a read_committed reader sees it and says when each record came.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "pipeline/kafka/handles.h"

namespace hearsay::test {

using SteadyTime = std::chrono::steady_clock::time_point;

// Its own thread from construction to destruction. Any thread may ask.
class LiveReader {
 public:
  // Reads every partition from its present end.
  LiveReader(const std::string& brokers, const std::string& topic, int partitions);
  ~LiveReader();
  LiveReader(const LiveReader&) = delete;
  LiveReader& operator=(const LiveReader&) = delete;

  // When the first record of this key came, and when the `count`-th of all did.
  std::optional<SteadyTime> came(const std::string& key) const;
  size_t count() const { return count_; }
  // Waits; nothing after `seconds`.
  std::optional<SteadyTime> wait_for(const std::string& key, int seconds) const;
  std::optional<SteadyTime> wait_for_count(size_t count, int seconds) const;

 private:
  void read();

  kafka::Client consumer_;
  mutable std::mutex mutex_;
  std::map<std::string, SteadyTime> first_;  // by key
  std::atomic<size_t> count_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace hearsay::test
