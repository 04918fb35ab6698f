// Splitting a sentence into Latin words and judging its capitals.
#include "rules/words.h"

namespace hearsay {
namespace {

constexpr uint32_t kTitleWordBytesMin = 4;  // shorter words stay small in title case ("of", "for")
constexpr size_t kTitleWordsMin = 3;        // fewer long words say nothing about the whole line

bool small(char c) { return c >= 'a' && c <= 'z'; }
// Letters, digits and the bytes of accented Latin letters (U+00C0 to U+024F).
bool accented_lead(char c) {
  const auto byte = static_cast<uint8_t>(c);
  return byte >= 0xC3 && byte <= 0xC9;
}
bool plain(char c) { return small(c) || (c >= '0' && c <= '9'); }

// How many bytes of a word's character stand at `at`; 0 when it is none.
uint32_t letter_bytes(std::string_view s, size_t at) {
  if (at >= s.size()) return 0;
  if (plain(s[at])) return 1;
  return accented_lead(s[at]) && at + 1 < s.size() ? 2 : 0;
}

bool inner(char c) { return c == '-' || c == '.' || c == '\'' || c == '&'; }

}  // namespace

std::vector<LatinWord> words_in(const Text& text, ByteSpan sentence) {
  std::vector<LatinWord> words;
  const std::string_view s = text.folded().substr(0, sentence.end);
  for (size_t at = sentence.begin; at < s.size();) {
    uint32_t step = letter_bytes(s, at);
    if (step == 0) {
      ++at;
      continue;
    }
    const size_t begin = at;
    while (step > 0) {
      at += step;
      step = letter_bytes(s, at);
      if (step == 0 && at < s.size() && inner(s[at]) && letter_bytes(s, at + 1) > 0) {
        if (s[at] == '\'' && s[at + 1] == 's' && letter_bytes(s, at + 2) == 0) break;
        step = 1;
      }
    }
    LatinWord word{{static_cast<uint32_t>(begin), static_cast<uint32_t>(at)}};
    uint32_t letters = 0, capitals = 0;
    for (size_t i = begin; i < at; ++i) {
      if (!small(s[i]) && !accented_lead(s[i])) continue;
      ++letters;
      if (text.upper(static_cast<uint32_t>(i))) ++capitals;
    }
    word.capital = capitals > 0;
    word.shouted = letters > 1 && capitals == letters;
    words.push_back(word);
    if (at < s.size() && s[at] == '\'') at += 2;
  }
  return words;
}

Capitals capitals_of(const Text& text, const std::vector<LatinWord>& words) {
  bool any_small = false;
  size_t long_words = 0, long_capitals = 0;
  for (const LatinWord& word : words) {
    if (!small(text.folded()[word.span.begin])) continue;
    if (!word.shouted && word.span.size() > 1) any_small = true;
    if (word.span.size() < kTitleWordBytesMin) continue;
    ++long_words;
    if (word.capital) ++long_capitals;
  }
  if (!any_small) return words.size() > 1 ? Capitals::kShouted : Capitals::kSpeak;
  // One small long word in eight is let through ("Nvidia Is Said to Rethink OpenAI stake").
  const bool title = long_words >= kTitleWordsMin && long_capitals * 8 >= long_words * 7;
  return title ? Capitals::kTitle : Capitals::kSpeak;
}

size_t begins_with_any(std::string_view s, Phrases phrases, bool whole) {
  size_t longest = 0;
  for (std::string_view one : phrases) {
    if (one.size() <= longest || !s.starts_with(one)) continue;
    if (whole && s.size() > one.size() && plain(s[one.size()]) && plain(one.back())) continue;
    longest = one.size();
  }
  return longest;
}

size_t ends_with_any(std::string_view s, Phrases phrases, bool whole) {
  size_t longest = 0;
  for (std::string_view one : phrases) {
    if (one.size() <= longest || !s.ends_with(one)) continue;
    if (whole && s.size() > one.size() && plain(s[s.size() - one.size() - 1]) && plain(one.front()))
      continue;
    longest = one.size();
  }
  return longest;
}

}  // namespace hearsay
