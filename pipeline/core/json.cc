// Json: the writer of one JSON value.
#include "pipeline/core/json.h"

#include <charconv>
#include <cmath>
#include <system_error>

namespace hearsay {
namespace {

constexpr double kWholeMax = 9007199254740992.0;  // 2^53: every whole number below is a double

// Text runs without anything to escape are copied whole.
void append_escaped(std::string& out, std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  size_t copied = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f) continue;
    out += value.substr(copied, i - copied);
    copied = i + 1;
    switch (byte) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += kHex[byte >> 4];
        out += kHex[byte & 0xf];
    }
  }
  out += value.substr(copied);
}

}  // namespace

void Json::separate() {
  if (!fresh_) text_ += ',';
  fresh_ = false;
}

Json& Json::open(char bracket) {
  separate();
  text_ += bracket;
  closers_.push_back(bracket == '{' ? '}' : ']');
  fresh_ = true;
  return *this;
}

Json& Json::close() {
  text_ += closers_.back();
  closers_.pop_back();
  fresh_ = false;
  return *this;
}

Json& Json::key(std::string_view name) {
  string(name);
  text_ += ':';
  fresh_ = true;
  return *this;
}

Json& Json::string(std::string_view value) {
  separate();
  text_ += '"';
  append_escaped(text_, value);
  text_ += '"';
  return *this;
}

Json& Json::number(double value) {
  if (!std::isfinite(value)) return null();
  const bool whole = std::trunc(value) == value;
  if (whole && std::abs(value) <= kWholeMax) return integer(static_cast<int64_t>(value));
  separate();
  char digits[32];
  // Larger whole numbers need their exponent: without it parsers take them for integers and fail.
  const auto [end, error] =
      whole ? std::to_chars(digits, digits + sizeof digits, value, std::chars_format::scientific)
            : std::to_chars(digits, digits + sizeof digits, value);
  text_.append(digits, error == std::errc() ? end : digits);
  return *this;
}

Json& Json::integer(int64_t value) {
  separate();
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  text_.append(digits, error == std::errc() ? end : digits);
  return *this;
}

Json& Json::raw(std::string_view json) {
  separate();
  text_ += json;
  return *this;
}

}  // namespace hearsay
