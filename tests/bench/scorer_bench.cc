// How many short sentences a second one core scores: the words alone, folding left out.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/core/roles.h"
#include "pipeline/core/tone.h"

namespace hearsay {
namespace {

SourceFile lexicon_file(const std::string& name) {
  std::ifstream file(std::string(HEARSAY_SOURCE_DIR) + "/rules/lexicons/" + name);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return {name, bytes.str()};
}

void score_sentences(benchmark::State& state) {
  auto lexicon = Lexicon::load({lexicon_file("en.tsv"), lexicon_file("zh.tsv")});
  if (!lexicon) {
    state.SkipWithError(lexicon.error().text.c_str());
    return;
  }
  std::vector<Text> texts;
  for (const char* written :
       {"Operating profit rose to EUR 13.4 mn from EUR 8.9 mn in the same period of last year",
        "Shares of the lender slid 4% after it warned of higher credit losses",
        "The annual general meeting will be held in Turku on 12 April",
        "Acme wins $2 billion order from Bolt, in a blow to rival Cog",
        "公司上半年净利润同比增长38%，毛利率提升至24%",
        "控股股东拟减持不超过3%股份，股价盘中跌停"}) {
    Item item;
    item.uri = "bench:1";
    item.headline = written;
    texts.push_back(fold(item));
  }
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
BENCHMARK(score_sentences);

}  // namespace
}  // namespace hearsay

BENCHMARK_MAIN();
