// Folding an item's text for matching, with the way back to the text as received.
#include "rules/text.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>

namespace hearsay {

namespace {

constexpr uint32_t kCombiningRunMax =
    8;  // marks kept on one letter; more are only there to hide it
constexpr UChar32 kHanBegin = 0x3400, kHanEnd = 0xA000;

bool is_han(UChar32 c) { return c >= kHanBegin && c < kHanEnd; }

// Simplified form of each Han character, read once from ICU's own table.
const std::vector<UChar32>& simplified_table() {
  static const std::vector<UChar32> table = [] {
    std::vector<UChar32> made(static_cast<size_t>(kHanEnd - kHanBegin));
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> turn(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    for (UChar32 c = kHanBegin; c < kHanEnd; ++c) {
      icu::UnicodeString one(c);
      if (U_SUCCESS(status) && turn) turn->transliterate(one);
      made[static_cast<size_t>(c - kHanBegin)] = one.countChar32() == 1 ? one.char32At(0) : c;
    }
    return made;
  }();
  return table;
}

bool invisible(UChar32 c) {
  return c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE01EF) ||
         (c >= 0xE000 &&
          c <= 0xF8FF);  // private use: the engine's marks must not come from outside
}

UChar32 unified(UChar32 c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201F:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0xAB:
    case 0xBB:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
      return '-';
    case '\t':
    case 0xA0:
    case 0x3000:
      return ' ';
    default:
      return u_isUWhiteSpace(c) && c != '\n' ? ' ' : c;
  }
}

// Cyrillic and Greek letters that look like Latin ones; only used inside words with Latin letters.
UChar32 look_alike(UChar32 c) {
  static const std::unordered_map<UChar32, UChar32> pairs = {
      {0x430, 'a'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'},
      {0x443, 'y'}, {0x445, 'x'}, {0x456, 'i'}, {0x458, 'j'}, {0x455, 's'},
      {0x3BF, 'o'}, {0x3B1, 'a'}, {0x3BD, 'v'}, {0x3B9, 'i'}};
  const auto found = pairs.find(c);
  return found == pairs.end() ? 0 : found->second;
}

// A character reference at `at` ("&amp;", "&#8211;"): its code point and length, or length 0.
std::pair<UChar32, size_t> reference(std::string_view s, size_t at) {
  const size_t end = s.substr(at, 12).find(';');
  if (end == std::string_view::npos || end < 2) return {0, 0};
  const std::string_view name = s.substr(at + 1, end - 1);
  if (name[0] == '#') {
    const bool hex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
    const std::string digits(name.substr(hex ? 2 : 1));
    const char* allowed = hex ? "0123456789abcdefABCDEF" : "0123456789";
    if (digits.empty() || digits.size() > 7 ||
        digits.find_first_not_of(allowed) != std::string::npos) {
      return {0, 0};
    }
    const auto code = static_cast<UChar32>(std::stol(digits, nullptr, hex ? 16 : 10));
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return {code > 0x10FFFF || code == 0 || surrogate ? 0xFFFD : code, end + 1};
  }
  static const std::unordered_map<std::string_view, UChar32> names = {
      {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
      {"apos", '\''},     {"nbsp", ' '},     {"mdash", 0x2014}, {"ndash", 0x2013},
      {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D},
      {"hellip", 0x2026}, {"euro", 0x20AC},  {"pound", 0xA3},   {"yen", 0xA5},
      {"middot", 0xB7},   {"bull", 0x2022}};
  const auto found = names.find(name);
  return found == names.end() ? std::pair<UChar32, size_t>{0, 0}
                              : std::pair<UChar32, size_t>{found->second, end + 1};
}

void append(std::string& out, UChar32 c) {
  std::array<uint8_t, U8_MAX_LENGTH> bytes{};
  int32_t size = 0;
  const auto point = static_cast<uint32_t>(c);
  U8_APPEND_UNSAFE(bytes.data(), size, point);
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(size));
}

// The character at `at`, which moves behind it; damaged bytes give U+FFFD.
UChar32 next_char(std::string_view s, size_t& at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(s.data());
  const auto size = static_cast<int32_t>(s.size());
  auto i = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, i, size, c);
  at = static_cast<size_t>(i);
  return c;
}

struct Folded {
  std::string bytes;
  std::vector<bool> upper;
  std::vector<uint32_t> source;
  std::vector<uint32_t> confusable;
};

Folded fold_string(std::string_view source) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto& simplified = simplified_table();
  Folded out;
  out.bytes.reserve(source.size());
  const auto put = [&](UChar32 c, bool upper, size_t from) {
    if (c == ' ' && (out.bytes.empty() || out.bytes.back() == ' ' || out.bytes.back() == '\n'))
      return;
    if (is_han(c)) c = simplified[static_cast<size_t>(c - kHanBegin)];
    append(out.bytes, c);
    out.upper.resize(out.bytes.size(), upper);
    out.source.resize(out.bytes.size(), static_cast<uint32_t>(from));
  };
  bool latin_word = false;
  uint32_t marks = 0;
  for (size_t at = 0; at < source.size();) {
    const size_t from = at;
    UChar32 c = static_cast<uint8_t>(source[at]);
    if (c == '&') {
      const auto [code, length] = reference(source, at);
      at += length ? length : 1;
      if (length) c = code;
    } else if (c < 0x80) {
      ++at;
    } else {
      c = next_char(source, at);
    }
    if (c == '\r' || invisible(c)) continue;
    marks = u_getCombiningClass(c) != 0 ? marks + 1 : 0;
    if (marks > kCombiningRunMax) continue;
    c = unified(c);
    if (c < 0x80) {
      const bool upper = c >= 'A' && c <= 'Z';
      const UChar32 lower = upper ? c + 32 : c;
      latin_word = lower >= 'a' && lower <= 'z';
      put(lower, upper, from);
      continue;
    }
    const UChar32 alike = look_alike(u_foldCase(c, U_FOLD_CASE_DEFAULT));
    const bool before_latin =
        at < source.size() && static_cast<uint8_t>(source[at]) < 0x80 && u_isalpha(source[at]);
    if (alike != 0 && (latin_word || before_latin)) {
      out.confusable.push_back(static_cast<uint32_t>(out.bytes.size()));
      put(alike, u_isupper(c), from);
      continue;
    }
    latin_word = false;
    if (is_han(c)) {
      put(c, false, from);
      continue;
    }
    icu::UnicodeString form;
    nfkc->normalize(icu::UnicodeString(c), form, status);
    if (U_FAILURE(status)) {
      status = U_ZERO_ERROR;
      form = icu::UnicodeString(c);
    }
    for (int32_t i = 0; i < form.length(); i = form.moveIndex32(i, 1)) {
      put(unified(form.char32At(i)), u_isupper(c), from);
    }
  }
  return out;
}

// Whether the full stop between `before` and `after` belongs to an abbreviation.
bool abbreviation(std::string_view before, std::string_view after) {
  size_t begin = before.size();
  while (begin > 0 &&
         (u_isalpha(static_cast<uint8_t>(before[begin - 1])) || before[begin - 1] == '.'))
    --begin;
  const std::string_view word = before.substr(begin);
  if (word.empty()) return false;
  if (word.size() == 1 || word.find('.') != std::string_view::npos) return true;  // C.C., U.S.
  if (word == "no") return after.size() > 1 && u_isdigit(after[1]);  // "No. 5", not "said no. He"
  static constexpr std::array<std::string_view, 30> known = {
      "inc",  "corp", "co",  "bros",  "ltd", "mr",  "mrs", "ms",    "dr",   "st",    "jr",
      "sr",   "vs",   "jan", "feb", "mar", "apr", "jun",   "jul",  "aug",   "sep",
      "sept", "oct",  "nov", "dec", "gov", "gen", "calif", "prof", "approx"};
  return std::find(known.begin(), known.end(), word) != known.end();
}

}  // namespace

std::string fold_term(std::string_view term) {
  std::string folded = fold_string(term).bytes;
  while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

bool Text::confusable(uint32_t offset) const {
  return std::binary_search(confusable_.begin(), confusable_.end(), offset);
}

SourceSpan Text::source(ByteSpan span) const {
  if (source_.empty()) return {};
  const auto last = static_cast<uint32_t>(source_.size() - 1);
  const uint32_t begin = source_[std::min(span.begin, last)];
  uint32_t end = static_cast<uint32_t>(headline_.size() + 1 + body_.size());
  if (span.end > span.begin) {
    // The source character under the last folded byte ends where the next one begins; a dropped
    // character between them belongs to neither, so the end is found by decoding one character.
    const uint32_t at = source_[std::min(span.end - 1, last)];
    const bool in_headline = at <= headline_.size();
    const std::string_view field =
        in_headline ? std::string_view(headline_) : std::string_view(body_);
    const size_t base = in_headline ? 0 : headline_.size() + 1;
    size_t i = at - base;
    if (i < field.size()) {
      const auto [code, length] =
          field[i] == '&' ? reference(field, i) : std::pair<UChar32, size_t>{0, 0};
      if (length) {
        i += length;
      } else {
        ++i;
        while (i < field.size() && (static_cast<uint8_t>(field[i]) & 0xC0) == 0x80) ++i;
      }
    }
    end = static_cast<uint32_t>(base + i);
  } else {
    end = begin;
  }
  const Field field = begin < headline_.size() || body_.empty() ? Field::kHeadline : Field::kBody;
  const std::string& bytes = field == Field::kHeadline ? headline_ : body_;
  const size_t base = field == Field::kHeadline ? 0 : headline_.size() + 1;
  const auto points = [&](size_t to) {
    to = std::min(to < base ? 0 : to - base, bytes.size());
    return static_cast<uint32_t>(
        std::count_if(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(to),
                      [](char b) { return (static_cast<uint8_t>(b) & 0xC0) != 0x80; }));
  };
  return {field, points(begin), points(end)};
}

std::string_view Text::quote(SourceSpan span) const {
  const std::string& bytes = span.field == Field::kHeadline ? headline_ : body_;
  size_t at = 0, begin = bytes.size(), end = bytes.size();
  for (uint32_t point = 0; at <= bytes.size(); ++point) {
    if (point == span.start) begin = at;
    if (point == span.end) {
      end = at;
      break;
    }
    if (at >= bytes.size()) break;
    ++at;
    while (at < bytes.size() && (static_cast<uint8_t>(bytes[at]) & 0xC0) == 0x80) ++at;
  }
  return std::string_view(bytes).substr(begin, end - begin);
}

Text fold(const Item& item) {
  Text text;
  text.headline_ = item.headline;
  text.body_ = item.body;
  text.provider_ = item.provider;
  Folded folded = fold_string(item.headline + '\n' + item.body);
  text.folded_ = std::move(folded.bytes);
  text.upper_ = std::move(folded.upper);
  text.source_ = std::move(folded.source);
  text.confusable_ = std::move(folded.confusable);

  const std::string_view s = text.folded_;
  const size_t headline_end = std::min(s.find('\n'), s.size());
  uint32_t paragraph = 0;
  size_t begin = 0;
  const auto close = [&](size_t end) {
    size_t b = begin, e = end;
    while (b < e && (s[b] == ' ' || s[b] == '\n')) ++b;
    while (e > b && (s[e - 1] == ' ' || s[e - 1] == '\n')) --e;
    begin = end;
    if (b == e) return;
    uint32_t han = 0, letters = 0;
    for (size_t i = b; i < e;) {
      const UChar32 c = next_char(s, i);
      if (is_han(c)) ++han;
      if (u_isalpha(c)) ++letters;
    }
    text.sentences_.push_back({{static_cast<uint32_t>(b), static_cast<uint32_t>(e)},
                               b < headline_end ? Field::kHeadline : Field::kBody,
                               han * 3 > letters ? Script::kHan : Script::kLatin,
                               paragraph});
  };
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '\n') {
      close(i);
      begin = i + 1;
      ++paragraph;
      continue;
    }
    const bool full = s.compare(i, 3, "。") == 0;
    const bool mark = s[i] == '!' || s[i] == '?' || s[i] == '.' || s[i] == ';';
    if (!full && !mark) continue;
    size_t end = i + (full ? 3 : 1);
    const bool han_before = i > 0 && (static_cast<uint8_t>(s[i - 1]) & 0x80) != 0;
    if (s[i] == ';' && !han_before) continue;
    while (end < s.size() &&
           (s[end] == '"' || s[end] == ')' || s[end] == '\'' || s[end] == '!' || s[end] == '?'))
      ++end;
    if (!full && !(han_before && s[i] != '.')) {
      if (end < s.size() && s[end] != ' ' && s[end] != '\n') continue;  // 3.5, openai.com
      if (s[i] == '.' && abbreviation(s.substr(begin, i - begin), s.substr(i + 1))) continue;
      // A quotation's own mark does not end the sentence that goes on with "said".
      if (end + 1 < s.size() && s[end - 1] == '"' && s[i] != '.' && !text.upper_[end + 1]) continue;
    }
    close(end);
    i = end - 1;
  }
  close(s.size());
  return text;
}

}  // namespace hearsay
