// Finding sums of money: one expression per way of writing them, then the value.
#include "rules/sums.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

namespace hearsay {

namespace {

// The way before a number that bounds it; kept in the sum's span.
constexpr const char* kBoundWords =
    "(?:(up to|as much as|at most|no more than|最高可达|最高达|最高|至多|最多|不超过|多达|高达)|"
    "(at least|more "
    "than|over|至少|超过|逾)|(about|around|roughly|nearly|almost|some|约|大约|近|将近))? ?";

const re2::RE2& symbol_first() {  // $100bn, us$ 20 billion, usd 100bn
  static const re2::RE2 re(
      std::string(kBoundWords) +
      "(us ?\\$|usd|hk\\$|nt\\$|a\\$|s\\$|c\\$|\\$|€|£|¥|eur|gbp|rmb|cny|hkd|jpy) ?"
      "([0-9][0-9,]*(?:\\.[0-9]+)?) ?(trillion|tn|billion|bln|bn|b|million|mln|mn|m)?\\b");
  return re;
}

const re2::RE2& word_last() {  // 20 billion dollars
  static const re2::RE2 re(std::string(kBoundWords) +
                           "([0-9][0-9,]*(?:\\.[0-9]+)?) ?(trillion|billion|bln|bn|million|mln) "
                           "(?:(us )?(dollars|euros|pounds|yuan|yen|won|hong kong dollars))");
  return re;
}

const re2::RE2& chinese() {  // 1000亿美元, 千亿美元, 两百亿美金, 28亿元
  static const re2::RE2 re(
      std::string(kBoundWords) +
      "([0-9][0-9,]*(?:\\.[0-9]+)?|[一二两三四五六七八九十百千]+)?([十百千])?(万亿|亿|万) ?"
      "(美元|美金|欧元|英镑|港元|港币|日元|日圆|韩元|新台币|台币|人民币|元)");
  return re;
}

double scale_of(std::string_view word) {
  if (word == "trillion" || word == "tn" || word == "万亿") return 1e12;
  if (word == "billion" || word == "bln" || word == "bn" || word == "b") return 1e9;
  if (word == "million" || word == "mln" || word == "mn" || word == "m") return 1e6;
  if (word == "亿") return 1e8;
  if (word == "万") return 1e4;
  if (word == "千") return 1e3;
  if (word == "百") return 1e2;
  if (word == "十") return 1e1;
  return 1;
}

std::string currency_of(std::string_view word) {
  static const std::map<std::string_view, const char*> names = {
      {"$", "USD"},      {"us$", "USD"},     {"us $", "USD"},
      {"usd", "USD"},    {"dollars", "USD"}, {"美元", "USD"},
      {"美金", "USD"},   {"€", "EUR"},       {"eur", "EUR"},
      {"euros", "EUR"},  {"欧元", "EUR"},    {"£", "GBP"},
      {"gbp", "GBP"},    {"pounds", "GBP"},  {"英镑", "GBP"},
      {"hk$", "HKD"},    {"hkd", "HKD"},     {"hong kong dollars", "HKD"},
      {"港元", "HKD"},   {"港币", "HKD"},    {"nt$", "TWD"},
      {"新台币", "TWD"}, {"台币", "TWD"},    {"a$", "AUD"},
      {"s$", "SGD"},     {"c$", "CAD"},      {"rmb", "CNY"},
      {"cny", "CNY"},    {"yuan", "CNY"},    {"人民币", "CNY"},
      {"元", "CNY"},     {"jpy", "JPY"},     {"yen", "JPY"},
      {"日元", "JPY"},   {"日圆", "JPY"},    {"won", "KRW"},
      {"韩元", "KRW"}};
  const auto found = names.find(word);
  return found == names.end() ? "" : found->second;  // "¥" alone is yuan or yen: unknown
}

double number_of(std::string_view digits) {
  std::string plain;
  std::copy_if(digits.begin(), digits.end(), std::back_inserter(plain),
               [](char c) { return c != ','; });
  if (!plain.empty() && plain[0] >= '0' && plain[0] <= '9') return std::stod(plain);
  static const std::map<std::string_view, int> ones = {{"一", 1}, {"二", 2}, {"两", 2}, {"三", 3},
                                                       {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7},
                                                       {"八", 8}, {"九", 9}};
  double total = 0, digit = 0;
  for (size_t i = 0; i + 3 <= plain.size(); i += 3) {
    const std::string_view c = std::string_view(plain).substr(i, 3);
    if (const auto one = ones.find(c); one != ones.end()) {
      digit = one->second;
    } else {
      total += (digit == 0 ? 1 : digit) * scale_of(c);
      digit = 0;
    }
  }
  return plain.empty() ? 1 : total + digit;
}

Bound bound_of(const std::string_view* words) {
  return !words[0].empty()   ? Bound::kUpTo
         : !words[1].empty() ? Bound::kAtLeast
         : !words[2].empty() ? Bound::kAbout
                             : Bound::kNone;
}

void find_with(const re2::RE2& re, int number, int scale, int currency, bool chinese_form,
               std::string_view s, std::vector<Sum>& sums) {
  re2::StringPiece found[9];
  for (size_t at = 0; at < s.size() && re.Match(s, at, s.size(), re2::RE2::UNANCHORED, found, 9);) {
    const auto view = [&](int i) {
      return std::string_view(found[i].data() ? found[i].data() : "", found[i].size());
    };
    auto begin = static_cast<size_t>(found[0].data() - s.data());
    const size_t end = begin + found[0].size();
    at = std::max(end, at + 1);
    if (s[begin] == ' ') ++begin;  // the blank after a bound word, where there is none
    const std::string_view bounds[] = {view(1), view(2), view(3)};
    const bool word_before = begin > 0 && s[begin] != '$' &&
                             ((s[begin - 1] >= 'a' && s[begin - 1] <= 'z') ||
                              (s[begin - 1] >= '0' && s[begin - 1] <= '9') || s[begin - 1] == '.');
    if (word_before) continue;
    Sum sum;
    sum.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    double value = number_of(view(number)) * scale_of(view(scale));
    if (chinese_form) value *= scale_of(view(5));  // 千 in 3千亿
    sum.value = std::round(value * 100) / 100;
    sum.currency = currency_of(view(currency));
    sum.bound = bound_of(bounds);
    sums.push_back(std::move(sum));
  }
}

}  // namespace

std::vector<Sum> find_sums(const Text& text) {
  const std::string_view s = text.folded();
  std::vector<Sum> sums;
  find_with(symbol_first(), 5, 6, 4, false, s, sums);
  find_with(word_last(), 4, 5, 7, false, s, sums);
  find_with(chinese(), 4, 6, 7, true, s, sums);
  std::sort(sums.begin(), sums.end(), [](const Sum& a, const Sum& b) {
    return a.span.begin < b.span.begin || (a.span.begin == b.span.begin && a.span.end > b.span.end);
  });
  std::vector<Sum> kept;
  for (Sum& sum : sums) {
    if (kept.empty() || sum.span.begin >= kept.back().span.end) kept.push_back(std::move(sum));
  }
  return kept;
}

}  // namespace hearsay
