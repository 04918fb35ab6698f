// sift_html(): HTML as it comes, cut down in one linear pass to what a reader of news needs.
//
// gumbo is the HTML5 parser of Debian 12 (its HTML tree rules and its table of entities are the
// standard's; libxml2's HTML parser is of HTML 4, tidy repairs instead of reading, and lexbor is
// not in it). Upstream it is an archive: it recurses as deep as the tree when it frees it, and
// unclosed tags, formatting tags and attributes make it quadratic. So bytes from outside never
// reach it as they are. What reaches it is written by this file: a few dozen structural elements,
// properly nested and at most kHtmlDepthMax deep, with the few attributes that are asked for, and
// text in which each "<" is escaped. Formatting tags, comments, scripts, styles, drawings and forms
// are left out, which also makes reading a page faster than gumbo alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearsay {

inline constexpr size_t kHtmlDepthMax = 128;  // page builders reach about 60
// A page of 1 MiB has about 8,000 that are kept; gumbo takes about a microsecond for each, so that
// a page of nothing but tags costs no more than one of words.
inline constexpr size_t kHtmlElementsMax = 20'000;
inline constexpr size_t kHtmlAttributeBytesMax = 2048;  // a longer value is left out: an address

struct Sifted {
  std::string html;
  std::vector<std::string_view> json_ld;  // contents of such scripts; views into the input
  size_t flattened = 0;                   // elements left out for their depth; their text is kept
  size_t left_over = 0;                   // those behind kHtmlElementsMax; the same
};

// Links come out as <abbr>: a real <a> is a formatting element, which gumbo reopens in each block.
// REQUIRES valid UTF-8. Linear time. Pure; any thread.
Sifted sift_html(std::string_view html);

}  // namespace hearsay
