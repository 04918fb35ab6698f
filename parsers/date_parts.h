// The parts of written dates, for the readers of date.cc and date_format.cc.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "parsers/item.h"

namespace hearsay {

// The whole of `s` as a number of at most 9 digits without a sign; -1 for anything else.
int digits(std::string_view s);
int digits_at(std::string_view s, size_t at, size_t size);

// Takes a number of `least` to `most` digits off the front; -1, which no part of a date may be, if
// there is none.
int take_number(std::string_view& s, size_t least, size_t most);

// Milliseconds of the digits behind the point of a second.
TimeMs fraction(std::string_view digits_behind);

// A year of two digits in full (RFC 2822, 4.3); -1 stays.
int full_year(int two_digits);

// Milliseconds at the start of a day, or nothing for a day that no calendar has.
std::optional<TimeMs> start_of_day(int year, int month, int day);

// Milliseconds since midnight; `second` may be 60 in a leap second.
std::optional<TimeMs> time_of_day(int hour, int minute, int second);

// 1 to 12 for "Feb", "February", "feb."; 0 for anything else.
int month_of(std::string_view word);

// A zone's name or number ("GMT", "+08:00", "+0800", "UTC+8:00"), in milliseconds east of UTC.
std::optional<TimeMs> zone_offset(std::string_view zone);

}  // namespace hearsay
