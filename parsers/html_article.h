// article_text(): which part of a page is its story.
#pragma once

#include <string>

#include "parsers/html_tree.h"

namespace hearsay {

// The text of the page's article without headline (h1), navigation and what else read_html() leaves
// out; of the whole page where no part stands out. Linear in the size of the tree.
std::string article_text(const HtmlTree& page);

}  // namespace hearsay
