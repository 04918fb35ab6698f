// Backlog: how far a daemon is behind, as one rewritten line on a terminal: rate and time left.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace hearsay::app {

// "1234 records read, 4000/s, 120000 left, done in 0:30". Without a rate the time is left out.
std::string backlog_line(uint64_t done, uint64_t left, double per_second);

// One thread. Shows nothing where standard error is no terminal.
class Backlog {
 public:
  Backlog();
  // `done`: records that were read since the start; `left`: those still to be read. Call often.
  void show(uint64_t done, uint64_t left);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool shown_ = false;
  double per_second_ = 0;  // smoothed over the last few looks
  uint64_t last_done_ = 0;
  Clock::time_point last_, next_;
};

}  // namespace hearsay::app
