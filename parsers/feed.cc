// Which kind of feed it is, and how RSS and Atom look into their trees.
#include "parsers/feed.h"

#include <string>

#include "parsers/feed_parts.h"
#include "parsers/html_text.h"
#include "parsers/item_fields.h"
#include "parsers/url.h"

namespace hearsay {

namespace feed {

pugi::xml_node first_child(pugi::xml_node node, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    for (const pugi::xml_node child : node.children(name)) {
      if (child.first_child()) return child;
    }
  }
  return {};
}

std::string line_of(pugi::xml_node node, std::initializer_list<const char*> names) {
  return one_line(xml_text(first_child(node, names)));
}

std::string html_of(pugi::xml_node node) {
  return has_elements(node) ? markup_text(node) : html_to_text(xml_text(node));
}

std::string base_of(pugi::xml_node node, const std::string& base) {
  std::vector<std::string> inner_first;
  for (; node; node = node.parent()) {
    if (node.attribute("xml:base")) inner_first.push_back(xml_short_attribute(node, "xml:base"));
  }
  std::string result = base;
  for (auto one = inner_first.rbegin(); one != inner_first.rend(); ++one)
    result = resolve_url(result, *one);
  return result;
}

std::string web_address(const std::string& base, const std::string& reference) {
  if (reference.empty()) return {};  // an empty reference would mean the base itself
  std::string url = resolve_url(base, reference);
  return url.starts_with("http://") || url.starts_with("https://") ? url : std::string();
}

}  // namespace feed

Result<std::vector<Item>> read_feed(std::string_view utf8, const Origin& origin) {
  auto tree = XmlTree::read(utf8, origin.place);
  if (!tree) return tree.error();
  const std::string_view root = tree->root().name();
  if (root == "rss" || root == "rdf:RDF")
    return without_empty(feed::read_rss(tree->root(), origin), origin);
  if (root == "feed" || root == "entry")
    return without_empty(feed::read_atom(tree->root(), origin), origin);
  return Error{"item.format", origin.place + ": XML that is no feed, expected rss, RDF or feed"};
}

}  // namespace hearsay
