// ToneFeatures: what the tone model looks at in a sentence, and around a company in it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/roles.h"
#include "pipeline/core/tone.h"
#include "rules/lexicon.h"

namespace hearsay {

// What the model looks at, once for each sentence that has it: a word without its ending, a number
// "#" or "#%", a mark "$", "?" or "!", a Chinese character, two of these that stand together ("net
// sale"). What a negation governs begins with "!" ("!rise"). Names are left out. And what the
// lexicon made of the sentence, without a place: the sum of its tones in steps ("=+2"; "=" if it
// knows none), the sign of the first and of the last ("<+", ">-"); of Chinese with "字" behind.
struct Feature {
  std::string text;
  ByteSpan span;
};

// `hits` are the lexicon's entries in `words`: its negations count; `tones` is what was read from
// them. Pure; sorted by text.
std::vector<Feature> features_of(const Lexicon& lexicon, std::string_view folded,
                                 const std::vector<Word>& words,
                                 const std::vector<LexiconHit>& hits,
                                 const std::vector<Tone>& tones);

// What is known of a company in a sentence beside the words around it.
struct CompanySigns {
  double words = 0;     // of the lexicon's tones that fall on it
  double claims = 0;    // of the item's claims
  double sentence = 0;  // of all tones of the sentence
};

// What the model looks at for one company of a sentence: all features begin with "@". The signs in
// steps, whether it is named first or last of how many, the words and marks within six places
// before and behind it, the two next to it by their place, and the pairs of the whole sentence with
// "ME" for it and "OTHER" for the others. `mentions` are those of the sentence, `company` is one of
// them. Pure; sorted by text.
std::vector<Feature> features_around(std::string_view folded, const std::vector<Word>& words,
                                     std::span<const Mention> mentions, uint32_t company,
                                     const CompanySigns& signs);

}  // namespace hearsay
