// Reading JSON with simdjson's tree, which looks at every byte; its on-demand reader does not.
#include "parsers/json_value.h"

namespace hearsay {

Result<JsonElement> read_json_object(std::string_view utf8, const std::string& place) {
  static thread_local simdjson::dom::parser parser;
  static thread_local std::string padded;
  if (parser.max_depth() != kJsonDepthMax &&
      parser.allocate(utf8.size(), kJsonDepthMax) != simdjson::SUCCESS)
    return Error{"json.memory", place + ": no memory to read it, expected enough"};
  // A string that is kept needs no fresh memory for each record.
  padded.assign(utf8).append(simdjson::SIMDJSON_PADDING, ' ');
  JsonElement root;
  const auto error = parser.parse(padded.data(), utf8.size(), false).get(root);
  if (error == simdjson::DEPTH_ERROR) {
    return Error{"json.too-deep", place + ": more than " + std::to_string(kJsonDepthMax) +
                                      " levels of nesting, expected at most " +
                                      std::to_string(kJsonDepthMax)};
  }
  if (error != simdjson::SUCCESS) {
    std::string found = simdjson::error_message(error);
    if (found.ends_with('.')) found.pop_back();  // some of its messages are sentences
    return Error{"json.syntax", place + ": " + found + ", expected a JSON object"};
  }
  if (!root.is_object())
    return Error{"json.type", place + ": JSON that is " + std::string(json_type(root)) +
                                  ", expected a JSON object"};
  return root;
}

std::string_view json_type(JsonElement element) {
  if (element.is_array()) return "a list";
  if (element.is_object()) return "an object";
  if (element.is_null()) return "null";
  return element.is_bool() ? "true or false" : "a text or number";
}

std::optional<std::string> json_words(JsonElement element, std::string_view separator) {
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) return std::string(text);
  if (element.is_number()) return simdjson::minify(element);
  simdjson::dom::array list;
  if (element.get(list) == simdjson::SUCCESS) {
    std::string all;
    for (const JsonElement one : list) {
      const auto words = json_words(one, separator);
      if (!words) return std::nullopt;
      if (!words->empty()) all.append(all.empty() ? "" : separator).append(*words);
    }
    return all;
  }
  if (element.is_null()) return "";
  if (!element.is_object()) return std::nullopt;
  for (const char* member : {"name", "value", "full", "literal", "text", "uri"}) {
    JsonElement inner;
    if (element.at_key(member).get(inner) == simdjson::SUCCESS) return json_words(inner, separator);
  }
  return std::nullopt;
}

std::optional<std::string> json_first(JsonElement element) {
  simdjson::dom::array list;
  if (element.get(list) != simdjson::SUCCESS) return json_words(element, " ");
  for (const JsonElement one : list) {
    auto words = json_words(one, " ");
    if (!words || !words->empty()) return words;
  }
  return "";
}

}  // namespace hearsay
