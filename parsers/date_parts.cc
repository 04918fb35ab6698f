// Reading the parts of dates: digits, days of the calendar, times, months and zones by name.
#include "parsers/date_parts.h"

#include <array>
#include <utility>

#include "parsers/ascii.h"

namespace hearsay {

int digits(std::string_view s) {
  if (s.empty() || s.size() > 9) return -1;
  int value = 0;
  for (const char c : s) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

int digits_at(std::string_view s, size_t at, size_t size) {
  return at + size <= s.size() ? digits(s.substr(at, size)) : -1;
}

int take_number(std::string_view& s, size_t least, size_t most) {
  size_t size = 0;
  while (size < most && size < s.size() && is_digit(s[size])) ++size;
  const int value = size < least ? -1 : digits(s.substr(0, size));
  s.remove_prefix(size);
  return value;
}

TimeMs fraction(std::string_view digits_behind) {
  TimeMs ms = 0;
  int unit = 100;
  for (size_t i = 0; i < digits_behind.size() && unit > 0; ++i, unit /= 10)
    ms += (digits_behind[i] - '0') * unit;
  return ms;
}

int full_year(int two_digits) {
  return two_digits < 0 ? -1 : two_digits + (two_digits < 50 ? 2000 : 1900);
}

// Days from civil, after Howard Hinnant's date algorithms.
std::optional<TimeMs> start_of_day(int year, int month, int day) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (year < 0 || month < 1 || month > 12) return std::nullopt;
  const int days = kDays[static_cast<size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
  if (day < 1 || day > days) return std::nullopt;
  const int64_t y = year - (month <= 2 ? 1 : 0), era = y / 400, yoe = y - era * 400;
  const int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return (era * 146097 + doe - 719468) * 86400000LL;
}

std::optional<TimeMs> time_of_day(int hour, int minute, int second) {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  return ((hour * 60LL + minute) * 60 + second) * 1000;
}

int month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  if (word.size() < 3 || word.size() > 10) return 0;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (same_letters(word.substr(0, 3), kMonths[i])) return static_cast<int>(i) + 1;
  }
  return 0;
}

namespace {

// "+08:00", "+0800", "+08", "-0530" in milliseconds east of UTC; nothing for anything else.
std::optional<TimeMs> numeric_offset(std::string_view s) {
  if (s.size() < 3 || (s[0] != '+' && s[0] != '-')) return std::nullopt;
  const int hours = digits_at(s, 1, 2);
  int minutes = 0;
  if (s.size() > 3) {
    const size_t at = s[3] == ':' ? 4 : 3;
    if (s.size() != at + 2) return std::nullopt;
    minutes = digits_at(s, at, 2);
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  return (s[0] == '-' ? -1 : 1) * (hours * 60LL + minutes) * 60000;
}

}  // namespace

std::optional<TimeMs> zone_offset(std::string_view zone) {
  static constexpr std::array<std::pair<std::string_view, int>, 13> kZones = {{{"z", 0},
                                                                               {"ut", 0},
                                                                               {"utc", 0},
                                                                               {"gmt", 0},
                                                                               {"est", -5},
                                                                               {"edt", -4},
                                                                               {"cst", -6},
                                                                               {"cdt", -5},
                                                                               {"mst", -7},
                                                                               {"mdt", -6},
                                                                               {"pst", -8},
                                                                               {"pdt", -7},
                                                                               {"hkt", 8}}};
  if (zone == "Z") return 0;  // nearly all
  for (const auto& [name, hours] : kZones) {
    if (same_letters(zone, name)) return hours * 3600000LL;
  }
  // "GMT+0800" and "UTC+8:00" are written by sites that mean the number.
  if (zone.size() > 3 &&
      (same_letters(zone.substr(0, 3), "gmt") || same_letters(zone.substr(0, 3), "utc")))
    zone.remove_prefix(3);
  return numeric_offset(zone);
}

}  // namespace hearsay
