// Conversion through ICU with a callback that counts damage; likeness by counting kinds.
#include "parsers/charset_convert.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <array>
#include <bitset>
#include <memory>

#include "parsers/common_han.h"

namespace hearsay {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

void count_damage(const void* context, UConverterToUnicodeArgs* args, const char* bytes,
                  int32_t size, UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // the converter is reset, closed or cloned
  *status = U_ZERO_ERROR;
  // Windows' GBK has the euro sign where GB18030 and Big5 have nothing.
  const bool euro = size == 1 && *bytes == '\x80';
  const UChar character = euro ? 0x20AC : 0xFFFD;
  ucnv_cbToUWriteUChars(args, &character, 1, 0, status);
  // ICU hands the context back as const; it is our own counter.
  if (!euro) ++*static_cast<size_t*>(const_cast<void*>(context));
}

// One converter of each charset a thread: opening one is slower than converting a headline.
UConverter* converter_of(Charset charset) {
  static thread_local std::array<Converter, 8> converters;
  Converter& converter = converters[static_cast<size_t>(charset)];
  if (!converter) {
    UErrorCode status = U_ZERO_ERROR;
    converter.reset(ucnv_open(std::string(charset_name(charset)).c_str(), &status));
  }
  return converter.get();
}

// Valid runs are copied whole; each maximal part of a sequence that breaks off is one damage.
Converted repair_utf8(std::string_view bytes) {
  Converted out;
  out.text.reserve(bytes.size());
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto size = static_cast<int32_t>(bytes.size());
  int32_t begin = 0;
  for (int32_t at = 0; at < size;) {
    const int32_t from = at;
    UChar32 c = 0;
    U8_NEXT(data, at, size, c);
    ++out.characters;
    if (c >= 0) continue;
    out.text.append(bytes.substr(static_cast<size_t>(begin), static_cast<size_t>(from - begin)));
    out.text += kReplacement;
    begin = at;
    ++out.damaged;
    out.cut_off = at == size;
  }
  out.text.append(bytes.substr(static_cast<size_t>(begin)));
  return out;
}

bool is_common_han(UChar32 c) {
  static const auto set = [] {
    auto made = std::make_unique<std::bitset<0x10000>>();
    for (const char16_t han : kCommonHan) made->set(han);
    return made;
  }();
  return c < 0x10000 && set->test(static_cast<size_t>(c));
}

bool is_ascii_letter(UChar32 c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// What one character that is not ASCII says; `before` and `after` are its neighbours, 0 at an end.
double weight(UChar32 before, UChar32 c, UChar32 after) {
  if (c == 0xFFFD) return -4;
  if (c >= 0x4E00 && c <= 0x9FFF) return is_common_han(c) ? 1 : 0;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return -2;
  if (c == 0xA0 || c == 0xB7 || c == 0xD7 || c == 0xF7) return 0.5;
  if (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7)
    return is_ascii_letter(before) || is_ascii_letter(after) ? 1 : -1;
  // Quotes and dashes of Windows-1252 stand beside letters; any charset can make them at random.
  if (c >= 0x2010 && c <= 0x2027) return before < 0x80 || after < 0x80 || c < 0x201E ? 1 : 0;
  if ((c >= 0x3000 && c <= 0x3020) || (c >= 0xFF01 && c <= 0xFF5E)) return 1;
  if ((c >= 0x3041 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7A3)) return 0.4;
  if (c < 0xC0 || (c >= 0x20A0 && c <= 0x2122)) return 0.3;  // signs of money, degrees, marks
  if ((c >= 0x2500 && c <= 0x257F) || (c >= 0xFF61 && c <= 0xFFDC)) return -1;
  const int8_t type = u_charType(c);
  return type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR || type == U_CONTROL_CHAR ? -2 : 0;
}

}  // namespace

Converted convert(std::string_view bytes, Charset charset) {
  if (charset == Charset::kUtf8) return repair_utf8(bytes);
  Converted out;
  UConverter* converter = converter_of(charset);
  UErrorCode status = U_ZERO_ERROR;
  ucnv_reset(converter);
  ucnv_setToUCallBack(converter, count_damage, &out.damaged, nullptr, nullptr, &status);
  // No charset of ours makes more than one UTF-16 unit of one byte, nor more than two of a
  // sequence.
  std::u16string wide(bytes.size() + 2, u'\0');
  UChar* target = wide.data();
  const char* source = bytes.data();
  ucnv_toUnicode(converter, &target, target + wide.size(), &source, source + bytes.size(), nullptr,
                 1, &status);
  wide.resize(static_cast<size_t>(target - wide.data()));
  out.text.resize(wide.size() * 3);
  int32_t size = 0;
  UErrorCode narrow = U_ZERO_ERROR;
  u_strToUTF8WithSub(out.text.data(), static_cast<int32_t>(out.text.size()), &size, wide.data(),
                     static_cast<int32_t>(wide.size()), 0xFFFD, nullptr, &narrow);
  out.text.resize(static_cast<size_t>(size));
  out.characters =
      static_cast<size_t>(u_countChar32(wide.data(), static_cast<int32_t>(wide.size())));
  out.cut_off = out.damaged > 0 && out.text.ends_with(kReplacement);
  if (U_FAILURE(status) || U_FAILURE(narrow)) out.damaged = out.characters = bytes.size();
  return out;
}

double likeness(std::string_view utf8) {
  const auto* data = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto size = static_cast<int32_t>(utf8.size());
  double sum = 0;
  size_t counted = 0;
  UChar32 before = 0, c = 0;
  for (int32_t at = 0; at < size; before = c) {
    U8_NEXT_OR_FFFD(data, at, size, c);
    const bool usual = (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    if (usual) continue;
    UChar32 after = 0;
    if (at < size) U8_GET_OR_FFFD(data, 0, at, size, after);
    sum += weight(before, c, after);
    ++counted;
  }
  return counted == 0 ? 1 : sum / static_cast<double>(counted);
}

}  // namespace hearsay
