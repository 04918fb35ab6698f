// Making the table from ICU's normalizer, its confusables and the table of Han forms.
#include "rules/fold_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parsers/han.h"

namespace hearsay::folding {

namespace {

constexpr uint32_t kSize = 0x10000;

struct Table {
  std::vector<uint16_t> folded;
  std::unordered_map<char16_t, Alike> alike;
  std::unordered_map<char16_t, std::u32string> complex;
};

const icu::Normalizer2& casefold() {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  return *nfkc;
}

// The character by itself: one code point of the basic plane, kDropped, or kComplex with its form.
uint16_t folded_alone(char16_t from, Table& table) {
  const char32_t c = unified(from);
  if (is_invisible(c)) return kDropped;
  std::u32string form = normalized(std::u32string(1, c));
  if (form.empty()) return kDropped;
  if (form.size() == 1 && form[0] < kSize)
    return static_cast<uint16_t>(simplified(unified(form[0])));
  table.complex.emplace(from, std::move(form));
  return kComplex;
}

struct CloseChecker {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

// The one ASCII letter that Unicode's data of confusables gives for the character, in lower case;
// 0 if it gives something else.
char latin_twin(const USpoofChecker* checker, UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const auto skeleton = [&](UChar32 of) {
    icu::UnicodeString shape;
    uspoof_getSkeletonUnicodeString(checker, 0, icu::UnicodeString(of), shape, &status);
    const UChar32 one = shape.length() == 1 ? shape.charAt(0) : 0;
    return u_isalpha(one) && one < 0x80 ? static_cast<char>(one | 0x20) : '\0';
  };
  const char twin = skeleton(c);
  // The data has one shape for I, l and 1; as a capital it is an I.
  return twin == 'l' && u_isupper(c) ? 'i' : twin;
}

// Letters of Greek, Cyrillic, Armenian, Cherokee, and the phonetic and dotless ones of Latin.
bool may_be_alike(uint32_t c) {
  return c == 0x131 || (c >= 0x237 && c <= 0x2AF) || (c >= 0x370 && c <= 0x587) ||
         (c >= 0x13A0 && c <= 0x13FD) || (c >= 0xAB30 && c <= 0xABBF);
}

Table make_table() {
  Table table;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, CloseChecker> checker(uspoof_open(&status));
  table.folded.resize(kSize, kDropped);
  for (uint32_t c = 0; c < kSize; ++c) {
    const auto point = static_cast<UChar32>(c);
    if (c >= 0xD800 && c < 0xE000) continue;
    if (!casefold().hasBoundaryBefore(point) && !is_invisible(c)) {
      table.folded[c] = kJoining;
      continue;
    }
    const uint16_t own = folded_alone(static_cast<char16_t>(c), table);
    const char latin = may_be_alike(c) ? latin_twin(checker.get(), point) : '\0';
    table.folded[c] = latin != '\0' ? uint16_t{kAlike} : own;
    if (latin != '\0') table.alike.emplace(static_cast<char16_t>(c), Alike{latin, own});
  }
  // What becomes such a letter looks like the same one.
  for (uint16_t& to : table.folded) {
    if (to < ' ' || table.folded[to] != kAlike) continue;
    const auto c = static_cast<char16_t>(&to - table.folded.data());
    table.alike.emplace(c, Alike{table.alike.at(to).latin, to});
    to = kAlike;
  }
  // A form that folds further does so at once, so that folding twice changes nothing.
  for (uint16_t& to : table.folded) {
    for (int steps = 0; to >= ' ' && table.folded[to] >= ' ' && table.folded[to] != to && steps < 4;
         ++steps)
      to = table.folded[to];
  }
  return table;
}

const Table& table() {
  static const Table made = make_table();
  return made;
}

}  // namespace

const uint16_t* fold_table() {
  static const uint16_t* const folded = table().folded.data();
  return folded;
}

Alike alike(char16_t c) { return table().alike.at(c); }

std::u32string_view complex_form(char16_t c) { return table().complex.at(c); }

char32_t unified(char32_t c) {
  switch (c) {
    case 0x60:    // grave accent
    case 0xB4:    // acute accent
    case 0x2018:  // ‘ and its kin, primes
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0x2035:
      return '\'';
    case 0x201C:  // “ and its kin, corner brackets, guillemets
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x2036:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0x301D:
    case 0x301E:
    case 0x301F:
    case 0xFE41:
    case 0xFE42:
    case 0xFE43:
    case 0xFE44:
    case 0xFF62:
    case 0xFF63:
    case 0xAB:
    case 0xBB:
      return '"';
    case 0x2010:  // hyphens and dashes, minus
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x2500:
      return '-';
    case 0x0B:  // what ends a line
    case 0x0C:
    case 0x85:
    case 0x2028:
    case 0x2029:
      return '\n';
    case 0x2800:  // blanks that Unicode does not call so
    case 0x3164:
    case 0xFFA0:
      return ' ';
    default:
      return u_isUWhiteSpace(static_cast<UChar32>(c)) && c != '\n' ? U' ' : c;
  }
}

bool is_invisible(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  if (c == '\n' || c == ' ') return false;
  if (u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return true;
  switch (u_charType(point)) {
    case U_CONTROL_CHAR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return true;
    case U_FORMAT_CHAR:  // bidi controls among them
      return true;
    default:
      return U_IS_UNICODE_NONCHAR(point);
  }
}

std::u32string normalized(const std::u32string& text) {
  const icu::UnicodeString from = icu::UnicodeString::fromUTF32(
      reinterpret_cast<const UChar32*>(text.data()), static_cast<int32_t>(text.size()));
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString form;
  casefold().normalize(from, form, status);
  std::u32string all;
  for (int32_t i = 0; i < form.length(); i = form.moveIndex32(i, 1))
    all += static_cast<char32_t>(form.char32At(i));
  return all;
}

char32_t first_folded(char32_t c) {
  if (c < 0x10000) {
    const uint16_t to = fold_table()[c];
    if (to == kComplex) return complex_form(static_cast<char16_t>(c))[0];
    return to >= '\n' || to == kDropped ? to : c;
  }
  if (is_invisible(c)) return 0;
  const std::u32string form = normalized(std::u32string(1, c));
  return form.empty() ? 0 : form[0];
}

bool joins(char32_t c) {
  if (c < 0x10000) return fold_table()[c] == kJoining;
  return !casefold().hasBoundaryBefore(static_cast<UChar32>(c));
}

bool stays(char32_t c) { return casefold().isInert(static_cast<UChar32>(c)) != 0; }

bool is_capital(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  // What news is full of and has no capitals: marks, characters of the East, full-width marks.
  if ((c >= 0x2010 && c < 0x2100) || (c >= 0x2E80 && c < 0xA640) || (c >= 0xFF00 && c < 0xFF21))
    return false;
  return u_isupper(static_cast<UChar32>(c)) != 0;
}

}  // namespace hearsay::folding
