// Eight bytes at a time: tests on all bytes of a word at once, for passes over whole texts.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hearsay {

static_assert(std::endian::native == std::endian::little,
              "byte 0 of a text is the lowest of a word");

inline constexpr uint64_t kByteOnes = 0x0101010101010101ULL;
inline constexpr uint64_t kByteHighs = 0x8080808080808080ULL;

// REQUIRES eight bytes at `bytes`.
inline uint64_t load_word(const char* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// These give the high bit of each byte for which the test holds.

// REQUIRES 0 < least <= 0x80; bytes from 0x80 on count as their lower seven bits.
constexpr uint64_t low_at_least(uint64_t word, uint8_t least) {
  return ((word & ~kByteHighs) + (0x80U - least) * kByteOnes) & kByteHighs;
}

// Bytes below 0x80 that are `c`, which is below 0x80 too.
constexpr uint64_t equal_bytes(uint64_t word, uint8_t c) {
  const uint64_t differs = word ^ (c * kByteOnes);
  return ~(((differs & ~kByteHighs) + ~kByteHighs) | differs) & kByteHighs;
}

// Bytes that begin a character of UTF-8: all but 10xxxxxx.
constexpr uint64_t lead_bytes(uint64_t word) { return (~word | word << 1U) & kByteHighs; }

// How many bytes the test held for. (std::popcount is a call where the processor may lack it.)
constexpr size_t count_highs(uint64_t highs) {
  return static_cast<size_t>(((highs >> 7U) * kByteOnes) >> 56U);
}

// How many code points begin in valid UTF-8.
inline size_t count_points(std::string_view utf8) {
  size_t count = 0, at = 0;
  for (; at + 8 <= utf8.size(); at += 8)
    count += count_highs(lead_bytes(load_word(utf8.data() + at)));
  for (; at < utf8.size(); ++at)
    count += (static_cast<uint8_t>(utf8[at]) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

// True if all bytes are ASCII.
inline bool is_ascii(std::string_view bytes) {
  size_t at = 0;
  uint64_t seen = 0;
  for (; at + 8 <= bytes.size(); at += 8) seen |= load_word(bytes.data() + at);
  for (; at < bytes.size(); ++at) seen |= static_cast<uint64_t>(static_cast<uint8_t>(bytes[at]));
  return (seen & kByteHighs) == 0;
}

}  // namespace hearsay
