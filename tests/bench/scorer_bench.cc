// How many short sentences a second one core scores: the words and roles alone, and whole items
// with folding, names, model and claims' scores, as the tagger has them but for the reader of
// claims.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/core/engine.h"
#include "pipeline/core/roles.h"
#include "pipeline/core/tone.h"

namespace hearsay {
namespace {

std::vector<Item> items() {
  std::vector<Item> all;
  for (const char* written :
       {"Operating profit rose to EUR 13.4 mn from EUR 8.9 mn in the same period of last year",
        "Shares of the lender slid 4% after it warned of higher credit losses",
        "The annual general meeting will be held in Turku on 12 April",
        "Nvidia wins $2 billion order from Oracle, in a blow to rival AMD",
        "公司上半年净利润同比增长38%，毛利率提升至24%",
        "控股股东拟减持不超过3%股份，股价盘中跌停"}) {
    Item item;
    item.uri = "bench:1";
    item.headline = written;
    all.push_back(std::move(item));
  }
  return all;
}

void words_and_roles(benchmark::State& state) {
  const auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
  const auto lexicon = Lexicon::load(sources->lexicons);
  if (!lexicon) {
    state.SkipWithError(lexicon.error().text.c_str());
    return;
  }
  std::vector<Text> texts;
  for (const Item& item : items()) texts.push_back(fold(item));
  ToneScratch scratch;
  int64_t sentences = 0;
  for (auto _ : state) {
    for (const Text& text : texts) {
      for (const Sentence& sentence : text.sentences()) {
        const SentenceTone tone = read_tone(*lexicon, text, sentence, {}, scratch);
        const std::vector<Mention> mentions = {{{sentence.span.begin, sentence.span.begin + 4}, 0}};
        benchmark::DoNotOptimize(assign_tones(text, tone, mentions, std::nullopt));
        ++sentences;
      }
    }
  }
  state.SetItemsProcessed(sentences);
}
BENCHMARK(words_and_roles);

void whole_items(benchmark::State& state) {
  const auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
  const auto engine = Engine::load(*sources);
  if (!engine) {
    state.SkipWithError(engine.error().text.c_str());
    return;
  }
  const std::vector<Item> all = items();
  int64_t sentences = 0;
  for (auto _ : state) {
    for (const Item& item : all) {
      const Text text = fold(item);
      const Matches matches = (*engine)->book().match(text);
      benchmark::DoNotOptimize((*engine)->scorer().score(item, text, matches, {}));
      ++sentences;
    }
  }
  state.SetItemsProcessed(sentences);
}
BENCHMARK(whole_items);

}  // namespace
}  // namespace hearsay

BENCHMARK_MAIN();
