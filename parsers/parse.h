// parse(): the bytes of one record become Items, or an Error that says what was found and expected.
//
//   auto items = parse(Format::kDetect, bytes, Origin{.place = "feed.jsonl:12"});
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/item.h"
#include "parsers/result.h"

namespace hearsay {

enum class Format : uint8_t { kDetect, kNinjs, kMappedJson, kFeed, kNewsml, kHtml, kText };

// "ninjs", "json", "feed", "newsml", "html", "text", "detect"; nothing for any other name.
std::optional<Format> format_from_name(std::string_view name);

// Which JSON members hold what, for feeds that are not ninjs. Each entry is a list of JSON
// pointers ("/data/title") or plain member names ("title"); the first that is present wins.
struct FieldMap {
  std::vector<std::string> uri, version, headline, body, language, published, provider, url, byline;
  std::string date_format;  // empty: RFC 3339, epoch seconds or milliseconds are recognised
  std::string zone;         // IANA name for dates that carry no offset; empty: UTC
};

// Where the bytes came from. `place` begins every error text ("FILE:LINE", "topic/0@17").
struct Origin {
  std::string place;
  std::string content_type;          // the record's header, empty if none
  std::optional<TimeMs> time;        // the record's own time: the item's when it carries no date
  const FieldMap* fields = nullptr;  // required by kMappedJson; outlives the call
};

// Reads one record; a feed or message may hold several items, in document order. Pure; any thread.
// May fail with codes "item.too-large", "json.*", "xml.*", "html.*", "charset.*", "item.*".
Result<std::vector<Item>> parse(Format format, std::string_view bytes, const Origin& origin);

}  // namespace hearsay
