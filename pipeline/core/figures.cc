// Reads scaled amounts from a sentence's words and compares them.
#include "pipeline/core/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace hearsay {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 20> kScales = {{
    {"k", 1e3},         {"thousand", 1e3}, {"lakh", 1e5},    {"m", 1e6},       {"mn", 1e6},
    {"mln", 1e6},       {"mio", 1e6},      {"million", 1e6}, {"cr", 1e7},      {"crore", 1e7},
    {"b", 1e9},         {"bn", 1e9},       {"bln", 1e9},     {"billion", 1e9}, {"tn", 1e12},
    {"trillion", 1e12}, {"万", 1e4},       {"百万", 1e6},    {"亿", 1e8},      {"万亿", 1e12},
}};

// A figure this large needs no unit: "EUR 950,000 (EUR 1.2 mn)".
constexpr double kWrittenOut = 10000;

struct Amount {
  double value = 0;
  double scale = 1;  // of its unit ("mn")
  bool percent = false;
};

bool is_year(const Word& word, std::string_view written) {
  return written.size() == 4 && word.value >= 1900 && word.value < 2100 && !word.percent;
}

std::optional<Amount> amount_at(std::string_view folded, const std::vector<Word>& words,
                                uint32_t i) {
  const Word& word = words[i];
  if (word.kind != Word::Kind::kNumber) return std::nullopt;
  const std::string_view written = folded.substr(word.span.begin, word.span.size());
  if (is_year(word, written)) return std::nullopt;
  Amount amount{word.value, 1, word.percent};
  if (i + 1 < words.size() && words[i + 1].kind == Word::Kind::kWord) {
    const ByteSpan next = words[i + 1].span;
    const std::string_view unit = folded.substr(next.begin, next.size());
    if (unit == "percent" || unit == "pct") amount.percent = true;
    for (const auto& [name, scale] : kScales) {
      const bool han = static_cast<unsigned char>(name.front()) >= 0x80;
      if (han ? folded.substr(next.begin).starts_with(name) : unit == name) amount.scale *= scale;
    }
  }
  return amount;
}

// "EUR 7.1 mn (5.9)": a figure without a unit has the other's, if it is not written out.
double scale_of(const Amount& amount, const Amount& other) {
  return amount.scale == 1 && std::abs(amount.value) < kWrittenOut ? other.scale : amount.scale;
}

std::optional<Amount> first_amount(std::string_view folded, const std::vector<Word>& words,
                                   uint32_t begin, uint32_t end, bool percent_too) {
  for (uint32_t i = begin; i < end && i < words.size(); ++i) {
    const auto amount = amount_at(folded, words, i);
    if (amount && (percent_too || !amount->percent)) return amount;
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> figure_change(std::string_view folded, const std::vector<Word>& words,
                                    uint32_t now, uint32_t than, uint32_t before, uint32_t reach) {
  const auto first = first_amount(folded, words, now, than, true);
  if (!first) return std::nullopt;
  const auto second = first_amount(folded, words, before, before + reach, first->percent);
  if (!second || second->percent != first->percent || second->value == 0) return std::nullopt;
  const double now_value = first->value * scale_of(*first, *second);
  const double before_value = second->value * scale_of(*second, *first);
  return (now_value - before_value) / std::abs(before_value);
}

}  // namespace hearsay
