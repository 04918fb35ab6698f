// tone_features RULES [PERCENT]: reads "label TAB text" lines on standard input and prints, for
// each, the label and the features that the model would see in the text, parted by tabs: train.py
// learns from these, so that training and scoring read a sentence with the same code.
//
// With PERCENT each line comes a second time, with so many of the lexicon's tones unheard: the
// lexicon knows the words of our own sentences better than those of others, and the model must not
// rely on that. Which ones are unheard depends on text and entry alone.
#include <charconv>
#include <iostream>
#include <string>
#include <string_view>

#include "pipeline/core/tone.h"
#include "pipeline/core/tone_model.h"
#include "rules/rulebook.h"

namespace hearsay {
namespace {

// FNV-1a: the same everywhere, unlike std::hash.
uint32_t mixed(std::string_view bytes, uint32_t hash) {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
  return hash;
}

void print(const Lexicon& lexicon, const std::string& label, const std::string& written,
           uint32_t unheard) {
  Item item;
  item.uri = "training:1";
  item.headline = written;
  const Text text = fold(item);
  ToneScratch scratch;
  std::cout << label;
  for (const Sentence& sentence : text.sentences()) {
    SentenceTone tone = read_tone(lexicon, text, sentence, {}, scratch);
    std::erase_if(tone.tones, [&](const Tone& t) {
      return mixed(text.folded(t.span), mixed(written, 2166136261u)) / 16 % 100 < unheard;
    });
    for (const Feature& feature :
         features_of(lexicon, text.folded(), scratch.words, scratch.hits, tone.tones)) {
      std::cout << '\t' << feature.text;
    }
  }
  std::cout << '\n';
}

}  // namespace
}  // namespace hearsay

int main(int argc, char** argv) {
  using namespace hearsay;
  uint32_t unheard = 0;
  const std::string_view percent = argc == 3 ? argv[2] : "0";
  const auto [end, code] =
      std::from_chars(percent.data(), percent.data() + percent.size(), unheard);
  if (argc < 2 || argc > 3 || code != std::errc() || end != percent.data() + percent.size()) {
    std::cerr << "usage: tone_features RULES [PERCENT] < ITEMS\n";
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
  for (std::string line; std::getline(std::cin, line);) {
    const size_t tab = line.find('\t');
    if (line.empty() || line.starts_with("# ") || tab == std::string::npos) continue;
    print(*lexicon, line.substr(0, tab), line.substr(tab + 1), 0);
    if (unheard != 0) print(*lexicon, line.substr(0, tab), line.substr(tab + 1), unheard);
  }
}
