// Progress: one rewritten line about long work, on standard error and only on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace hearsay::app {

class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(size_t bytes);  // one more item
  void clear();                // takes the line away, before other text is printed

 private:
  using Clock = std::chrono::steady_clock;
  void show(Clock::time_point now);

  std::string what_;
  bool terminal_;
  bool shown_ = false;
  uint64_t items_ = 0;
  uint64_t bytes_ = 0;
  Clock::time_point start_;
  Clock::time_point next_;
};

}  // namespace hearsay::app
