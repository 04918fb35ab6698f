// Bytes of a known charset become valid UTF-8, damage counted; and how much the result is like
// text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/charset_names.h"

namespace hearsay {

struct Converted {
  std::string text;       // valid UTF-8; U+FFFD for each sequence that is no character
  size_t characters = 0;  // code points of the text
  size_t damaged = 0;     // of them, U+FFFD that stand for damage
  bool cut_off = false;   // the last character is damage: the bytes end inside it
};

// Linear time; any thread.
Converted convert(std::string_view bytes, Charset charset);

// From about 1 for text that people write down to -4 for rubbish: the mean over the characters that
// are not ASCII, which count for common Han characters, full-width marks and letters with accents
// inside words, and against private, unassigned and control characters. 1 where all is ASCII.
double likeness(std::string_view utf8);

}  // namespace hearsay
