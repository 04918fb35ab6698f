// Scores an item: the tone of its words and the meaning of its claims, for each company and as a whole.
#include "pipeline/core/scorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rules/lexicon.h"

namespace hearsay {

struct Scorer::Parts {
  Lexicon lexicon;
  const Rulebook& book;
};

Scorer::Scorer(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Scorer::~Scorer() = default;
Scorer::Scorer(Scorer&&) noexcept = default;
Scorer& Scorer::operator=(Scorer&&) noexcept = default;

Result<Scorer> Scorer::load(const RuleSources& sources, const Rulebook& book) {
  auto lexicon = Lexicon::load(sources.lexicons);
  if (!lexicon) return lexicon.error();
  return Scorer(std::unique_ptr<const Parts>(new Parts{std::move(*lexicon), book}));
}

std::vector<Sentiment> Scorer::score(const Item&, const Text& text, const Matches&,
                                     std::span<const Assertion>) const {
  Sentiment whole;
  whole.relevance = 1;
  std::vector<Word> words;
  std::vector<LexiconHit> hits;
  double sum = 0;
  for (const Sentence& sentence : text.sentences()) {
    parts_->lexicon.split(text, sentence, words);
    parts_->lexicon.match(words, hits);
    for (const LexiconHit& hit : hits) {
      const LexiconEntry& entry = parts_->lexicon[hit.entry];
      sum += entry.sense == Sense::kTone ? entry.weight : entry.free;
    }
  }
  whole.score = std::tanh(sum);
  whole.confidence = std::abs(whole.score);
  whole.polarity = whole.score > 0.2 ? "positive" : whole.score < -0.2 ? "negative" : "neutral";
  if (sum != 0) whole.parts.push_back({"words", "", whole.score, {}});
  return {whole};
}

}  // namespace hearsay
