// Character references of HTML in text that should have none left: "&amp;", "&#8211;", "&eacute;".
#pragma once

#include <cstddef>
#include <string_view>

namespace hearsay {

struct EntityReference {
  char32_t character = 0;
  size_t size = 0;  // bytes with "&" and ";"; 0: no reference stands here
};

// The reference at the beginning of `text`, which begins with "&". Only with its semicolon, and
// only names of a single character. A number that is no character is U+FFFD. Any thread.
EntityReference entity_reference(std::string_view text);

}  // namespace hearsay
