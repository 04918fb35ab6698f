// Cues and voices of a pack, looked up in one line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/line.h"
#include "rules/pack.h"

namespace hearsay {

// Half-open range of bytes of a line; not found: begin is npos.
struct Place {
  size_t begin = std::string::npos, end = 0;
  bool found() const { return begin != std::string::npos; }
};

// Matches of one expression in one sentence; more is a table.
inline constexpr size_t kMatchesMax = 16;

// The first match inside [in.begin, in.end).
Place find_in(const re2::RE2& expression, std::string_view s, Place in);
Place cue_in(const Pack& pack, std::string_view s, Cue cue, Place in);
// The part of the sentence around [begin, end) that a cue there can govern.
Place segment_of(const Pack& pack, std::string_view s, size_t begin, size_t end);

// Who speaks by one of `expressions`, those of an earlier one first. Points into the line.
std::vector<const Slot*> voices_in(const Voices& expressions, const Line& line,
                                   size_t most = kMatchesMax);
// The first of them, or null.
const Slot* first_voice(const Voices& expressions, const Line& line);

}  // namespace hearsay
