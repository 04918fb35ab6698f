// Reading one record: unpacked, made UTF-8, read by the reader of its format.
#include "parsers/parse.h"

#include <iterator>
#include <string>
#include <utility>

#include "parsers/charset.h"
#include "parsers/detect.h"
#include "parsers/feed.h"
#include "parsers/html.h"
#include "parsers/item_fields.h"
#include "parsers/language.h"
#include "parsers/mapped_json.h"
#include "parsers/newsml.h"
#include "parsers/ninjs.h"
#include "parsers/unpack.h"

namespace hearsay {

namespace {

constexpr std::pair<std::string_view, Format> kFormatNames[] = {
    {"ninjs", Format::kNinjs},   {"json", Format::kMappedJson}, {"feed", Format::kFeed},
    {"newsml", Format::kNewsml}, {"html", Format::kHtml},       {"text", Format::kText},
    {"detect", Format::kDetect}};

bool is_used(const FieldMap* fields) {
  return fields && !(fields->headline.empty() && fields->body.empty());
}

// The first line with words is the headline, the rest the body.
Result<std::vector<Item>> read_text(std::string_view utf8, const Origin& origin) {
  const size_t first = utf8.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return Error{"item.empty", origin.place + ": no text, expected a headline"};
  const std::string_view text = utf8.substr(first);
  const size_t end = text.find_first_of("\r\n");
  Item item;
  item.uri = item_uri("", {utf8});
  item.headline = text.substr(0, end);
  if (end != std::string_view::npos) {
    const bool two = text.substr(end, 2) == "\r\n";
    item.body = text.substr(end + (two ? 2 : 1));
  }
  item.published = origin.time;
  return std::vector<Item>{std::move(item)};
}

Result<std::vector<Item>> read_format(Format format, std::string_view utf8, const Origin& origin) {
  switch (format) {
    case Format::kNinjs:
      return read_ninjs(utf8, origin);
    case Format::kMappedJson:
      if (!is_used(origin.fields))
        return Error{"item.fields", origin.place +
                                        ": JSON without a field map, expected `fields` "
                                        "in the configuration"};
      return read_mapped_json(utf8, origin);
    case Format::kFeed:
      return read_feed(utf8, origin);
    case Format::kNewsml:
      return read_newsml(utf8, origin);
    case Format::kHtml:
      return read_html(utf8, origin);
    case Format::kText:
    case Format::kDetect:  // decided before
      break;
  }
  return read_text(utf8, origin);
}

Error too_large(size_t bytes, const Origin& origin) {
  return {"item.too-large", origin.place + ": " + std::to_string(bytes) +
                                " bytes, expected at most " +
                                std::to_string(origin.item_bytes_max)};
}

}  // namespace

std::optional<Format> format_from_name(std::string_view name) {
  for (const auto& [known, format] : kFormatNames) {
    if (known == name) return format;
  }
  return std::nullopt;
}

Result<std::vector<Item>> parse(Format format, std::string_view bytes, const Origin& origin) {
  if (bytes.size() > origin.item_bytes_max) return too_large(bytes.size(), origin);
  std::string unpacked;
  if (packing_of(bytes) != Packing::kNone) {
    auto result = unpack(bytes, origin.item_bytes_max, origin.place);
    if (!result) return result.error();
    unpacked = *std::move(result);
    bytes = unpacked;
  }
  auto decoded = read_charset(bytes, origin.content_type, origin.place);
  if (!decoded) return decoded.error();
  const std::string_view text = decoded->text();
  if (format == Format::kDetect) format = format_of_content_type(origin.content_type);
  if (format == Format::kDetect) format = format_of_text(text, is_used(origin.fields));
  auto items = read_format(format, text, origin);
  if (!items) return items;
  for (Item& item : *items) settle_language(item, origin.place);
  if (!items->empty()) {
    std::vector<Warning>& warnings = items->front().warnings;
    warnings.insert(warnings.begin(), std::make_move_iterator(decoded->warnings.begin()),
                    std::make_move_iterator(decoded->warnings.end()));
  }
  return items;
}

}  // namespace hearsay
