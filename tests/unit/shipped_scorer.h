// The scorer that the project ships, loaded once for tests, and short ways to ask it.
#pragma once

#include "pipeline/core/engine.h"
#include "tests/unit/shipped_lexicon.h"

namespace hearsay {

inline const Engine& shipped_engine() {
  static const std::shared_ptr<const Engine> engine = [] {
    auto sources = read_rule_sources(std::string(HEARSAY_SOURCE_DIR) + "/rules", {}, {});
    EXPECT_TRUE(sources.has_value()) << (sources ? "" : sources.error().text);
    auto loaded = Engine::load(*sources);
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text);
    return *loaded;
  }();
  return *engine;
}

inline const Scorer& shipped_scorer() { return shipped_engine().scorer(); }

// A headline as a whole, its names not looked for.
inline Sentiment score_item(const Scorer& scorer, const std::string& written) {
  const Text text = headline(written);
  return scorer.score({}, text, {}, {}).front();
}

}  // namespace hearsay
