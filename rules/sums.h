// Sums of money in folded text: "$100bn", "US$ 20 billion", "千亿美元", "两百亿美金", "20 billion
// dollars", "half a billion euros", "20亿至30亿美元".
#pragma once

#include <string>
#include <vector>

#include "rules/text.h"

namespace hearsay {

enum class Bound : uint8_t { kNone, kUpTo, kAtLeast, kAbout };

// What a sum is of, as far as the words beside it say.
enum class SumKind : uint8_t {
  kMoney,      // may be a deal's
  kPerShare,   // "$23.28 apiece", 每股30美元
  kValuation,  // "valued at $800 billion", 市值4.23万亿美元
  kAccounts,   // revenue, profit, debt, fees, fines
  kVague,      // "tens of billions of dollars": `value` is the least that it may be
};

struct Sum {
  ByteSpan span;         // with its bound words and currency
  double value = 0;      // in units of the currency: 1000亿美元 is 1e11
  std::string currency;  // ISO 4217; empty when the text gives none ("千亿投资", "¥3bn")
  Bound bound = Bound::kNone;
  SumKind kind = SumKind::kMoney;
};

// Sums in reading order, not overlapping; a range ("$20-30 billion") gives its two ends. Figures
// without a currency are none, but for Chinese ones right before a word of deals (千亿投资).
// Linear in the text; pure; any thread.
std::vector<Sum> find_sums(const Text& text);

}  // namespace hearsay
