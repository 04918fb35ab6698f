// Telling languages apart by counting.
#include "parsers/language.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "parsers/ascii.h"
#include "parsers/han.h"

namespace hearsay {

namespace {

// A text is surely in a language if at least this many of its small words stand in it …
constexpr size_t kSureWords = 4;
// … or this many Han characters, of which so many are written by one script only, and nine in ten
// of those that tell are of the same.
constexpr size_t kSureHan = 8;
constexpr size_t kSureTelling = 3;

struct SmallWord {
  std::string_view word, tag;
};

// Words that one of these languages uses in every other sentence and the others do not.
constexpr SmallWord kSmallWords[] = {
    {"and", "en"},  {"are", "en"},  {"auf", "de"},   {"aux", "fr"},   {"avec", "fr"},
    {"by", "en"},   {"che", "it"},  {"con", "es"},   {"dal", "it"},   {"dans", "fr"},
    {"das", "de"},  {"del", "es"},  {"della", "it"}, {"der", "de"},   {"des", "fr"},
    {"die", "de"},  {"ein", "de"},  {"eine", "de"},  {"el", "es"},    {"em", "pt"},
    {"et", "fr"},   {"for", "en"},  {"from", "en"},  {"gli", "it"},   {"has", "en"},
    {"het", "nl"},  {"il", "it"},   {"is", "en"},    {"its", "en"},   {"les", "fr"},
    {"los", "es"},  {"met", "nl"},  {"mit", "de"},   {"nicht", "de"}, {"não", "pt"},
    {"of", "en"},   {"on", "en"},   {"os", "pt"},    {"par", "fr"},   {"por", "es"},
    {"pour", "fr"}, {"que", "es"},  {"said", "en"},  {"sich", "de"},  {"sul", "it"},
    {"that", "en"}, {"the", "en"},  {"to", "en"},    {"um", "pt"},    {"uma", "pt"},
    {"und", "de"},  {"une", "fr"},  {"van", "nl"},   {"voor", "nl"},  {"was", "en"},
    {"will", "en"}, {"with", "en"}, {"zu", "de"}};

constexpr std::array<std::string_view, 7> kTags = {"en", "de", "fr", "es", "it", "pt", "nl"};

// The small words by their bytes as one number, which no word of over seven bytes has.
class WordTable {
 public:
  constexpr WordTable() {
    for (const auto& [word, tag] : kSmallWords) {
      uint64_t key = 0;
      for (const char c : word) key = key << 8U | static_cast<uint8_t>(c);
      size_t at = slot_of(key);
      while (keys_[at] != 0) at = (at + 1) % keys_.size();
      keys_[at] = key;
      for (size_t i = 0; i < kTags.size(); ++i) {
        if (kTags[i] == tag) languages_[at] = static_cast<uint8_t>(i);
      }
    }
  }

  // The index in kTags of the word's language; kTags.size() if it is none of them.
  constexpr size_t language_of(uint64_t key) const {
    for (size_t at = slot_of(key); keys_[at] != 0; at = (at + 1) % keys_.size()) {
      if (keys_[at] == key) return languages_[at];
    }
    return kTags.size();
  }

 private:
  static constexpr size_t slot_of(uint64_t key) { return (key * 0x9E3779B97F4A7C15ULL) >> 55U; }

  std::array<uint64_t, 512> keys_{};
  std::array<uint8_t, 512> languages_{};
};

constexpr WordTable kWords;

struct Counts {
  std::string_view declared;  // a tag of kTags or "zh-Hans" and the like; empty: none
  size_t han = 0, kana = 0, hangul = 0, latin = 0;
  size_t only_simplified = 0, only_traditional = 0;
  std::array<size_t, kTags.size()> words{};  // the small words of each language
  size_t all_words = 0;
};

// These are asked when a sign was counted: true if what follows can hardly change the answer, since
// there are many signs of one language and none of another. Of what is declared half as many do.
bool is_settled_by_word(const Counts& counts, size_t language) {
  const size_t found = counts.words[language];
  return found >= kSureWords && found == counts.all_words &&
         (found >= 2 * kSureWords || kTags[language] == counts.declared) &&
         counts.han + counts.kana + counts.hangul == 0;
}

bool is_settled_by_han(const Counts& counts) {
  const size_t most = std::max(counts.only_simplified, counts.only_traditional);
  const std::string_view tag = counts.only_simplified == most ? "zh-Hans" : "zh-Hant";
  return most >= kSureTelling && most == counts.only_simplified + counts.only_traditional &&
         counts.han > 2 * kSureHan && counts.han * 3 > counts.latin &&
         (most >= 2 * kSureTelling || tag == counts.declared) && counts.kana + counts.hangul == 0;
}

// Adds what the text has; stops and returns true where the rest of it hardly matters.
bool count(std::string_view text, Counts& counts) {
  constexpr uint32_t kWordMax = 7;
  uint64_t word = 0;
  uint32_t word_size = 0;
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  // True if the word that ends here settles it.
  const auto end_word = [&] {
    size_t language = kTags.size();
    if (word_size > 0 && word_size <= kWordMax) language = kWords.language_of(word);
    word = word_size = 0;
    if (language == kTags.size()) return false;
    ++counts.words[language];
    ++counts.all_words;
    return is_settled_by_word(counts, language);
  };
  for (int32_t at = 0; at < size;) {
    const int32_t from = at;
    const uint8_t byte = data[at];
    if (byte < 0x80) {
      ++at;
      if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') {
        ++counts.latin;
        ++word_size;
        word = word << 8U | (byte | 0x20U);
      } else if (end_word()) {
        return true;
      }
      continue;
    }
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(data, at, size, c);
    if (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) {
      ++counts.latin;
      word_size += static_cast<uint32_t>(at - from);
      for (int32_t i = from; i < at; ++i) word = word << 8U | data[i];
      continue;
    }
    if (end_word()) return true;
    if (c >= 0x3400 && c < 0xA000) {
      ++counts.han;
      const HanScript script = han_script(static_cast<uint32_t>(c));
      if (script == HanScript::kBoth) continue;
      ++(script == HanScript::kSimplified ? counts.only_simplified : counts.only_traditional);
      if (is_settled_by_han(counts)) return true;
    } else if (c >= 0x3041 && c <= 0x30FF) {
      ++counts.kana;
    } else if (c >= 0xAC00 && c <= 0xD7A3) {
      ++counts.hangul;
    }
  }
  return end_word();
}

LanguageFound chinese(const Counts& counts) {
  const size_t telling = counts.only_simplified + counts.only_traditional;
  const size_t most = std::max(counts.only_simplified, counts.only_traditional);
  if (telling == 0 || most * 10 < telling * 7) return {"zh", counts.han >= kSureHan};
  return {counts.only_simplified == most ? "zh-Hans" : "zh-Hant",
          counts.han >= kSureHan && telling >= kSureTelling && most * 10 >= telling * 9};
}

LanguageFound language_of(const Counts& counts) {
  // A Han character says as much as half a word of letters.
  const size_t latin_words = counts.latin / 3;
  const size_t east = counts.han + counts.kana + counts.hangul;
  if (east > latin_words) {
    if (counts.kana * 5 > east) return {"ja", counts.kana >= kSureHan};
    if (counts.hangul * 2 > east) return {"ko", counts.hangul >= kSureHan};
    return chinese(counts);
  }
  if (counts.latin == 0) return {};
  const auto* most = std::max_element(counts.words.begin(), counts.words.end());
  // A headline without any small word is taken for English, the language of most feeds.
  const auto tag = *most == 0 ? kTags[0] : kTags[static_cast<size_t>(most - counts.words.begin())];
  return {std::string(tag), *most >= kSureWords};
}

}  // namespace

std::string plain_tag(std::string_view declared) {
  // In lower case, with "-" between its parts. "en; q=0.9", "en, fr": the first counts.
  std::string tag;
  for (const char c : declared) {
    if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_') break;
    tag += c == '_' ? '-' : lower(c);
  }
  std::string_view rest = tag;
  const auto next_part = [&] {
    const std::string_view part = rest.substr(0, rest.find('-'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
  };
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"eng", "en"}, {"english", "en"}, {"zho", "zh"}, {"chi", "zh"}, {"cmn", "zh"},
      {"yue", "zh"}, {"chinese", "zh"}, {"cn", "zh"},  {"jpn", "ja"}, {"ger", "de"},
      {"deu", "de"}, {"fre", "fr"},     {"fra", "fr"}, {"und", ""}};
  std::string_view primary = next_part();
  if (primary.size() != 2 || primary == "cn") {
    const auto* name = std::find_if(std::begin(kNames), std::end(kNames),
                                    [&](const auto& one) { return one.first == primary; });
    if (name != std::end(kNames)) primary = name->second;
  }
  while (primary == "zh" && !rest.empty()) {
    const std::string_view part = next_part();
    if (part == "hans" || part == "cn" || part == "sg" || part == "my" || part == "chs")
      return "zh-Hans";
    if (part == "hant" || part == "tw" || part == "hk" || part == "mo" || part == "cht")
      return "zh-Hant";
  }
  return std::string(primary);
}

LanguageFound find_language(std::string_view utf8) {
  Counts counts;
  count(utf8.substr(0, kLanguageBytesMax), counts);
  return language_of(counts);
}

void settle_language(Item& item, const std::string& place) {
  const std::string declared = plain_tag(item.language);
  // The body first: a flash in Chinese may have a headline of English names.
  const std::string_view body = std::string_view(item.body).substr(0, kLanguageBytesMax);
  Counts counts;
  counts.declared = declared;
  if (!count(body, counts))
    count(std::string_view(item.headline).substr(0, kLanguageBytesMax - body.size()), counts);
  const LanguageFound found = language_of(counts);
  const bool same_language = declared.substr(0, 2) == found.tag.substr(0, 2);
  // "zh" says less than "zh-Hant" does.
  const bool agrees = declared == found.tag || (same_language && found.tag == "zh");
  const bool refines = same_language && declared == "zh";
  if (declared.empty() || refines) {
    item.language = found.tag;
  } else if (agrees || !found.sure) {
    item.language = declared;
  } else {
    item.warnings.push_back({"language.mismatch", place + ": a text in " + found.tag +
                                                      ", expected " + declared + " as declared"});
    item.language = found.tag;
  }
}

}  // namespace hearsay
