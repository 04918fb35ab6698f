// tone_features RULES WHOLE COMPANY: reads items on standard input and prints, for each, a label
// and the features that the model would see, parted by tabs: train.py learns from these, so that
// training and scoring read a sentence with the same code. An item is a line "LABEL TAB text", or,
// for what a headline says of each of its companies, "text TAB Name=LABEL|Name=LABEL".
//
// Each comes a second time, with WHOLE or COMPANY percent of the lexicon's tones unheard: the
// lexicon knows the words of our own sentences better than those of others, and the model must not
// rely on that. Which ones are unheard depends on the text alone.
#include "pipeline/core/tone_features.h"

#include <array>
#include <charconv>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

#include "pipeline/core/claim_score.h"
#include "pipeline/core/engine.h"
#include "tests/golden/company_id.h"

namespace hearsay {
namespace {

struct Line {
  std::string text;
  std::string label;                             // of the text as a whole, or
  std::map<std::string, std::string> companies;  // name -> label
};

std::vector<Line> read_lines(std::istream& in) {
  std::vector<Line> lines;
  for (std::string row; std::getline(in, row);) {
    const size_t tab = row.find('\t');
    if (row.empty() || row.starts_with("# ") || tab == std::string::npos) continue;
    Line line{row.substr(tab + 1), row.substr(0, tab), {}};
    const bool whole =
        line.label == "negative" || line.label == "neutral" || line.label == "positive";
    if (!whole) {
      std::swap(line.text, line.label);
      for (size_t at = 0; at < line.label.size();) {
        const size_t end = std::min(line.label.find('|', at), line.label.size());
        const std::string one = line.label.substr(at, end - at);
        const size_t equals = one.find('=');
        line.companies[one.substr(0, equals)] = one.substr(equals + 1);
        at = end + 1;
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

// FNV-1a: the same everywhere, unlike std::hash.
uint32_t mixed(std::string_view bytes, uint32_t hash) {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
  return hash;
}

void print(const std::string& label, const std::vector<Feature>& features) {
  std::cout << label;
  for (const Feature& feature : features) std::cout << '\t' << feature.text;
  std::cout << '\n';
}

// Reads one line after the other.
class Printer {
 public:
  Printer(const Engine& engine, const Lexicon& lexicon) : book_(engine.book()), lexicon_(lexicon) {}

  void print_line(const Line& line, uint32_t of_whole, uint32_t of_companies) {
    Item item;
    item.uri = "training:1";
    item.headline = line.text;
    const Text text = fold(item);
    if (line.companies.empty()) {
      for (const uint32_t unheard : {0u, of_whole})
        print(line.label, of_text(text, line.text, unheard));
      return;
    }
    const Matches matches = book_.match(text);
    const auto claims = score_claims(book_, text, book_.resolve(text, matches));
    for (const auto& [name, label] : line.companies) {
      const std::string id = company_id(name);
      double claimed = 0;
      for (const ClaimScore& claim : claims) claimed += claim.company == id ? claim.score : 0;
      const EntityIndex company = book_.entities().find(id);
      for (const uint32_t unheard : {0u, of_companies})
        print(label, of_company(text, matches, line.text, company, claimed, unheard));
    }
  }

 private:
  SentenceTone read(const Text& text, const Sentence& sentence, std::string_view written,
                    const std::vector<ByteSpan>& names, uint32_t unheard) {
    SentenceTone tone = read_tone(lexicon_, text, sentence, names, scratch_);
    std::erase_if(tone.tones, [&](const Tone& t) {
      return mixed(text.folded(t.span), mixed(written, 2166136261u)) / 16 % 100 < unheard;
    });
    return tone;
  }

  std::vector<Feature> of_text(const Text& text, std::string_view written, uint32_t unheard) {
    std::vector<Feature> all;
    for (const Sentence& sentence : text.sentences()) {
      const SentenceTone tone = read(text, sentence, written, {}, unheard);
      const auto some =
          features_of(lexicon_, text.folded(), scratch_.words, scratch_.hits, tone.tones);
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }

  std::vector<Feature> of_company(const Text& text, const Matches& matches,
                                  std::string_view written, EntityIndex company, double claimed,
                                  uint32_t unheard) {
    std::vector<Feature> all;
    std::vector<ByteSpan> names;
    size_t next = 0;
    for (const Sentence& sentence : text.sentences()) {
      const auto mentions = mentions_in(book_.entities(), matches, sentence, next, names);
      const bool named = std::any_of(mentions.begin(), mentions.end(),
                                     [&](const Mention& m) { return m.company == company; });
      if (!named) continue;
      const SentenceTone tone = read(text, sentence, written, names, unheard);
      CompanySigns signs{0, claimed, tone.sum()};
      for (const Share& share : assign_tones(text, tone, mentions, std::nullopt).shares) {
        if (share.company == company) signs.words += share.score;
      }
      const auto some = features_around(text.folded(), scratch_.words, mentions, company, signs);
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }

  const Rulebook& book_;
  const Lexicon& lexicon_;
  ToneScratch scratch_;
};

int run(const char* rules, uint32_t of_whole, uint32_t of_companies) {
  const std::vector<Line> lines = read_lines(std::cin);
  auto sources = read_rule_sources(rules, {}, {});
  if (!sources) {
    std::cerr << sources.error().text << '\n';
    return 1;
  }
  sources->models.clear();  // it is being made
  sources->nets.clear();    // they learn from other items: the two know nothing of each other
  std::string rows = "id\tkind\tnames\tof\ttickers\n";
  std::map<std::string, std::string> names;
  for (const Line& line : lines) {
    for (const auto& [name, label] : line.companies) names[company_id(name)] = name;
  }
  for (const auto& [id, name] : names) rows += id + "\tcompany\t" + name + "\t\t\n";
  sources->entities.push_back({"training.tsv", rows});
  const auto engine = Engine::load(*sources);
  const auto lexicon = Lexicon::load(sources->lexicons);
  if (!engine || !lexicon) {
    std::cerr << (engine ? lexicon.error() : engine.error()).text << '\n';
    return 1;
  }
  Printer printer(**engine, *lexicon);
  for (const Line& line : lines) printer.print_line(line, of_whole, of_companies);
  return 0;
}

}  // namespace
}  // namespace hearsay

int main(int argc, char** argv) {
  std::array<uint32_t, 2> percents{};
  bool good = argc == 4;
  for (size_t i = 0; good && i < percents.size(); ++i) {
    const std::string_view written = argv[i + 2];
    const char* const stop = written.data() + written.size();
    const auto [end, code] = std::from_chars(written.data(), stop, percents[i]);
    good = code == std::errc() && end == stop && percents[i] <= 100;
  }
  if (!good) {
    std::cerr << "usage: tone_features RULES WHOLE COMPANY < ITEMS\n";
    return 2;
  }
  return hearsay::run(argv[1], percents[0], percents[1]);
}
