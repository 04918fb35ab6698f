// References by a table of the names that news uses, which is made by the reader of HTML.
#include "rules/entity_reference.h"

#include <charconv>
#include <string>
#include <unordered_map>

#include "parsers/html_references.h"
#include "rules/characters.h"

namespace hearsay {

namespace {

constexpr size_t kReferenceMax = 12;  // bytes with "&" and ";": no name here is longer

// HTML's names of the letters and signs of Latin-1 and of the marks of typography.
constexpr std::string_view kNames =
    "amp lt gt quot apos nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy "
    "reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 "
    "frac34 iquest times divide Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute "
    "Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml Oslash Ugrave "
    "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil "
    "egrave "
    "eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml oslash "
    "ugrave uacute ucirc uuml yacute thorn yuml OElig oelig Scaron scaron Yuml ndash mdash lsquo "
    "rsquo sbquo ldquo rdquo bdquo dagger Dagger bull hellip permil lsaquo rsaquo euro trade minus "
    "ensp emsp thinsp zwnj zwj lrm rlm ";

char32_t decoded(std::string_view reference) {
  std::string out;
  append_html_decoded(reference, out);
  uint32_t size = 0;
  return decode(out, 0, &size);
}

const std::unordered_map<std::string_view, char32_t>& names() {
  static const auto made = [] {
    std::unordered_map<std::string_view, char32_t> all;
    for (size_t at = 0; at < kNames.size();) {
      const size_t end = kNames.find(' ', at);
      const std::string_view name = kNames.substr(at, end - at);
      all.emplace(name, decoded('&' + std::string(name) + ';'));
      at = end + 1;
    }
    return all;
  }();
  return made;
}

// A number in the C1 range means what Windows-1252 has there.
char32_t of_number(uint32_t number) {
  if (number >= 0x80 && number < 0xA0) {
    static const auto windows = [] {
      std::u32string all;
      for (uint32_t c = 0x80; c < 0xA0; ++c) all += decoded("&#" + std::to_string(c) + ";");
      return all;
    }();
    return windows[number - 0x80];
  }
  const bool none = number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000);
  return none ? 0xFFFD : number;
}

}  // namespace

EntityReference entity_reference(std::string_view text) {
  const size_t end = text.substr(0, kReferenceMax).find(';');
  if (end == std::string_view::npos || end < 2) return {};
  const std::string_view name = text.substr(1, end - 1);
  if (name[0] != '#') {
    const auto found = names().find(name);
    return found == names().end() ? EntityReference{} : EntityReference{found->second, end + 1};
  }
  const bool hex = name.size() > 1 && (name[1] | 0x20) == 'x';
  const std::string_view digits = name.substr(hex ? 2 : 1);
  uint32_t number = 0;
  const auto [last, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
  if (digits.empty() || last != digits.data() + digits.size()) return {};
  return {of_number(error == std::errc() ? number : 0), end + 1};
}

}  // namespace hearsay
