// RSS 2.0, 0.9x and 1.0: a channel and its items, which RSS 1.0 puts beside it.
#include "parsers/feed_parts.h"
#include "parsers/item_fields.h"
#include "parsers/url.h"

namespace hearsay::feed {

namespace {

// What the channel says once for all its items.
struct Channel {
  std::string title, link, language;
};

Channel read_channel(pugi::xml_node channel) {
  Channel result;
  result.title = short_name(html_of(first_child(channel, {"title"})));
  result.link = web_address(base_of(channel, ""), line_of(channel, {"link"}));
  if (result.link.empty()) {
    // Feeds that forget <link> still tell their own address.
    result.link = web_address("", xml_attribute(channel.child("atom:link"), "href"));
  }
  result.language = short_name(line_of(channel, {"language", "dc:language"}));
  return result;
}

// "desk@example.com (Li Na)" names Li Na.
std::string person(std::string_view author) {
  const size_t open = author.find('('), close = author.rfind(')');
  if (author.find('@') < open && open < close && close != std::string_view::npos)
    author = author.substr(open + 1, close - open - 1);
  return one_line(author);
}

std::string byline_of(pugi::xml_node node) {
  std::string byline;
  for (const char* name : {"dc:creator", "author"}) {
    for (const pugi::xml_node one : node.children(name)) {
      const std::string who = person(xml_text(one));
      if (!who.empty()) byline.append(byline.empty() ? "" : ", ").append(who);
    }
    if (!byline.empty()) break;
  }
  return short_name(byline);
}

std::string language_of(pugi::xml_node node, const Channel& channel) {
  std::string language = line_of(node, {"dc:language", "language"});
  if (language.empty()) language = one_line(xml_inherited(node, "xml:lang"));
  return language.empty() ? channel.language : short_name(language);
}

Item read_item(pugi::xml_node node, const Channel& channel, const Origin& origin) {
  Item item;
  item.headline = one_line(html_of(first_child(node, {"title", "dc:title"})));
  for (const char* name : {"content:encoded", "description", "dc:description"}) {
    if (item.body.empty()) item.body = html_of(first_child(node, {name}));
  }
  item.headline_decoded = item.body_decoded = true;
  const pugi::xml_node guid = first_child(node, {"guid"});
  const std::string id = one_line(xml_text(guid)), about = xml_attribute(node, "rdf:about");
  const std::string base = base_of(node, channel.link);
  item.url = web_address(base, line_of(node, {"link", "atom:link"}));
  if (item.url.empty())
    item.url = web_address(base, xml_attribute(node.child("atom:link"), "href"));
  const bool permalink = one_line(xml_attribute(guid, "isPermaLink")) != "false";
  if (item.url.empty() && permalink && has_scheme(id)) item.url = web_address("", id);
  if (item.url.empty()) item.url = web_address(base, about);
  item.version = short_name(line_of(node, {"atom:updated", "dcterms:modified"}));
  item.provider = short_name(line_of(node, {"source", "dc:publisher"}));
  if (item.provider.empty()) item.provider = channel.title;
  item.language = language_of(node, channel);
  item.byline = byline_of(node);
  const std::string date =
      line_of(node, {"pubDate", "dc:date", "atom:updated", "atom:published", "dcterms:issued"});
  set_published(item, date, origin);
  if (!id.empty()) {
    const std::string& feed = channel.link.empty() ? channel.title : channel.link;
    item.uri = item_uri(has_scheme(id) || feed.empty() ? id : feed + "#" + id, {});
  } else {
    const std::string& address = about.empty() ? item.url : about;
    item.uri = item_uri(address, {item.headline, item.body, date});
  }
  return item;
}

}  // namespace

std::vector<Item> read_rss(pugi::xml_node root, const Origin& origin) {
  const pugi::xml_node channel_node = root.child("channel");
  const Channel channel = read_channel(channel_node);
  std::vector<Item> items;
  for (const pugi::xml_node parent : {channel_node, root}) {
    for (const pugi::xml_node node : parent.children("item"))
      items.push_back(read_item(node, channel, origin));
  }
  return items;
}

}  // namespace hearsay::feed
