// Making the table from ICU's normalizer, its confusables and the table of Han forms.
#include "rules/fold_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <memory>
#include <unordered_map>
#include <vector>

#include "parsers/han.h"

namespace hearsay::folding {

namespace {

constexpr uint32_t kSize = 0x10000;

struct Table {
  std::vector<uint16_t> folded;
  std::unordered_map<char16_t, Alike> alike;
};

// The character by itself: one code point of the basic plane, kDropped or kComplex.
uint16_t folded_alone(const icu::Normalizer2& nfkc, char32_t c) {
  c = unified(c);
  if (is_invisible(c)) return kDropped;
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString form;
  nfkc.normalize(icu::UnicodeString(static_cast<UChar32>(c)), form, status);
  if (form.isEmpty()) return kDropped;
  if (form.length() != 1) return kComplex;
  return static_cast<uint16_t>(simplified(unified(form.charAt(0))));
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
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const std::unique_ptr<USpoofChecker, CloseChecker> checker(uspoof_open(&status));
  table.folded.resize(kSize, kDropped);
  for (uint32_t c = 0; c < kSize; ++c) {
    const auto point = static_cast<UChar32>(c);
    if (c >= 0xD800 && c < 0xE000) continue;
    if (!nfkc->hasBoundaryBefore(point) && !is_invisible(c)) {
      table.folded[c] = kJoining;
      continue;
    }
    const uint16_t own = folded_alone(*nfkc, c);
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

}  // namespace hearsay::folding
