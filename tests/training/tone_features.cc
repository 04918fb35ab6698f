// tone_features RULES: reads "label TAB text" lines on standard input and prints, for each, the
// label and the features that the model would see in the text, parted by tabs: train.py learns from
// these, so that training and scoring read a sentence with the same code.
#include <iostream>
#include <string>

#include "pipeline/core/tone.h"
#include "pipeline/core/tone_model.h"
#include "rules/rulebook.h"

int main(int argc, char** argv) {
  using namespace hearsay;
  if (argc != 2) {
    std::cerr << "usage: tone_features RULES < ITEMS\n";
    return 2;
  }
  const auto sources = read_rule_sources(argv[1], {}, {});
  if (!sources) {
    std::cerr << sources.error().text << '\n';
    return 1;
  }
  const auto lexicon = Lexicon::load(sources->lexicons);
  if (!lexicon) {
    std::cerr << lexicon.error().text << '\n';
    return 1;
  }
  ToneScratch scratch;
  for (std::string line; std::getline(std::cin, line);) {
    const size_t tab = line.find('\t');
    if (line.empty() || line.starts_with("# ") || tab == std::string::npos) continue;
    Item item;
    item.uri = "training:1";
    item.headline = line.substr(tab + 1);
    const Text text = fold(item);
    std::cout << line.substr(0, tab);
    for (const Sentence& sentence : text.sentences()) {
      read_tone(*lexicon, text, sentence, {}, scratch);
      for (const Feature& feature :
           features_of(*lexicon, text.folded(), scratch.words, scratch.hits)) {
        std::cout << '\t' << feature.text;
      }
    }
    std::cout << '\n';
  }
}
