// The similarity hash: features, their hashes, one vote per bit.
#include "pipeline/core/fingerprint.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <charconv>
#include <cstdio>

namespace hearsay {
namespace {

uint64_t mix(uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9U;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

// Counts for each bit how many features have it set, less how many have not.
class Votes {
 public:
  void add(uint64_t feature) {
    feature = mix(feature);
    for (size_t bit = 0; bit < counts_.size(); ++bit) {
      counts_[bit] += ((feature >> bit) & 1) != 0 ? 1 : -1;
    }
    ++features_;
  }
  uint64_t result() const {
    if (features_ == 0) return 0;
    uint64_t value = 0;
    for (size_t bit = 0; bit < counts_.size(); ++bit) {
      if (counts_[bit] > 0) value |= uint64_t{1} << bit;
    }
    return value == 0 ? 1 : value;  // zero is kept for "no words"
  }

 private:
  std::array<int32_t, 64> counts_{};
  uint64_t features_ = 0;
};

bool is_han(UChar32 c) {
  return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x20000 && c <= 0x3ffff);
}

}  // namespace

uint64_t fingerprint(std::string_view folded) {
  constexpr uint64_t kFnvStart = 0xcbf29ce484222325U, kFnvPrime = 0x100000001b3U;
  Votes votes;
  uint64_t word = 0;            // hash of the word so far; 0: outside a word
  UChar32 previous = 0;         // the Han character just before; 0: none
  bool previous_alone = false;  // it is in no pair yet
  const auto end_word = [&] {
    if (word != 0) votes.add(word);
    word = 0;
  };
  const auto end_han = [&] {
    if (previous_alone) votes.add(static_cast<uint64_t>(previous) << 32);
    previous = 0;
    previous_alone = false;
  };
  const auto* bytes = reinterpret_cast<const uint8_t*>(folded.data());
  int32_t at = 0;
  const auto size = static_cast<int32_t>(folded.size());
  while (at < size) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, at, size, c);
    if (is_han(c)) {
      end_word();
      if (previous != 0)
        votes.add((static_cast<uint64_t>(previous) << 32) | static_cast<uint64_t>(c));
      previous_alone = previous == 0;
      previous = c;
    } else if (u_isalnum(c)) {
      end_han();
      if (word == 0) word = kFnvStart;
      word = (word ^ static_cast<uint64_t>(c)) * kFnvPrime;
    } else {
      end_word();
      end_han();
    }
  }
  end_word();
  end_han();
  return votes.result();
}

std::string fingerprint_hex(uint64_t value) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(value));
  return std::string(digits, 16);
}

std::optional<uint64_t> fingerprint_from_hex(std::string_view hex) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
  if (hex.size() != 16 || error != std::errc() || end != hex.data() + hex.size())
    return std::nullopt;
  return value;
}

}  // namespace hearsay
