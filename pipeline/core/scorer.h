// Scorer: what an item means for each company that it is about, and for its reader as a whole.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "parsers/item.h"
#include "parsers/result.h"
#include "rules/assertion.h"
#include "rules/rulebook.h"
#include "rules/text.h"

namespace hearsay {

struct ScorePart {
  std::string kind;   // "words" | "claim"
  std::string claim;  // for "claim": the key of the claim that it rests on
  double score = 0;   // −1…1
  std::vector<Evidence> evidence;
};

struct Sentiment {
  std::string entity;  // empty: the item as a whole
  double score = 0;    // −1…1
  double confidence = 0;
  double relevance = 0;  // 0…1
  std::string polarity;  // "negative" | "neutral" | "positive"
  std::vector<ScorePart> parts;
};

// Compiled lexicons and the trained model, if there is one. Immutable once loaded; any number of
// threads may score with it at once.
class Scorer {
 public:
  // Reads `sources.lexicons` and `sources.models`. May fail with "lexicon.*", "model.*"; the text
  // names file and line.
  // `book` outlives the scorer: claim types give the direction of claims.
  static Result<Scorer> load(const RuleSources& sources, const Rulebook& book);
  ~Scorer();
  Scorer(Scorer&&) noexcept;
  Scorer& operator=(Scorer&&) noexcept;

  // The item as a whole first (empty entity), then each company that it is about, by relevance.
  // `tones`: how a net reads the item for its companies, if one did.
  std::vector<Sentiment> score(const Item& item, const Text& text, const Matches& matches,
                               std::span<const Assertion> assertions,
                               std::span<const NetTone> tones = {}) const;

 private:
  struct Parts;
  explicit Scorer(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace hearsay
