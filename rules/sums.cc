// Finding sums of money: figures and number words first, then what stands beside them.
#include "rules/sums.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/longest.h"
#include "rules/sums_words.h"

namespace hearsay {
namespace {

using namespace sums_words;

constexpr size_t kHanBytes = 3;
constexpr size_t kDigitsMax = 24;  // of one figure with its commas; longer runs are no sums

bool ends_in_blank(std::string_view s) { return !s.empty() && s.back() == ' '; }
std::string_view without_blank(std::string_view s) {
  return ends_in_blank(s) ? s.substr(0, s.size() - 1) : s;
}

// A figure with what belongs to it: "$1.5bn", "20亿美元", or half of a range: "20" of
// "20-30亿美元".
struct Figure {
  size_t begin = 0, end = 0;
  double value = 0;
  bool scaled = false;                       // it has a scale of its own
  bool vague = false;                        // "tens of billions"
  bool bare_han = false;                     // 千亿 with no currency
  std::optional<std::string_view> currency;  // "" is a sign that several currencies have
  Bound bound = Bound::kNone;                // from what is inside: 100多亿
};

class Finder {
 public:
  explicit Finder(std::string_view s) : s_(s) {}

  std::vector<Sum> find() {
    for (size_t at = 0; at < s_.size();) {
      const char c = s_[at];
      if (digit(c)) {
        at = read_digits(at);
      } else if (c == 'i' && s_.compare(at, 6, "illion") == 0 && at > 0) {
        at = read_words(at);
      } else if (static_cast<uint8_t>(c) == 0xE4 && (han(at, "亿") || han(at, "万"))) {
        at = read_han(at);
      } else {
        ++at;
      }
    }
    return judge();
  }

 private:
  std::string_view rest(size_t at) const { return s_.substr(std::min(at, s_.size())); }
  std::string_view front(size_t at) const { return s_.substr(0, at); }
  bool han(size_t at, std::string_view character) const {
    return s_.compare(at, character.size(), character) == 0;
  }

  // "1,000亿美元", "$1.5bn", "20" at its first digit; gives where to go on.
  size_t read_digits(size_t begin) {
    size_t end = begin;
    std::string plain;
    while (end < s_.size() && (digit(s_[end]) ||
                               (s_[end] == ',' && end + 3 < s_.size() && digit(s_[end + 1]) &&
                                digit(s_[end + 2]) && digit(s_[end + 3])) ||
                               (s_[end] == '.' && end + 1 < s_.size() && digit(s_[end + 1]) &&
                                plain.find('.') == std::string::npos))) {
      if (s_[end] != ',') plain += s_[end];
      ++end;
    }
    if (end - begin > kDigitsMax) return end;
    Figure figure;
    figure.begin = begin;
    figure.value = std::stod(plain);
    put_currency_before(figure);
    if (figure.begin == begin && begin > 0 && (letter(s_[begin - 1]) || s_[begin - 1] == '.'))
      return end;
    const size_t after = put_scale(figure, end);
    if (figure.begin == begin && after < s_.size() && letter(s_[after]) && after == end) return end;
    finish(figure, after);
    return std::max(figures_.back().end, end);
  }

  // The scale behind the digits that end at `end`; gives where it ends.
  size_t put_scale(Figure& figure, size_t end) {
    const std::string_view behind = rest(end);
    size_t at = end;
    if (!behind.empty() && (behind[0] == ' ' || behind[0] == '-')) ++at;
    if (const Scale* word = longest_at(kScales, rest(at)); word) return scale(figure, *word, at);
    if (figure.currency) {
      if (const Scale* one = longest_at(kScaleLetters, behind); one)
        return scale(figure, *one, end);
    }
    at = end;
    if (!behind.empty() && behind[0] == ' ') ++at;
    const size_t before_more = at;
    for (std::string_view more : {"多", "余"}) {
      if (rest(at).starts_with(more)) at += more.size();
    }
    const Scale* word = longest_at(kScalesHan, rest(at));
    if (!word) return end;
    if (at > before_more) figure.bound = Bound::kAtLeast;
    at = scale(figure, *word, at);
    // "1亿2000万": what is below the first scale.
    if (word->value == 1e8 && digit(rest(at).empty() ? ' ' : rest(at)[0])) {
      size_t stop = at;
      while (stop < s_.size() && digit(s_[stop])) ++stop;
      if (stop - at <= 4 && rest(stop).starts_with("万")) {
        figure.value += std::stod(std::string(s_.substr(at, stop - at))) * 1e4;
        at = stop + kHanBytes;
      }
    }
    for (std::string_view more : {"多", "余"}) {
      if (!rest(at).starts_with(more)) continue;
      figure.bound = Bound::kAtLeast;
      at += more.size();
    }
    return at;
  }

  static size_t scale(Figure& figure, const Scale& by, size_t at) {
    figure.value *= by.value;
    figure.scaled = true;
    return at + by.written.size();
  }

  // "half a billion dollars", at the "illion".
  size_t read_words(size_t at) {
    size_t end = at + std::string_view("illion").size();
    const char first = s_[at - 1];
    const bool trillion = at >= 2 && s_.compare(at - 2, 2, "tr") == 0;
    if (first != 'm' && first != 'b' && !trillion) return end;
    const size_t unit = trillion ? at - 2 : at - 1;
    const bool plural = end < s_.size() && s_[end] == 's';
    if (plural) ++end;
    if (end < s_.size() && word_char(s_[end])) return end;
    const double by = trillion ? 1e12 : first == 'm' ? 1e6 : 1e9;
    std::string_view before = front(unit);
    const bool apart = before.ends_with('-') || ends_in_blank(before);
    if (apart) before.remove_suffix(1);
    Figure figure;
    figure.scaled = true;
    figure.value = by;
    figure.begin = before.size();
    if (const Scale* vague = longest_before(kVagueWords, before); vague && apart) {
      figure.vague = true;
      figure.value *= vague->value;
      figure.begin -= vague->written.size();
    } else if (const Scale* number = longest_before(kNumberWords, before); number && apart) {
      figure.value *= number->value;
      figure.begin -= number->written.size();
    } else if (before.ends_with("multi")) {  // "multibillion-dollar"
      figure.vague = true;
      figure.begin -= std::string_view("multi").size();
    } else if (plural) {
      figure.vague = true;
      figure.begin = unit;
    } else {
      return end;
    }
    if (rest(end).starts_with(" of ")) end += std::string_view(" of").size();
    finish(figure, end);
    return std::max(figures_.back().end, end);
  }

  // "千亿美元", "两百亿美金", "数十亿美元", at the scale.
  size_t read_han(size_t at) {
    static constexpr std::string_view kOnes = "一二三四五六七八九";
    double total = 0, one = 0;
    bool vague = false;
    size_t begin = at;
    std::vector<std::string_view> characters;
    while (begin >= kHanBytes) {
      const std::string_view c = s_.substr(begin - kHanBytes, kHanBytes);
      static constexpr std::string_view kParts = "一二两三四五六七八九十百千数几上好多余";
      if (c[0] != '\xE4' && c[0] != '\xE5' && c[0] != '\xE6' && c[0] != '\xE7') break;
      const size_t part = kParts.find(c);
      if (part == std::string_view::npos || part % kHanBytes != 0) break;
      begin -= kHanBytes;
      characters.insert(characters.begin(), c);
    }
    if (characters.empty() || (begin > 0 && digit(s_[begin - 1]))) return at + kHanBytes;
    Figure figure;
    for (std::string_view c : characters) {
      const size_t ones = kOnes.find(c);
      if (c == "数" || c == "几" || c == "上" || c == "好" || c == "多" || c == "余") {
        vague = true;
      } else if (c == "两") {
        one = 2;
      } else if (ones != std::string_view::npos) {
        one = static_cast<double>(ones / kHanBytes + 1);
      } else {
        total += (one == 0 ? 1 : one) * (c == "千" ? 1e3 : c == "百" ? 1e2 : 10);
        one = 0;
      }
    }
    figure.begin = begin;
    figure.vague = vague;
    figure.value = total + one;
    if (figure.value == 0) figure.value = 1;
    const Scale* by = rest(at).starts_with("万亿") ? &kScalesHan[0] : nullptr;
    const double unit = by ? by->value : han(at, "亿") ? 1e8 : 1e4;
    figure.value *= unit;
    figure.scaled = true;
    const size_t end = at + (by ? by->written.size() : kHanBytes);
    put_currency_before(figure);
    finish(figure, end);
    return std::max(figures_.back().end, end);
  }

  void put_currency_before(Figure& figure) const {
    const std::string_view before = front(figure.begin);
    for (std::string_view one : {before, without_blank(before)}) {
      const Currency* sign = longest_before(kCurrencyBefore, one);
      if (!sign || figure.currency) continue;
      figure.currency = sign->code;
      figure.begin = one.size() - sign->written.size();
    }
  }

  // The currency behind; keeps the figure.
  void finish(Figure figure, size_t end) {
    figure.end = end;
    std::string_view behind = rest(end);
    size_t at = end;
    if (!behind.empty() && (behind[0] == ' ' || behind[0] == '-')) ++at;
    const Currency* word = longest_at(kCurrencyAfter, rest(at));
    if (word && at == end) word = nullptr;  // "30yuan" is hardly written, "30won" is not at all
    if (!word) {
      at = !behind.empty() && behind[0] == ' ' ? end + 1 : end;
      word = longest_at(kCurrencyHan, rest(at));
      // "元" begins other words.
      if (word && word->written == "元" && begins_other_word(rest(at + kHanBytes))) word = nullptr;
    }
    if (word) {
      if (!figure.currency || figure.currency->empty()) figure.currency = word->code;
      figure.end = at + word->written.size();
    } else if (!figure.currency && figure.scaled) {
      figure.bare_han =
          std::any_of(std::begin(kDealAfterBare), std::end(kDealAfterBare),
                      [&](std::string_view deal) { return behind.starts_with(deal); });
    }
    figures_.push_back(figure);
  }

  static bool begins_other_word(std::string_view s) {
    static constexpr std::string_view kOthers[] = {"件", "素", "器", "宵", "旦", "首"};
    return std::any_of(std::begin(kOthers), std::end(kOthers),
                       [&](std::string_view other) { return s.starts_with(other); });
  }

  // Whether two figures are the ends of a range.
  bool range(const Figure& left, const Figure& right) const {
    if (right.begin < left.end || right.begin - left.end > 7) return false;
    const std::string_view between = s_.substr(left.end, right.begin - left.end);
    static constexpr std::string_view kTo[] = {"-", " - ", "~", " to ", "至", "到", " 至 "};
    if (std::find(std::begin(kTo), std::end(kTo), between) != std::end(kTo)) return true;
    return (between == " and " || between == "和" || between == "与") &&
           (without_blank(front(left.begin)).ends_with("between") ||
            front(left.begin).ends_with("介于"));
  }

  std::vector<Sum> judge() {
    for (size_t i = 0; i + 1 < figures_.size(); ++i) {
      Figure& left = figures_[i];
      Figure& right = figures_[i + 1];
      if (!range(left, right)) continue;
      if (!left.scaled && right.scaled && left.value <= 1000) {
        left.value *= unit_of(right);
        left.scaled = true;
      }
      if (!left.currency) left.currency = right.currency;
      if (!right.currency) right.currency = left.currency;
    }
    std::vector<Sum> sums;
    for (size_t i = 0; i < figures_.size(); ++i) {
      const Figure& figure = figures_[i];
      if (!figure.currency && !figure.bare_han) continue;
      Sum sum = made_of(figure);
      const bool second = i > 0 && range(figures_[i - 1], figure);
      if (second && !sums.empty() && sum.bound == Bound::kNone) sum.bound = sums.back().bound;
      if (second && !sums.empty() && sum.kind != SumKind::kMoney) sums.back().kind = sum.kind;
      if (second && !sums.empty() && sum.kind == SumKind::kMoney) sum.kind = sums.back().kind;
      if (!sums.empty() && sum.span.begin < sums.back().span.end)
        sum.span.begin = sums.back().span.end;
      sums.push_back(std::move(sum));
    }
    return sums;
  }

  // What one of a figure's scale is worth: "30 billion" -> 1e9.
  double unit_of(const Figure& figure) const {
    const std::string_view text = s_.substr(figure.begin, figure.end - figure.begin);
    size_t at = 0;
    while (at < text.size() && !digit(text[at])) ++at;
    while (at < text.size() && (digit(text[at]) || text[at] == '.' || text[at] == ',')) ++at;
    const std::string_view behind = text.substr(at);
    const size_t blank = !behind.empty() && (behind[0] == ' ' || behind[0] == '-') ? 1 : 0;
    if (const Scale* word = longest_at(kScales, behind.substr(blank)); word) return word->value;
    if (const Scale* one = longest_at(kScaleLetters, behind); one) return one->value;
    if (const Scale* word = longest_at(kScalesHan, behind.substr(behind.starts_with(' '))); word)
      return word->value;
    return 1;
  }

  // "A lot less than $100 billion", 远不到千亿: no bound, but a comparison with another sum.
  static bool much_before(std::string_view before, const BoundWord& word) {
    const auto told = without_blank(before.substr(0, before.size() - word.written.size()));
    return std::any_of(std::begin(kMuchBefore), std::end(kMuchBefore),
                       [&](std::string_view much) { return told.ends_with(much); });
  }

  Sum made_of(const Figure& figure) const {
    Sum sum;
    sum.value = std::round(figure.value * 100) / 100;
    sum.currency = *(figure.currency ? figure.currency : std::optional<std::string_view>(""));
    sum.bound = figure.vague ? Bound::kAtLeast : figure.bound;
    size_t begin = figure.begin, end = figure.end;
    std::string_view before = front(begin);
    const BoundWord* word = longest_before(kBoundBefore, without_blank(before));
    if (!word) word = longest_before(kBoundBeforeHan, without_blank(before));
    if (word && word->bound == Bound::kUpTo && much_before(without_blank(before), *word))
      word = nullptr;
    if (word) {
      begin = without_blank(before).size() - word->written.size();
      if (!figure.vague) sum.bound = word->bound;
    }
    if (const BoundWord* after = longest_at(kBoundAfter, rest(end)); after) {
      end += after->written.size();
      if (!word) sum.bound = after->bound;
    }
    sum.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    sum.kind = kind_of(begin, end);
    if (figure.vague && sum.kind == SumKind::kMoney) sum.kind = SumKind::kVague;
    return sum;
  }

  SumKind kind_of(size_t begin, size_t end) const {
    if (const KindWord* after = longest_at(kKindAfter, rest(end)); after) return after->kind;
    std::string_view before = without_blank(front(begin));
    if (const KindWord* word = longest_before(kKindBefore, before); word) {
      // "a deal valued at" tells the price.
      const std::string_view told = before.substr(0, before.size() - word->written.size());
      for (std::string_view deal :
           {"deal ", "transaction ", "takeover ", "acquisition ", "merger "})
        if (told.ends_with(deal)) return SumKind::kMoney;
      return word->kind;
    }
    for (int fillers = 0; fillers < 3; ++fillers) {
      if (const KindWord* word = longest_before(kKindBeforeHan, before); word) return word->kind;
      const auto filler = std::find_if(std::begin(kFillersHan), std::end(kFillersHan),
                                       [&](std::string_view one) { return before.ends_with(one); });
      if (filler == std::end(kFillersHan)) break;
      before.remove_suffix(filler->size());
    }
    return SumKind::kMoney;
  }

  std::string_view s_;
  std::vector<Figure> figures_;
};

}  // namespace

std::vector<Sum> find_sums(const Text& text) { return Finder(text.folded()).find(); }

}  // namespace hearsay
