// XmlTree: XML that others wrote, read within limits, with the names of its elements made plain.
//
// pugixml holds the tree. Of the well-kept XML libraries of Debian 12 it is the one that reads what
// newsrooms really send: it takes a bare "&" and an undeclared "&nbsp;" as written, where expat
// and libxml2 stop, and a feed with one such headline is not worth losing. It has no DTD engine at
// all, so nothing expands or is fetched, it parses in one pass without recursion, and it is the
// fastest of the three. What it does not check, this file does: DOCTYPE, depth, counts, NUL bytes,
// namespaces, and references to characters that do not exist (it would write them as broken UTF-8).
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "parsers/plain_text.h"
#include "parsers/result.h"

namespace hearsay {

inline constexpr size_t kXmlDepthMax = 64;         // NITF inside a newsMessage nests 15 levels
inline constexpr size_t kXmlElementsMax = 10'000;  // a feed of 500 stories has about 5 000
inline constexpr size_t kXmlAttributesMax = 64;    // of one element; real ones have under ten
inline constexpr size_t kXmlNamespacesMax = 64;    // declared in scope at one place; ten are many
inline constexpr size_t kXmlInheritedMax = 2048;   // bytes: an address, as long as kUrlBytesMax

// Owns the bytes and the tree; nodes and views taken from it live as long as it does. Movable. Any
// one thread.
//
// Elements and attributes are named by the namespace they are in, whatever prefix the document
// uses: the namespace of the root has no prefix ("feed", "newsItem"), nor have elements without
// one; the known others have their usual one ("dc:creator", "content:encoded", "atom:link",
// "xhtml:p", "nitf:p"); an unknown one gives "other:name". A prefix that is never declared is left
// as written, because feeds forget declarations and mean the usual one.
class XmlTree {
 public:
  // REQUIRES that `utf8` is valid UTF-8; its XML declaration is not looked at. Linear time.
  // May fail with "xml.syntax", "xml.doctype", "xml.too-deep", "xml.too-many-elements",
  // "xml.too-many-attributes", "xml.too-many-namespaces"; `place` begins the text, which tells the
  // line where there is one.
  static Result<XmlTree> read(std::string_view utf8, const std::string& place);

  pugi::xml_node root() const { return document_->document_element(); }

 private:
  XmlTree() = default;

  std::unique_ptr<std::string> bytes_;  // pugixml parses in place: its tree points into them
  std::unique_ptr<pugi::xml_document> document_;
};

// All character data of the node and what is in it, references decoded once, as written otherwise.
std::string xml_text(pugi::xml_node node);

// An attribute's value, references decoded once; empty if there is none.
std::string xml_attribute(pugi::xml_node node, const char* name);

// The same, but empty where the value is longer than kXmlInheritedMax: for what counts for all that
// is inside and would be copied each time, such as xml:base.
std::string xml_short_attribute(pugi::xml_node node, const char* name);

// The short value at the node itself or at the nearest element around it: xml:lang.
std::string xml_inherited(pugi::xml_node node, const char* name);

// True if elements stand inside the node: a text that came as markup.
bool has_elements(pugi::xml_node node);

// The text of XHTML or NITF markup inside the node as readers see it.
void add_markup(pugi::xml_node node, PlainText& text);
std::string markup_text(pugi::xml_node node);

// Appends `raw` with its character references decoded once: the five of XML and numeric ones, a
// number that is no character as U+FFFD. What is no such reference stays as written.
void append_decoded(std::string_view raw, std::string& out);

}  // namespace hearsay
