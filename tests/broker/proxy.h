// Proxy: stands between Kafka clients and one broker and does to their requests and answers what
// bad networks do.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace hearsay::test {

// Kafka's numbers of the requests that tests are after.
inline constexpr int16_t kAddOffsetsToTransaction = 25;
inline constexpr int16_t kEndTransaction = 26;
inline constexpr int16_t kCommitOffsetsOfTransaction = 28;

// Listens on a free port of loopback from the start; every connection there gets one to the broker.
// Any thread. The destructor closes all.
class Proxy {
 public:
  Proxy();
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  std::string port() const;
  // "host:port" of the broker; connections wait until it is known.
  void forward_to(const std::string& address);

  enum class Loss : uint8_t {
    kRequestAndCut,  // the broker never hears of it, the connection breaks
    kAnswerAndCut,   // the broker did it, the connection breaks before it can say so
    kAnswer,         // the broker did it, the answer never comes, the connection stays
  };
  // Of the next `count` requests with this number. Replaces what was asked before.
  void lose(int16_t request, int count, Loss loss);
  // How many were lost so far.
  int lost() const;

  // Each message is held for `delay` and then written in pieces of `slice` bytes, each of them on
  // its own; 0: in one.
  void slow_down(std::chrono::milliseconds delay, size_t slice);
  // Breaks all connections; new ones are let through.
  void cut();
  // Takes everything and passes nothing on, as if a cable were pulled; connections stay.
  void swallow(bool all);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hearsay::test
