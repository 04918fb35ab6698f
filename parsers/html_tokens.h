// HtmlTokens: start tags, end tags and text of HTML, as the standard's tokenizer cuts them.
//
// Of the standard's states those are left out that decide between errors. One pass, no memory of
// its own: names are short copies, all else views into the input.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hearsay {

struct HtmlToken {
  // kNothing: a comment, a declaration, a processing instruction, or a tag cut off by the end.
  enum class Kind : uint8_t { kText, kStart, kEnd, kNothing };

  Kind kind = Kind::kNothing;
  std::string name;       // of a tag, in lower case; empty where it is longer than any known one
  std::string_view text;  // the text; of a start tag, what stands between its name and its ">"
  bool self_closing = false;
};

// Owned by one reader; the input must outlive it and its tokens.
class HtmlTokens {
 public:
  explicit HtmlTokens(std::string_view html) : html_(html) {}

  // The next token; nothing at the end.
  std::optional<HtmlToken> next();

  // Goes behind the end tag of an element whose content no reader sees (script, style, select, svg
  // and the like; also title) and returns that content; nothing, and the place is kept, for other
  // elements. REQUIRES that `start` is the start tag read last.
  std::optional<std::string_view> skip_hidden(const HtmlToken& start);

 private:
  HtmlToken tag(bool end);
  HtmlToken comment();
  HtmlToken until_bracket();
  std::optional<std::string_view> skip_past(std::string_view name);

  std::string_view html_;
  size_t at_ = 0;
  // Hidden elements of which no end tag is left, so that it is not searched again: keeps it linear.
  std::array<bool, 21> without_end_{};
};

struct HtmlAttribute {
  std::string name;  // in lower case; empty where it is longer than any known one
  std::string_view value;
};

// The attributes of a start tag, in order, from HtmlToken::text.
class HtmlAttributes {
 public:
  explicit HtmlAttributes(std::string_view inside) : inside_(inside) {}
  std::optional<HtmlAttribute> next();

 private:
  std::string_view inside_;
  size_t at_ = 0;
};

}  // namespace hearsay
