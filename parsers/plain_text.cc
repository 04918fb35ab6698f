// Laying out text: blanks collapse, blocks break lines, Han characters join over source lines.
#include "parsers/plain_text.h"

#include <algorithm>
#include <utility>

#include "parsers/ascii.h"

namespace hearsay {

namespace {

// The first place from `at` on where is_blank() is `wanted`, or the end.
size_t find_blank(std::string_view s, size_t at, bool wanted) {
  while (at < s.size() && is_blank(s[at]) != wanted) ++at;
  return at;
}

// A lead byte of U+3000–U+9FFF (CJK marks, kana, Han), of full-width forms or of the further Han
// planes. Hangul, which is written with blanks, is not among them.
bool leads_wide(unsigned char c) { return (c >= 0xE3 && c <= 0xE9) || c == 0xEF || c == 0xF0; }

// The last character of `s` is one of those.
bool ends_wide(std::string_view s) {
  size_t at = s.size();
  while (at > 0 && (static_cast<unsigned char>(s[at - 1]) & 0xC0) == 0x80) --at;
  return at > 0 && at < s.size() && leads_wide(static_cast<unsigned char>(s[at - 1]));
}

constexpr std::pair<std::string_view, TagKind> kKinds[] = {
    {"address", TagKind::kBlock},    {"article", TagKind::kBlock},
    {"aside", TagKind::kBlock},      {"audio", TagKind::kHidden},
    {"block", TagKind::kBlock},      {"blockquote", TagKind::kBlock},
    {"body", TagKind::kBlock},       {"body.content", TagKind::kBlock},
    {"br", TagKind::kBreak},         {"button", TagKind::kHidden},
    {"byline", TagKind::kBlock},     {"canvas", TagKind::kHidden},
    {"caption", TagKind::kBlock},    {"center", TagKind::kBlock},
    {"dateline", TagKind::kBlock},   {"dd", TagKind::kBlock},
    {"details", TagKind::kBlock},    {"dialog", TagKind::kBlock},
    {"dir", TagKind::kBlock},        {"div", TagKind::kBlock},
    {"dl", TagKind::kBlock},         {"dt", TagKind::kBlock},
    {"embed", TagKind::kHidden},     {"fieldset", TagKind::kBlock},
    {"figcaption", TagKind::kBlock}, {"figure", TagKind::kBlock},
    {"footer", TagKind::kBlock},     {"form", TagKind::kBlock},
    {"h1", TagKind::kBlock},         {"h2", TagKind::kBlock},
    {"h3", TagKind::kBlock},         {"h4", TagKind::kBlock},
    {"h5", TagKind::kBlock},         {"h6", TagKind::kBlock},
    {"head", TagKind::kHidden},      {"header", TagKind::kBlock},
    {"hedline", TagKind::kBlock},    {"hgroup", TagKind::kBlock},
    {"hl1", TagKind::kBlock},        {"hl2", TagKind::kBlock},
    {"hr", TagKind::kBreak},         {"html", TagKind::kBlock},
    {"iframe", TagKind::kHidden},    {"legend", TagKind::kBlock},
    {"li", TagKind::kBlock},         {"main", TagKind::kBlock},
    {"math", TagKind::kHidden},      {"media", TagKind::kHidden},
    {"menu", TagKind::kBlock},       {"nav", TagKind::kBlock},
    {"noembed", TagKind::kHidden},   {"noframes", TagKind::kHidden},
    {"noscript", TagKind::kHidden},  {"object", TagKind::kHidden},
    {"ol", TagKind::kBlock},         {"option", TagKind::kHidden},
    {"p", TagKind::kBlock},          {"pre", TagKind::kPre},
    {"script", TagKind::kHidden},    {"section", TagKind::kBlock},
    {"select", TagKind::kHidden},    {"style", TagKind::kHidden},
    {"summary", TagKind::kBlock},    {"svg", TagKind::kHidden},
    {"table", TagKind::kBlock},      {"tagline", TagKind::kBlock},
    {"tbody", TagKind::kBlock},      {"td", TagKind::kCell},
    {"template", TagKind::kHidden},  {"textarea", TagKind::kHidden},
    {"tfoot", TagKind::kBlock},      {"th", TagKind::kCell},
    {"thead", TagKind::kBlock},      {"title", TagKind::kHidden},
    {"tr", TagKind::kBlock},         {"ul", TagKind::kBlock},
    {"video", TagKind::kHidden},
};

}  // namespace

TagKind tag_kind(std::string_view name) {
  const auto* found = std::lower_bound(
      std::begin(kKinds), std::end(kKinds), name,
      [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return found != std::end(kKinds) && found->first == name ? found->second : TagKind::kInline;
}

void PlainText::put_gap(unsigned char next) {
  if (!out_.empty()) {
    if (line_) {
      out_ += '\n';
    } else if (hard_blank_ || (blank_ && !(soft_line_ && leads_wide(next) && ends_wide(out_)))) {
      out_ += ' ';
    }
  }
  blank_ = soft_line_ = hard_blank_ = line_ = false;
}

void PlainText::text(std::string_view s) {
  for (size_t at = 0; at < s.size();) {
    const size_t begin = find_blank(s, at, false);
    if (begin > at) {
      blank_ = true;
      soft_line_ = soft_line_ || s.substr(at, begin - at).find('\n') != std::string_view::npos;
    }
    if (begin == s.size()) return;
    at = find_blank(s, begin, true);
    put_gap(static_cast<unsigned char>(s[begin]));
    out_ += s.substr(begin, at - begin);
  }
}

void PlainText::preformatted(std::string_view s) {
  for (size_t at = 0; at < s.size();) {
    const size_t end = std::min(s.find('\n', at), s.size());
    size_t first = find_blank(s, at, false), last = end;
    while (last > first && is_blank(s[last - 1])) --last;
    hard_blank_ = hard_blank_ || first > at;
    if (first < last) {
      put_gap(static_cast<unsigned char>(s[first]));
      out_ += s.substr(first, last - first);
      hard_blank_ = last < end;
    }
    line_ = line_ || end < s.size();
    at = end + 1;
  }
}

void PlainText::line_end() { line_ = true; }

void PlainText::blank() { hard_blank_ = true; }

std::string PlainText::take() && { return std::move(out_); }

}  // namespace hearsay
