// Tone: what the words of a sentence say is good or bad, clause by clause, before anybody asks for
// whom.
//
// A direction word looks for the measure that it moves (profit rises, loss narrows, costs are cut);
// its tone is the direction times the measure's worth. Negation, degree, contrast, condition and
// figures ("EUR 5 mn compared with EUR 7 mn") turn or weigh it. rules/lexicon.h says what the
// entries mean; pipeline/core/roles.h says which company a tone falls on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/lexicon.h"
#include "rules/text.h"

namespace hearsay {

// One statement that is good or bad.
struct Tone {
  double score = 0;    // −1…1
  double subject = 0;  // of a relation (`role`): for the company that acts, and for the other
  double object = 0;
  double alone = 0;  // for the one that acts when no other is named
  bool relation = false;
  bool inner = false;                  // LexiconEntry::inner
  bool price = false;                  // what the market makes of the company: its shares fell
  bool phrase = false;                 // words that stand for themselves, no movement of a measure
  std::optional<uint32_t> passive_at;  // where 被 or its like stands before the relation
  uint32_t entry = 0;                  // in the lexicon
  ByteSpan span;                       // of the words that carry it
  uint32_t clause = 0;                 // index in SentenceTone::clauses
};

// A stretch between commas, stops and clause words.
struct Clause {
  ByteSpan span;
  bool hard = false;  // begins after a stop, a semicolon or a colon: nothing carries over
  double weight = 1;  // contrast and condition
};

// A cue that concerns names: `link`, `say`.
struct NameCue {
  Sense sense = Sense::kNone;
  ByteSpan span;
};

struct SentenceTone {
  std::vector<Tone> tones;  // in reading order
  std::vector<Clause> clauses;
  std::vector<NameCue> cues;
  double sum() const;  // of the tones' scores, not limited
};

// Working memory of one reader, reused from sentence to sentence. One thread.
struct ToneScratch {
  std::vector<Word> words;
  std::vector<LexiconHit> hits;
};

// `names`: the names in the sentence, in reading order; their words mean nothing. Pure; linear in
// the sentence but for the small windows in which measures are looked for.
SentenceTone read_tone(const Lexicon& lexicon, const Text& text, const Sentence& sentence,
                       std::span<const ByteSpan> names, ToneScratch& scratch);

// A sum of tones as a score: −1…1, odd, rising.
double squash(double sum);

}  // namespace hearsay
