// Finds the words of a sentence and the lexicon's entries in them.
#include "rules/lexicon.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "rules/characters.h"

namespace hearsay {
namespace {

// Hyphens and the like inside a phrase take no place of it.
constexpr std::string_view kInnerMarks = "-\"'$";
// What makes a number a percentage beside the sign; it stays a word of its own.
constexpr std::array<std::string_view, 3> kPercentWords = {" percent", " per cent", " pct"};

}  // namespace

void Lexicon::split(const Text& text, const Sentence& sentence, std::span<const ByteSpan> names,
                    std::vector<Word>& words) const {
  words.clear();
  const std::string_view folded = text.folded();
  const uint32_t stop = sentence.span.end;
  uint32_t place = 0;
  uint32_t at = sentence.span.begin;
  bool glued = false;  // the last character was part of a word
  size_t name = 0;
  while (at < stop) {
    while (name < names.size() && names[name].begin < at) ++name;
    if (name < names.size() && names[name].begin == at && names[name].end <= stop) {
      Word word;
      word.at = place;
      word.span = names[name];
      word.name = true;
      place += word.width;
      at = word.span.end;
      glued = true;
      words.push_back(word);
      continue;
    }
    uint32_t size = 0;
    const uint32_t c = decode(folded, at, &size);
    Word word;
    word.at = place;
    word.span = {at, at + size};
    const bool next_digit = at + 1 < stop && is_digit(static_cast<unsigned char>(folded[at + 1]));
    if (is_digit(c) || ((c == '-' || c == '+') && next_digit && !glued)) {
      word.kind = Word::Kind::kNumber;
      word.is_signed = !is_digit(c);
      uint32_t end = at + 1;
      std::array<char, 32> digits{};
      size_t used = 0;
      if (c != '+') digits[used++] = folded[at];
      while (end < stop) {
        const char d = folded[end];
        const bool inner = (d == '.' || d == ',') && end + 1 < stop &&
                           is_digit(static_cast<unsigned char>(folded[end + 1]));
        if (!is_digit(static_cast<unsigned char>(d)) && !inner) break;
        if (d != ',' && used < digits.size()) digits[used++] = d;
        ++end;
      }
      std::from_chars(digits.data(), digits.data() + used, word.value);
      while (end < stop && folded[end] == ' ' && end + 1 < stop && folded[end + 1] == '%') ++end;
      if (end < stop && folded[end] == '%') {
        word.percent = true;
        ++end;
      } else {
        const std::string_view rest = folded.substr(end, stop - end);
        word.percent = std::any_of(kPercentWords.begin(), kPercentWords.end(),
                                   [&](std::string_view w) { return rest.starts_with(w); });
      }
      word.span.end = end;
      place += word.width;
    } else if (is_letter(c)) {
      uint32_t end = at;
      while (end < stop) {
        uint32_t step = 0;
        const uint32_t d = decode(folded, end, &step);
        const bool joins = (d == '\'' || d == '&') && end + 1 < stop && end > at &&
                           is_letter(static_cast<unsigned char>(folded[end + 1]));
        if (!is_letter(d) && !is_digit(d) && !joins) break;
        end += step;
      }
      word.span.end = end;
      std::string_view written = folded.substr(at, end - at);
      if (written.ends_with("'s")) written.remove_suffix(2);
      if (const auto known = latin_.find(written); known != latin_.end()) word.id = known->second;
      place += word.width;
    } else if (is_han(c)) {
      uint32_t length = size;
      if (const auto known = han_.find(c); known != han_.end()) {
        const uint32_t end = name < names.size() ? std::min(stop, names[name].begin) : stop;
        const std::string_view rest = folded.substr(at, end - at);
        for (const Literal& literal : known->second) {
          if (!rest.starts_with(literal.text)) continue;
          word.id = literal.id;
          length = static_cast<uint32_t>(literal.text.size());
          break;
        }
      }
      word.span.end = at + length;
      word.width = std::max(1u, length / 3);
      place += word.width;
    } else {
      at += size;
      glued = false;
      if (c == ' ' || c == '\n' || c == '\t') continue;
      word.kind = Word::Kind::kMark;
      word.id = c;
      word.width = 0;
      words.push_back(word);
      continue;
    }
    glued = !is_han(c);
    at = word.span.end;
    words.push_back(word);
  }
}

bool Lexicon::try_pattern(const Pattern& pattern, const std::vector<Word>& words, uint32_t at,
                          const std::vector<bool>& used, std::vector<uint32_t>& places) const {
  const auto fits = [&](const Element& element, uint32_t index) {
    const Word& word = words[index];
    if (used[index] || word.kind == Word::Kind::kMark) return false;
    const bool number = word.kind == Word::Kind::kNumber;
    const bool change = number && word.is_signed && word.percent;
    switch (element.kind) {
      case Element::Kind::kNumber:
        return number;
      case Element::Kind::kRise:
        return change && word.value > 0;
      case Element::Kind::kFall:
        return change && word.value < 0;
      case Element::Kind::kName:
        return word.name;
      case Element::Kind::kWord:
        return word.id != 0 && word.kind == Word::Kind::kWord &&
               std::binary_search(element.ids.begin(), element.ids.end(), word.id);
    }
    return false;
  };
  if (!fits(pattern.elements.front(), at)) return false;
  places.assign(1, at);
  uint32_t next = at + 1;
  for (size_t i = 1; i < pattern.elements.size(); ++i) {
    const Element& element = pattern.elements[i];
    const uint32_t reach = element.after_gap ? kGapPlaces : 0;
    // Hyphens and quotation marks inside a phrase take no place of it: "better-than-expected".
    const auto skip_marks = [&] {
      while (next < words.size() && words[next].kind == Word::Kind::kMark &&
             kInnerMarks.find(static_cast<char>(words[next].id)) != std::string_view::npos) {
        ++next;
      }
    };
    skip_marks();
    if (next == words.size()) return false;
    const uint32_t from = words[next].at;
    while (!fits(element, next)) {
      if (words[next].kind == Word::Kind::kMark) return false;
      ++next;
      skip_marks();
      if (next == words.size() || words[next].at > from + reach) return false;
    }
    places.push_back(next);
    ++next;
  }
  return true;
}

void Lexicon::match(const std::vector<Word>& words, std::vector<LexiconHit>& hits) const {
  hits.clear();
  std::vector<bool> used(words.size(), false);
  std::vector<uint32_t> places;
  for (uint32_t at = 0; at < words.size(); ++at) {
    if (used[at] || words[at].kind == Word::Kind::kMark) continue;
    const bool is_number = words[at].kind == Word::Kind::kNumber;
    if (!is_number && !words[at].name && words[at].id == 0) continue;
    const auto& candidates = is_number        ? number_first_
                             : words[at].name ? name_first_
                                              : by_first_[words[at].id];
    for (const uint32_t index : candidates) {
      const Pattern& pattern = patterns_[index];
      // Advice stands first in its clause: "Buy Acme; target 40", not "Acme to buy Bolt".
      const bool call = entries_[pattern.entry].sense == Sense::kCall;
      if (call && at > 0 && words[at - 1].kind != Word::Kind::kMark) continue;
      if (!try_pattern(pattern, words, at, used, places)) continue;
      for (const uint32_t place : places) used[place] = true;
      hits.push_back({pattern.entry,
                      at,
                      places.back(),
                      {words[at].span.begin, words[places.back()].span.end}});
      break;
    }
  }
}

}  // namespace hearsay
