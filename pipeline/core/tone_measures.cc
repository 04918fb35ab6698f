// Finds what each movement moves, and what figures say that no word does.
#include <algorithm>
#include <cmath>

#include "pipeline/core/figures.h"
#include "pipeline/core/tone_reader.h"

namespace hearsay::tone {
namespace {

// In places (Word::at): how far a movement looks for its measure.
constexpr uint32_t kObjectReach = 14;
constexpr uint32_t kNearReach = 8;
constexpr uint32_t kAdjectiveReach = 8;
constexpr uint32_t kCarryReach = 8;
// How far behind a movement its percentage stands: "fell as much as 3%".
constexpr uint32_t kPercentReach = 8;

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

}  // namespace

// "Scaffolding, lifts and huts": what should act on something but stands before a joint or a mark
// is no verb.
bool Reader::is_noun(const Concept& mover) const {
  if (!mover.entry->transitive) return false;
  const uint32_t next = mover.last_word + 1;
  if (next >= words_.size() || clause_of_[next] != mover.clause) return true;
  const std::string_view word = folded_.substr(words_[next].span.begin, words_[next].span.size());
  return word == "and" || word == "or";
}

// Does its own clause name what moves?
bool Reader::names_itself(const Concept& mover) const {
  for (uint32_t i = mover.first_word; i-- > 0 && clause_of_[i] == mover.clause;) {
    if (words_[i].name) return true;
  }
  return false;
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
      if (names_itself(mover)) return nullptr;  // "shares fell as Acme cut tariffs"
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
  if (measure == nullptr && !mover.entry->transitive && !mover.entry->backward) {
    measure = measure_after(mover);
  }
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

// "Shares of Acme fell", "Acme fell 3%": today's market, not a price over the year.
bool Reader::moves_price(const Concept& mover, const Concept* measure) const {
  const bool past = std::any_of(concepts_.begin(), concepts_.end(), [&](const Concept& c) {
    return c.sense == Sense::kPast && c.clause == mover.clause;
  });
  if (past || mover.entry->adjective || mover.entry->transitive) return false;
  if (measure != nullptr) return measure->entry->price;
  for (uint32_t i = mover.last_word + 1; i < words_.size(); ++i) {
    const Word& word = words_[i];
    if (word.at > mover.end + kPercentReach || clause_of_[i] != mover.clause) break;
    if (word.kind == Word::Kind::kNumber) return word.percent;
  }
  return false;
}

void Reader::move_measures() {
  for (Concept& mover : concepts_) {
    if (mover.sense != Sense::kUp && mover.sense != Sense::kDown) continue;
    if (mover.later) continue;
    Concept* measure = measure_of(mover);
    // "The deficit improved" is good, although a deficit is bad.
    const double worth = measure == nullptr   ? 0
                         : mover.entry->value ? std::abs(measure->weight)
                                              : measure->weight;
    const double figures = figure_factor(mover);
    if (measure == nullptr) {
      if (is_noun(mover)) continue;
      say(mover, mover.free * figures, mover.span, moves_price(mover, nullptr));
      continue;
    }
    measure->taken = true;
    mover.negations += measure->negations;
    mover.factor *= measure->factor;
    const ByteSpan span = {std::min(measure->span.begin, mover.span.begin),
                           std::max(measure->span.end, mover.span.end)};
    say(mover, mover.weight * worth * figures, span, moves_price(mover, measure));
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
    if (is_stop(word.id) && word.id != ':') return;  // "Operating profit, EUR mn: 7.8 (5.2)"
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

}  // namespace hearsay::tone
