// Reading dates: numbers at fixed places for RFC 3339, words for RFC 822, marks for Chinese sites.
#include "parsers/date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <vector>

#include "parsers/ascii.h"
#include "parsers/date_parts.h"

namespace hearsay {

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

namespace {

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
    const std::string_view word = s.substr(begin, end - begin);
    if (word != "-") words.push_back(word);  // "5 February 2026 - 11:03"
    at = end + 1;
  }
  return words;
}

constexpr TimeMs kNoon = 12 * 3600 * 1000;

// Where the half of the day begins that "AM" or "p.m." names; nothing for other words.
std::optional<TimeMs> half_of(std::string_view word) {
  if (same_letters(word, "am") || same_letters(word, "a.m.")) return 0;
  if (same_letters(word, "pm") || same_letters(word, "p.m.")) return kNoon;
  return std::nullopt;
}

// A time on a clock of twelve hours in that half; "13:03 PM" has said it already.
TimeMs in_half(TimeMs time, TimeMs half) {
  constexpr TimeMs kOneOClock = kNoon + 3600 * 1000;
  return time < kOneOClock ? time % kNoon + half : time;
}

bool take(std::string_view& s, std::string_view mark) {
  if (!s.starts_with(mark)) return false;
  s.remove_prefix(mark.size());
  return true;
}

// "9:03", "9:03:22", "9时03分", "9时03分22秒", each also behind "上午" or "下午", off the front.
std::optional<TimeMs> take_clock(std::string_view& s) {
  std::optional<TimeMs> half;
  if (take(s, "上午")) half = 0;
  if (take(s, "下午")) half = kNoon;
  const int hour = take_number(s, 1, 2);
  const bool han = take(s, "时");
  if (!han && !take(s, ":")) return std::nullopt;
  const int minute = take_number(s, 2, 2);
  int second = 0;
  if (take(s, han ? "分" : ":") && !(han && (s.empty() || !is_digit(s[0])))) {
    second = take_number(s, 2, 2);
    if (han && !take(s, "秒")) return std::nullopt;
  }
  const auto time = time_of_day(hour, minute, second);
  return time && half ? in_half(*time, *half) : time;
}

// "2026年2月5日 9:03", "2026/2/5 9:03:22", "2026-2-5", "2026.02.05 09:03 +0800": as Chinese sites
// write dates.
std::optional<WrittenDate> read_year_first(std::string_view written) {
  static constexpr std::array<std::string_view, 3> kMarks[] = {
      {"年", "月", "日"}, {"/", "/", ""}, {"-", "-", ""}, {".", ".", ""}};
  std::string_view s = trimmed(written);
  const int year = take_number(s, 4, 4);
  const auto* marks = std::find_if(std::begin(kMarks), std::end(kMarks),
                                   [&](const auto& one) { return s.starts_with(one[0]); });
  if (year < 0 || marks == std::end(kMarks)) return std::nullopt;
  std::array<int, 3> parts{year};
  for (size_t i = 0; i < 3; ++i) {
    if (i > 0) parts[i] = take_number(s, 1, 2);
    if (!take(s, (*marks)[i])) return std::nullopt;
  }
  auto ms = start_of_day(parts[0], parts[1], parts[2]);
  if (!ms) return std::nullopt;
  s = trimmed(s);
  if (s.empty()) return WrittenDate{*ms, false};
  const auto time = take_clock(s);
  if (!time) return std::nullopt;
  *ms += *time;
  s = trimmed(s);
  if (s.empty()) return WrittenDate{*ms, false};
  const auto offset = zone_offset(s);
  if (!offset) return std::nullopt;
  return WrittenDate{*ms - *offset, true};
}

}  // namespace

std::optional<WrittenDate> read_feed_date(std::string_view written) {
  if (const auto date = read_rfc3339(written)) return date;
  if (const auto date = read_year_first(written)) return date;
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
    if (const auto half = at < words.size() ? half_of(words[at]) : std::nullopt) {
      time = in_half(*time, *half);
      ++at;
    }
  }
  *ms += time.value_or(0);
  if (at >= words.size()) return WrittenDate{*ms, false};
  const auto offset = zone_offset(words[at]);
  if (!offset) return std::nullopt;
  return WrittenDate{*ms - *offset, true};
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
