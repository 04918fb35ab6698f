// Stage "feeds": one document as newsrooms send it, in.[CHARSET.]FORMAT; its Items for people.
//
// in.rss, in.atom, in.newsml, in.html, in.ninjs, in.txt are parsed as they are. in.gbk.rss is kept
// in UTF-8, so that it can be read and reviewed, and is encoded in the charset named (an ICU name;
// a byte order mark is a U+FEFF in the file) before it is parsed.
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
      {".rss", Format::kFeed},  {".atom", Format::kFeed},   {".newsml", Format::kNewsml},
      {".html", Format::kHtml}, {".ninjs", Format::kNinjs}, {".txt", Format::kText}};
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
