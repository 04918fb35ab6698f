// Dates as feeds write them: RFC 3339 and its usual shortenings, RFC 822 and its usual mistakes.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/item.h"

namespace hearsay {

// "2026-02-05T12:00:00+08:00", with "Z", fractions, a blank for the T, a day alone, or no offset
// (then UTC). Nothing for what is no such date.
std::optional<TimeMs> parse_rfc3339(std::string_view written);

// "Thu, 05 Feb 2026 11:03:22 +0800" of RSS, with or without week day and seconds, with a year of
// two digits, the American zones of RFC 822, "UTC", and no zone at all (then UTC); also all that
// parse_rfc3339() takes, which many RSS feeds write instead. Nothing for what is no such date.
std::optional<TimeMs> parse_feed_date(std::string_view written);

}  // namespace hearsay
