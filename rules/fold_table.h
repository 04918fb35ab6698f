// What folding makes of each character by itself, and which characters need a closer look.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hearsay::folding {

// What a character of the basic plane becomes: a code point from '\n' on, or one of these.
enum : uint16_t {
  kDropped = 0,  // nothing: invisible, a control, private use
  kComplex = 1,  // several characters, or one of another plane
  kJoining = 2,  // forms one character with the one before it: marks, parts of Hangul
  kAlike = 3,    // looks like a Latin letter of another script
};

// NFKC case-folded, simplified, quotes, dashes and blanks unified. REQUIRES c < 0x10000. Any
// thread; the first call makes the table, which takes some tens of milliseconds.
const uint16_t* fold_table();

// The Latin letter that a kAlike character looks like ("а" of Cyrillic: "a"), and what it becomes
// where it stands among its own. REQUIRES fold_table()[c] == kAlike.
struct Alike {
  char latin;
  uint16_t own;
};
Alike alike(char16_t c);

inline bool is_alike(char32_t c) { return c < 0x10000 && fold_table()[c] == kAlike; }

// The characters that a kComplex one becomes, before they are looked up themselves: "…" is three
// full stops. REQUIRES fold_table()[c] == kComplex, or that it was so before it was kAlike.
std::u32string_view complex_form(char16_t c);

// Quotes, dashes and blanks in the one form that is used for matching; other characters as they
// are.
char32_t unified(char32_t c);

// True for characters that no reader sees, and for private use, so that the engine's own marks
// cannot come from outside. Also for characters beyond the basic plane.
bool is_invisible(char32_t c);

// NFKC case-folded as a whole, and nothing more.
std::u32string normalized(const std::u32string& text);

// The first character that `c` becomes, a kAlike one as it is; 0 if it becomes nothing.
char32_t first_folded(char32_t c);

// True if `c` forms one character with the one before it; if folding leaves it as it is, whatever
// stands beside it; if it is an upper-case letter.
bool joins(char32_t c);
bool stays(char32_t c);
bool is_capital(char32_t c);

}  // namespace hearsay::folding
