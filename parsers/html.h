// HTML pages: the story of the page, without the navigation around it.
//
// | Item      | taken from, the first that has words                                        |
// |-----------|-----------------------------------------------------------------------------|
// | headline  | JSON-LD headline, og:title, the h1 that <title> holds, <title> less the site |
// | body      | itemprop=articleBody, article, main, or the block with the most paragraphs; |
// |           | JSON-LD articleBody or liveBlogUpdate where it is twice as long;            |
// |           | og:description, description                                                 |
// | published | JSON-LD datePublished, article:published_time and its kin, <time datetime>  |
// | version   | JSON-LD dateModified, article:modified_time, og:updated_time                |
// | byline    | JSON-LD author, meta author and its kin, itemprop=author, rel=author        |
// | provider  | JSON-LD publisher, og:site_name, the host of the address                    |
// | url, uri  | link rel=canonical, og:url, JSON-LD mainEntityOfPage, url; without them uri |
// |           | is a hash of the text                                                       |
// | language  | html lang, JSON-LD inLanguage, og:locale                                    |
//
// Left out of the body: nav, header, footer, aside, figures, what is hidden, what its class or role
// calls a menu, comments, advertising and the like, and blocks that are mostly links.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/item.h"
#include "parsers/parse.h"
#include "parsers/result.h"

namespace hearsay {

// One item. A warning "html.depth" tells how many elements were nested too deep to be kept as such.
// REQUIRES valid UTF-8. Pure; any thread. May fail with "item.empty".
Result<std::vector<Item>> read_html(std::string_view utf8, const Origin& origin);

}  // namespace hearsay
