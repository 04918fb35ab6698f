// Formats by media type and by the first element.
#include "parsers/detect.h"

#include <algorithm>
#include <string>

#include "parsers/ascii.h"
#include "parsers/html_text.h"

namespace hearsay {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f";

struct Element {
  std::string name;         // in lower case, without its prefix; empty if the text begins with none
  bool namespaced = false;  // it declares a namespace
};

// The first element, behind the XML declaration, comments and a DOCTYPE.
Element first_element(std::string_view text) {
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (text.size() < 2 || text[0] != '<') return {};
    if (text[1] != '?' && text[1] != '!') break;
    const std::string_view end = text.starts_with("<!--") ? "-->" : text[1] == '?' ? "?>" : ">";
    const size_t at = text.find(end);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + end.size());
  }
  std::string name;
  for (const char c : text.substr(1)) {
    if (is_blank(c) || c == '>' || c == '/') break;
    name += lower(c);
    constexpr size_t kNameMax = 64;
    if (name.size() > kNameMax) return {};
  }
  const std::string_view tag = text.substr(0, text.find('>'));
  return {name.substr(name.find(':') + 1),  // npos + 1 is 0
          tag.find(" xmlns") != std::string_view::npos};
}

bool is_newsml(std::string_view name) {
  return name == "newsitem" || name == "newsmessage" || name == "packageitem" ||
         name == "conceptitem" || name == "knowledgeitem" || name == "planningitem";
}

}  // namespace

Format format_of_content_type(std::string_view content_type) {
  std::string type;
  for (const char c : content_type.substr(0, content_type.find(';'))) {
    if (!is_blank(c)) type += lower(c);
  }
  if (type == "application/vnd.iptc.ninjs+json" || type == "application/ninjs+json")
    return Format::kNinjs;
  if (type == "application/rss+xml" || type == "application/atom+xml" ||
      type == "application/rdf+xml")
    return Format::kFeed;
  if (type.starts_with("application/vnd.iptc.g2.")) return Format::kNewsml;
  if (type == "text/html") return Format::kHtml;
  return Format::kDetect;
}

Format format_of_text(std::string_view utf8, bool has_fields) {
  const size_t first = utf8.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return Format::kText;
  if (utf8[first] == '{') return has_fields ? Format::kMappedJson : Format::kNinjs;
  if (utf8[first] != '<') return Format::kText;
  const auto [name, namespaced] = first_element(utf8);
  if (name == "rss" || name == "rdf" || name == "feed" || name == "entry") return Format::kFeed;
  if (is_newsml(name)) return Format::kNewsml;
  if (name == "html" || has_markup("<" + name + ">")) return Format::kHtml;
  const std::string_view rest = utf8.substr(first);
  // XML of a kind that is not ours: the reader of feeds says so.
  if (namespaced || rest.starts_with("<?xml") || rest.starts_with("<!DOCTYPE"))
    return Format::kFeed;
  return Format::kText;
}

}  // namespace hearsay
