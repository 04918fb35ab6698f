// The backlog line and its rate.
#include "pipeline/app/backlog.h"

#include <unistd.h>

#include <cstdio>

namespace hearsay::app {
namespace {

constexpr std::chrono::milliseconds kLook(500);
// The weight of the newest look: the rate follows a change within a few seconds.
constexpr double kNewest = 0.3;

std::string clock_of(uint64_t seconds) {
  const auto two = [](uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const uint64_t hours = seconds / 3600;
  const uint64_t minutes = seconds / 60 % 60;
  const std::string end = ":" + two(seconds % 60);
  return hours > 0 ? std::to_string(hours) + ":" + two(minutes) + end
                   : std::to_string(minutes) + end;
}

}  // namespace

std::string backlog_line(uint64_t done, uint64_t left, double per_second) {
  std::string line = std::to_string(done) + " records read, " +
                     std::to_string(static_cast<uint64_t>(per_second)) + "/s, " +
                     std::to_string(left) + " left";
  if (per_second >= 1) {
    line += ", done in " + clock_of(static_cast<uint64_t>(static_cast<double>(left) / per_second));
  }
  return line;
}

Backlog::Backlog() : terminal_(isatty(STDERR_FILENO) == 1), last_(Clock::now()) {}

void Backlog::show(uint64_t done, uint64_t left) {
  const auto now = Clock::now();
  if (!terminal_ || now < next_) return;
  next_ = now + kLook;
  const double seconds = std::chrono::duration<double>(now - last_).count();
  if (seconds > 0) {
    const double rate = static_cast<double>(done - last_done_) / seconds;
    per_second_ = per_second_ == 0 ? rate : (1 - kNewest) * per_second_ + kNewest * rate;
  }
  last_ = now;
  last_done_ = done;
  if (left == 0) {
    clear();
    return;
  }
  std::fprintf(stderr, "\rhearsay run: %s\x1b[K", backlog_line(done, left, per_second_).c_str());
  shown_ = true;
}

void Backlog::clear() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace hearsay::app
