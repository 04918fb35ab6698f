// Looking up cues by RE2 and voices by their group a.
#include "rules/cues.h"

#include <re2/re2.h>

namespace hearsay {

Place find_in(const re2::RE2& expression, std::string_view s, Place in) {
  re2::StringPiece found;
  if (in.begin >= in.end || !expression.Match(s, in.begin, in.end, re2::RE2::UNANCHORED, &found, 1))
    return {};
  const auto at = static_cast<size_t>(found.data() - s.data());
  return {at, at + found.size()};
}

Place cue_in(const Pack& pack, std::string_view s, Cue cue, Place in) {
  return find_in(pack.cue(cue), s, in);
}

Place segment_of(const Pack& pack, std::string_view s, size_t begin, size_t end) {
  Place part{0, s.size()};
  for (size_t from = 0;;) {
    const Place stop = cue_in(pack, s, Cue::kBreak, {from, s.size()});
    if (!stop.found() || stop.end == stop.begin) return part;
    if (stop.end <= begin) part.begin = stop.end;
    if (stop.begin >= end) {
      part.end = stop.begin;
      return part;
    }
    from = stop.end;
  }
}

std::vector<const Slot*> voices_in(const Voices& expressions, const Line& line, size_t most) {
  const std::string_view s = line.s();
  std::vector<const Slot*> found;
  for (const auto& one : expressions) {
    const auto a = static_cast<size_t>(one->NamedCapturingGroups().at("a"));
    std::vector<re2::StringPiece> groups(a + 1);
    for (size_t from = 0; found.size() < most && from < s.size() &&
                          one->Match(s, from, s.size(), re2::RE2::UNANCHORED, groups.data(),
                                     static_cast<int>(groups.size())) &&
                          !groups[0].empty();
         from = static_cast<size_t>(groups[0].data() - s.data()) + groups[0].size()) {
      if (groups[a].data() != nullptr)
        found.push_back(&line.slot_at(static_cast<size_t>(groups[a].data() - s.data())));
    }
  }
  return found;
}
const Slot* first_voice(const Voices& expressions, const Line& line) {
  const auto found = voices_in(expressions, line, 1);
  return found.empty() ? nullptr : found.front();
}

}  // namespace hearsay
