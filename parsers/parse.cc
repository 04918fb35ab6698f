// Reading one record: unpacked, made UTF-8, read by the reader of its format.
#include "parsers/parse.h"

#include <iterator>
#include <string>
#include <utility>

#include "parsers/charset.h"
#include "parsers/charset_names.h"
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

// True unless a content type names another charset, or one that nobody knows.
bool may_be_utf8(std::string_view content_type) {
  const std::string label = label_in_content_type(content_type);
  return label.empty() || charset_from_label(label) == Charset::kUtf8;
}

bool is_json(Format format) { return format == Format::kNinjs || format == Format::kMappedJson; }

// The items in their languages; the first tells what was odd about the record too.
Result<std::vector<Item>> finished(Result<std::vector<Item>> items, std::vector<Warning> of_record,
                                   const std::string& place) {
  if (!items) return items;
  for (Item& item : *items) settle_language(item, place);
  if (!items->empty()) {
    std::vector<Warning>& warnings = items->front().warnings;
    warnings.insert(warnings.begin(), std::make_move_iterator(of_record.begin()),
                    std::make_move_iterator(of_record.end()));
  }
  return items;
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
  if (format == Format::kDetect) format = format_of_content_type(origin.content_type);
  const auto format_of = [&](std::string_view text) {
    return format == Format::kDetect ? format_of_text(text, is_used(origin.fields)) : format;
  };
  // The reader of JSON looks at every byte: what it takes as it stands is UTF-8.
  const Format as_it_stands = format_of(bytes);
  if (is_json(as_it_stands) && may_be_utf8(origin.content_type)) {
    auto items = read_format(as_it_stands, bytes, origin);
    if (items || items.error().code != "json.syntax")
      return finished(std::move(items), {}, origin.place);
  }
  auto decoded = read_charset(bytes, origin.content_type, origin.place);
  if (!decoded) return decoded.error();
  return finished(read_format(format_of(decoded->text()), decoded->text(), origin),
                  std::move(decoded->warnings), origin.place);
}

}  // namespace hearsay
