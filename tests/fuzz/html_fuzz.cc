// Any bytes as HTML, page and snippet: no crash, Items keep their laws, trees stay flat.
#include <cctype>

#include "parsers/html.h"
#include "parsers/html_references.h"
#include "parsers/html_text.h"
#include "parsers/html_tree.h"
#include "tests/fuzz/laws.h"

namespace {

// Elements that gumbo adds by itself: html and body, in each table tbody and tr.
constexpr size_t kTreeDepthMax = 3 * hearsay::kHtmlDepthMax + 4;

size_t depth_of(const GumboNode& node) {
  size_t deepest = 0;
  for (const GumboNode* child : hearsay::children_of(node))
    deepest = std::max(deepest, depth_of(*child));
  return deepest + 1;
}

// What gumbo makes of the text by itself, for texts that its own slips do not touch.
std::string decoded_by_gumbo(const std::string& text) {
  GumboOptions options = kGumboDefaultOptions;
  options.fragment_context = GUMBO_TAG_BODY;
  GumboOutput* output = gumbo_parse_with_options(&options, text.data(), text.size());
  std::string out;
  for (const GumboNode* node : hearsay::children_of(*output->root)) out += node->v.text.text;
  gumbo_destroy_output(&options, output);
  return out;
}

// Numbers of more than seven digits overflow in gumbo.
bool has_long_number(const std::string& text) {
  size_t run = 0;
  for (const char c : text) {
    run = std::isxdigit(static_cast<unsigned char>(c)) != 0 ? run + 1 : 0;
    if (run > 7) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  const std::string html = fuzz::as_utf8({reinterpret_cast<const char*>(bytes), size});
  fuzz::check_read(read_html(html, fuzz::origin()));
  const std::string text = html_to_text(html);
  fuzz::require(simdjson::validate_utf8(text.data(), text.size()), "text is valid UTF-8");
  const HtmlTree tree(html);
  fuzz::require(depth_of(tree.root()) <= kTreeDepthMax, "a tree is no deeper than it may be");
  // gumbo also replaces control characters; here only its references are of interest.
  std::string plain = html;
  for (char& c : plain) {
    if (c == '<' || c < ' ' || c == '\x7F') c = ' ';
  }
  if (!has_long_number(plain)) {
    std::string decoded;
    append_html_decoded(plain, decoded);
    fuzz::require(decoded == decoded_by_gumbo(plain), "references are decoded as gumbo does");
  }
  return 0;
}
