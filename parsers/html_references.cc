// Decoding references: the frequent ones from a short table, the other two thousand by gumbo.
#include "parsers/html_references.h"

#include <gumbo.h>

#include <algorithm>
#include <utility>

#include "parsers/ascii.h"

namespace hearsay {

namespace {

constexpr std::pair<std::string_view, std::string_view> kFrequent[] = {
    {"amp", "&"},   {"apos", "'"},   {"bull", "•"},      {"copy", "©"},  {"euro", "€"},
    {"gt", ">"},    {"hellip", "…"}, {"ldquo", "“"},     {"lsquo", "‘"}, {"lt", "<"},
    {"mdash", "—"}, {"middot", "·"}, {"nbsp", "\u00A0"}, {"ndash", "–"}, {"pound", "£"},
    {"quot", "\""}, {"rdquo", "”"},  {"rsquo", "’"},     {"yen", "¥"}};

constexpr size_t kNameMax = 32;   // bytes: the longest name and its semicolon
constexpr size_t kDigitsMax = 7;  // "1114111" and "10FFFF": more is no character

bool is_name_char(char c) { return is_letter(c) || is_digit(c); }

// The digits of the number in "&#0065;" or "&#x41;", without the zeros before them.
struct Number {
  bool hex;
  size_t begin, end;
};

// REQUIRES that `s` begins with "&#".
Number number_in(std::string_view s) {
  const bool hex = s.size() > 2 && (s[2] == 'x' || s[2] == 'X');
  const size_t begin = std::min(s.find_first_not_of('0', hex ? 3 : 2), s.size());
  const std::string_view digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
  return {hex, begin, std::min(s.find_first_not_of(digits, begin), s.size())};
}

// What gumbo makes of a short text; it knows the standard's table and its old exceptions.
void append_by_gumbo(std::string_view text, std::string& out) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  options.fragment_context = GUMBO_TAG_BODY;
  GumboOutput* output = gumbo_parse_with_options(&options, text.data(), text.size());
  const GumboVector& nodes = output->root->v.element.children;
  for (unsigned i = 0; i < nodes.length; ++i)
    out += static_cast<const GumboNode*>(nodes.data[i])->v.text.text;
  gumbo_destroy_output(&options, output);
}

// The reference at the "&" with which `s` begins: appends what it stands for, returns its size.
size_t decode_one(std::string_view s, std::string& out) {
  size_t end = 1;
  if (s.size() > 1 && s[1] == '#') {
    if (const size_t size = overlong_number(s); size > 0) {
      out += "\uFFFD";
      return size;
    }
    const Number number = number_in(s);
    end = number.end;
    if (end < s.size() && s[end] == ';') ++end;
    if (number.begin > kNameMax) {  // only zeros make it long
      append_by_gumbo((number.hex ? "&#x0" : "&#0") +
                          std::string(s.substr(number.begin, number.end - number.begin)),
                      out);
      return end;
    }
  } else {
    while (end < s.size() && end < kNameMax && is_name_char(s[end])) ++end;
    if (end < s.size() && s[end] == ';') {
      const std::string_view name = s.substr(1, end - 1);
      ++end;
      for (const auto& [known, character] : kFrequent) {
        if (known == name) {
          out += character;
          return end;
        }
      }
    }
  }
  if (end == 1) {
    out += '&';
  } else {
    append_by_gumbo(s.substr(0, end), out);
  }
  return end;
}

}  // namespace

size_t overlong_number(std::string_view s) {
  if (!s.starts_with("&#")) return 0;
  const Number number = number_in(s);
  if (number.end - number.begin <= kDigitsMax) return 0;
  return number.end < s.size() && s[number.end] == ';' ? number.end + 1 : number.end;
}

void append_html_decoded(std::string_view raw, std::string& out) {
  for (size_t at = 0; at < raw.size();) {
    const size_t mark = std::min(raw.find('&', at), raw.size());
    out += raw.substr(at, mark - at);
    at = mark;
    if (at < raw.size()) at += decode_one(raw.substr(at), out);
  }
}

}  // namespace hearsay
