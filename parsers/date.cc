// Reading dates: numbers at fixed places for RFC 3339, words for RFC 822.
#include "parsers/date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "parsers/blanks.h"

namespace hearsay {

namespace {

// The whole of `s` as a number of at most 9 digits without a sign; -1 for anything else.
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

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Milliseconds of the digits behind the point of a second.
TimeMs fraction(std::string_view digits_behind) {
  TimeMs ms = 0;
  int unit = 100;
  for (size_t i = 0; i < digits_behind.size() && unit > 0; ++i, unit /= 10)
    ms += (digits_behind[i] - '0') * unit;
  return ms;
}

// A year of two digits in full (RFC 2822, 4.3); -1 stays.
int full_year(int two_digits) {
  return two_digits < 0 ? -1 : two_digits + (two_digits < 50 ? 2000 : 1900);
}

// Milliseconds at the start of a day, or nothing for a day that no calendar has. Days from civil,
// after Howard Hinnant's date algorithms.
std::optional<TimeMs> start_of_day(int year, int month, int day) {
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const std::array<int, 12> days = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > days[static_cast<size_t>(month - 1)])
    return std::nullopt;
  const int64_t y = year - (month <= 2 ? 1 : 0), era = y / 400, yoe = y - era * 400;
  const int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return (era * 146097 + doe - 719468) * 86400000LL;
}

// Milliseconds since midnight; `second` may be 60 in a leap second.
std::optional<TimeMs> time_of_day(int hour, int minute, int second) {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  return ((hour * 60LL + minute) * 60 + second) * 1000;
}

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

bool same_letters(std::string_view word, std::string_view lower) {
  if (word.size() != lower.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != lower[i]) return false;
  }
  return true;
}

// 1 to 12 for "Feb", "February", "feb."; 0 for anything else.
int month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  if (word.size() < 3 || word.size() > 10) return 0;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (same_letters(word.substr(0, 3), kMonths[i])) return static_cast<int>(i) + 1;
  }
  return 0;
}

// A zone's name or number, in milliseconds east of UTC.
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

// "11:03" or "11:03:22".
std::optional<TimeMs> clock(std::string_view word) {
  const size_t colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2) return std::nullopt;
  const bool seconds = word.size() == colon + 6 && word[colon + 3] == ':';
  if (!seconds && word.size() != colon + 3) return std::nullopt;
  return time_of_day(digits(word.substr(0, colon)), digits_at(word, colon + 1, 2),
                     seconds ? digits_at(word, colon + 4, 2) : 0);
}

// The words of a date: blanks, commas and, inside a date like 05-Feb-2026, dashes part them.
std::vector<std::string_view> words_of(std::string_view s) {
  constexpr size_t kWordsMax = 8;  // week day, day, month, year, time, AM, zone and one to spare
  std::vector<std::string_view> words;
  for (size_t at = 0; at < s.size() && words.size() <= kWordsMax;) {
    const size_t begin = s.find_first_not_of(" \t\r\n,", at);
    if (begin == std::string_view::npos) break;
    size_t end = std::min(s.find_first_of(" \t\r\n,", begin), s.size());
    const size_t dash = s.find('-', begin + 1);
    const bool in_day = s[begin] >= '0' && s[begin] <= '9' && words.size() < 2;
    const bool in_month = month_of(s.substr(begin, std::min<size_t>(3, end - begin))) > 0;
    if (dash < end && (in_day || in_month)) end = dash;
    words.push_back(s.substr(begin, end - begin));
    at = end + 1;
  }
  return words;
}

}  // namespace

std::optional<WrittenDate> read_rfc3339(std::string_view written) {
  const std::string_view s = trimmed(written);
  if (s.size() < 10 || s[4] != '-' || s[7] != '-') return std::nullopt;
  auto ms = start_of_day(digits_at(s, 0, 4), digits_at(s, 5, 2), digits_at(s, 8, 2));
  if (!ms) return std::nullopt;
  if (s.size() == 10) return WrittenDate{*ms, false};
  if ((s[10] != 'T' && s[10] != 't' && s[10] != ' ') || s.size() < 16) return std::nullopt;
  const bool seconds = s.size() >= 19 && s[16] == ':';
  const auto time = time_of_day(digits_at(s, 11, 2), s[13] == ':' ? digits_at(s, 14, 2) : -1,
                                seconds ? digits_at(s, 17, 2) : 0);
  if (!time) return std::nullopt;
  *ms += *time;
  size_t at = seconds ? 19 : 16;
  if (seconds && at < s.size() && (s[at] == '.' || s[at] == ',')) {
    const size_t begin = ++at;
    while (at < s.size() && is_digit(s[at])) ++at;
    *ms += fraction(s.substr(begin, at - begin));
  }
  const std::string_view zone = trimmed(s.substr(at));
  if (zone.empty()) return WrittenDate{*ms, false};
  const auto offset = zone_offset(zone);
  if (!offset) return std::nullopt;
  return WrittenDate{*ms - *offset, true};
}

std::optional<WrittenDate> read_feed_date(std::string_view written) {
  if (const auto date = read_rfc3339(written)) return date;
  const auto words = words_of(written);
  size_t at = 0;
  if (at < words.size() && digits(words[at]) < 0 && month_of(words[at]) == 0) ++at;  // week day
  if (at + 3 > words.size()) return std::nullopt;
  int day = digits(words[at]), month = month_of(words[at + 1]);
  if (day < 0) {  // "Feb 05 2026" of ctime and of American desks
    day = digits(words[at + 1]);
    month = month_of(words[at]);
  }
  at += 2;
  std::optional<TimeMs> time;
  if ((time = clock(words[at]))) ++at;  // ctime puts the year last
  if (at >= words.size()) return std::nullopt;
  const std::string_view year_word = words[at++];
  if (year_word.size() != 2 && year_word.size() != 4) return std::nullopt;
  const int year = year_word.size() == 2 ? full_year(digits(year_word)) : digits(year_word);
  auto ms = start_of_day(year, month, day);
  if (!ms) return std::nullopt;
  if (!time && at < words.size()) {
    if (!(time = clock(words[at++]))) return std::nullopt;
  }
  *ms += time.value_or(0);
  if (at >= words.size()) return WrittenDate{*ms, false};
  const auto offset = zone_offset(words[at]);
  if (!offset) return std::nullopt;
  return WrittenDate{*ms - *offset, true};
}

namespace {

// Reads a date piece by piece, as a format says.
struct FormatReader {
  std::string_view rest;
  int year = -1, month = -1, day = -1, hour = 0, minute = 0, second = 0;
  TimeMs milliseconds = 0;
  std::optional<TimeMs> offset;

  void skip_blanks() { rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size())); }

  // A number of `least` to `most` digits; -1, which no field may be, if there is none.
  int number(size_t least, size_t most) {
    size_t size = 0;
    while (size < most && size < rest.size() && is_digit(rest[size])) ++size;
    const int value = size < least ? -1 : digits(rest.substr(0, size));
    rest.remove_prefix(size);
    return value;
  }

  // What stands up to the next blank.
  std::string_view word() {
    const std::string_view all = rest.substr(0, rest.find_first_of(" \t"));
    rest.remove_prefix(all.size());
    return all;
  }

  // False if the date does not have what this conversion asks for, or there is no such conversion.
  bool convert(char conversion) {
    switch (conversion) {
      case 'Y':
        return (year = number(4, 4)) >= 0;
      case 'y':
        return (year = full_year(number(2, 2))) >= 0;
      case 'm':
        return (month = number(1, 2)) >= 0;
      case 'd':
        return (day = number(1, 2)) >= 0;
      case 'H':
        return (hour = number(1, 2)) >= 0;
      case 'M':
        return (minute = number(1, 2)) >= 0;
      case 'S':
        return (second = number(1, 2)) >= 0;
      case 'b': {
        size_t size = 0;
        while (size < rest.size() && ((rest[size] | 0x20) >= 'a' && (rest[size] | 0x20) <= 'z'))
          ++size;
        month = month_of(rest.substr(0, size));
        rest.remove_prefix(size);
        return month > 0;
      }
      case 'f': {
        size_t size = 0;
        while (size < rest.size() && is_digit(rest[size])) ++size;
        milliseconds = fraction(rest.substr(0, size));
        rest.remove_prefix(size);
        return size > 0;
      }
      case 'z':
        return (offset = zone_offset(word())).has_value();
      default:
        return false;
    }
  }
};

}  // namespace

std::optional<WrittenDate> read_date_as(std::string_view written, std::string_view format) {
  FormatReader reader;
  reader.rest = trimmed(written);
  for (size_t i = 0; i < format.size(); ++i) {
    const bool conversion = format[i] == '%' && i + 1 < format.size();
    if (conversion && format[i + 1] != '%') {
      if (!reader.convert(format[++i])) return std::nullopt;
    } else if (format[i] == ' ') {
      reader.skip_blanks();
    } else {
      if (conversion) ++i;
      if (reader.rest.empty() || reader.rest[0] != format[i]) return std::nullopt;
      reader.rest.remove_prefix(1);
    }
  }
  if (!trimmed(reader.rest).empty()) return std::nullopt;
  const auto day = start_of_day(reader.year, reader.month, reader.day);
  const auto time = time_of_day(reader.hour, reader.minute, reader.second);
  if (!day || !time) return std::nullopt;
  const TimeMs ms = *day + *time + reader.milliseconds - reader.offset.value_or(0);
  return WrittenDate{ms, reader.offset.has_value()};
}

bool is_date_format(std::string_view format) {
  bool year = false, month = false, day = false;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i == format.size()) return false;
    if (std::string_view("YymbdHMSfz%").find(format[i]) == std::string_view::npos) return false;
    year = year || format[i] == 'Y' || format[i] == 'y';
    month = month || format[i] == 'm' || format[i] == 'b';
    day = day || format[i] == 'd';
  }
  return year && month && day;
}

std::optional<TimeMs> read_epoch(std::string_view written) {
  constexpr int64_t kSecondsMax = 253402300799;         // the last second of the year 9999
  constexpr int64_t kSecondsWritten = 100'000'000'000;  // larger counts, from 1973 on, are of ms
  const std::string_view s = trimmed(written);
  int64_t count = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), count);
  if (error != std::errc()) return std::nullopt;
  std::string_view rest = s.substr(static_cast<size_t>(end - s.data()));
  TimeMs part = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    if (!std::all_of(rest.begin(), rest.end(), is_digit)) return std::nullopt;
    part = fraction(rest);
  } else if (!rest.empty()) {
    return std::nullopt;
  }
  const bool seconds = count < kSecondsWritten && count > -kSecondsWritten;
  if (count > kSecondsMax * 1000 || count < -kSecondsMax * 1000) return std::nullopt;
  return seconds ? count * 1000 + (count < 0 ? -part : part) : count;
}

std::optional<TimeMs> parse_rfc3339(std::string_view written) {
  const auto date = read_rfc3339(written);
  return date ? std::optional(date->ms) : std::nullopt;
}

std::optional<TimeMs> parse_feed_date(std::string_view written) {
  const auto date = read_feed_date(written);
  return date ? std::optional(date->ms) : std::nullopt;
}

}  // namespace hearsay
