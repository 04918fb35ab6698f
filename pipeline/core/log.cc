// Formats log lines as key=value with every value escaped.
#include "pipeline/core/log.h"

#include "pipeline/core/event.h"

namespace hearsay {
namespace {

bool needs_quotes(std::string_view value) {
  if (value.empty()) return true;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) {
      return true;
    }
  }
  return false;
}

// Cuts at a character's start, so that the line stays valid UTF-8.
std::string_view cut(std::string_view value) {
  if (value.size() <= kLogValueBytesMax) return value;
  size_t end = kLogValueBytesMax;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  return value.substr(0, end);
}

void append_value(std::string& out, std::string_view whole) {
  const std::string_view value = cut(whole);
  const bool was_cut = value.size() < whole.size();
  if (!was_cut && !needs_quotes(value)) {
    out.append(value);
    return;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < ' ' || byte == 0x7f) {
      out.append("\\x");
      out.push_back(kHex[byte >> 4U]);
      out.push_back(kHex[byte & 15U]);
    } else {
      out.push_back(c);
    }
  }
  if (was_cut) out.append("…");
  out.push_back('"');
}

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

}  // namespace

std::string format(const LogLine& line, TimeMs now) {
  std::string out = "time=" + rfc3339(now) + " level=";
  out.append(name_of(line.level)).append(" code=").append(line.code);
  for (const auto& [key, value] : line.fields) {
    out.push_back(' ');
    out.append(key);
    out.push_back('=');
    append_value(out, value);
  }
  return out;
}

}  // namespace hearsay
