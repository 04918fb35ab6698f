// Engine: the constant half of the program (rulebook and scorer), loaded once and shared by
// threads.
//
//   auto sources = read_rule_sources(rules_dir, extra_entities, extra_packs);
//   auto engine = Engine::load(*sources);
//   Tagger tagger(**engine);
#pragma once

#include <memory>

#include "parsers/result.h"
#include "pipeline/core/scorer.h"
#include "rules/rulebook.h"

namespace hearsay {

// Immutable; any number of threads. A reload loads a second one beside it and swaps the pointer
// between two records.
class Engine {
 public:
  // May fail with "entities.*", "pack.*", "lexicon.*", "model.*", "net.*"; the text names file,
  // line and column.
  static Result<std::shared_ptr<const Engine>> load(const RuleSources& sources);

  const Rulebook& book() const { return book_; }
  const Scorer& scorer() const { return scorer_; }

 private:
  Engine(std::unique_ptr<const Rulebook> book, Scorer scorer)
      : owned_(std::move(book)), book_(*owned_), scorer_(std::move(scorer)) {}

  std::unique_ptr<const Rulebook> owned_;  // at a fixed address: the scorer refers to it
  const Rulebook& book_;
  Scorer scorer_;
};

}  // namespace hearsay
