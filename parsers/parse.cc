// Reading one record: ninjs, mapped JSON and plain text become Items, or an Error says why not.
#include "parsers/parse.h"

#include <simdjson.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <string>

#include "parsers/date.h"
#include "parsers/feed.h"
#include "parsers/fnv.h"
#include "parsers/html.h"
#include "parsers/html_text.h"
#include "parsers/newsml.h"

namespace hearsay {

namespace {

constexpr size_t kItemBytesMax = 1024 * 1024;  // a long article is 100 KiB; more is not one item
constexpr int kJsonDepthMax = 64;              // real feeds nest under ten levels

using Element = simdjson::dom::element;

std::string content_hash(std::string_view bytes) { return "hash:" + hex_of(fnv1a(bytes)); }

bool too_deep(std::string_view bytes) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kJsonDepthMax) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

// A member that may be text, a number, {"name": text}, or a list of such with the first counting.
std::optional<std::string> words_of(Element e) {
  std::string_view s;
  if (e.get(s) == simdjson::SUCCESS) return std::string(s);
  int64_t n = 0;
  if (e.get(n) == simdjson::SUCCESS) return std::to_string(n);
  if (e.is_number()) return simdjson::minify(e);
  simdjson::dom::array list;
  if (e.get(list) == simdjson::SUCCESS)
    return list.size() == 0 ? std::optional<std::string>("") : words_of(*list.begin());
  for (const char* member : {"name", "value", "full"}) {
    Element inner;
    if (e.at_key(member).get(inner) == simdjson::SUCCESS) return words_of(inner);
  }
  return e.is_null() ? std::optional<std::string>("") : std::nullopt;
}

std::string_view type_name(Element e) {
  if (e.is_array()) return "a list";
  if (e.is_object()) return "an object";
  return e.is_bool() ? "true or false" : "a scalar";
}

struct Reader {
  Element root;
  const Origin& origin;
  std::optional<Error> error;

  // The first of `names` (members or JSON pointers) that is there.
  std::string member(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      Element found;
      const auto got = name.starts_with('/') ? root.at_pointer(name) : root.at_key(name);
      if (got.get(found) != simdjson::SUCCESS) continue;
      const auto words = words_of(found);
      if (!words) {
        error = Error{"json.type", origin.place + ": member \"" + name + "\" is " +
                                       std::string(type_name(found)) + ", expected text"};
        return {};
      }
      if (!words->empty()) return *words;
    }
    return {};
  }
};

Result<std::vector<Item>> read_json(std::string_view bytes, const Origin& origin,
                                    const FieldMap& fields, bool xhtml) {
  if (too_deep(bytes))
    return Error{"json.too-deep",
                 origin.place + ": more than 64 levels of nesting, expected at most 64"};
  static thread_local simdjson::dom::parser parser;
  Element root;
  if (const auto error = parser.parse(simdjson::padded_string(bytes)).get(root);
      error != simdjson::SUCCESS) {
    return Error{"json.syntax",
                 origin.place + ": " + simdjson::error_message(error) + ", expected a JSON object"};
  }
  if (!root.is_object())
    return Error{"json.type", origin.place + ": JSON that is no object, expected a JSON object"};
  Reader reader{root, origin, std::nullopt};
  Item item;
  item.uri = reader.member(fields.uri);
  item.version = reader.member(fields.version);
  item.headline = reader.member(fields.headline);
  item.body = reader.member(fields.body);
  if (item.body.empty() && xhtml)
    item.body = html_to_text(reader.member({"body_xhtml", "body_html"}));
  item.language = reader.member(fields.language);
  item.provider = reader.member(fields.provider);
  item.url = reader.member(fields.url);
  item.byline = reader.member(fields.byline);
  const std::string date = reader.member(fields.published);
  const std::string status = reader.member({"pubstatus"});
  if (reader.error) return *reader.error;
  if (!date.empty()) {
    item.published = parse_rfc3339(date);
    int64_t epoch = 0;
    const auto [end, failed] = std::from_chars(date.data(), date.data() + date.size(), epoch);
    if (!item.published && failed == std::errc() && end == date.data() + date.size()) {
      constexpr int64_t kSecondsMax =
          100000000000;  // beyond the year 5000; larger counts are milliseconds
      item.published = epoch > kSecondsMax || epoch < -kSecondsMax ? epoch : epoch * 1000;
    }
    if (!item.published)
      return Error{
          "item.date",
          origin.place +
              ": a date that cannot be read, expected RFC 3339 or epoch seconds or milliseconds"};
  } else {
    item.published = origin.time;
  }
  if (status == "withheld") item.status = PubStatus::kWithheld;
  if (status == "canceled" || status == "cancelled") item.status = PubStatus::kCanceled;
  if (item.headline.empty() && item.body.empty() && item.status == PubStatus::kUsable)
    return Error{"item.empty", origin.place + ": neither headline nor body, expected at least one"};
  if (item.uri.empty()) item.uri = content_hash(bytes);
  return std::vector<Item>{std::move(item)};
}

const FieldMap& ninjs_fields() {
  static const FieldMap fields{{"uri"},
                               {"version"},
                               {"headline", "headlines", "title"},
                               {"body_text", "bodies"},
                               {"language"},
                               {"versioncreated", "firstcreated"},
                               {"provider", "infosource", "infosources"},
                               {"url"},
                               {"byline", "by"},
                               "",
                               ""};
  return fields;
}

constexpr std::pair<std::string_view, Format> kFormatNames[] = {
    {"ninjs", Format::kNinjs},   {"json", Format::kMappedJson}, {"feed", Format::kFeed},
    {"newsml", Format::kNewsml}, {"html", Format::kHtml},       {"text", Format::kText},
    {"detect", Format::kDetect}};

}  // namespace

std::optional<Format> format_from_name(std::string_view name) {
  for (const auto& [known, format] : kFormatNames) {
    if (known == name) return format;
  }
  return std::nullopt;
}

Result<std::vector<Item>> parse(Format format, std::string_view bytes, const Origin& origin) {
  if (bytes.size() > kItemBytesMax)
    return Error{"item.too-large", origin.place + ": " + std::to_string(bytes.size()) +
                                       " bytes, expected at most " + std::to_string(kItemBytesMax)};
  if (!simdjson::validate_utf8(bytes.data(), bytes.size()))
    return Error{"charset.invalid", origin.place + ": bytes that are no UTF-8, expected UTF-8"};
  // The mark as a whole: its bytes also begin other characters, such as a full-width colon.
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  const bool mapped =
      origin.fields && !(origin.fields->headline.empty() && origin.fields->body.empty());
  if (format == Format::kDetect)
    format = mapped                                                   ? Format::kMappedJson
             : first != std::string_view::npos && bytes[first] == '{' ? Format::kNinjs
                                                                      : Format::kText;
  switch (format) {
    case Format::kNinjs:
      return read_json(bytes, origin, ninjs_fields(), true);
    case Format::kMappedJson:
      if (!origin.fields)
        return Error{
            "item.fields",
            origin.place + ": JSON without a field map, expected `fields` in the configuration"};
      return read_json(bytes, origin, *origin.fields, false);
    case Format::kText: {
      if (first == std::string_view::npos)
        return Error{"item.empty", origin.place + ": no text, expected a headline"};
      const std::string_view text = bytes.substr(first);
      const size_t line = text.find('\n');
      Item item;
      item.uri = content_hash(bytes);
      item.headline = text.substr(0, line);
      if (line != std::string_view::npos) item.body = text.substr(line + 1);
      item.published = origin.time;
      return std::vector<Item>{std::move(item)};
    }
    case Format::kFeed:
      return read_feed(bytes, origin);
    case Format::kNewsml:
      return read_newsml(bytes, origin);
    case Format::kHtml:
      return read_html(bytes, origin);
    case Format::kDetect:
      break;  // decided above
  }
  return Error{"item.format", origin.place + ": no known format, expected one of parse.h"};
}

}  // namespace hearsay
