// Reads the tone of one sentence from the lexicon's entries in it.
#include "pipeline/core/tone.h"

#include <algorithm>
#include <cmath>

#include "pipeline/core/tone_reader.h"

namespace hearsay {
namespace tone {
namespace {

// In places (Word::at): how far a negation and a degree look.
constexpr uint32_t kNegationReach = 10;
constexpr uint32_t kNegationReachHan = 7;
constexpr uint32_t kDegreeReach = 5;
constexpr uint32_t kCauseReach = 8;  // how far behind a movement its cause may begin
// "Did not rise" is bad, but less so than "fell".
constexpr double kNegated = -0.5;
constexpr double kAlthoughWeight = 0.45;
constexpr double kBeforeButWeight = 0.6;
constexpr double kAfterButWeight = 1.25;
constexpr double kIfWeight = 0.3;
constexpr double kMayWeight = 0.75;
constexpr double kAfterWeight = 0.7;
// Why the news is so ("gold shines on a weak dollar"): the news is not in it.
constexpr double kCauseWeight = 0.5;
constexpr double kQuestionWeight = 0.5;

}  // namespace

void Reader::find_clauses() {
  clause_of_.assign(words_.size(), 0);
  std::vector<bool> breaks(words_.size(), false);
  uint32_t moved = 0;  // the place behind the last movement
  for (const LexiconHit& hit : hits_) {
    const LexiconEntry& entry = lexicon_[hit.entry];
    if (entry.sense == Sense::kUp || entry.sense == Sense::kDown) {
      moved = words_[hit.last].at + words_[hit.last].width;
    }
    if (entry.moved && (moved == 0 || words_[hit.first].at > moved + kCauseReach)) continue;
    if (entry.sense == Sense::kBut || entry.sense == Sense::kAlthough ||
        entry.sense == Sense::kBreak || entry.sense == Sense::kCause ||
        entry.sense == Sense::kAfter) {
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
    const bool lists = mark && is_pause(word.id) && i > 0 && i + 1 < words_.size() &&
                       words_[i - 1].name && words_[i + 1].name;  // "Acme, Bolt margins"
    // "利润下滑 成本上升": a Chinese headline parts its clauses with a blank.
    const bool parted =
        i > 0 && is_han(words_[i - 1]) && is_han(word) && word.span.begin > words_[i - 1].span.end;
    if ((mark && !lists && (is_stop(word.id) || is_pause(word.id)) && spaced) || parted ||
        (breaks[i] && i > 0)) {
      const bool hard = mark && is_stop(word.id);
      out_.clauses.push_back({{word.span.begin, word.span.begin}, hard, 1});
      clause_at_.push_back(word.at);
    }
    clause_of_[i] = static_cast<uint32_t>(out_.clauses.size() - 1);
    out_.clauses.back().span.end = word.span.end;
    if (breaks[i]) opened_.push_back(i);
  }
}

void Reader::collect() {
  concepts_.reserve(hits_.size());
  for (const LexiconHit& hit : hits_) {
    const LexiconEntry& entry = lexicon_[hit.entry];
    if (entry.sense == Sense::kNone) continue;
    if (entry.moved && std::find(opened_.begin(), opened_.end(), hit.first) == opened_.end())
      continue;
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
      case Sense::kCause:
        if (c.clause > 0) clauses[c.clause].weight *= kCauseWeight;
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

void Reader::say(const Concept& said, double score, ByteSpan span, bool price) {
  Tone tone;
  tone.price = price;
  const double weight = out_.clauses[said.clause].weight * said.factor *
                        std::pow(kNegated, std::min(said.negations, 2));
  tone.score = std::clamp(score * weight, -1.0, 1.0);
  tone.phrase = said.sense == Sense::kTone;
  if (said.sense == Sense::kRole) {
    tone.relation = true;
    tone.inner = said.entry->inner;
    tone.subject = std::clamp(said.entry->subject * weight, -1.0, 1.0);
    tone.object = std::clamp(said.entry->object * weight, -1.0, 1.0);
    // "Acme downgraded": who stands alone beside what is done to somebody has it done to itself.
    const double alone = said.entry->free != 0      ? said.entry->free
                         : said.entry->subject != 0 ? said.entry->subject
                                                    : said.entry->object;
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

void Reader::speak_rest() {
  for (const Concept& c : concepts_) {
    if (c.later) continue;
    if (c.sense == Sense::kTone || c.sense == Sense::kRole || c.sense == Sense::kCall)
      say(c, c.weight, c.span);
    if (c.sense == Sense::kMeasure && !c.taken && c.free != 0) say(c, c.free, c.span);
  }
}

// "Shrugs off fears of recession": the fears are over, and good news.
void Reader::silence_what_ended() {
  std::vector<std::pair<uint32_t, double>> ends;  // clause, tone
  for (const Tone& tone : out_.tones) {
    if (lexicon_[tone.entry].ends) ends.emplace_back(tone.clause, tone.score);
  }
  std::erase_if(out_.tones, [&](const Tone& tone) {
    return std::any_of(ends.begin(), ends.end(), [&](const auto& end) {
      return end.first == tone.clause && end.second * tone.score < 0;
    });
  });
}

}  // namespace tone

double SentenceTone::sum() const {
  double total = 0;
  for (const Tone& tone : tones) total += tone.score;
  return total;
}

double squash(double sum) { return std::tanh(sum); }

SentenceTone read_tone(const Lexicon& lexicon, const Text& text, const Sentence& sentence,
                       std::span<const ByteSpan> names, ToneScratch& scratch) {
  lexicon.split(text, sentence, names, scratch.words);
  lexicon.match(scratch.words, scratch.hits);
  return tone::Reader(lexicon, text.folded(), scratch.words, scratch.hits, sentence).read();
}

}  // namespace hearsay
