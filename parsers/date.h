// Dates as feeds write them: RFC 3339 and its usual shortenings, RFC 822 and its usual mistakes,
// and those of Chinese sites.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/item.h"

namespace hearsay {

// A date as written. `ms` is an instant if `has_offset`, else what the clock on the wall showed, as
// if that were UTC.
struct WrittenDate {
  TimeMs ms = 0;
  bool has_offset = false;
};

// "2026-02-05T12:00:00+08:00", with "Z", fractions, a blank for the T, a day alone, or no offset.
// Nothing for what is no such date.
std::optional<WrittenDate> read_rfc3339(std::string_view written);

// "Thu, 05 Feb 2026 11:03:22 +0800" of RSS, with or without week day and seconds, with a year of
// two digits, AM or PM, the American zones of RFC 822, "UTC", and no zone at all; "2026年2月5日
// 9:03" and "2026/2/5 9:03:22" of Chinese sites; also all that read_rfc3339() takes, which many RSS
// feeds write instead. Nothing for what is no such date, and for "05/02/2026", which may be May.
std::optional<WrittenDate> read_feed_date(std::string_view written);

// A date in the form that `format` describes: %Y %m %d %H %M %S are digits (%m to %S also one), %y
// two digits of a year, %b an English month, %f digits of a fraction of a second, %z an offset or a
// zone's name, %% a percent sign; a blank stands for any number of blanks, all else for itself:
// "%Y年%m月%d日 %H:%M". Nothing for what is no such date.
std::optional<WrittenDate> read_date_as(std::string_view written, std::string_view format);

// True if read_date_as() knows all conversions in it and it has a year, month and day.
bool is_date_format(std::string_view format);

// Seconds since 1970 as "1770292800" or "1770292800.5", or milliseconds: the count tells which.
// Nothing for what is no number or lies beyond the year 9999.
std::optional<TimeMs> read_epoch(std::string_view written);

// The first two, with UTC where no offset is written.
std::optional<TimeMs> parse_rfc3339(std::string_view written);
std::optional<TimeMs> parse_feed_date(std::string_view written);

}  // namespace hearsay
