// What the readers of feeds, NewsML and pages share in filling an Item: short fields, identities.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/item.h"
#include "parsers/parse.h"
#include "parsers/result.h"

namespace hearsay {

// Provider, byline, language, version: a name, not a story. A feed's own are copied into each of
// its items, so that without a limit one message could fill the memory.
inline constexpr size_t kNameBytesMax = 256;

// Without blanks at the ends; runs of blanks and line ends inside become one blank.
std::string one_line(std::string_view s);

// one_line(), cut at the last whole character within kNameBytesMax.
std::string short_name(std::string_view s);

// What identifies the item: `id` itself, or a hash of it where it is longer than kUrlBytesMax.
// Without an id, a hash of `content`.
std::string item_uri(std::string_view id, std::initializer_list<std::string_view> content);

// An address for Item::url: empty unless it is http or https and fits.
std::string web_url(std::string_view written);

// Reads the date, or takes the record's time; a warning "item.date" where `written` is no date.
void set_published(Item& item, std::string_view written, const Origin& origin);

// Drops items without headline and body that are not canceled: pictures, advertisements. The first
// item left tells how many were dropped. Fails with "item.empty" where items came and none is left.
Result<std::vector<Item>> without_empty(std::vector<Item> items, const Origin& origin);

}  // namespace hearsay
