// Stage "feeds": one document as newsrooms send it, in.[CHARSET.]FORMAT; its Items for people.
//
// in.rss, in.atom, in.newsml, in.html, in.ninjs, in.txt are parsed as they are. in.gbk.rss is kept
// in UTF-8, so that it can be read and reviewed, and is encoded in the charset named (an ICU name;
// a byte order mark is a U+FEFF in the file) before it is parsed.
// in.json is JSON by the map of "# fields: headline=title body=/a/b …" in want.txt.
// "# content-type: VALUE" in want.txt gives the record's header, "# format: detect" leaves the
// format to be found out.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <map>
#include <sstream>

#include "parsers/parse.h"
#include "tests/golden/golden.h"
#include "tests/unit/encoded.h"

namespace hearsay::testing {
namespace {

// The value of "# name: value" in want.txt.
std::string option(const std::filesystem::path& folder, const std::string& name) {
  if (!std::filesystem::exists(folder / "want.txt")) return {};
  std::istringstream lines(read_case_file(folder / "want.txt"));
  const std::string head = "# " + name + ": ";
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(head)) return line.substr(head.size());
  }
  return {};
}

// "headline=title body=/a/b zone=UTC"; a date_format is the rest of the line, blanks and all.
FieldMap fields_of(const std::string& written) {
  FieldMap map;
  const std::map<std::string, std::vector<std::string>*> lists = {{"uri", &map.uri},
                                                                  {"headline", &map.headline},
                                                                  {"body", &map.body},
                                                                  {"published", &map.published},
                                                                  {"provider", &map.provider},
                                                                  {"byline", &map.byline},
                                                                  {"url", &map.url}};
  std::istringstream words(written);
  for (std::string word; words >> word;) {
    const size_t sign = word.find('=');
    const std::string name = word.substr(0, sign), value = word.substr(sign + 1);
    if (name == "zone") {
      map.zone = value;
    } else if (name == "date_format") {
      std::getline(words, map.date_format);
      map.date_format.insert(0, value);
    } else {
      const auto list = lists.find(name);
      EXPECT_NE(list, lists.end()) << name;
      if (list != lists.end()) list->second->push_back(value);
    }
  }
  EXPECT_FALSE(mistake_in(map)) << *mistake_in(map);
  return map;
}

std::string day_and_time(TimeMs ms) {
  const time_t seconds = ms / 1000;
  tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

void show(const Item& item, std::ostream& out) {
  const auto field = [&out](const char* name, const std::string& value) {
    if (!value.empty()) out << "  " << name << ' ' << value << '\n';
  };
  out << "item " << item.uri << '\n';
  field("version", item.version);
  if (item.status != PubStatus::kUsable)
    field("status", item.status == PubStatus::kWithheld ? "withheld" : "canceled");
  field("provider", item.provider);
  field("language", item.language);
  if (item.published) field("published", day_and_time(*item.published));
  if (item.urgency) field("urgency", std::to_string(*item.urgency));
  field("byline", item.byline);
  field("url", item.url);
  field("headline", item.headline);
  std::istringstream lines(item.body);
  for (std::string line; std::getline(lines, line);) out << "  | " << line << '\n';
  for (const Warning& warning : item.warnings)
    out << "  warning " << warning.code << ": " << warning.text << '\n';
}

}  // namespace

std::string feeds_stage(const std::filesystem::path& folder) {
  static const std::map<std::string, Format> formats = {
      {".rss", Format::kFeed},       {".atom", Format::kFeed},   {".newsml", Format::kNewsml},
      {".html", Format::kHtml},      {".ninjs", Format::kNinjs}, {".txt", Format::kText},
      {".json", Format::kMappedJson}};
  std::filesystem::path file;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with("in.")) file = entry.path();
  }
  const auto format = formats.find(file.extension().string());
  if (format == formats.end()) return "no in.FORMAT of a known format\n";
  std::string bytes = read_case_file(file);
  const std::string charset = file.stem().extension().string();
  if (!charset.empty()) bytes = encoded(bytes, charset.substr(1));
  Origin origin;
  origin.place = "news/0@1";
  origin.content_type = option(folder, "content-type");
  origin.time = 1770292800000;  // 2026-02-05T12:00:00Z
  FieldMap fields;
  if (format->second == Format::kMappedJson) {
    fields = fields_of(option(folder, "fields"));
    origin.fields = &fields;
  }
  const bool detect = option(folder, "format") == "detect";
  const auto items = parse(detect ? Format::kDetect : format->second, bytes, origin);
  std::ostringstream out;
  if (!items) {
    out << "error " << items.error().code << ": " << items.error().text << '\n';
    return out.str();
  }
  if (items->empty()) out << "no items\n";
  for (const Item& item : *items) show(item, out);
  return out.str();
}

}  // namespace hearsay::testing
