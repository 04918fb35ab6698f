// The lexicons that the project ships, loaded once for tests, and short ways to read a sentence
// with them.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "pipeline/core/tone.h"
#include "rules/lexicon.h"
#include "rules/text.h"

namespace hearsay {

inline SourceFile rules_file(const std::string& path) {
  std::ifstream file(std::string(HEARSAY_SOURCE_DIR) + "/rules/" + path);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return {path, bytes.str()};
}

inline const Lexicon& shipped_lexicon() {
  static const Lexicon lexicon = [] {
    auto loaded = Lexicon::load({rules_file("lexicons/en.tsv"), rules_file("lexicons/zh.tsv")});
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text);
    return std::move(*loaded);
  }();
  return lexicon;
}

inline Text headline(std::string written) {
  Item item;
  item.uri = "test:1";
  item.headline = std::move(written);
  return fold(item);
}

// The tone of all sentences of a headline, as the item's words alone would have it.
inline double tone_of(const std::string& written) {
  const Text text = headline(written);
  ToneScratch scratch;
  double sum = 0;
  for (const Sentence& sentence : text.sentences()) {
    sum += read_tone(shipped_lexicon(), text, sentence, {}, scratch).sum();
  }
  return squash(sum);
}

}  // namespace hearsay
