// The table is made once, when it is first asked for: 27,648 characters, some milliseconds.
#include "parsers/han.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <vector>

namespace hearsay {

namespace {

constexpr size_t kSize = kHanEnd - kHanBegin;

struct Table {
  std::vector<uint16_t> simplified;
  std::vector<HanScript> scripts;
};

bool is_han(uint32_t c) { return c >= kHanBegin && c < kHanEnd; }

// What the transliterator makes of each character; itself where it makes none or several.
std::vector<uint16_t> turned(const char* id) {
  std::vector<uint16_t> made(kSize);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> turn(
      icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  for (size_t i = 0; i < kSize; ++i) {
    const auto c = static_cast<UChar32>(kHanBegin + i);
    icu::UnicodeString one(c);
    if (turn) turn->transliterate(one);
    const UChar32 to = one.countChar32() == 1 ? one.char32At(0) : c;
    made[i] = static_cast<uint16_t>(is_han(static_cast<uint32_t>(to)) ? to : c);
  }
  return made;
}

// Forms that ICU's table leaves alone and newspapers of Hong Kong and Taiwan write; 甚 for 甚麼.
constexpr struct {
  char16_t variant, simplified;
} kVariants[] = {{u'滙', u'汇'}, {u'裏', u'里'}, {u'綫', u'线'}, {u'啓', u'启'}, {u'衞', u'卫'},
                 {u'羣', u'群'}, {u'峯', u'峰'}, {u'爲', u'为'}, {u'僞', u'伪'}, {u'眞', u'真'},
                 {u'牀', u'床'}, {u'麪', u'面'}, {u'喫', u'吃'}, {u'鉅', u'巨'}, {u'著', u'着'},
                 {u'甚', u'什'}, {u'鍊', u'链'}};

const Table& table() {
  static const Table made = [] {
    Table t;
    const std::vector<uint16_t> plain = turned("Traditional-Simplified");
    t.simplified = plain;
    for (const auto& [variant, simple] : kVariants)
      t.simplified[variant - kHanBegin] = static_cast<uint16_t>(simple);
    // 沉 is also written 沈, which stays as it is: both become that.
    const std::vector<uint16_t> traditional = turned("Simplified-Traditional");
    for (size_t i = 0; i < kSize; ++i) {
      if (t.simplified[i] == kHanBegin + i)
        t.simplified[i] = t.simplified[traditional[i] - kHanBegin];
    }
    // A form that has itself a simpler one leads on to it, so that folding twice changes nothing.
    for (uint16_t& to : t.simplified) {
      for (int steps = 0; steps < 4 && t.simplified[to - kHanBegin] != to; ++steps)
        to = t.simplified[to - kHanBegin];
    }
    t.scripts.resize(kSize);
    for (size_t i = 0; i < kSize; ++i) {
      if (plain[i] != kHanBegin + i) {
        t.scripts[i] = HanScript::kTraditional;
      } else if (traditional[i] != kHanBegin + i) {
        t.scripts[i] = HanScript::kSimplified;
      }
    }
    return t;
  }();
  return made;
}

}  // namespace

uint32_t simplified(uint32_t c) { return is_han(c) ? table().simplified[c - kHanBegin] : c; }

HanScript han_script(uint32_t c) {
  return is_han(c) ? table().scripts[c - kHanBegin] : HanScript::kBoth;
}

}  // namespace hearsay
