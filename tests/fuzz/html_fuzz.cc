// Any bytes as HTML, page and snippet: no crash, Items keep their laws, trees stay flat.
#include "parsers/html.h"

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  const std::string html = fuzz::as_utf8({reinterpret_cast<const char*>(bytes), size});
  fuzz::check_read(read_html(html, fuzz::origin()));
  const std::string text = html_to_text(html);
  fuzz::require(simdjson::validate_utf8(text.data(), text.size()), "text is valid UTF-8");
  for (const Sift sift : {Sift::kText, Sift::kPage}) {
    const HtmlTree tree(html, sift);
    fuzz::require(depth_of(tree.root()) <= kTreeDepthMax, "a tree is no deeper than it may be");
  }
  return 0;
}
