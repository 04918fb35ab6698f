// Filling the fields of an Item that every markup format has.
#include "parsers/item_fields.h"

#include <utility>

#include "parsers/ascii.h"
#include "parsers/date.h"
#include "parsers/fnv.h"
#include "parsers/plain_text.h"
#include "parsers/url.h"

namespace hearsay {

namespace {

// True for what one_line() would not change, as most names are.
bool is_one_line(std::string_view s) {
  char before = ' ';
  for (const char c : s) {
    if (is_blank(c) && (c != ' ' || before == ' ')) return false;
    before = c;
  }
  return before != ' ';
}

}  // namespace

std::string one_line(std::string_view s) {
  if (is_one_line(s)) return std::string(s);
  PlainText text;
  text.text(s);
  return std::move(text).take();
}

std::string short_name(std::string_view s) {
  std::string name = one_line(s);
  if (name.size() > kNameBytesMax) {
    size_t end = kNameBytesMax;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  return name;
}

std::string item_uri(std::string_view id, std::initializer_list<std::string_view> content) {
  if (!id.empty() && id.size() <= kUrlBytesMax) return std::string(id);
  uint64_t hash = kFnvBasis;
  if (!id.empty()) {
    hash = fnv1a(id);
  } else {
    for (const std::string_view part : content) hash = fnv1a(part, fnv1a("\n", hash));
  }
  return "hash:" + hex_of(hash);
}

std::string web_url(std::string_view written) {
  const std::string_view url = trimmed(written);
  const bool web = url.starts_with("http://") || url.starts_with("https://");
  return std::string(web && url.size() <= kUrlBytesMax ? url : "");
}

void set_published(Item& item, std::string_view written, const Origin& origin) {
  item.published = parse_feed_date(written);
  if (item.published) return;
  item.published = origin.time;
  if (!trimmed(written).empty()) {
    item.warnings.push_back(
        {"item.date", origin.place + ": a date that cannot be read, expected RFC 822 or RFC 3339; "
                                     "the record's own time is taken"});
  }
}

Result<std::vector<Item>> without_empty(std::vector<Item> items, const Origin& origin) {
  const size_t dropped = std::erase_if(items, [](const Item& item) {
    return item.headline.empty() && item.body.empty() && item.status == PubStatus::kUsable;
  });
  if (dropped > 0 && items.empty())
    return Error{"item.empty", origin.place + ": neither headline nor body, expected at least one"};
  if (dropped > 0) {
    items.front().warnings.push_back(
        {"item.empty", origin.place + ": " + std::to_string(dropped) +
                           " items of the message have neither headline nor body"});
  }
  return items;
}

}  // namespace hearsay
