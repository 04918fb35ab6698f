// Any field map, date form and zone: a mistake is named, or the map can be used.
#include "parsers/date.h"
#include "parsers/mapped_json.h"
#include "tests/fuzz/laws.h"

// The input's lines are: names of the headline, names of the date (parted by blanks), the date's
// form, the zone, and then the record.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  std::string text = fuzz::as_utf8({reinterpret_cast<const char*>(bytes), size});
  const auto line = [&text] {
    const size_t end = text.find('\n');
    std::string taken = text.substr(0, end);
    text.erase(0, end == std::string::npos ? text.size() : end + 1);
    return taken;
  };
  const auto names = [&line] {
    std::vector<std::string> all;
    std::string one;
    for (const char c : line() + ' ') {
      if (c != ' ') {
        one += c;
      } else if (!one.empty()) {
        all.push_back(std::move(one));
        one.clear();
      }
    }
    return all;
  };
  FieldMap map;
  map.headline = names();
  map.published = names();
  map.date_format = line();
  map.zone = line();
  read_date_as(text, map.date_format);
  read_feed_date(text);
  read_epoch(text);
  if (const auto mistake = mistake_in(map)) {
    fuzz::require(mistake->find("expected") != std::string::npos,
                  "a mistake says what is expected");
    return 0;
  }
  Origin origin = fuzz::origin();
  origin.fields = &map;
  fuzz::check_read(read_mapped_json(text, origin));
  return 0;
}
