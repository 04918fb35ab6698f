// Sums of money in folded text: "$100bn", "US$ 20 billion", "千亿美元", "两百亿美金", "20 billion
// dollars".
#pragma once

#include <string>
#include <vector>

#include "rules/text.h"

namespace hearsay {

enum class Bound : uint8_t { kNone, kUpTo, kAtLeast, kAbout };

struct Sum {
  ByteSpan span;         // with its bound word and currency
  double value = 0;      // in units of the currency: 1000亿美元 is 1e11
  std::string currency;  // ISO 4217; empty when the text gives none ("百亿")
  Bound bound = Bound::kNone;
};

// Sums in reading order, not overlapping. Pure; any thread.
std::vector<Sum> find_sums(const Text& text);

}  // namespace hearsay
