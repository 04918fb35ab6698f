// Atom 1.0: a feed of entries, or one entry by itself, and tombstones of entries taken back.
#include <string>
#include <string_view>

#include "parsers/feed_parts.h"
#include "parsers/html_text.h"
#include "parsers/item_fields.h"

namespace hearsay::feed {

namespace {

// True if the words hold references of their own beside those of XML: nothing decodes these.
bool is_plain(pugi::xml_node node) {
  const std::string type = one_line(xml_attribute(node, "type"));
  return (type.empty() || type == "text" || (type.starts_with("text/") && type != "text/html")) &&
         !has_elements(node);
}

// A text construct or content (RFC 4287, 3.1 and 4.1.3): type says how the words are wrapped.
std::string text_of(pugi::xml_node node) {
  const std::string type = one_line(xml_attribute(node, "type"));
  if (type == "html" || type == "text/html") return html_of(node);
  // Markup where text was announced is still markup: readers see no tags.
  if (type == "xhtml" || has_elements(node)) return markup_text(node);
  if (is_plain(node)) {
    PlainText text;
    text.preformatted(xml_text(node));
    return std::move(text).take();
  }
  return {};  // a picture or sound in base64
}

// The address of the first link with this rel; Atom's default is "alternate".
std::string link_of(pugi::xml_node node, std::string_view rel, const std::string& base) {
  for (const pugi::xml_node link : node.children("link")) {
    const std::string own = one_line(xml_attribute(link, "rel"));
    if ((own.empty() ? "alternate" : own) != rel) continue;
    std::string url = web_address(base_of(link, base), xml_attribute(link, "href"));
    if (!url.empty()) return url;
  }
  return {};
}

std::string authors_of(pugi::xml_node node) {
  std::string byline;
  for (const pugi::xml_node author : node.children("author")) {
    const std::string name = line_of(author, {"name"});
    if (!name.empty()) byline.append(byline.empty() ? "" : ", ").append(name);
  }
  return short_name(byline);
}

// What the feed says once for all its entries.
struct Feed {
  std::string title, base, byline;
};

Item read_entry(pugi::xml_node node, const Feed& feed, const Origin& origin) {
  Item item;
  const pugi::xml_node source = node.child("source");
  const pugi::xml_node title = first_child(node, {"title"});
  item.headline = one_line(text_of(title));
  item.headline_decoded = !is_plain(title);
  for (const char* name : {"content", "summary"}) {
    if (!item.body.empty()) break;
    const pugi::xml_node content = first_child(node, {name});
    item.body = text_of(content);
    item.body_decoded = !is_plain(content);
  }
  item.url = link_of(node, "alternate", feed.base);
  item.version = short_name(line_of(node, {"updated"}));
  item.provider = short_name(text_of(first_child(source, {"title"})));
  if (item.provider.empty()) item.provider = feed.title;
  item.byline = authors_of(node);
  if (item.byline.empty()) item.byline = authors_of(source);
  if (item.byline.empty()) item.byline = feed.byline;
  item.language = short_name(xml_inherited(node, "xml:lang"));
  set_published(item, line_of(node, {"updated", "published"}), origin);
  const std::string id = line_of(node, {"id"});
  item.uri = item_uri(id.empty() ? item.url : id, {item.headline, item.body, item.version});
  return item;
}

// REQUIRES that `id`, the entry that it takes back, is not empty.
Item read_tombstone(pugi::xml_node node, const std::string& id, const Feed& feed,
                    const Origin& origin) {
  Item item;
  item.uri = item_uri(id, {});
  item.version = short_name(xml_attribute(node, "when"));
  item.provider = feed.title;
  item.status = PubStatus::kCanceled;
  set_published(item, item.version, origin);
  return item;
}

}  // namespace

std::vector<Item> read_atom(pugi::xml_node root, const Origin& origin) {
  Feed feed;
  std::vector<Item> items;
  if (std::string_view(root.name()) == "entry") {
    items.push_back(read_entry(root, feed, origin));
    return items;
  }
  feed.title = short_name(text_of(first_child(root, {"title"})));
  feed.base = link_of(root, "self", "");
  if (feed.base.empty()) feed.base = link_of(root, "alternate", "");
  feed.byline = authors_of(root);
  for (const pugi::xml_node node : root.children()) {
    const std::string_view name = node.name();
    if (name == "entry") items.push_back(read_entry(node, feed, origin));
    if (name != "at:deleted-entry") continue;
    const std::string id = one_line(xml_attribute(node, "ref"));
    if (!id.empty()) items.push_back(read_tombstone(node, id, feed, origin));
  }
  return items;
}

}  // namespace hearsay::feed
