// Engine: loading the rulebook and the scorer.
#include "pipeline/core/engine.h"

namespace hearsay {

Result<std::shared_ptr<const Engine>> Engine::load(const RuleSources& sources) {
  auto loaded = Rulebook::load(sources);
  if (!loaded) return loaded.error();
  auto book = std::make_unique<const Rulebook>(std::move(loaded).value());
  auto scorer = Scorer::load(sources, *book);
  if (!scorer) return scorer.error();
  return std::shared_ptr<const Engine>(new Engine(std::move(book), std::move(scorer).value()));
}

}  // namespace hearsay
