// Character references of HTML: "&amp;", "&#8217;", "&notin;", and the old ones without semicolon.
#pragma once

#include <string>
#include <string_view>

namespace hearsay {

// Appends `raw` with its references decoded once, as the HTML standard says: numbers in the C1
// range are those of Windows-1252, numbers that are no character are U+FFFD, what is no reference
// stays as written. REQUIRES valid UTF-8 and gives it. Linear time. Pure; any thread.
void append_html_decoded(std::string_view raw, std::string& out);

}  // namespace hearsay
