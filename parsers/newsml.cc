// Reading newsItem elements: management data, descriptive data, then the first content with words.
#include "parsers/newsml.h"

#include <string>
#include <utility>

#include "parsers/date.h"
#include "parsers/feed_parts.h"
#include "parsers/html_text.h"
#include "parsers/item_fields.h"
#include "parsers/xml.h"

namespace hearsay {

namespace {

using feed::line_of;

// The code of "stat:usable" or of an address that ends in it.
std::string code_of(pugi::xml_node node) {
  for (const char* name : {"qcode", "uri", "literal"}) {
    const std::string value = one_line(xml_attribute(node, name));
    if (!value.empty()) return value.substr(value.find_last_of(":/") + 1);
  }
  return {};
}

// The first element of this name inside, whatever its namespace; the document's order.
pugi::xml_node find_local(pugi::xml_node node, std::string_view local) {
  return node.find_node([&](const pugi::xml_node& inner) {
    std::string_view name = inner.name();
    name.remove_prefix(name.find(':') + 1);  // npos + 1 is 0
    return name == local;
  });
}

// A provider or creator: its name, else the literal, else the code behind the scheme.
std::string party_of(pugi::xml_node node) {
  for (const std::string& words :
       {line_of(node, {"name"}), xml_attribute(node, "literal"), code_of(node)}) {
    const std::string name = short_name(words);
    if (!name.empty()) return name;
  }
  return short_name(xml_text(node));
}

std::string bylines_of(pugi::xml_node meta) {
  std::string byline;
  for (const pugi::xml_node by : meta.children("by")) {
    const std::string words = one_line(markup_text(by));
    if (!words.empty()) byline.append(byline.empty() ? "" : ", ").append(words);
  }
  if (byline.empty() && meta.child("creator")) byline = party_of(meta.child("creator"));
  return short_name(byline);
}

// The headline in the item's language; the main one before kickers and short ones.
std::string headline_of(pugi::xml_node meta, const std::string& language) {
  std::string best;
  int best_rank = 0;
  for (const pugi::xml_node headline : meta.children("headline")) {
    const std::string own = xml_short_attribute(headline, "xml:lang");
    const std::string role = xml_short_attribute(headline, "role");
    const int rank = 1 +
                     (own == language ? 4
                      : own.empty()   ? 2
                                      : 0) +
                     (role.empty() || role.ends_with(":main") ? 1 : 0);
    if (rank <= best_rank) continue;
    std::string words = one_line(markup_text(headline));
    if (words.empty()) continue;
    best = std::move(words);
    best_rank = rank;
  }
  return best;
}

// Text with its lines kept: blank lines and blanks at their ends carry nothing.
std::string lines_of(std::string_view s) {
  PlainText text;
  text.preformatted(s);
  return std::move(text).take();
}

// Fills the body, and what the metadata left open, from inlineXML or inlineData.
void read_content(pugi::xml_node content, Item& item) {
  const std::string type = one_line(xml_attribute(content, "contenttype"));
  if (std::string_view(content.name()) == "inlineData") {
    if (content.attribute("encoding")) return;  // base64: pictures, sound, office files
    if (type == "text/html" || type == "application/xhtml+xml") {
      item.body = feed::html_of(content);
      item.body_decoded = true;
    } else if (type.empty() || type.starts_with("text/plain")) {
      item.body = lines_of(xml_text(content));
    }
    return;
  }
  if (std::string_view(content.name()) != "inlineXML") return;
  item.body_decoded = true;
  if (const pugi::xml_node nitf = find_local(content, "nitf")) {
    item.body = markup_text(find_local(nitf, "body.content"));
    if (item.headline.empty()) item.headline = one_line(markup_text(find_local(nitf, "hl1")));
    if (item.byline.empty()) item.byline = short_name(markup_text(find_local(nitf, "byline")));
  } else if (const pugi::xml_node body = find_local(content, "body")) {
    item.body = markup_text(body);
    if (item.headline.empty()) item.headline = one_line(xml_text(find_local(content, "title")));
  } else {
    item.body = markup_text(content);
  }
}

PubStatus status_of(pugi::xml_node meta, const Item& item, const Origin& origin) {
  const std::string code = code_of(meta.child("pubStatus"));
  if (code == "canceled" || code == "cancelled") return PubStatus::kCanceled;
  if (code == "withheld") return PubStatus::kWithheld;
  // An embargo without a date has no end.
  if (const pugi::xml_node embargoed = meta.child("embargoed")) {
    const auto until = parse_rfc3339(xml_text(embargoed));
    const auto now = origin.time ? origin.time : item.published;
    if (!until || !now || *until > *now) return PubStatus::kWithheld;
  }
  return PubStatus::kUsable;
}

Item read_item(pugi::xml_node node, const Origin& origin) {
  Item item;
  const pugi::xml_node management = node.child("itemMeta"), meta = node.child("contentMeta");
  item.version = short_name(xml_attribute(node, "version"));
  item.language = short_name(xml_attribute(meta.child("language"), "tag"));
  if (item.language.empty()) item.language = short_name(xml_inherited(node, "xml:lang"));
  item.provider = party_of(management.child("provider"));
  if (item.provider.empty()) item.provider = party_of(meta.child("infoSource"));
  item.byline = bylines_of(meta);
  item.headline = headline_of(meta, item.language);
  if (item.headline.empty()) item.headline = line_of(management, {"title"});
  std::string date = line_of(management, {"versionCreated", "firstCreated"});
  if (date.empty()) date = line_of(meta, {"contentModified", "contentCreated"});
  set_published(item, date, origin);
  for (const pugi::xml_node content : node.child("contentSet").children()) {
    if (item.body.empty()) read_content(content, item);
  }
  const std::string guid = one_line(xml_attribute(node, "guid"));
  item.uri = item_uri(guid, {item.headline, item.body, date});
  item.url = feed::web_address("", guid);
  item.status = status_of(management, item, origin);
  return item;
}

}  // namespace

Result<std::vector<Item>> read_newsml(std::string_view utf8, const Origin& origin) {
  auto tree = XmlTree::read(utf8, origin.place);
  if (!tree) return tree.error();
  const std::string_view root = tree->root().name();
  std::vector<Item> items;
  if (root == "newsItem") {
    items.push_back(read_item(tree->root(), origin));
  } else if (root == "newsMessage") {
    for (const pugi::xml_node set : tree->root().children("itemSet")) {
      for (const pugi::xml_node node : set.children("newsItem"))
        items.push_back(read_item(node, origin));
    }
  } else {
    return Error{"item.format",
                 origin.place + ": XML that is no news item, expected newsItem or newsMessage"};
  }
  return without_empty(std::move(items), origin);
}

}  // namespace hearsay
