// Reads the tone of one sentence from the lexicon's entries in it.
#include "pipeline/core/tone.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "pipeline/core/figures.h"

namespace hearsay {
namespace {

// In places (Word::at): how far a transitive word looks for its measure, and a negation for its
// verb.
constexpr uint32_t kObjectReach = 14;
constexpr uint32_t kSubjectReach = 44;
constexpr uint32_t kNearReach = 8;
constexpr uint32_t kAdjectiveReach = 8;
constexpr uint32_t kCarryReach = 8;
constexpr uint32_t kNegationReach = 10;
constexpr uint32_t kNegationReachHan = 7;
constexpr uint32_t kDegreeReach = 5;
constexpr uint32_t kFigureReach = 12;
// "Did not rise" is bad, but less so than "fell".
constexpr double kNegated = -0.5;
constexpr double kAlthoughWeight = 0.45;
constexpr double kBeforeButWeight = 0.6;
constexpr double kAfterButWeight = 1.25;
constexpr double kIfWeight = 0.3;
constexpr double kMayWeight = 0.75;
constexpr double kAfterWeight = 0.7;
constexpr double kQuestionWeight = 0.5;

// A profit after a loss, or the other way round; a figure above or below the one of before.
constexpr double kTurned = 0.8;
constexpr double kCompared = 0.7;
// Figures nearer to each other than this share of the earlier one are the same.
constexpr double kSameFigure = 0.005;

// A figure of before stands this many words after its "compared with" at most, or after its
// bracket.
constexpr uint32_t kBeforeWords = 9;
constexpr uint32_t kBracketWords = 3;
// What stands in brackets and is so much larger or smaller is another thing than the figure of
// before.
constexpr double kBracketChange = 5;

bool is_stop(uint32_t mark) {
  return mark == '.' || mark == '!' || mark == '?' || mark == ';' || mark == ':' || mark == U'。' ||
         mark == '|' || mark == U'…' || mark == U'·';
}
bool is_pause(uint32_t mark) { return mark == ',' || mark == U'、' || mark == '(' || mark == ')'; }

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

class Reader {
 public:
  Reader(const Lexicon& lexicon, std::string_view folded, const std::vector<Word>& words,
         const std::vector<LexiconHit>& hits, const Sentence& sentence)
      : lexicon_(lexicon), folded_(folded), words_(words), hits_(hits), sentence_(sentence) {}

  SentenceTone read() {
    collect();
    if (concepts_.empty()) return std::move(out_);
    weigh_clauses();
    mark_comparisons();
    apply_degrees();
    apply_negations();
    move_measures();
    compare_figures();
    speak_rest();
    std::stable_sort(out_.tones.begin(), out_.tones.end(),
                     [](const Tone& a, const Tone& b) { return a.span.begin < b.span.begin; });
    return std::move(out_);
  }

 private:
  void collect();
  void weigh_clauses();
  void mark_comparisons();
  void apply_degrees();
  void apply_negations();
  void move_measures();
  void compare_figures();
  void compare_in_brackets(Concept& measure);
  void speak_rest();
  Concept* measure_before(const Concept& mover, uint32_t reach, bool carry);
  Concept* measure_after(const Concept& mover);
  Concept* measure_of(const Concept& mover);
  double figure_factor(const Concept& mover) const;
  void say(const Concept& said, double score, ByteSpan span);

  const Lexicon& lexicon_;
  std::string_view folded_;
  const std::vector<Word>& words_;
  const std::vector<LexiconHit>& hits_;
  const Sentence& sentence_;
  std::vector<Concept> concepts_;
  std::vector<uint32_t> clause_of_;  // per word
  std::vector<uint32_t> clause_at_;  // place of each clause's first word
  SentenceTone out_;
  bool question_ = false;
};

void Reader::collect() {
  clause_of_.assign(words_.size(), 0);
  std::vector<bool> breaks(words_.size(), false);
  for (const LexiconHit& hit : hits_) {
    const Sense sense = lexicon_[hit.entry].sense;
    if (sense == Sense::kBut || sense == Sense::kAlthough || sense == Sense::kBreak ||
        sense == Sense::kAfter) {
      breaks[hit.first] = true;
    }
  }
  out_.clauses.push_back({{sentence_.span.begin, sentence_.span.begin}, true, 1});
  clause_at_.push_back(0);
  for (uint32_t i = 0; i < words_.size(); ++i) {
    const Word& word = words_[i];
    const bool mark = word.kind == Word::Kind::kMark;
    if (mark && word.id == '?') question_ = true;
    const bool spaced =
        i + 1 == words_.size() || words_[i + 1].span.begin > word.span.end || word.id != '.';
    if ((mark && (is_stop(word.id) || is_pause(word.id)) && spaced) || (breaks[i] && i > 0)) {
      const bool hard = mark && is_stop(word.id);
      out_.clauses.push_back({{word.span.begin, word.span.begin}, hard, 1});
      clause_at_.push_back(word.at);
    }
    clause_of_[i] = static_cast<uint32_t>(out_.clauses.size() - 1);
    out_.clauses.back().span.end = word.span.end;
  }
  concepts_.reserve(hits_.size());
  for (const LexiconHit& hit : hits_) {
    const LexiconEntry& entry = lexicon_[hit.entry];
    if (entry.sense == Sense::kNone) continue;
    if (entry.sense == Sense::kLink || entry.sense == Sense::kSay) {
      out_.cues.push_back({entry.sense, hit.span});
      continue;
    }
    Concept c{entry.sense, entry.weight, entry.free,           &entry, hit.entry,
              hit.first,   hit.last,     words_[hit.first].at, 0,      clause_of_[hit.first],
              hit.span};
    c.end = words_[hit.last].at + words_[hit.last].width;
    if (entry.sense == Sense::kDown) {
      c.weight = -c.weight;
      c.free = -c.free;
    }
    concepts_.push_back(c);
  }
}

void Reader::weigh_clauses() {
  auto& clauses = out_.clauses;
  for (const Concept& c : concepts_) {
    switch (c.sense) {
      case Sense::kBut:
        for (uint32_t i = 0; i < clauses.size(); ++i) {
          clauses[i].weight *= i < c.clause ? kBeforeButWeight : kAfterButWeight;
        }
        break;
      case Sense::kAlthough:
        clauses[c.clause].weight *= kAlthoughWeight;
        break;
      case Sense::kIf:
        clauses[c.clause].weight *= kIfWeight;
        if (c.clause + 1 < clauses.size() && !clauses[c.clause + 1].hard) {
          clauses[c.clause + 1].weight *= kIfWeight;
        }
        break;
      case Sense::kMay:
        clauses[c.clause].weight *= kMayWeight;
        break;
      case Sense::kAfter:
        clauses[c.clause].weight *= kAfterWeight;
        break;
      default:
        break;
    }
  }
  if (question_) {
    for (Clause& clause : clauses) clause.weight *= kQuestionWeight;
  }
}

// What stands after "compared with" is the figure of before.
void Reader::mark_comparisons() {
  for (const Concept& than : concepts_) {
    if (than.sense != Sense::kThan) continue;
    const bool strong = than.weight != 0;
    for (Concept& c : concepts_) {
      if (c.at < than.end || c.clause != than.clause) continue;
      if (strong ? c.at < than.end + kSubjectReach
                 : c.sense == Sense::kMeasure && c.at < than.end + kFigureReach) {
        c.later = true;
      }
    }
  }
}

void Reader::apply_degrees() {
  for (const Concept& degree : concepts_) {
    if (degree.sense != Sense::kDegree) continue;
    Concept* nearest = nullptr;
    uint32_t best = kDegreeReach + 1;
    for (Concept& c : concepts_) {
      if (c.clause != degree.clause) continue;
      if (c.sense != Sense::kTone && c.sense != Sense::kUp && c.sense != Sense::kDown &&
          c.sense != Sense::kRole && !(c.sense == Sense::kMeasure && c.free != 0)) {
        continue;
      }
      const uint32_t gap = c.at >= degree.end   ? c.at - degree.end
                           : degree.at >= c.end ? degree.at - c.end + 1
                                                : 0;
      if (gap < best) {
        best = gap;
        nearest = &c;
      }
    }
    if (nearest != nullptr) nearest->factor *= degree.weight;
  }
}

void Reader::apply_negations() {
  for (const Concept& negation : concepts_) {
    if (negation.sense != Sense::kNot) continue;
    const bool han = static_cast<unsigned char>(folded_[negation.span.begin]) >= 0x80;
    const uint32_t reach = negation.end + (han ? kNegationReachHan : kNegationReach);
    for (Concept& c : concepts_) {
      if (c.at < negation.end || c.at > reach || c.clause != negation.clause) continue;
      if (c.sense == Sense::kNot) break;
      if (c.sense == Sense::kTone || c.sense == Sense::kUp || c.sense == Sense::kDown ||
          c.sense == Sense::kRole || (c.sense == Sense::kMeasure && c.free != 0)) {
        ++c.negations;
        if (c.sense != Sense::kMeasure)
          break;  // "no loss reported": the loss and what is said of it
      }
    }
  }
}

// The measure that a mover in its clause, or at the start of the next, follows: "net sales were EUR
// 5 mn, up 3 %".
Concept* Reader::measure_before(const Concept& mover, uint32_t reach, bool carry) {
  for (size_t i = concepts_.size(); i-- > 0;) {
    Concept& c = concepts_[i];
    if (c.at >= mover.at || c.sense != Sense::kMeasure) continue;
    if (mover.at - c.end > reach) return nullptr;
    if (c.clause != mover.clause) {
      if (!carry || mover.at > clause_at_[mover.clause] + kCarryReach) return nullptr;
      for (uint32_t k = c.clause + 1; k <= mover.clause; ++k) {
        if (out_.clauses[k].hard) return nullptr;
      }
    }
    if (c.later) continue;
    if (c.entry->near && (c.clause != mover.clause || mover.at - c.end > kNearReach)) continue;
    return &c;
  }
  return nullptr;
}

Concept* Reader::measure_after(const Concept& mover) {
  const uint32_t reach = mover.entry->adjective ? kAdjectiveReach : kObjectReach;
  for (Concept& c : concepts_) {
    if (c.at < mover.end) continue;
    if (c.clause != mover.clause || c.at > mover.end + reach) return nullptr;
    // Another mover between the two owns what follows it.
    if (c.sense == Sense::kUp || c.sense == Sense::kDown || c.sense == Sense::kThan) return nullptr;
    if (mover.entry->adjective && c.sense == Sense::kOf) return nullptr;
    if (c.sense == Sense::kMeasure) return &c;
  }
  return nullptr;
}

Concept* Reader::measure_of(const Concept& mover) {
  if (mover.entry->adjective) {
    Concept* measure = measure_after(mover);
    return measure != nullptr ? measure : measure_before(mover, kAdjectiveReach, false);
  }
  // "a rise in costs", "growth of sales": the measure follows a noun's preposition.
  const bool nominal = std::any_of(concepts_.begin(), concepts_.end(), [&](const Concept& c) {
    return c.sense == Sense::kOf && c.at == mover.end && c.clause == mover.clause;
  });
  Concept* measure = nullptr;
  if (mover.entry->transitive || nominal) measure = measure_after(mover);
  if (measure == nullptr) measure = measure_before(mover, kSubjectReach, false);
  if (measure == nullptr && !mover.entry->transitive) measure = measure_after(mover);
  if (measure == nullptr) measure = measure_before(mover, kSubjectReach, true);
  return measure;
}

// A rise of 40 % says more than one of 0.3 %.
double Reader::figure_factor(const Concept& mover) const {
  for (uint32_t i = mover.last_word + 1; i < words_.size(); ++i) {
    const Word& word = words_[i];
    if (word.at > mover.end + kFigureReach || clause_of_[i] != mover.clause) break;
    if (word.kind != Word::Kind::kNumber || !word.percent) continue;
    const double size = std::abs(word.value);
    return size < 0.5 ? 0.6 : size < 10 ? 1 : size < 30 ? 1.15 : 1.3;
  }
  return 1;
}

void Reader::say(const Concept& said, double score, ByteSpan span) {
  Tone tone;
  const double weight = out_.clauses[said.clause].weight * said.factor *
                        std::pow(kNegated, std::min(said.negations, 2));
  tone.score = std::clamp(score * weight, -1.0, 1.0);
  if (said.sense == Sense::kRole) {
    tone.relation = true;
    tone.inner = said.entry->inner;
    tone.subject = std::clamp(said.entry->subject * weight, -1.0, 1.0);
    tone.object = std::clamp(said.entry->object * weight, -1.0, 1.0);
    const double alone = said.entry->free != 0 ? said.entry->free : said.entry->subject;
    tone.alone = std::clamp(alone * weight, -1.0, 1.0);
    for (const Concept& c : concepts_) {
      if (c.sense == Sense::kPassive && c.clause == said.clause && c.at < said.at) {
        tone.passive_at = c.span.begin;
      }
    }
  }
  if (tone.score == 0 && tone.subject == 0 && tone.object == 0) return;
  tone.entry = said.index;
  tone.span = span;
  tone.clause = said.clause;
  out_.tones.push_back(tone);
}

void Reader::move_measures() {
  for (Concept& mover : concepts_) {
    if (mover.sense != Sense::kUp && mover.sense != Sense::kDown) continue;
    if (mover.later) continue;
    Concept* measure = measure_of(mover);
    const double figures = figure_factor(mover);
    if (measure == nullptr) {
      say(mover, mover.free * figures, mover.span);
      continue;
    }
    measure->taken = true;
    mover.negations += measure->negations;
    mover.factor *= measure->factor;
    const ByteSpan span = {std::min(measure->span.begin, mover.span.begin),
                           std::max(measure->span.end, mover.span.end)};
    say(mover, mover.weight * measure->weight * figures, span);
  }
}

// "Profit EUR 5 mn, compared with EUR 7 mn": no word says that it fell, the figures do.
void Reader::compare_figures() {
  for (const Concept& than : concepts_) {
    if (than.sense != Sense::kThan) continue;
    Concept* measure = measure_before(than, kSubjectReach, true);
    if (measure == nullptr || measure->taken || measure->weight == 0) continue;
    double score = 0;
    const auto earlier = std::find_if(concepts_.begin(), concepts_.end(), [&](const Concept& c) {
      return c.later && c.sense == Sense::kMeasure && c.at >= than.end;
    });
    if (earlier != concepts_.end() && earlier->weight * measure->weight < 0) {
      score = measure->weight > 0 ? kTurned : -kTurned;
    } else {
      const auto change = figure_change(folded_, words_, measure->last_word + 1, than.first_word,
                                        than.last_word + 1, kBeforeWords);
      if (!change) continue;
      if (std::abs(*change) > kSameFigure)
        score = (*change > 0 ? kCompared : -kCompared) * measure->weight;
    }
    measure->taken = true;
    say(*measure, score, {measure->span.begin, than.span.end});
  }
  for (Concept& measure : concepts_) {
    if (measure.sense == Sense::kMeasure && !measure.taken && measure.weight != 0) {
      compare_in_brackets(measure);
    }
  }
}

// "Profit EUR 7.1 mn (EUR 5.9 mn)": the figure of before stands in brackets.
void Reader::compare_in_brackets(Concept& measure) {
  const uint32_t now = measure.last_word + 1;
  bool figure = false;
  for (uint32_t i = now; i < words_.size() && words_[i].at < measure.end + 2 * kFigureReach; ++i) {
    const Word& word = words_[i];
    if (word.kind == Word::Kind::kNumber) figure = true;
    if (word.kind != Word::Kind::kMark) continue;
    if (is_stop(word.id)) return;
    if (word.id != '(') continue;
    if (!figure) return;
    const auto change = figure_change(folded_, words_, now, i, i + 1, kBracketWords);
    if (change && std::abs(*change) > kSameFigure && std::abs(*change) < kBracketChange) {
      measure.taken = true;
      say(measure, (*change > 0 ? kCompared : -kCompared) * measure.weight,
          {measure.span.begin, word.span.end});
    }
    return;
  }
}

void Reader::speak_rest() {
  for (const Concept& c : concepts_) {
    if (c.later) continue;
    if (c.sense == Sense::kTone || c.sense == Sense::kRole || c.sense == Sense::kCall)
      say(c, c.weight, c.span);
    if (c.sense == Sense::kMeasure && !c.taken && c.free != 0) say(c, c.free, c.span);
  }
}

}  // namespace

double SentenceTone::sum() const {
  double total = 0;
  for (const Tone& tone : tones) total += tone.score;
  return total;
}

double squash(double sum) { return std::tanh(sum); }

SentenceTone read_tone(const Lexicon& lexicon, const Text& text, const Sentence& sentence,
                       ToneScratch& scratch) {
  lexicon.split(text, sentence, scratch.words);
  lexicon.match(scratch.words, scratch.hits);
  return Reader(lexicon, text.folded(), scratch.words, scratch.hits, sentence).read();
}

}  // namespace hearsay
