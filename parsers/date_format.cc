// Reading dates by a form that somebody wrote down.
#include <algorithm>
#include <string_view>

#include "parsers/ascii.h"
#include "parsers/date.h"
#include "parsers/date_parts.h"

namespace hearsay {

namespace {

// Reads a date piece by piece, as a format says.
struct FormatReader {
  std::string_view rest;
  int year = -1, month = -1, day = -1, hour = 0, minute = 0, second = 0;
  TimeMs milliseconds = 0;
  std::optional<TimeMs> offset;

  void skip_blanks() { rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size())); }

  // All that stands next of this kind.
  std::string_view run_of(bool (*kind)(char)) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), kind);
    const std::string_view run = rest.substr(0, static_cast<size_t>(end - rest.begin()));
    rest.remove_prefix(run.size());
    return run;
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
        return (year = take_number(rest, 4, 4)) >= 0;
      case 'y':
        return (year = full_year(take_number(rest, 2, 2))) >= 0;
      case 'm':
        return (month = take_number(rest, 1, 2)) >= 0;
      case 'd':
        return (day = take_number(rest, 1, 2)) >= 0;
      case 'H':
        return (hour = take_number(rest, 1, 2)) >= 0;
      case 'M':
        return (minute = take_number(rest, 1, 2)) >= 0;
      case 'S':
        return (second = take_number(rest, 1, 2)) >= 0;
      case 'b':
        return (month = month_of(run_of(is_letter))) > 0;
      case 'f': {
        const std::string_view behind_point = run_of(is_digit);
        milliseconds = fraction(behind_point);
        return !behind_point.empty();
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

}  // namespace hearsay
