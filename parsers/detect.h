// Finding out the format of a record that comes without one.
#pragma once

#include <string_view>

#include "parsers/parse.h"

namespace hearsay {

// What a content type says: the format, or kDetect where it leaves it open ("application/xml",
// "application/octet-stream", nothing).
Format format_of_content_type(std::string_view content_type);

// What the text looks like: JSON by its brace, XML and HTML by the first element, else plain text.
// JSON is mapped if `has_fields`. Never kDetect.
Format format_of_text(std::string_view utf8, bool has_fields);

}  // namespace hearsay
