// Words of Latin script in a folded text with their capitals, and what capitals are worth in a
// sentence.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/text.h"

namespace hearsay {

struct LatinWord {
  ByteSpan span;         // without a possessive "'s"
  bool capital = false;  // its first letter was one, or a later one ("iPhone", "xAI")
  bool shouted = false;  // it has two letters or more and all were capitals
};

// What a capital says in a sentence.
enum class Capitals : uint8_t {
  kSpeak,    // running text: a capital inside the sentence marks a name
  kTitle,    // a headline in title case: it marks nothing by itself
  kShouted,  // no small letter
};

// Words of letters, digits, '&', inner hyphens, dots and apostrophes, inside `sentence`.
std::vector<LatinWord> words_in(const Text& text, ByteSpan sentence);
// REQUIRES the words of one sentence.
Capitals capitals_of(const Text& text, const std::vector<LatinWord>& words);

using Phrases = std::span<const std::string_view>;
// The longest phrase that `s` begins or ends with, in bytes; 0 if none does. With `whole`, the
// phrase must not be cut out of a longer Latin word.
size_t begins_with_any(std::string_view s, Phrases phrases, bool whole);
size_t ends_with_any(std::string_view s, Phrases phrases, bool whole);

}  // namespace hearsay
