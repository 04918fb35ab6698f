// fingerprint(): a 64-bit similarity hash of an item's text: copies are near in Hamming distance.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hearsay {

// Two texts whose fingerprints differ in at most this many bits are copies of one report.
inline constexpr int kCopyDistanceMax = 3;

// Charikar's simhash over the words of a folded text; Han text counts as overlapping pairs of
// characters. Zero for a text without a word. Frozen: fingerprints of months ago are compared.
uint64_t fingerprint(std::string_view folded);

// 16 hex digits, and back (nothing for any other text).
std::string fingerprint_hex(uint64_t value);
std::optional<uint64_t> fingerprint_from_hex(std::string_view hex);

inline bool copies(uint64_t a, uint64_t b) {
  return a != 0 && b != 0 && std::popcount(a ^ b) <= kCopyDistanceMax;
}

}  // namespace hearsay
