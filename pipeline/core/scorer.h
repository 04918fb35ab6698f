// Scorer: what an item means for each company that it is about, and for its reader as a whole.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rules/assertion.h"
#include "rules/rulebook.h"
#include "rules/text.h"

namespace hearsay {

struct ScorePart {
  std::string kind;  // "words" | "claim"
  double score = 0;  // −1…1
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

// Compiled lexicons. Immutable; any thread.
class Scorer;

}  // namespace hearsay
