// JSON that others wrote, read whole within limits, and its values as text.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "parsers/result.h"

namespace hearsay {

using JsonElement = simdjson::dom::element;

inline constexpr size_t kJsonDepthMax = 64;  // levels; real feeds nest under ten

// The object that `utf8` is. Every part of it is checked, also what nobody asks for. Valid until
// this thread's next call. May fail with "json.syntax" (which bytes that are no UTF-8 are too),
// "json.too-deep", "json.type".
Result<JsonElement> read_json_object(std::string_view utf8, const std::string& place);

// "a list", "true or false": what an element is, for messages.
std::string_view json_type(JsonElement element);

// A text or number as it is written; of an object, its member "name", "value", "full", "literal",
// "text" or "uri"; of a list, all of its values with `separator` between. Empty for null. Nothing
// for what holds no words: true, false, and objects without such a member.
std::optional<std::string> json_words(JsonElement element, std::string_view separator);

// The same, but of a list only the first value that is not empty.
std::optional<std::string> json_first(JsonElement element);

}  // namespace hearsay
