// Relative links of feeds and pages, made absolute as RFC 3986 section 5.2 says.
#pragma once

#include <string>
#include <string_view>

namespace hearsay {

// A longer address is no use to a reader and, as a base, would be copied into each item of a feed.
inline constexpr size_t kUrlBytesMax = 2048;

// `reference` seen from `base`; blanks around it are dropped. `reference` as it is where `base` is
// no absolute address. Empty where the result would be longer than kUrlBytesMax. Linear time.
std::string resolve_url(std::string_view base, std::string_view reference);

// "http:", "tag:", "urn:" and the like at the beginning of `s`.
bool has_scheme(std::string_view s);

}  // namespace hearsay
