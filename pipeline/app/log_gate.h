// LogGate: keeps warnings of one code from filling the log: so many in a time, then only their
// number.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "pipeline/core/log.h"

namespace hearsay::app {

// Enough to see what happens; a broker that is away for a night must not fill a disk.
inline constexpr uint32_t kWarningsMax = 20;
inline constexpr TimeMs kWarningsTimeMs = 10'000;

// One thread at a time.
class LogGate {
 public:
  // Whether the line goes out. Information and errors always do. `left_out`: how many lines of its
  // code were kept back before it; to be said.
  bool admit(const LogLine& line, TimeMs now, uint64_t& left_out);

 private:
  struct Window {
    TimeMs begun = 0;
    uint32_t lines = 0;
    uint64_t left_out = 0;
  };
  std::map<std::string, Window, std::less<>> windows_;
};

}  // namespace hearsay::app
