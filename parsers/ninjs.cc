// Reading ninjs: one pass over the members, then the item from those that were there.
#include "parsers/ninjs.h"

#include <algorithm>
#include <array>
#include <forward_list>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "parsers/ascii.h"
#include "parsers/date.h"
#include "parsers/html_text.h"
#include "parsers/item_fields.h"
#include "parsers/json_value.h"

namespace hearsay {

namespace {

enum Member : uint8_t {
  kUri,
  kAltids,
  kVersion,
  kPubstatus,
  kEmbargoed,
  kProvider,
  kInfosource,
  kInfosources,
  kHeadline,
  kHeadlines,
  kTitle,
  kBodyText,
  kBodyXhtml,
  kBodyHtml,
  kBodies,
  kDescription,
  kVersioncreated,
  kFirstcreated,
  kByline,
  kBy,
  kUrl,
  kLanguage,
  kUrgency,
  kMembers
};

constexpr std::array<std::string_view, kMembers> kNames = {
    "uri",        "altids",      "version",  "pubstatus",        "embargoed",      "provider",
    "infosource", "infosources", "headline", "headlines",        "title",          "body_text",
    "body_xhtml", "body_html",   "bodies",   "description_text", "versioncreated", "firstcreated",
    "byline",     "by",          "url",      "language",         "urgency"};

// The names by their sizes and two of their letters, which tell all of them apart.
class MemberTable {
 public:
  constexpr MemberTable() {
    slots_.fill(kMembers);
    for (size_t i = 0; i < kMembers; ++i) slots_[slot_of(kNames[i])] = static_cast<uint8_t>(i);
  }

  // The Member of this name; kMembers if there is none.
  constexpr size_t find(std::string_view name) const {
    if (name.empty()) return kMembers;
    const size_t found = slots_[slot_of(name)];
    return found < kMembers && kNames[found] == name ? found : size_t{kMembers};
  }

 private:
  static constexpr size_t slot_of(std::string_view name) {
    const auto first = static_cast<uint8_t>(name.front()), last = static_cast<uint8_t>(name.back());
    return (name.size() + first * 7U + last) % 64;
  }

  std::array<uint8_t, 64> slots_{};
};

constexpr MemberTable kMemberTable;

constexpr bool finds_all() {
  for (size_t i = 0; i < kMembers; ++i) {
    if (kMemberTable.find(kNames[i]) != i) return false;
  }
  return true;
}
static_assert(finds_all(), "two names share a slot");

std::string text_member(JsonElement object, const char* name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

// How the words of a rendition are wrapped.
enum class Wrapping : uint8_t { kPlain, kMarkup, kNoText };

Wrapping wrapping_of(std::string_view content_type, std::string_view words) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  if (type.empty()) return has_markup(words) ? Wrapping::kMarkup : Wrapping::kPlain;
  if (type.ends_with("html") || type.ends_with("xml")) return Wrapping::kMarkup;
  const bool text = type.starts_with("text/") || type.find('/') == std::string_view::npos;
  return text ? Wrapping::kPlain : Wrapping::kNoText;  // a picture, a PDF, a chart's numbers
}

// One entry of `headlines` or `bodies`.
struct Rendition {
  std::string role, text;
  bool plain = true;
};

class Reader {
 public:
  Reader(JsonElement root, std::string_view record, const Origin& origin)
      : record_(record), origin_(origin) {
    for (const simdjson::dom::key_value_pair member : simdjson::dom::object(root)) {
      const std::string_view key = member.key;
      if (const size_t known = kMemberTable.find(key); known < kMembers) {
        if (!at(static_cast<Member>(known))) members_[known] = member.value;
        there_ |= 1U << known;
      } else if (key.starts_with("body_") && !other_body_) {
        other_body_ = member.value;
      }
    }
  }

  Result<std::vector<Item>> run() {
    item_.version = name({kVersion});
    item_.provider = name({kProvider, kInfosource, kInfosources});
    item_.byline = name({kByline, kBy});
    item_.language = name({kLanguage});
    read_headline();
    read_body();
    item_.urgency = urgency();
    read_date();
    read_status();
    read_identity();
    if (error_) return *error_;
    return without_empty(std::move(items_), origin_);
  }

 private:
  // The member, or nullptr where it is not there.
  const JsonElement* at(Member member) const {
    return (there_ >> member & 1U) != 0 ? &members_[member] : nullptr;
  }

  void fail(std::string code, const std::string& what) {
    if (!error_) error_ = Error{std::move(code), origin_.place + ": " + what};
  }

  // The words of a member without which there is no item; anything but text is an error. Valid as
  // long as the reader.
  std::string_view words(Member member) {
    std::string_view text;
    if (!at(member) || at(member)->get(text) == simdjson::SUCCESS) return text;
    if (auto found = json_words(*at(member), "\n")) return made_.emplace_front(*std::move(found));
    fail("json.type", "member \"" + std::string(kNames[member]) + "\" is " +
                          std::string(json_type(*at(member))) + ", expected text");
    return {};
  }

  // The first of these members with a name in it; what is none is passed over with a warning.
  std::string name(std::initializer_list<Member> members) {
    for (const Member member : members) {
      if (!at(member)) continue;
      const bool many = member == kByline || member == kBy;
      std::string words;
      std::string_view text;
      if (at(member)->get(text) == simdjson::SUCCESS) {
        words = short_name(text);
      } else if (const auto found =
                     many ? json_words(*at(member), ", ") : json_first(*at(member))) {
        words = short_name(*found);
      } else {
        item_.warnings.push_back(
            {"json.type", origin_.place + ": member \"" + std::string(kNames[member]) + "\" is " +
                              std::string(json_type(*at(member))) + ", expected text"});
      }
      if (!words.empty()) return words;
    }
    return {};
  }

  std::vector<Rendition> renditions(Member member) {
    std::vector<Rendition> all;
    simdjson::dom::array list;
    if (!at(member)) return all;
    if (at(member)->get(list) != simdjson::SUCCESS) {
      fail("json.type", "member \"" + std::string(kNames[member]) + "\" is " +
                            std::string(json_type(*at(member))) + ", expected a list");
      return all;
    }
    for (const JsonElement one : list) {
      Rendition rendition;
      std::string_view bare;
      rendition.text =
          one.get(bare) == simdjson::SUCCESS ? std::string(bare) : text_member(one, "value");
      rendition.role = text_member(one, "role");
      const Wrapping wrapping = wrapping_of(text_member(one, "contenttype"), rendition.text);
      if (wrapping == Wrapping::kNoText) continue;
      rendition.plain = wrapping == Wrapping::kPlain;
      if (!rendition.plain) rendition.text = html_to_text(rendition.text);
      if (!one_line(rendition.text).empty()) all.push_back(std::move(rendition));
    }
    return all;
  }

  void read_headline() {
    std::string& words = item_.headline = this->words(kHeadline);
    item_.headline_decoded = strip_markup(words);
    if (words.empty()) {
      std::vector<Rendition> all = renditions(kHeadlines);
      auto main = std::find_if(all.begin(), all.end(), [](const Rendition& one) {
        return one.role.empty() || one.role == "main" || one.role == "headline";
      });
      if (main == all.end()) main = all.begin();
      if (!all.empty()) {
        words = std::move(main->text);
        item_.headline_decoded = !main->plain;
      }
    }
    if (words.empty()) {
      words = this->words(kTitle);
      item_.headline_decoded = strip_markup(words);
    }
    // A headline is one line, and each of its characters stays where it was.
    std::replace_if(
        words.begin(), words.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  }

  void read_body() {
    std::string& words = item_.body = this->words(kBodyText);
    item_.body_decoded = strip_markup(words);
    for (const Member markup : {kBodyXhtml, kBodyHtml}) {
      if (!words.empty()) return;
      words = html_to_text(this->words(markup));
      item_.body_decoded = true;
    }
    if (words.empty()) read_bodies();
    if (words.empty() && other_body_) {
      words = json_words(*other_body_, "\n").value_or("");
      item_.body_decoded = strip_markup(words);
    }
    if (!words.empty()) return;
    words = this->words(kDescription);
    item_.body_decoded = strip_markup(words);
  }

  // A role that came as plain text and as markup counts once, as plain text.
  void read_bodies() {
    const std::vector<Rendition> all = renditions(kBodies);
    std::unordered_set<std::string> plain_roles, told;
    for (const Rendition& one : all) {
      if (one.plain) plain_roles.insert(one.role);
    }
    item_.body_decoded = plain_roles.empty();
    for (const Rendition& one : all) {
      if (!one.plain && plain_roles.contains(one.role)) continue;
      if (told.insert(one_line(one.text)).second)
        item_.body.append(item_.body.empty() ? "" : "\n").append(one.text);
    }
  }

  std::optional<int> urgency() {
    if (!at(kUrgency) || at(kUrgency)->is_null()) return std::nullopt;
    int64_t number = 0;
    if (at(kUrgency)->get(number) != simdjson::SUCCESS) {
      const std::string written = json_first(*at(kUrgency)).value_or("");
      if (written.size() == 1) number = written[0] - '0';
    }
    if (number >= 1 && number <= 9) return static_cast<int>(number);
    item_.warnings.push_back(
        {"item.urgency", origin_.place + ": an urgency that is none, expected 1 to 9"});
    return std::nullopt;
  }

  void read_date() {
    std::string_view written = words(kVersioncreated);
    if (written.empty()) written = words(kFirstcreated);
    if (written.empty()) {
      item_.published = origin_.time;
      return;
    }
    item_.published = parse_feed_date(written);
    if (!item_.published) item_.published = read_epoch(written);
    if (!item_.published)
      fail("item.date", "a date that cannot be read, expected RFC 3339 or seconds since 1970");
  }

  void read_status() {
    std::string_view status = words(kPubstatus);
    // "stat:usable" and addresses that end in it; npos + 1 is 0.
    status.remove_prefix(std::max(status.rfind(':') + 1, status.rfind('/') + 1));
    if (status == "canceled" || status == "cancelled") {
      item_.status = PubStatus::kCanceled;
    } else if (status == "withheld") {
      item_.status = PubStatus::kWithheld;
    } else if (!status.empty() && status != "usable") {
      fail("item.status", "a pubstatus that is not known, expected usable, withheld or canceled");
    }
    if (item_.status != PubStatus::kUsable || !at(kEmbargoed) || at(kEmbargoed)->is_null()) return;
    const auto until = parse_rfc3339(words(kEmbargoed));
    const auto now = origin_.time ? origin_.time : item_.published;
    if (!until || !now || *until > *now) item_.status = PubStatus::kWithheld;  // no end, or not yet
  }

  void read_identity() {
    std::string_view uri = words(kUri);
    if (uri.empty()) uri = made_.emplace_front(first_altid());
    const std::string url = at(kUrl) ? json_first(*at(kUrl)).value_or("") : "";
    item_.url = web_url(url.empty() ? uri : url);
    item_.uri = item_uri(uri, {record_});
  }

  // altids is {"role": "id"} in version 1 and [{"role": …, "value": "id"}] later.
  std::string first_altid() const {
    if (!at(kAltids)) return {};
    simdjson::dom::object roles;
    if (at(kAltids)->get(roles) != simdjson::SUCCESS) return json_first(*at(kAltids)).value_or("");
    for (const auto [role, id] : roles) {
      std::string words = json_first(id).value_or("");
      if (!words.empty()) return words;
    }
    return {};
  }

  std::string_view record_;
  const Origin& origin_;
  std::array<JsonElement, kMembers> members_;
  uint32_t there_ = 0;  // bit `member` is set where the record has it; the first one counts
  static_assert(kMembers <= 32);
  std::optional<JsonElement> other_body_;
  std::forward_list<std::string> made_;  // words that stand nowhere as they are
  std::optional<Error> error_;
  std::vector<Item> items_ = std::vector<Item>(1);
  Item& item_ = items_.front();
};

}  // namespace

Result<std::vector<Item>> read_ninjs(std::string_view utf8, const Origin& origin) {
  const auto root = read_json_object(utf8, origin.place);
  if (!root) return root.error();
  return Reader(*root, utf8, origin).run();
}

}  // namespace hearsay
