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
// pointers ("/data/title") or plain member names ("title"); the first that has words wins.
struct FieldMap {
  std::vector<std::string> uri, version, headline, body, language, published, provider, url, byline;
  std::string date_format;  // as read_date_as() in date.h takes it; empty: the usual forms
  std::string zone;         // IANA name for dates that carry no offset; empty: UTC
};

// What is wrong with a map, as "found, expected"; nothing if it can be used.
std::optional<std::string> mistake_in(const FieldMap& fields);

// A long article is 100 KiB and a feed of fifty 500 KiB; the limit bounds memory and time.
inline constexpr size_t kItemBytesDefault = 1024 * 1024;
inline constexpr size_t kItemBytesMost = 8 * 1024 * 1024;  // what a configuration may ask for

// How the records of one input are read: a part of the configuration.
struct Form {
  Format format = Format::kDetect;
  FieldMap fields;                            // for kMappedJson; empty: none
  size_t item_bytes_max = kItemBytesDefault;  // of a record, as it comes and when unpacked
};

// Where the bytes came from. `place` begins every error text ("FILE:LINE", "topic/0@17").
struct Origin {
  std::string place;
  std::string content_type;          // the record's header, empty if none
  std::optional<TimeMs> time;        // the record's own time: the item's when it carries no date
  const FieldMap* fields = nullptr;  // required by kMappedJson; outlives the call
  size_t item_bytes_max = kItemBytesDefault;
};

// Reads one record; a feed or message may hold several items, in document order: unpacks gzip and
// zstd, finds the charset (charset.h), then the format, which is the one given or, for kDetect, the
// content type's or what the text looks like (detect.h). What went wrong and did not stop the items
// is told in the warnings of the first. Any thread.
// May fail with codes "item.*", "packing.*", "charset.*", "json.*", "xml.*".
Result<std::vector<Item>> parse(Format format, std::string_view bytes, const Origin& origin);

}  // namespace hearsay
