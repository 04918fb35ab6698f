// Reading members of a parsed JSON object: a missing, null or wrongly typed one reads as unknown.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>

#include "pipeline/core/event.h"
#include "rules/assertion.h"

namespace hearsay {

using JsonObject = simdjson::dom::object;
using JsonElement = simdjson::dom::element;

inline std::string_view text_at(const JsonObject& object, std::string_view name) {
  std::string_view value;
  return object[name].get_string().get(value) == simdjson::SUCCESS ? value : std::string_view();
}

inline std::optional<double> number_at(const JsonObject& object, std::string_view name) {
  double value = 0;
  if (object[name].get_double().get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

inline std::optional<int64_t> integer_at(const JsonObject& object, std::string_view name) {
  int64_t value = 0;
  if (object[name].get_int64().get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

inline std::optional<TimeMs> time_at(const JsonObject& object, std::string_view name) {
  return time_from_rfc3339(text_at(object, name));
}

// The object that stands for a missing one: a default-made simdjson object may not be looked into.
inline JsonObject empty_object() {
  static simdjson::dom::parser parser;
  static const JsonObject empty = [] {
    JsonObject object;
    const auto error = parser.parse(std::string_view("{}")).get_object().get(object);
    return error == simdjson::SUCCESS ? object : JsonObject();
  }();
  return empty;
}

inline JsonObject object_at(const JsonObject& object, std::string_view name) {
  JsonObject value;
  return object[name].get_object().get(value) == simdjson::SUCCESS ? value : empty_object();
}

// Calls `use` with each element of an array member; a missing one has none.
template <typename Use>
void each_at(const JsonObject& object, std::string_view name, Use use) {
  simdjson::dom::array values;
  if (object[name].get_array().get(values) != simdjson::SUCCESS) return;
  for (const JsonElement value : values) use(value);
}

std::optional<Stance> stance_from_name(std::string_view name);

}  // namespace hearsay
