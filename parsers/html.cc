// Reading a page: what its head and its JSON-LD say of it, then the article's text.
#include "parsers/html.h"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "parsers/ascii.h"
#include "parsers/html_article.h"
#include "parsers/html_text.h"
#include "parsers/html_tree.h"
#include "parsers/item_fields.h"

namespace hearsay {

namespace {

using Element = simdjson::dom::element;

// What the page says of itself, by names in lower case; the first of each name counts.
struct PageFacts {
  std::unordered_map<std::string, std::string> meta;  // also "jsonld:headline" and the like
  std::string title, h1, time, author, canonical, language;

  // The first of these that has words.
  std::string first(std::initializer_list<const char*> names) const {
    for (const char* name : names) {
      const auto found = meta.find(name);
      if (found != meta.end() && !found->second.empty()) return found->second;
    }
    return {};
  }
};

void set_if_empty(std::string& field, std::string_view value) {
  if (field.empty()) field = one_line(value);
}

void collect(const GumboNode& node, PageFacts& facts) {
  for (const GumboNode* child : children_of(node)) {
    if (!is_element(*child)) continue;
    const GumboTag tag = child->v.element.tag;
    const std::string_view itemprop = html_attribute(*child, "itemprop");
    const std::string_view rel = html_attribute(*child, "rel");
    const std::string_view href = html_attribute(*child, "href");
    const std::string_view content = html_attribute(*child, "content");
    if (tag == GUMBO_TAG_META) {
      for (const char* key : {"property", "name", "itemprop"}) {
        const std::string name = lower(html_attribute(*child, key));
        if (!name.empty()) facts.meta.try_emplace(name, one_line(content));
      }
    } else if (tag == GUMBO_TAG_LINK) {
      if (rel == "canonical") set_if_empty(facts.canonical, href);
    } else if (tag == GUMBO_TAG_TITLE) {
      PlainText title;
      for (const GumboNode* inside : children_of(*child)) add_text(*inside, title);
      set_if_empty(facts.title, std::move(title).take());
    } else if (tag == GUMBO_TAG_H1) {
      set_if_empty(facts.h1, text_of(*child));
    } else if (tag == GUMBO_TAG_TIME) {
      set_if_empty(facts.time, html_attribute(*child, "datetime"));
    }
    if (itemprop == "datePublished" && tag != GUMBO_TAG_META) {
      const std::string_view date = html_attribute(*child, "datetime");
      facts.meta.try_emplace("datepublished", one_line(content.empty() ? date : content));
    }
    if (tag != GUMBO_TAG_META && tag != GUMBO_TAG_LINK && (itemprop == "author" || rel == "author"))
      set_if_empty(facts.author, text_of(*child));
    collect(*child, facts);
  }
}

// Text, {"name": text}, or a list of such, joined.
std::string names_of(Element value) {
  std::string_view s;
  if (value.get(s) == simdjson::SUCCESS) return std::string(s);
  simdjson::dom::array list;
  if (value.get(list) == simdjson::SUCCESS) {
    std::string names;
    for (const Element one : list) {
      if (one.is_array()) continue;
      const std::string name = names_of(one);
      if (!name.empty()) names.append(names.empty() ? "" : ", ").append(name);
    }
    return names;
  }
  return value.is_object() && value["name"].get(s) == simdjson::SUCCESS ? std::string(s) : "";
}

// True if the object's type is NewsArticle, ReportageNewsArticle, BlogPosting or the like.
bool is_article(Element object) {
  Element type;
  if (object["@type"].get(type) != simdjson::SUCCESS) return false;
  const std::string names = names_of(type);
  return names.find("Article") != std::string::npos || names.find("Posting") != std::string::npos;
}

// The updates of a live blog, each headline and text a line.
std::string updates_of(Element blog) {
  std::string lines;
  simdjson::dom::array updates;
  if (blog["liveBlogUpdate"].get(updates) != simdjson::SUCCESS) return lines;
  for (const Element update : updates) {
    for (const char* name : {"headline", "articleBody"}) {
      std::string_view words;
      if (update[name].get(words) != simdjson::SUCCESS) continue;
      std::string text(words);
      strip_markup(text);
      lines.append(lines.empty() ? "" : "\n").append(text);
    }
  }
  return lines;
}

void read_json_ld(Element value, PageFacts& facts, int lists_left) {
  simdjson::dom::array list;
  if (value.get(list) == simdjson::SUCCESS || value["@graph"].get(list) == simdjson::SUCCESS) {
    if (lists_left == 0) return;
    for (const Element one : list) read_json_ld(one, facts, lists_left - 1);
    return;
  }
  if (!is_article(value)) return;
  for (const char* name : {"headline", "datePublished", "dateModified", "author", "publisher",
                           "inLanguage", "articleBody", "url"}) {
    Element found;
    if (value[name].get(found) == simdjson::SUCCESS)
      facts.meta.try_emplace(std::string("jsonld:") + name, names_of(found));
  }
  facts.meta.try_emplace("jsonld:updates", updates_of(value));
  std::string_view page;
  if (value["mainEntityOfPage"]["@id"].get(page) == simdjson::SUCCESS ||
      value["mainEntityOfPage"].get(page) == simdjson::SUCCESS)
    facts.meta.try_emplace("jsonld:page", page);
}

PageFacts facts_of(const HtmlTree& page) {
  PageFacts facts;
  facts.language = html_attribute(page.root(), "lang");
  collect(page.root(), facts);
  simdjson::dom::parser parser;
  for (const std::string_view script : page.sifted().json_ld) {
    constexpr int kListsMax = 2;  // a list of objects with an "@graph" each
    Element root;
    // Broken JSON-LD is common and says nothing about the page.
    if (parser.parse(simdjson::padded_string(script)).get(root) == simdjson::SUCCESS)
      read_json_ld(root, facts, kListsMax);
  }
  return facts;
}

// "Story | Site" without the site: behind the last mark, and shorter than what stands before. Of
// "Story_Section_Site" both go; a dash stands in headlines too, and so only one is taken for such.
std::string without_site(std::string_view title) {
  const auto cut = [&title](std::string_view mark) {
    const size_t at = title.rfind(mark);
    if (at == std::string_view::npos || at <= title.size() - at - mark.size()) return false;
    title = title.substr(0, at);
    return true;
  };
  for (const std::string_view mark : {" | ", "_", "｜"}) {
    bool found = false;
    while (cut(mark)) found = true;
    if (found) return one_line(title);
  }
  for (const std::string_view mark : {" - ", " – ", " — "}) {
    if (cut(mark)) break;
  }
  return one_line(title);
}

std::string headline_of(const PageFacts& facts) {
  const std::string said = facts.first({"jsonld:headline", "og:title", "twitter:title"});
  if (!said.empty()) return one_line(said);
  if (facts.title.empty()) return facts.h1;
  if (!facts.h1.empty() && facts.title.find(facts.h1) != std::string::npos) return facts.h1;
  return without_site(facts.title);
}

// "www.wire.example" of "https://www.wire.example/x", without the "www.".
std::string host_of(std::string_view url) {
  const size_t begin = url.find("//");
  if (begin == std::string_view::npos) return {};
  url.remove_prefix(begin + 2);
  url = url.substr(0, url.find_first_of("/?#:"));
  if (url.starts_with("www.")) url.remove_prefix(4);
  return std::string(url);
}

std::string byline_of(const PageFacts& facts) {
  for (const std::string& name :
       {facts.first({"jsonld:author"}), facts.first({"author"}), facts.first({"article:author"}),
        facts.first({"parsely-author", "dc.creator", "byl"}), facts.author}) {
    // article:author is mostly the address of a profile.
    if (!name.empty() && name.find("://") == std::string::npos) return short_name(name);
  }
  return {};
}

void read_body(const HtmlTree& page, const PageFacts& facts, Item& item) {
  item.body = article_text(page);
  item.body_decoded = true;
  // A page that shows only the beginning, or loads the rest, may tell its story in its JSON-LD.
  constexpr size_t kTimesLonger = 2;
  std::string told = facts.first({"jsonld:articleBody", "jsonld:updates"});
  if (told.size() > kTimesLonger * item.body.size()) {
    item.body_decoded = strip_markup(told);
    item.body = std::move(told);
  }
  if (!item.body.empty()) return;
  item.body = facts.first({"og:description", "description"});
  item.body_decoded = true;
}

}  // namespace

Result<std::vector<Item>> read_html(std::string_view utf8, const Origin& origin) {
  const HtmlTree page(utf8);
  const PageFacts facts = facts_of(page);
  Item item;
  item.headline = headline_of(facts);
  item.headline_decoded = facts.first({"jsonld:headline"}).empty();
  read_body(page, facts, item);
  item.url = web_url(facts.canonical);
  for (const char* name : {"og:url", "jsonld:page", "jsonld:url"}) {
    if (item.url.empty()) item.url = web_url(facts.first({name}));
  }
  item.version =
      short_name(facts.first({"jsonld:dateModified", "article:modified_time", "og:updated_time"}));
  item.provider = short_name(facts.first({"jsonld:publisher", "og:site_name"}));
  if (item.provider.empty()) item.provider = short_name(host_of(item.url));
  item.byline = byline_of(facts);
  item.language = short_name(facts.language);
  if (item.language.empty())
    item.language = short_name(facts.first({"jsonld:inLanguage", "og:locale"}));
  std::replace(item.language.begin(), item.language.end(), '_', '-');
  std::string date = facts.first({"jsonld:datePublished", "article:published_time", "datepublished",
                                  "og:release_date", "parsely-pub-date", "publishdate",
                                  "publish-date", "publish_date", "pubdate", "dc.date.issued",
                                  "dcterms.created", "dc.date", "date"});
  if (date.empty()) date = facts.time;
  set_published(item, date, origin);
  item.uri = item_uri(item.url, {item.headline, item.body});
  if (page.sifted().flattened > 0) {
    item.warnings.push_back(
        {"html.depth", origin.place + ": " + std::to_string(page.sifted().flattened) +
                           " elements nested deeper than " + std::to_string(kHtmlDepthMax) +
                           " levels; their text is kept"});
  }
  if (page.sifted().left_over > 0) {
    item.warnings.push_back(
        {"html.elements", origin.place + ": " + std::to_string(page.sifted().left_over) +
                              " elements behind the first " + std::to_string(kHtmlElementsMax) +
                              "; their text is kept"});
  }
  std::vector<Item> items;
  items.push_back(std::move(item));
  return without_empty(std::move(items), origin);
}

}  // namespace hearsay
