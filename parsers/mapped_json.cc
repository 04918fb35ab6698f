// Reading JSON by a field map, and what can be wrong with such a map.
#include "parsers/mapped_json.h"

#include <algorithm>
#include <string>

#include "parsers/date.h"
#include "parsers/html_text.h"
#include "parsers/item_fields.h"
#include "parsers/json_value.h"
#include "parsers/zone.h"

namespace hearsay {

namespace {

// RFC 6901: empty, or begins with "/", and "~" only stands before 0 and 1.
bool is_pointer(std::string_view s) {
  if (!s.starts_with('/')) return false;
  for (size_t at = s.find('~'); at != std::string_view::npos; at = s.find('~', at + 1)) {
    if (at + 1 == s.size() || (s[at + 1] != '0' && s[at + 1] != '1')) return false;
  }
  return true;
}

class Reader {
 public:
  Reader(JsonElement root, std::string_view record, const Origin& origin)
      : root_(root), record_(record), origin_(origin), fields_(*origin.fields) {}

  Result<std::vector<Item>> run() {
    Item item;
    item.headline = words(fields_.headline, "\n");
    item.headline_decoded = strip_markup(item.headline);
    std::replace_if(
        item.headline.begin(), item.headline.end(), [](char c) { return c == '\n' || c == '\r'; },
        ' ');
    item.body = words(fields_.body, "\n");
    item.body_decoded = strip_markup(item.body);
    item.version = short_name(words(fields_.version, " "));
    item.language = short_name(words(fields_.language, " "));
    item.provider = short_name(words(fields_.provider, ", "));
    item.byline = short_name(words(fields_.byline, ", "));
    const std::string uri = words(fields_.uri, " ");
    item.url = web_url(words(fields_.url, " "));
    item.uri = item_uri(uri, {record_});
    item.published = published();
    if (error_) return *error_;
    std::vector<Item> items;
    items.push_back(std::move(item));
    return without_empty(std::move(items), origin_);
  }

 private:
  // The first of `names`, members or JSON pointers, that has words.
  std::string words(const std::vector<std::string>& names, std::string_view separator) {
    for (const std::string& name : names) {
      JsonElement found;
      const auto got = name.starts_with('/') ? root_.at_pointer(name) : root_.at_key(name);
      if (got.get(found) != simdjson::SUCCESS) continue;
      const auto words = json_words(found, separator);
      if (!words) {
        error_ = Error{"json.type", origin_.place + ": member \"" + name + "\" is " +
                                        std::string(json_type(found)) + ", expected text"};
        return {};
      }
      if (!words->empty()) return *words;
    }
    return {};
  }

  std::optional<TimeMs> published() {
    const std::string written = words(fields_.published, " ");
    if (written.empty()) return origin_.time;
    std::optional<WrittenDate> date;
    if (!fields_.date_format.empty()) {
      date = read_date_as(written, fields_.date_format);
    } else if (const auto epoch = read_epoch(written)) {
      return epoch;
    } else {
      date = read_feed_date(written);
    }
    if (date) return date->has_offset ? date->ms : instant_of(date->ms, fields_.zone);
    error_ = Error{"item.date", origin_.place + ": a date that cannot be read, expected " +
                                    (fields_.date_format.empty()
                                         ? "RFC 3339, RFC 822 or seconds or milliseconds since 1970"
                                         : "the form " + fields_.date_format)};
    return std::nullopt;
  }

  JsonElement root_;
  std::string_view record_;
  const Origin& origin_;
  const FieldMap& fields_;
  std::optional<Error> error_;
};

}  // namespace

std::optional<std::string> mistake_in(const FieldMap& fields) {
  if (fields.headline.empty() && fields.body.empty())
    return "found neither headline nor body, expected at least one";
  for (const auto* names :
       {&fields.uri, &fields.version, &fields.headline, &fields.body, &fields.language,
        &fields.published, &fields.provider, &fields.url, &fields.byline}) {
    for (const std::string& name : *names) {
      if (name.empty() || (name.starts_with('/') && !is_pointer(name)))
        return "found \"" + name + "\", expected a member's name or a JSON pointer";
    }
  }
  if (!fields.date_format.empty() && !is_date_format(fields.date_format))
    return "found date_format \"" + fields.date_format +
           "\", expected a year, month and day of %Y %y %m %b %d %H %M %S %f %z";
  if (!fields.zone.empty() && !is_zone(fields.zone))
    return "found zone \"" + fields.zone + "\", expected a name such as Asia/Shanghai";
  return std::nullopt;
}

Result<std::vector<Item>> read_mapped_json(std::string_view utf8, const Origin& origin) {
  const auto root = read_json_object(utf8, origin.place);
  if (!root) return root.error();
  return Reader(*root, utf8, origin).run();
}

}  // namespace hearsay
