// The language of an item: what is declared, made comparable, and what the text shows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/item.h"

namespace hearsay {

// A tag in the form in which items are told apart: "en" for "en-US" and "eng", "zh-Hans" for
// "zh_CN", "zh-Hant" for "zh-HK" and "zh-TW", "zh" where the script stays open. Empty for none.
std::string plain_tag(std::string_view declared);

struct LanguageFound {
  std::string tag;    // "en", "zh-Hans", "zh-Hant", "zh", "ja", "ko", "de", …; empty: unknown
  bool sure = false;  // enough of the text says so to doubt a declaration
};

// By letters, Han characters that only one script writes, and the small words of seven languages.
// Looks at the first kLanguageBytesMax bytes. Any thread.
inline constexpr size_t kLanguageBytesMax = 768;  // a headline and two paragraphs say it
LanguageFound find_language(std::string_view utf8);

// Sets item.language from its declaration and its text; a warning "language.mismatch" where the
// text is surely in another one, which then counts.
void settle_language(Item& item, const std::string& place);

}  // namespace hearsay
