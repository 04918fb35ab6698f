// What RSS and Atom share: the two readers behind read_feed(), and how they look into the tree.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "parsers/item.h"
#include "parsers/parse.h"
#include "parsers/xml.h"

namespace hearsay::feed {

// REQUIRES a root "rss" or "rdf:RDF"; items in document order, empty ones too.
std::vector<Item> read_rss(pugi::xml_node root, const Origin& origin);

// REQUIRES a root "feed" or "entry"; the same.
std::vector<Item> read_atom(pugi::xml_node root, const Origin& origin);

// The first child of these names that holds any text; names in order of preference.
pugi::xml_node first_child(pugi::xml_node node, std::initializer_list<const char*> names);

// The text of that child, on one line; empty if there is none.
std::string line_of(pugi::xml_node node, std::initializer_list<const char*> names);

// The text of a node whose content is HTML: escaped, in CDATA, or as elements of the XML itself.
std::string html_of(pugi::xml_node node);

// All xml:base around and at the node, from outside in, seen from `base`.
std::string base_of(pugi::xml_node node, const std::string& base);

// An address for Item::url: empty unless it is http or https after resolving.
std::string web_address(const std::string& base, const std::string& reference);

}  // namespace hearsay::feed
