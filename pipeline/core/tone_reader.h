// The passes of read_tone over one sentence: what they share, and the order in which they run.
// Private to tone.cc and tone_measures.cc.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/core/tone.h"
#include "rules/lexicon.h"
#include "rules/text.h"

namespace hearsay::tone {

// In places (Word::at): what stands behind a figure's direction, and the figure of before behind
// its "compared with".
inline constexpr uint32_t kFigureReach = 12;
inline constexpr uint32_t kSubjectReach = 44;

inline bool is_stop(uint32_t mark) {
  return mark == '.' || mark == '!' || mark == '?' || mark == ';' || mark == ':' || mark == U'。' ||
         mark == '|' || mark == U'…' || mark == U'·';
}
inline bool is_pause(uint32_t mark) {
  return mark == ',' || mark == U'、' || mark == '(' || mark == ')';
}

// One entry found, with what the passes learn about it.
struct Concept {
  Sense sense;
  double weight;  // for a mover: strength with its direction's sign
  double free;
  const LexiconEntry* entry;
  uint32_t index;  // in the lexicon
  uint32_t first_word;
  uint32_t last_word;
  uint32_t at;   // place of its first word
  uint32_t end;  // place after its last word
  uint32_t clause;
  ByteSpan span;
  bool taken = false;  // a measure that a mover has used
  bool later = false;  // stands after "compared with": the earlier figure
  int negations = 0;
  double factor = 1;
};

// Reads one sentence, once; borrows all that it is given.
class Reader {
 public:
  Reader(const Lexicon& lexicon, std::string_view folded, const std::vector<Word>& words,
         const std::vector<LexiconHit>& hits, const Sentence& sentence)
      : lexicon_(lexicon), folded_(folded), words_(words), hits_(hits), sentence_(sentence) {}

  SentenceTone read() {
    find_clauses();
    collect();
    if (concepts_.empty()) return std::move(out_);
    weigh_clauses();
    mark_comparisons();
    apply_degrees();
    apply_negations();
    move_measures();
    compare_figures();
    speak_rest();
    silence_what_ended();
    std::stable_sort(out_.tones.begin(), out_.tones.end(),
                     [](const Tone& a, const Tone& b) { return a.span.begin < b.span.begin; });
    return std::move(out_);
  }

 private:
  void find_clauses();
  bool is_han(const Word& word) const {
    return static_cast<unsigned char>(folded_[word.span.begin]) >= 0xE3;
  }
  void collect();
  void weigh_clauses();
  void mark_comparisons();
  void apply_degrees();
  void apply_negations();
  void move_measures();
  void compare_figures();
  void compare_in_brackets(Concept& measure);
  void speak_rest();
  void silence_what_ended();
  Concept* measure_before(const Concept& mover, uint32_t reach, bool carry);
  Concept* measure_after(const Concept& mover);
  Concept* measure_of(const Concept& mover);
  bool names_itself(const Concept& mover) const;
  bool is_noun(const Concept& mover) const;
  double figure_factor(const Concept& mover) const;
  bool moves_price(const Concept& mover, const Concept* measure) const;
  void say(const Concept& said, double score, ByteSpan span, bool price = false);

  const Lexicon& lexicon_;
  std::string_view folded_;
  const std::vector<Word>& words_;
  const std::vector<LexiconHit>& hits_;
  const Sentence& sentence_;
  std::vector<Concept> concepts_;
  std::vector<uint32_t> clause_of_;  // per word
  std::vector<uint32_t> clause_at_;  // place of each clause's first word
  std::vector<uint32_t> opened_;     // the words that a cue of the lexicon begins a clause at
  SentenceTone out_;
  bool question_ = false;
};

}  // namespace hearsay::tone
