// Counts warnings by code in windows of time.
#include "pipeline/app/log_gate.h"

#include <utility>

namespace hearsay::app {

bool LogGate::admit(const LogLine& line, TimeMs now, uint64_t& left_out) {
  left_out = 0;
  if (line.level != LogLevel::kWarn) return true;
  Window& window = windows_[std::string(line.code)];
  if (now - window.begun >= kWarningsTimeMs || now < window.begun) {
    left_out = std::exchange(window.left_out, 0);
    window.begun = now;
    window.lines = 0;
  }
  if (window.lines < kWarningsMax) {
    ++window.lines;
    return true;
  }
  ++window.left_out;
  return false;
}

}  // namespace hearsay::app
