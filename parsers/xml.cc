// Reading XML: parse in place, walk once for the limits and the namespaces, decode on demand.
#include "parsers/xml.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace hearsay {

namespace {

// Namespaces that feeds use, without scheme and closing "/" or "#", and their usual prefix.
constexpr std::pair<std::string_view, std::string_view> kNamespaces[] = {
    {"iptc.org/std/NITF/2006-10-18", "nitf"},
    {"iptc.org/std/nar/2006-10-01", "nar"},
    {"my.netscape.com/rdf/simple/0.9", "rss"},
    {"purl.org/atompub/tombstones/1.0", "at"},
    {"purl.org/dc/elements/1.1", "dc"},
    {"purl.org/dc/terms", "dcterms"},
    {"purl.org/rss/1.0", "rss"},
    {"purl.org/rss/1.0/modules/content", "content"},
    {"search.yahoo.com/mrss", "media"},
    {"www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"},
    {"www.w3.org/1999/xhtml", "xhtml"},
    {"www.w3.org/2005/Atom", "atom"},
    {"www.w3.org/XML/1998/namespace", "xml"},
};

std::string_view usual_prefix(std::string_view uri) {
  if (uri.empty()) return "";
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (uri.starts_with(scheme)) uri.remove_prefix(scheme.size());
  }
  while (!uri.empty() && (uri.back() == '/' || uri.back() == '#')) uri.remove_suffix(1);
  for (const auto& [known, prefix] : kNamespaces) {
    if (known == uri) return prefix;
  }
  return "other";
}

// The prefix that elements without one have when the root declares nothing.
std::string_view undeclared_default(std::string_view root_name) {
  if (root_name == "feed" || root_name == "entry") return "atom";
  return root_name == "newsItem" || root_name == "newsMessage" ? "nar" : "";
}

struct Binding {
  std::string_view prefix;  // as the document writes it
  std::string_view usual;
  size_t depth;
};

std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {"", name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

// Walks the tree once: counts, and gives each element and attribute its usual name.
class Walk {
 public:
  explicit Walk(pugi::xml_node root) : root_(root) {}

  std::optional<Error> run(const std::string& place) {
    const auto too_much = [&](const char* code, const char* what, size_t max) {
      return Error{code, place + ": more than " + std::to_string(max) + " " + what +
                             ", expected at most " + std::to_string(max)};
    };
    size_t elements = 0, depth = 1;
    for (pugi::xml_node node = root_; node;) {
      if (node.type() == pugi::node_element) {
        if (depth > kXmlDepthMax)
          return too_much("xml.too-deep", "levels of nesting", kXmlDepthMax);
        if (++elements > kXmlElementsMax)
          return too_much("xml.too-many-elements", "elements", kXmlElementsMax);
        size_t attributes = 0;
        for (const pugi::xml_attribute attribute : node.attributes()) {
          if (++attributes > kXmlAttributesMax)
            return too_much("xml.too-many-attributes", "attributes in one element",
                            kXmlAttributesMax);
          declare(attribute, depth);
        }
        if (bindings_.size() > kXmlNamespacesMax)
          return too_much("xml.too-many-namespaces", "namespaces declared in one place",
                          kXmlNamespacesMax);
        if (node == root_) settle_root();
        rename(node);
      }
      if (node.first_child()) {
        node = node.first_child();
        ++depth;
        continue;
      }
      while (node != root_ && !node.next_sibling()) {
        leave(depth--);
        node = node.parent();
      }
      leave(depth);
      if (node == root_) break;
      node = node.next_sibling();
    }
    return std::nullopt;
  }

 private:
  void declare(pugi::xml_attribute attribute, size_t depth) {
    const std::string_view name = attribute.name();
    if (!name.starts_with("xmlns") || (name.size() > 5 && name[5] != ':')) return;
    bindings_.push_back(
        {name.size() > 5 ? name.substr(6) : "", usual_prefix(attribute.value()), depth});
  }

  void leave(size_t depth) {
    while (!bindings_.empty() && bindings_.back().depth >= depth) bindings_.pop_back();
  }

  // The usual prefix for one that the document writes; itself if it is never declared.
  std::string_view usual_of(std::string_view prefix) const {
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
      if (binding->prefix == prefix) return binding->usual;
    }
    return prefix.empty() ? default_ : prefix;
  }

  void settle_root() {
    const auto [prefix, local] = split_name(root_.name());
    default_ = undeclared_default(local);
    primary_ = usual_of(prefix);
    // RSS 1.0 has a root of its own around elements that are read like those of RSS 2.0.
    if (primary_ == "rdf") primary_ = "rss";
    // Nobody agreed on a namespace for RSS 2.0; any other format in an unknown one is not ours.
    if (primary_ == "other" && local != "rss") primary_.clear();
  }

  void rename(pugi::xml_node node) {
    const auto [prefix, local] = split_name(node.name());
    const std::string_view usual = usual_of(prefix);
    set(node, prefix, local, usual == primary_ ? "" : usual);
    for (pugi::xml_attribute attribute : node.attributes()) {
      const auto [own, rest] = split_name(attribute.name());
      if (own.empty() || own == "xmlns" || own == "xml") continue;
      set(attribute, own, rest, usual_of(own));
    }
  }

  template <typename Named>
  void set(Named named, std::string_view prefix, std::string_view local, std::string_view usual) {
    if (usual == prefix) return;
    name_.assign(usual).append(usual.empty() ? "" : ":").append(local);
    named.set_name(name_.c_str());
  }

  pugi::xml_node root_;
  std::vector<Binding> bindings_;
  std::string_view default_;
  std::string primary_;  // its own bytes: the root's name is written over
  std::string name_;
};

Error syntax_error(std::string_view bytes, const pugi::xml_parse_result& result,
                   const std::string& place) {
  if (result.status == pugi::status_bad_doctype)
    return {"xml.doctype", place + ": a broken DOCTYPE, expected XML without DOCTYPE"};
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(
                                       std::min(static_cast<size_t>(result.offset), bytes.size()));
  const auto line = 1 + std::count(bytes.begin(), end, '\n');
  std::string found = result.description();
  if (!found.empty()) found[0] = static_cast<char>(found[0] | 0x20);
  return {"xml.syntax",
          place + ": line " + std::to_string(line) + ": " + found + ", expected well-formed XML"};
}

void append_utf8(uint32_t c, std::string& out) {
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  const auto byte = [&out](uint32_t b) { out += static_cast<char>(b); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)),
        byte(0x80 | (c & 0x3F));
  }
}

// The reference between "&" and ";" goes to `out`; false if it is none.
bool decode_one(std::string_view name, std::string& out) {
  static constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [known, c] : kNamed) {
    if (known == name) {
      out += c;
      return true;
    }
  }
  if (name.size() < 2 || name[0] != '#') return false;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const std::string_view number = name.substr(hex ? 2 : 1);
  uint32_t c = 0;
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), c, hex ? 16 : 10);
  if (number.empty() || end != number.data() + number.size()) return false;
  append_utf8(error == std::errc() ? c : 0, out);
  return true;
}

}  // namespace

Result<XmlTree> XmlTree::read(std::string_view utf8, const std::string& place) {
  // pugixml takes a NUL for the end of the document and would drop the rest without a word.
  if (utf8.find('\0') != std::string_view::npos)
    return Error{"xml.syntax", place + ": a NUL byte, expected well-formed XML"};
  // Feeds made by templates often begin with an empty line, which the declaration must not.
  utf8.remove_prefix(std::min(utf8.find_first_not_of(" \t\r\n"), utf8.size()));
  XmlTree tree;
  tree.bytes_ = std::make_unique<std::string>(utf8);
  tree.document_ = std::make_unique<pugi::xml_document>();
  constexpr unsigned kOptions = pugi::parse_cdata | pugi::parse_ws_pcdata | pugi::parse_eol |
                                pugi::parse_wconv_attribute | pugi::parse_doctype;
  const auto result = tree.document_->load_buffer_inplace(tree.bytes_->data(), tree.bytes_->size(),
                                                          kOptions, pugi::encoding_utf8);
  for (const pugi::xml_node node : tree.document_->children()) {
    if (node.type() == pugi::node_doctype)
      return Error{"xml.doctype", place + ": a DOCTYPE, expected XML without DOCTYPE"};
  }
  if (!result) return syntax_error(utf8, result, place);
  if (!tree.root()) return Error{"xml.syntax", place + ": no element, expected well-formed XML"};
  if (auto error = Walk(tree.root()).run(place)) return *std::move(error);
  return tree;
}

void append_decoded(std::string_view raw, std::string& out) {
  constexpr size_t kReferenceMax = 12;  // "&#x0010FFFF;": longer ones name no character
  for (size_t at = 0; at < raw.size();) {
    const size_t mark = std::min(raw.find('&', at), raw.size());
    out += raw.substr(at, mark - at);
    if (mark == raw.size()) return;
    const size_t size = raw.substr(mark, kReferenceMax).find(';');
    if (size != std::string_view::npos && decode_one(raw.substr(mark + 1, size - 1), out)) {
      at = mark + size + 1;
    } else {
      out += '&';
      at = mark + 1;
    }
  }
}

namespace {

void collect_text(pugi::xml_node node, std::string& out) {
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_pcdata) {
      append_decoded(child.value(), out);
    } else if (child.type() == pugi::node_cdata) {
      out += child.value();
    } else {
      collect_text(child, out);
    }
  }
}

}  // namespace

std::string xml_text(pugi::xml_node node) {
  std::string out;
  collect_text(node, out);
  return out;
}

std::string xml_attribute(pugi::xml_node node, const char* name) {
  std::string out;
  append_decoded(node.attribute(name).value(), out);
  return out;
}

std::string xml_short_attribute(pugi::xml_node node, const char* name) {
  const char* raw = node.attribute(name).value();
  return strnlen(raw, kXmlInheritedMax + 1) > kXmlInheritedMax ? "" : xml_attribute(node, name);
}

std::string xml_inherited(pugi::xml_node node, const char* name) {
  for (; node; node = node.parent()) {
    if (node.attribute(name)) return xml_short_attribute(node, name);
  }
  return {};
}

bool has_elements(pugi::xml_node node) {
  const auto children = node.children();
  return std::any_of(children.begin(), children.end(), [](const pugi::xml_node& child) {
    return child.type() == pugi::node_element;
  });
}

namespace {

void add_children(pugi::xml_node node, bool keep_blanks, PlainText& text) {
  const auto add = [&](std::string_view s) { keep_blanks ? text.preformatted(s) : text.text(s); };
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_pcdata) {
      std::string decoded;
      append_decoded(child.value(), decoded);
      add(decoded);
    } else if (child.type() == pugi::node_cdata) {
      add(child.value());
    } else if (child.type() == pugi::node_element) {
      const TagKind kind = tag_kind(split_name(child.name()).second);
      if (kind == TagKind::kHidden) continue;
      const bool block = kind == TagKind::kBlock || kind == TagKind::kPre;
      if (block || kind == TagKind::kBreak) text.line_end();
      if (kind == TagKind::kCell) text.blank();
      add_children(child, keep_blanks || kind == TagKind::kPre, text);
      if (block) text.line_end();
      if (kind == TagKind::kCell) text.blank();
    }
  }
}

}  // namespace

void add_markup(pugi::xml_node node, PlainText& text) { add_children(node, false, text); }

std::string markup_text(pugi::xml_node node) {
  PlainText text;
  add_markup(node, text);
  return std::move(text).take();
}

}  // namespace hearsay
