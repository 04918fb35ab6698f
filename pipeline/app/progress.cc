// The progress line: items, rate, megabytes.
#include "pipeline/app/progress.h"

#include <unistd.h>

#include <cstdio>

namespace hearsay::app {
namespace {

constexpr std::chrono::milliseconds kInterval(500);  // seldom enough to cost nothing

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)),
      terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      next_(start_ + kInterval) {}

void Progress::advance(size_t bytes) {
  if (!terminal_) return;
  ++items_;
  bytes_ += bytes;
  if (const auto now = Clock::now(); now >= next_) show(now);
}

void Progress::show(Clock::time_point now) {
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::fprintf(stderr, "\r%s: %llu items, %.0f items/s, %.1f MB/s\x1b[K", what_.c_str(),
               static_cast<unsigned long long>(items_), static_cast<double>(items_) / seconds,
               static_cast<double>(bytes_) / 1e6 / seconds);
  shown_ = true;
  next_ = now + kInterval;
}

void Progress::clear() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace hearsay::app
