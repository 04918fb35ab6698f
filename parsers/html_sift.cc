// The sieve: a tokenizer after the HTML standard, and a writer that keeps its own stack of
// elements.
#include "parsers/html_sift.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "parsers/ascii.h"
#include "parsers/html_references.h"
#include "parsers/html_tokens.h"

namespace hearsay {

namespace {

enum class Action : uint8_t {
  kBlock,   // ends an open paragraph; its end tag closes what is open inside it
  kInline,  // may stand inside a line
  kVoid,    // has no end tag
};

struct Rule {
  std::string_view name;
  Action action;
  std::string_view written;  // the element that stands for it in the result
};

// In order of name. What is not listed is left out, its text kept.
constexpr Rule kRules[] = {
    {"a", Action::kInline, "abbr"},
    {"address", Action::kBlock, "address"},
    {"article", Action::kBlock, "article"},
    {"aside", Action::kBlock, "aside"},
    {"blockquote", Action::kBlock, "blockquote"},
    {"br", Action::kVoid, "br"},
    {"caption", Action::kBlock, "caption"},
    {"center", Action::kBlock, "div"},
    {"dd", Action::kBlock, "dd"},
    {"details", Action::kBlock, "div"},
    {"dialog", Action::kBlock, "div"},
    {"div", Action::kBlock, "div"},
    {"dl", Action::kBlock, "dl"},
    {"dt", Action::kBlock, "dt"},
    {"fieldset", Action::kBlock, "div"},
    {"figcaption", Action::kBlock, "figcaption"},
    {"figure", Action::kBlock, "figure"},
    {"footer", Action::kBlock, "footer"},
    {"form", Action::kBlock, "div"},
    {"h1", Action::kBlock, "h1"},
    {"h2", Action::kBlock, "h2"},
    {"h3", Action::kBlock, "h3"},
    {"h4", Action::kBlock, "h4"},
    {"h5", Action::kBlock, "h5"},
    {"h6", Action::kBlock, "h6"},
    {"header", Action::kBlock, "header"},
    {"hgroup", Action::kBlock, "hgroup"},
    {"hr", Action::kVoid, "hr"},
    {"legend", Action::kBlock, "div"},
    {"li", Action::kBlock, "li"},
    {"link", Action::kVoid, "link"},
    {"main", Action::kBlock, "main"},
    {"menu", Action::kBlock, "ul"},
    {"meta", Action::kVoid, "meta"},
    {"nav", Action::kBlock, "nav"},
    {"ol", Action::kBlock, "ol"},
    {"p", Action::kBlock, "p"},
    {"pre", Action::kBlock, "pre"},
    {"section", Action::kBlock, "section"},
    {"span", Action::kInline, "span"},
    {"summary", Action::kBlock, "div"},
    {"table", Action::kBlock, "table"},
    {"tbody", Action::kBlock, "tbody"},
    {"td", Action::kBlock, "td"},
    {"tfoot", Action::kBlock, "tfoot"},
    {"th", Action::kBlock, "th"},
    {"thead", Action::kBlock, "thead"},
    {"time", Action::kInline, "time"},
    {"tr", Action::kBlock, "tr"},
    {"ul", Action::kBlock, "ul"},
};
constexpr size_t kRuleCount = std::size(kRules);

// The attributes that are kept.
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
  explicit Sieve(std::string_view html) : tokens_(html) {
    result_.html.reserve(html.size() / 2 + 64);
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
      } else if (const size_t size = overlong_number(text.substr(end)); size > 0) {
        out += "\xEF\xBF\xBD";
        at = end + size;
      } else {
        out += '&';
      }
    }
  }

  // Something was left out here: "&am<b>p;" must not become a reference.
  void part() {
    constexpr size_t kReferenceMax = 40;  // the longest name of a reference has 31 letters
    const std::string& out = result_.html;
    for (size_t i = 0; i < kReferenceMax && i < out.size(); ++i) {
      const char c = out[out.size() - 1 - i];
      const bool name = is_letter(c) || is_digit(c) || c == '#';
      if (c == '&') result_.html += "<!---->";
      if (!name) return;
    }
  }

  void start(const HtmlToken& token) {
    if (token.name == "html") return put_html(token);
    if (const auto content = tokens_.skip_hidden(token)) {
      if (token.name == "title") {
        put_title(*content);
      } else if (token.name == "script" && is_json_ld(token)) {
        result_.json_ld.push_back(*content);
      }
      return part();
    }
    const Rule* rule = rule_of(token.name);
    if (!rule) return part();
    switch (rule->action) {
      case Action::kVoid:
        return is_full() ? leave_out(*rule, result_.left_over) : put_tag(*rule, token);
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
    if (is_full() || stack_.size() >= kHtmlDepthMax) {
      ++left_out_[place_of(rule)];
      return leave_out(rule, is_full() ? result_.left_over : result_.flattened);
    }
    put_tag(rule, token);
    stack_.push_back(static_cast<uint8_t>(place_of(rule)));
  }

  bool is_full() const { return elements_ >= kHtmlElementsMax; }

  void leave_out(const Rule& rule, size_t& count) {
    ++count;
    part_words(rule);
  }

  // What a block parts stays apart without it.
  void part_words(const Rule& rule) {
    if (rule.action == Action::kInline) return part();
    result_.html += ' ';
  }

  void end(const HtmlToken& token) {
    const Rule* rule = rule_of(token.name);
    if (!rule) return part();
    if (rule->name == "br") {
      result_.html += "<br>";  // "</br>" is a line end in all browsers
      return;
    }
    if (left_out_[place_of(*rule)] > 0) {
      --left_out_[place_of(*rule)];
      return part_words(*rule);
    }
    close({rule->name}, {"table"});
    part();
  }

  // Closes what HTML closes by itself where this block begins.
  void make_room(std::string_view name) {
    close_spans();
    if (name == "td" || name == "th") return close({"td", "th"}, {"table"});
    if (name == "tr") return close({"tr"}, {"table"});
    if (name == "caption" || name == "tbody" || name == "tfoot" || name == "thead") {
      close({"caption", "tbody", "tfoot", "thead"}, {"table"});
      return close({"tr"}, {"table"});  // one that stands in no such part
    }
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
    ++elements_;
    result_.html.append("<").append(rule.written);
    put_attributes(token);
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

  void put_title(std::string_view content) {
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
  bool html_seen_ = false;
  size_t elements_ = 0;  // written
  Sifted result_;
  std::vector<uint8_t> stack_;                 // places in kRules
  std::array<size_t, kRuleCount> left_out_{};  // open elements that were too deep, by rule
};

static_assert(kRuleCount < 256, "the stack holds places in kRules as bytes");

}  // namespace

Sifted sift_html(std::string_view html) { return Sieve(html).run(); }

}  // namespace hearsay
