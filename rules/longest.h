// Looking up the longest entry of a word list at one end of a text.
#pragma once

#include <cstddef>
#include <string_view>

namespace hearsay {

inline bool digit(char c) { return c >= '0' && c <= '9'; }
inline bool letter(char c) { return c >= 'a' && c <= 'z'; }
inline bool word_char(char c) { return digit(c) || letter(c); }

// The entry of `list` that `s` begins with, the longest; a word must end where it ends.
template <class Entry, size_t N>
const Entry* longest_at(const Entry (&list)[N], std::string_view s) {
  const Entry* best = nullptr;
  for (const Entry& one : list) {
    const std::string_view w = one.written;
    if (w.empty() || !s.starts_with(w) || (best && best->written.size() >= w.size())) continue;
    if (letter(w.back()) && s.size() > w.size() && word_char(s[w.size()])) continue;
    best = &one;
  }
  return best;
}

// The entry that `s` ends with, the longest; a word must begin where it begins.
template <class Entry, size_t N>
const Entry* longest_before(const Entry (&list)[N], std::string_view s) {
  const Entry* best = nullptr;
  for (const Entry& one : list) {
    const std::string_view w = one.written;
    if (w.empty() || !s.ends_with(w) || (best && best->written.size() >= w.size())) continue;
    const size_t before = s.size() - w.size();
    if (letter(w.front()) && before > 0 && letter(s[before - 1])) continue;
    best = &one;
  }
  return best;
}

}  // namespace hearsay
