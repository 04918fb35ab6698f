// Cutting HTML into tokens: data, tags with quoted and bare attributes, comments, raw text.
#include "parsers/html_tokens.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "parsers/ascii.h"

namespace hearsay {

namespace {

constexpr size_t kNameMax = 12;  // bytes: no element or attribute that matters is longer

struct Hidden {
  std::string_view name;
  bool to_end;  // without its end tag the rest of the document is its content, as the standard says
};

constexpr Hidden kHidden[] = {{"script", true},       {"style", true},        {"title", true},
                              {"textarea", true},     {"iframe", true},       {"noembed", true},
                              {"noframes", true},     {"xmp", true},          {"amp-ad", false},
                              {"amp-consent", false}, {"amp-sidebar", false}, {"audio", false},
                              {"button", false},      {"canvas", false},      {"math", false},
                              {"noscript", false},    {"object", false},      {"select", false},
                              {"svg", false},         {"template", false},    {"video", false}};

std::string lower_name(std::string_view s) {
  return s.size() > kNameMax ? std::string() : lower(s);
}

size_t skip_blanks(std::string_view s, size_t at) {
  while (at < s.size() && is_blank(s[at])) ++at;
  return at;
}

// Where the value that begins at `at` ends; `quote` is 0 for a bare one.
size_t value_end(std::string_view s, size_t at, char quote) {
  if (quote != 0) return std::min(s.find(quote, at), s.size());
  while (at < s.size() && !is_blank(s[at]) && s[at] != '>') ++at;
  return at;
}

}  // namespace

std::optional<HtmlToken> HtmlTokens::next() {
  if (at_ >= html_.size()) return std::nullopt;
  size_t mark = html_.find('<', at_);
  // A "<" that begins nothing is text: "5 < 6".
  while (mark != std::string_view::npos) {
    const char c = mark + 1 < html_.size() ? html_[mark + 1] : ' ';
    if (is_letter(c) || c == '/' || c == '!' || c == '?') break;
    mark = html_.find('<', mark + 1);
  }
  mark = std::min(mark, html_.size());
  if (mark > at_) {
    HtmlToken token;
    token.kind = HtmlToken::Kind::kText;
    token.text = html_.substr(at_, mark - at_);
    at_ = mark;
    return token;
  }
  const char c = html_[at_ + 1];
  if (is_letter(c)) return tag(false);
  if (c == '/' && at_ + 2 < html_.size() && is_letter(html_[at_ + 2])) return tag(true);
  if (html_.substr(at_, 4) == "<!--") return comment();
  return until_bracket();
}

HtmlToken HtmlTokens::tag(bool end) {
  HtmlToken token;
  const size_t name = at_ + (end ? 2 : 1);
  size_t at = name;
  while (at < html_.size() && !is_blank(html_[at]) && html_[at] != '/' && html_[at] != '>') ++at;
  token.name = lower_name(html_.substr(name, at - name));
  const size_t inside = at;
  bool slash = false;
  while (at < html_.size() && html_[at] != '>') {
    slash = html_[at] == '/';
    if (is_blank(html_[at]) || slash) {
      ++at;
      continue;
    }
    // An attribute's name; a "=" at its beginning belongs to it.
    for (++at; at < html_.size() && !is_blank(html_[at]) && html_[at] != '/' && html_[at] != '>' &&
               html_[at] != '=';)
      ++at;
    const size_t sign = skip_blanks(html_, at);
    if (sign >= html_.size() || html_[sign] != '=') continue;
    at = skip_blanks(html_, sign + 1);
    const char quote =
        at < html_.size() && (html_[at] == '"' || html_[at] == '\'') ? html_[at] : '\0';
    at = value_end(html_, at + (quote != 0 ? 1 : 0), quote);
    if (quote != 0 && at < html_.size()) ++at;
  }
  if (at >= html_.size()) {  // the document was cut off inside the tag
    at_ = html_.size();
    return HtmlToken{};
  }
  token.kind = end ? HtmlToken::Kind::kEnd : HtmlToken::Kind::kStart;
  token.text = html_.substr(inside, at - inside);
  token.self_closing = slash;
  at_ = at + 1;
  return token;
}

HtmlToken HtmlTokens::comment() {
  const size_t begin = at_ + 4;
  if (html_.substr(begin, 1) == ">" || html_.substr(begin, 2) == "->") {
    at_ = html_.find('>', begin) + 1;
    return HtmlToken{};
  }
  for (size_t at = html_.find("--", begin); at != std::string_view::npos;
       at = html_.find("--", at + 1)) {
    const size_t close = at + (html_.substr(at + 2, 1) == "!" ? 3 : 2);
    if (close < html_.size() && html_[close] == '>') {
      at_ = close + 1;
      return HtmlToken{};
    }
  }
  at_ = html_.size();
  return HtmlToken{};
}

HtmlToken HtmlTokens::until_bracket() {
  const size_t close = html_.find('>', at_);
  at_ = close == std::string_view::npos ? html_.size() : close + 1;
  return HtmlToken{};
}

std::optional<std::string_view> HtmlTokens::skip_past(std::string_view name) {
  const size_t begin = at_;
  for (size_t at = html_.find("</", begin); at != std::string_view::npos;
       at = html_.find("</", at + 2)) {
    if (!same_letters(html_.substr(at + 2, name.size()), name)) continue;
    const size_t after = at + 2 + name.size();
    if (after < html_.size() && !is_blank(html_[after]) && html_[after] != '/' &&
        html_[after] != '>')
      continue;
    const size_t close = html_.find('>', after);
    at_ = close == std::string_view::npos ? html_.size() : close + 1;
    return html_.substr(begin, at - begin);
  }
  return std::nullopt;
}

std::optional<std::string_view> HtmlTokens::skip_hidden(const HtmlToken& start) {
  static_assert(std::size(kHidden) == std::tuple_size_v<decltype(without_end_)>);
  const auto* hidden = std::find_if(std::begin(kHidden), std::end(kHidden),
                                    [&](const Hidden& one) { return one.name == start.name; });
  if (hidden == std::end(kHidden)) return std::nullopt;
  if (!hidden->to_end && start.self_closing) return std::string_view();
  bool& none_left = without_end_[static_cast<size_t>(hidden - kHidden)];
  if (!none_left) {
    if (const auto content = skip_past(hidden->name)) return content;
    none_left = true;
  }
  const std::string_view rest = html_.substr(at_);
  if (!hidden->to_end) return std::string_view();
  at_ = html_.size();
  return rest;
}

std::optional<HtmlAttribute> HtmlAttributes::next() {
  while (at_ < inside_.size() && (is_blank(inside_[at_]) || inside_[at_] == '/')) ++at_;
  if (at_ >= inside_.size()) return std::nullopt;
  const size_t name = at_;
  for (++at_; at_ < inside_.size() && !is_blank(inside_[at_]) && inside_[at_] != '/' &&
              inside_[at_] != '=';)
    ++at_;
  HtmlAttribute attribute{lower_name(inside_.substr(name, at_ - name)), {}};
  const size_t sign = skip_blanks(inside_, at_);
  if (sign >= inside_.size() || inside_[sign] != '=') return attribute;
  at_ = skip_blanks(inside_, sign + 1);
  const char quote =
      at_ < inside_.size() && (inside_[at_] == '"' || inside_[at_] == '\'') ? inside_[at_] : '\0';
  if (quote != 0) ++at_;
  const size_t end = value_end(inside_, at_, quote);
  attribute.value = inside_.substr(at_, end - at_);
  at_ = end + (quote != 0 ? 1 : 0);
  return attribute;
}

}  // namespace hearsay
