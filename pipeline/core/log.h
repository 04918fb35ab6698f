// LogLine: one line of the structured log as a value; the shell decides where it goes.
//
//   log({LogLevel::kWarn, "lane.rebuild", {{"lane", name}, {"cause", text}}});
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/item.h"

namespace hearsay {

enum class LogLevel : uint8_t { kInfo, kWarn, kError };

struct LogLine {
  LogLevel level = LogLevel::kInfo;
  std::string_view code;  // stable, "subject.event": alerts and tests count by it
  std::vector<std::pair<std::string_view, std::string>> fields;
};

// Where lines go. Called from any thread; must not block for long.
using Log = std::function<void(const LogLine&)>;

// Longest value that a log line shows; the rest is cut, since messages of brokers and parsers may
// quote what they were given.
inline constexpr size_t kLogValueBytesMax = 512;

// "time=2026-02-05T04:00:00.000Z level=warn code=lane.rebuild lane=tag-0 cause=\"…\"", no newline.
// Control characters are escaped, so that one value can never look like two lines.
std::string format(const LogLine& line, TimeMs now);

}  // namespace hearsay
