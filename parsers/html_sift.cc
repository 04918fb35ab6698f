// The sieve: a tokenizer after the HTML standard, and a writer that keeps its own stack of
// elements.
#include "parsers/html_sift.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "parsers/html_tokens.h"

namespace hearsay {

namespace {

enum class Action : uint8_t {
  kBlock,    // ends an open paragraph; its end tag closes what is open inside it
  kInline,   // may stand inside a line
  kVoid,     // has no end tag
  kRaw,      // left out with its content, up to its end tag or the end of all
  kSubtree,  // left out with its content if it has an end tag
};

struct Rule {
  std::string_view name;
  Action action;
  std::string_view written;  // the element that stands for it in the result
  bool page_only;
};

// In order of name. What is not listed is left out, its text kept.
constexpr Rule kRules[] = {
    {"a", Action::kInline, "abbr", true},
    {"address", Action::kBlock, "address", false},
    {"article", Action::kBlock, "article", false},
    {"aside", Action::kBlock, "aside", false},
    {"audio", Action::kSubtree, "", false},
    {"blockquote", Action::kBlock, "blockquote", false},
    {"br", Action::kVoid, "br", false},
    {"button", Action::kSubtree, "", false},
    {"canvas", Action::kSubtree, "", false},
    {"caption", Action::kBlock, "caption", false},
    {"center", Action::kBlock, "div", false},
    {"dd", Action::kBlock, "dd", false},
    {"details", Action::kBlock, "div", false},
    {"dialog", Action::kBlock, "div", false},
    {"div", Action::kBlock, "div", false},
    {"dl", Action::kBlock, "dl", false},
    {"dt", Action::kBlock, "dt", false},
    {"fieldset", Action::kBlock, "div", false},
    {"figcaption", Action::kBlock, "figcaption", false},
    {"figure", Action::kBlock, "figure", false},
    {"footer", Action::kBlock, "footer", false},
    {"form", Action::kBlock, "div", false},
    {"h1", Action::kBlock, "h1", false},
    {"h2", Action::kBlock, "h2", false},
    {"h3", Action::kBlock, "h3", false},
    {"h4", Action::kBlock, "h4", false},
    {"h5", Action::kBlock, "h5", false},
    {"h6", Action::kBlock, "h6", false},
    {"header", Action::kBlock, "header", false},
    {"hgroup", Action::kBlock, "hgroup", false},
    {"hr", Action::kVoid, "hr", false},
    {"iframe", Action::kRaw, "", false},
    {"legend", Action::kBlock, "div", false},
    {"li", Action::kBlock, "li", false},
    {"link", Action::kVoid, "link", true},
    {"main", Action::kBlock, "main", false},
    {"math", Action::kSubtree, "", false},
    {"menu", Action::kBlock, "ul", false},
    {"meta", Action::kVoid, "meta", true},
    {"nav", Action::kBlock, "nav", false},
    {"noembed", Action::kRaw, "", false},
    {"noframes", Action::kRaw, "", false},
    {"noscript", Action::kSubtree, "", false},
    {"object", Action::kSubtree, "", false},
    {"ol", Action::kBlock, "ol", false},
    {"p", Action::kBlock, "p", false},
    {"pre", Action::kBlock, "pre", false},
    {"script", Action::kRaw, "", false},
    {"section", Action::kBlock, "section", false},
    {"select", Action::kSubtree, "", false},
    {"span", Action::kInline, "span", true},
    {"style", Action::kRaw, "", false},
    {"summary", Action::kBlock, "div", false},
    {"svg", Action::kSubtree, "", false},
    {"table", Action::kBlock, "table", false},
    {"tbody", Action::kBlock, "tbody", false},
    {"td", Action::kBlock, "td", false},
    {"template", Action::kSubtree, "", false},
    {"textarea", Action::kRaw, "", false},
    {"tfoot", Action::kBlock, "tfoot", false},
    {"th", Action::kBlock, "th", false},
    {"thead", Action::kBlock, "thead", false},
    {"time", Action::kInline, "time", true},
    {"tr", Action::kBlock, "tr", false},
    {"ul", Action::kBlock, "ul", false},
    {"video", Action::kSubtree, "", false},
    {"xmp", Action::kRaw, "", false},
};
constexpr size_t kRuleCount = std::size(kRules);

// The attributes of a page's elements that are kept.
constexpr std::string_view kAttributes[] = {
    "aria-hidden", "class", "content",  "datetime", "hidden", "href", "id",
    "itemprop",    "name",  "property", "rel",      "role",   "lang"};

const Rule* rule_of(std::string_view name) {
  const auto* found = std::lower_bound(
      std::begin(kRules), std::end(kRules), name,
      [](const Rule& rule, std::string_view wanted) { return rule.name < wanted; });
  return found != std::end(kRules) && found->name == name ? found : nullptr;
}

bool is_heading(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

class Sieve {
 public:
  Sieve(std::string_view html, Sift sift) : tokens_(html), page_(sift == Sift::kPage) {
    result_.html.reserve(html.size() / (page_ ? 2 : 1) + 64);
  }

  Sifted run() {
    while (const auto token = tokens_.next()) {
      switch (token->kind) {
        case HtmlToken::Kind::kText:
          put_text(token->text);
          break;
        case HtmlToken::Kind::kStart:
          start(*token);
          break;
        case HtmlToken::Kind::kEnd:
          end(*token);
          break;
        case HtmlToken::Kind::kNothing:
          part();
          break;
      }
    }
    close_to(0);
    return std::move(result_);
  }

 private:
  // A long number is no character, and gumbo would let it overflow.
  void put_text(std::string_view text, bool in_value = false) {
    std::string& out = result_.html;
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (end < text.size() && text[end] != '<' && text[end] != '&' && text[end] != '"') ++end;
      out += text.substr(at, end - at);
      if (end == text.size()) return;
      at = end + 1;
      if (text[end] == '<') {
        out += "&lt;";
      } else if (text[end] == '"') {
        out += in_value ? "&quot;" : "\"";
      } else if (const size_t size = too_long_number(text.substr(end)); size > 0) {
        out += "\xEF\xBF\xBD";
        at = end + size;
      } else {
        out += '&';
      }
    }
  }

  // The size of "&#…;" where it has more digits than any character; 0 for all else.
  static size_t too_long_number(std::string_view s) {
    constexpr size_t kDigitsMax = 7;  // &#1114111; and &#x10FFFF;
    if (!s.starts_with("&#")) return 0;
    const bool hex = s.size() > 2 && (s[2] == 'x' || s[2] == 'X');
    const size_t begin = std::min(s.find_first_not_of('0', hex ? 3 : 2), s.size());
    const std::string_view digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
    const size_t end = std::min(s.find_first_not_of(digits, begin), s.size());
    if (end - begin <= kDigitsMax) return 0;
    return end < s.size() && s[end] == ';' ? end + 1 : end;
  }

  // Something was left out here: "&am<b>p;" must not become a reference.
  void part() {
    constexpr size_t kReferenceMax = 40;  // the longest name of a reference has 31 letters
    const std::string& out = result_.html;
    for (size_t i = 0; i < kReferenceMax && i < out.size(); ++i) {
      const char c = out[out.size() - 1 - i];
      const bool name =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#';
      if (c == '&') result_.html += "<!---->";
      if (!name) return;
    }
  }

  void start(const HtmlToken& token) {
    const Rule* rule = rule_of(token.name);
    if (page_ && token.name == "html") return put_html(token);
    if (page_ && token.name == "title") return put_title();
    if (token.name == "title") {
      tokens_.skip_past("title", true);
      return part();
    }
    if (!rule || (rule->page_only && !page_)) return part();
    switch (rule->action) {
      case Action::kRaw: {
        const std::string_view content = tokens_.skip_past(rule->name, true);
        if (page_ && rule->name == "script" && is_json_ld(token))
          result_.json_ld.push_back(content);
        return part();
      }
      case Action::kSubtree:
        if (!token.self_closing) tokens_.skip_past(rule->name, false);
        return part();
      case Action::kVoid:
        return put_tag(*rule, token);
      case Action::kBlock:
        make_room(rule->name);
        return open(*rule, token);
      case Action::kInline:
        // A link inside a link: the older one ends, unless it goes around blocks.
        if (rule->name == "a" && has_link()) {
          ++left_out_[place_of(*rule)];
          return part();
        }
        return open(*rule, token);
    }
  }

  void open(const Rule& rule, const HtmlToken& token) {
    if (stack_.size() >= kHtmlDepthMax) {
      ++left_out_[place_of(rule)];
      ++result_.flattened;
      return part();
    }
    put_tag(rule, token);
    stack_.push_back(static_cast<uint8_t>(place_of(rule)));
  }

  void end(const HtmlToken& token) {
    const Rule* rule = rule_of(token.name);
    if (!rule || (rule->page_only && !page_)) return part();
    if (rule->name == "br") {
      result_.html += "<br>";  // "</br>" is a line end in all browsers
      return;
    }
    if (left_out_[place_of(*rule)] > 0) {
      --left_out_[place_of(*rule)];
      return part();
    }
    close({rule->name}, {"table"});
    part();
  }

  // Closes what HTML closes by itself where this block begins.
  void make_room(std::string_view name) {
    close_spans();
    if (name == "td" || name == "th") return close({"td", "th"}, {"table"});
    if (name == "tr") return close({"tr"}, {"table"});
    if (name == "caption" || name == "tbody" || name == "tfoot" || name == "thead")
      return close({"caption", "tbody", "tfoot", "thead", "tr"}, {"table"});
    close({"p"}, {"table"});
    if (name == "li") close({"li"}, {"ol", "ul", "menu", "table"});
    if (name == "dd" || name == "dt") close({"dd", "dt"}, {"dl", "table"});
    if (is_heading(name) && !stack_.empty() && is_heading(name_at(stack_.size() - 1)))
      close_to(stack_.size() - 1);
  }

  // Closes the innermost open element of these names and all that is in it, unless one of `walls`
  // stands between.
  void close(std::initializer_list<std::string_view> names,
             std::initializer_list<std::string_view> walls) {
    const auto is_in = [](const auto& list, std::string_view name) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    for (size_t i = stack_.size(); i-- > 0;) {
      const std::string_view name = name_at(i);
      if (is_in(names, name)) return close_to(i);
      if (is_in(walls, name)) return;
    }
  }

  // A block begins: spans that were left open do not pile up.
  void close_spans() {
    size_t place = stack_.size();
    while (place > 0 && name_at(place - 1) == "span") --place;
    close_to(place);
  }

  // True if a link is open around blocks; one that is open in this line is closed.
  bool has_link() {
    bool in_line = true;
    for (size_t i = stack_.size(); i-- > 0;) {
      if (name_at(i) == "a") {
        if (in_line) close_to(i);
        return !in_line;
      }
      in_line = in_line && kRules[stack_[i]].action == Action::kInline;
    }
    return false;
  }

  // Writes the end tags of all that stands on the stack from `place` on.
  void close_to(size_t place) {
    for (; stack_.size() > place; stack_.pop_back())
      result_.html.append("</").append(kRules[stack_.back()].written).append(">");
  }

  std::string_view name_at(size_t place) const { return kRules[stack_[place]].name; }

  static size_t place_of(const Rule& rule) { return static_cast<size_t>(&rule - kRules); }

  void put_tag(const Rule& rule, const HtmlToken& token) {
    result_.html.append("<").append(rule.written);
    if (page_) put_attributes(token);
    result_.html += '>';
  }

  void put_attributes(const HtmlToken& token) {
    std::array<bool, std::size(kAttributes)> seen{};
    HtmlAttributes attributes(token.text);
    while (const auto attribute = attributes.next()) {
      const auto* known =
          std::find(std::begin(kAttributes), std::end(kAttributes), attribute->name);
      if (known == std::end(kAttributes)) continue;
      bool& again = seen[static_cast<size_t>(known - kAttributes)];
      if (again || attribute->value.size() > kHtmlAttributeBytesMax) continue;
      again = true;
      result_.html.append(" ").append(*known).append("=\"");
      put_text(attribute->value, true);
      result_.html += '"';
    }
  }

  void put_html(const HtmlToken& token) {
    if (html_seen_) return;
    html_seen_ = true;
    result_.html += "<html";
    put_attributes(token);
    result_.html += '>';
  }

  void put_title() {
    const std::string_view content = tokens_.skip_past("title", true);
    result_.html += "<title>";
    put_text(content);
    result_.html += "</title>";
  }

  static bool is_json_ld(const HtmlToken& token) {
    HtmlAttributes attributes(token.text);
    while (const auto attribute = attributes.next()) {
      if (attribute->name == "type")
        return attribute->value.find("ld+json") != std::string_view::npos;
    }
    return false;
  }

  HtmlTokens tokens_;
  bool page_;
  bool html_seen_ = false;
  Sifted result_;
  std::vector<uint8_t> stack_;                 // places in kRules
  std::array<size_t, kRuleCount> left_out_{};  // open elements that were too deep, by rule
};

static_assert(kRuleCount < 256, "the stack holds places in kRules as bytes");

}  // namespace

Sifted sift_html(std::string_view html, Sift sift) { return Sieve(html, sift).run(); }

}  // namespace hearsay
