// Character references of HTML: "&amp;", "&#8217;", "&notin;", and the old ones without semicolon.
#pragma once

#include <string>
#include <string_view>

namespace hearsay {

// Appends `raw` with its references decoded once, as the HTML standard says: numbers in the C1
// range are those of Windows-1252, numbers that are no character are U+FFFD, what is no reference
// stays as written. REQUIRES valid UTF-8 and gives it. Linear time. Pure; any thread.
void append_html_decoded(std::string_view raw, std::string& out);

// The size of the reference "&#…;" with which `s` begins if its number has more digits than any
// character has, which gumbo would let overflow; else 0.
size_t overlong_number(std::string_view s);

}  // namespace hearsay
