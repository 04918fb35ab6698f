// Characters of folded text: decoding UTF-8 and the kinds that the lexicon tells apart.
#pragma once

#include <cstdint>
#include <string_view>

namespace hearsay {

// The character at byte `at`, which must be inside `text`; `*size` is the number of its bytes. A
// sequence that the end of the text cuts off is one byte.
inline uint32_t decode(std::string_view text, size_t at, uint32_t* size) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char lead = byte(0);
  *size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (at + *size > text.size()) *size = 1;
  switch (*size) {
    case 2:
      return (lead & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
    case 3:
      return (lead & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    case 4:
      return (lead & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 |
             (byte(3) & 0x3Fu);
    default:
      return lead;
  }
}

inline bool is_han(uint32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

inline bool is_letter(uint32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return (c >= 0xC0 && c <= 0x24F) || (c >= 0x370 && c <= 0x52F);
}

inline bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

}  // namespace hearsay
