// Text from the tokens of a piece of HTML: no tree is needed to know where lines end.
#include "parsers/html_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "parsers/html_references.h"
#include "parsers/html_tokens.h"
#include "parsers/plain_text.h"

namespace hearsay {

namespace {

class TextReader {
 public:
  explicit TextReader(std::string_view html) : tokens_(html) {}

  std::string run() {
    while (const auto token = tokens_.next()) {
      if (token->kind == HtmlToken::Kind::kText) {
        put(token->text);
      } else if (token->kind != HtmlToken::Kind::kNothing) {
        tag(*token);
      }
    }
    return std::move(text_).take();
  }

 private:
  void put(std::string_view written) {
    if (written.find('&') != std::string_view::npos) {
      decoded_.clear();
      append_html_decoded(written, decoded_);
      written = decoded_;
    }
    open_pre_ > 0 ? text_.preformatted(written) : text_.text(written);
  }

  void tag(const HtmlToken& token) {
    const bool start = token.kind == HtmlToken::Kind::kStart;
    if (start && tokens_.skip_hidden(token)) return;
    switch (tag_kind(token.name)) {
      case TagKind::kPre:
        if (start) {
          ++open_pre_;
        } else if (open_pre_ > 0) {
          --open_pre_;
        }
        text_.line_end();
        break;
      case TagKind::kBlock:
      case TagKind::kBreak:
        text_.line_end();
        break;
      case TagKind::kCell:
        text_.blank();
        break;
      case TagKind::kInline:
      case TagKind::kHidden:
        break;
    }
  }

  HtmlTokens tokens_;
  PlainText text_;
  std::string decoded_;
  size_t open_pre_ = 0;
};

}  // namespace

std::string html_to_text(std::string_view html) { return TextReader(html).run(); }

bool has_markup(std::string_view text) {
  if (text.find('<') == std::string_view::npos) return false;
  static constexpr std::string_view kInline[] = {"a",   "b",    "em",     "font", "i",
                                                 "img", "span", "strong", "u"};
  HtmlTokens tokens(text);
  while (const auto token = tokens.next()) {
    if (token->kind != HtmlToken::Kind::kStart && token->kind != HtmlToken::Kind::kEnd) continue;
    if (tag_kind(token->name) != TagKind::kInline) return true;
    if (std::find(std::begin(kInline), std::end(kInline), token->name) != std::end(kInline))
      return true;
  }
  return false;
}

bool strip_markup(std::string& words) {
  if (!has_markup(words)) return false;
  words = html_to_text(words);
  return true;
}

}  // namespace hearsay
