// References by the HTML reader's table; the commonest are answered here.
#include "rules/entity_reference.h"

#include <string>
#include <utility>

#include "parsers/html_references.h"
#include "rules/characters.h"

namespace hearsay {

EntityReference entity_reference(std::string_view text) {
  constexpr size_t kReferenceMax = 12;  // bytes; no name that news uses is longer
  const size_t end = text.substr(0, kReferenceMax).find(';');
  if (end == std::string_view::npos || end < 2) return {};
  constexpr std::pair<std::string_view, char32_t> kCommon[] = {
      {"&amp", U'&'}, {"&quot", U'"'}, {"&lt", U'<'}, {"&gt", U'>'}, {"&nbsp", U' '}};
  for (const auto& [name, character] : kCommon) {
    if (text.substr(0, end) == name) return {character, end + 1};
  }
  const char first = text[1];
  const bool letter = (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
  if (first != '#' && !letter) return {};
  std::string decoded;
  append_html_decoded(text.substr(0, end + 1), decoded);
  if (decoded.empty() || decoded.ends_with(';')) return {};
  uint32_t size = 0;
  const uint32_t character = decode(decoded, 0, &size);
  return size == decoded.size() ? EntityReference{character, end + 1} : EntityReference{};
}

}  // namespace hearsay
