// What every Item has to hold, whatever the bytes were; a fuzz target that finds otherwise stops.
#pragma once

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/item_fields.h"
#include "parsers/url.h"

namespace hearsay::fuzz {

inline void require(bool holds, const char* law) {
  if (holds) return;
  std::fprintf(stderr, "broken law: %s\n", law);
  std::abort();
}

// The input as readers get it: bytes that are no UTF-8 become "?", as the charset step sees to.
inline std::string as_utf8(std::string_view bytes) {
  std::string text(bytes);
  for (size_t at = 0; at < text.size();) {
    size_t size = 1;
    while (size <= 4 && at + size <= text.size() &&
           !simdjson::validate_utf8(text.data() + at, size))
      ++size;
    if (size > 4 || at + size > text.size()) {
      text[at] = '?';
      size = 1;
    }
    at += size;
  }
  return text;
}

inline void check_item(const Item& item) {
  for (const std::string* field : {&item.uri, &item.version, &item.provider, &item.language,
                                   &item.headline, &item.body, &item.url, &item.byline}) {
    require(simdjson::validate_utf8(field->data(), field->size()), "fields are valid UTF-8");
  }
  require(!item.uri.empty(), "an item has a uri");
  require(item.url.size() <= kUrlBytesMax && item.uri.size() <= kUrlBytesMax, "addresses fit");
  for (const std::string* name : {&item.version, &item.provider, &item.language, &item.byline})
    require(name->size() <= kNameBytesMax, "names fit");
  require(item.headline.find('\n') == std::string::npos, "a headline is one line");
  require(!item.headline.empty() || !item.body.empty() || item.status != PubStatus::kUsable,
          "a usable item has words");
}

inline void check_read(const Result<std::vector<Item>>& items) {
  if (items) {
    for (const Item& item : *items) check_item(item);
  } else {
    require(!items.error().code.empty(), "an error has a code");
    require(items.error().text.starts_with("fuzz: "), "an error begins with its place");
  }
}

inline Origin origin() {
  Origin origin;
  origin.place = "fuzz";
  origin.time = 0;
  return origin;
}

}  // namespace hearsay::fuzz
