// FNV-1a, 64 bit: a fast hash that is the same everywhere, for identities that need no secrecy.
// Source: the FNV authors' published offset basis and prime.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hearsay {

inline constexpr uint64_t kFnvBasis = 14695981039346656037ULL;

// The hash of all bytes so far and then `bytes`.
constexpr uint64_t fnv1a(std::string_view bytes, uint64_t so_far = kFnvBasis) {
  for (const char c : bytes) so_far = (so_far ^ static_cast<uint8_t>(c)) * 1099511628211ULL;
  return so_far;
}

// 16 lower-case hex digits.
inline std::string hex_of(uint64_t hash) {
  std::string hex(16, '0');
  for (size_t i = 16; i-- > 0; hash >>= 4) hex[i] = "0123456789abcdef"[hash & 0xF];
  return hex;
}

}  // namespace hearsay
