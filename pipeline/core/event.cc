// Events: ids, times and the envelope.
#include "pipeline/core/event.h"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "pipeline/core/json.h"

namespace hearsay {
namespace {

// The namespace of our version 5 UUIDs. Frozen: consumers drop repeats by these ids.
constexpr boost::uuids::uuid kEventNamespace = {{0x5b, 0x0e, 0x7c, 0x41, 0x93, 0x2d, 0x4f, 0x66,
                                                 0x8a, 0x1f, 0xd4, 0x70, 0x2e, 0x95, 0xb3, 0x18}};

// Lengths keep parts apart, so that no two lists of parts give the same bytes.
void append_part(std::string& out, std::string_view part) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

bool read_digits(std::string_view text, size_t at, size_t count, int& out) {
  const char* begin = text.data() + at;
  const auto [end, error] = std::from_chars(begin, begin + count, out);
  return error == std::errc() && end == begin + count && *begin != '-';
}

}  // namespace

std::string_view name_of(Topic topic) {
  switch (topic) {
    case Topic::kAssertions:
      return "hearsay.assertions";
    case Topic::kSentiment:
      return "hearsay.sentiment";
    case Topic::kItems:
      return "hearsay.items";
    case Topic::kClaims:
      return "hearsay.claims";
    case Topic::kTransitions:
      return "hearsay.transitions";
    case Topic::kEntities:
      return "hearsay.entities";
  }
  return "";
}

std::string cause_of(const Record& record) {
  std::string cause;
  append_part(cause, record.topic);
  append_part(cause, std::to_string(record.partition));
  append_part(cause, std::to_string(record.offset));
  return cause;
}

std::string cause_of(const Record& record, const Item& item) {
  if (!record.from_file) return cause_of(record);
  std::string cause;
  append_part(cause, item.uri);
  append_part(cause, item.version);
  return cause;
}

std::string event_id(std::string_view cause, std::string_view rules_hash, uint64_t ordinal) {
  std::string name;
  append_part(name, cause);
  append_part(name, rules_hash);
  append_part(name, std::to_string(ordinal));
  const boost::uuids::uuid id = boost::uuids::name_generator_sha1(kEventNamespace)(name);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string digits;
  for (const uint8_t byte : id) {
    digits += kHex[byte >> 4];
    digits += kHex[byte & 0xf];
  }
  return digits;
}

std::string rfc3339(TimeMs time) {
  using std::chrono::days;
  using std::chrono::floor;
  using std::chrono::milliseconds;
  using std::chrono::sys_days;
  constexpr TimeMs kFirst = -62167219200000;  // 0000-01-01T00:00:00.000Z
  constexpr TimeMs kLast = 253402300799999;   // 9999-12-31T23:59:59.999Z
  const milliseconds since(std::clamp(time, kFirst, kLast));
  const days day = floor<days>(since);
  const std::chrono::year_month_day date{sys_days(day)};
  const auto rest = static_cast<int>((since - day).count());
  char text[32];
  const int length = std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3'600'000,
      rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
  return std::string(text, static_cast<size_t>(length));
}

std::optional<TimeMs> time_from_rfc3339(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";
  if (text.size() != kShape.size()) return std::nullopt;
  for (size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] != '0' && text[i] != kShape[i]) return std::nullopt;
  }
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millis = 0;
  if (!read_digits(text, 0, 4, year) || !read_digits(text, 5, 2, month) ||
      !read_digits(text, 8, 2, day) || !read_digits(text, 11, 2, hour) ||
      !read_digits(text, 14, 2, minute) || !read_digits(text, 17, 2, second) ||
      !read_digits(text, 20, 3, millis)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const TimeMs days = std::chrono::sys_days(date).time_since_epoch().count();
  return ((days * 24 + hour) * 60 + minute) * 60'000 + second * 1000 + millis;
}

std::string structured(const Event& event) {
  Json json;
  json.object();
  json.key("specversion").string("1.0");
  json.key("id").string(event.id);
  json.key("type").string(event.type);
  json.key("source").string(event.source);
  json.key("subject").string(event.subject);
  if (event.time) json.key("time").string(rfc3339(*event.time));
  json.key("datacontenttype").string("application/json");
  json.key("data").raw(event.data);
  json.close();
  return std::move(json).str();
}

}  // namespace hearsay
