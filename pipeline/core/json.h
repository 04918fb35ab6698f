// Json: writes one JSON value on one line; commas and escapes are its business, order is yours.
//
//   Json json;
//   json.object().key("claim").string("investment.stalls/nvidia/openai").key("score").number(0.5);
//   json.close();
//   send(std::move(json).str());
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearsay {

// Strings must be valid UTF-8; they are written as they are, but for quotes, backslashes and
// control characters. Numbers are the shortest text that reads back as the same double; whole ones
// up to 2^53 have no exponent; what JSON cannot say (NaN, infinity) is null.
class Json {
 public:
  Json& object() { return open('{'); }
  Json& array() { return open('['); }
  Json& close();  // the innermost object or array
  Json& key(std::string_view name);
  Json& string(std::string_view value);
  Json& number(double value);
  Json& integer(int64_t value);
  Json& null() { return raw("null"); }
  Json& raw(std::string_view json);  // one whole JSON value

  // null for "", which stands for unknown in our values.
  Json& string_or_null(std::string_view value) { return value.empty() ? null() : string(value); }

  // REQUIRES: everything is closed.
  std::string str() && { return std::move(text_); }
  const std::string& str() const& { return text_; }

 private:
  Json& open(char bracket);
  void separate();

  std::string text_;
  std::vector<char> closers_;
  bool fresh_ = true;  // no comma is due: at the start, after a bracket and after a key
};

}  // namespace hearsay
