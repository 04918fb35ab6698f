// Ticker symbols: every way in which news writes one ("NVDA", "$NVDA", "NVDA.O", "00700.HK").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearsay {

// One way to write a ticker. `bare` forms have neither "$" nor an exchange with them: they say
// something only in capitals, in parentheses or after an exchange's name.
struct TickerForm {
  std::string written;
  bool bare = false;
  bool any_case = false;  // "$nvda" is as good as "$NVDA"
  bool operator==(const TickerForm&) const = default;
};

// The forms of a ticker as an entity file gives it: "NVDA", "BRK.B", "0700.HK", "600519",
// "600519.SH", "2330.TW", "2330" (Taiwan), "00700" (Hong Kong), "9984.T" (only as it is).
// Empty when it is no ticker: other than capitals, digits, dots, hyphens and &, or too long.
std::vector<TickerForm> ticker_forms(std::string_view ticker);

}  // namespace hearsay
