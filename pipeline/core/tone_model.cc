// Reads the model's file and judges a sentence by the weights of its features.
#include "pipeline/core/tone_model.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "rules/characters.h"

namespace hearsay {
namespace {

// A negation governs this many words, as far as the next mark.
constexpr int kNegatedWords = 6;
// A verdict is at least this much: where good and bad are likely alike, neutral is not likely.
constexpr double kLeast = 0.25;
// Where the sum of the lexicon's tones takes its next step.
constexpr std::array kToneSteps = {0.08, 0.25, 0.45, 0.7, 1.1};
// Quoted as evidence at most: more would be the whole sentence.
constexpr size_t kSpansMax = 3;

constexpr std::array<std::string_view, 15> kEndings = {"ings", "edly", "ments", "ions", "ing",
                                                       "ies",  "ment", "ion",   "ers",  "ed",
                                                       "es",   "ly",   "er",    "s",    ""};

// "rising" and "rises" are one feature: a word without its ending, four letters at least.
std::string_view stem(std::string_view word) {
  if (word.ends_with("'s")) word.remove_suffix(2);
  for (const std::string_view ending : kEndings) {
    if (ending.empty() || !word.ends_with(ending) || word.size() < ending.size() + 4) continue;
    word.remove_suffix(ending.size());
    break;
  }
  if (word.size() > 4 && word.ends_with('e')) word.remove_suffix(1);
  return word;
}

// One word as the model sees it.
struct Token {
  std::string_view text;
  ByteSpan span;
  bool negated = false;
  bool han = false;
  bool joins = true;  // it may stand in a pair
};

void append(std::string& out, const Token& token) {
  if (token.negated) out += '!';
  out += token.text;
}

std::vector<Token> tokens_of(const Lexicon& lexicon, std::string_view folded,
                             const std::vector<Word>& words, const std::vector<LexiconHit>& hits) {
  std::vector<bool> negates(words.size(), false);
  for (const LexiconHit& hit : hits) {
    if (lexicon[hit.entry].sense == Sense::kNot) negates[hit.last] = true;
  }
  std::vector<Token> tokens;
  tokens.reserve(words.size());
  int negated = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    const std::string_view written = folded.substr(word.span.begin, word.span.size());
    if (word.kind == Word::Kind::kMark) {
      const bool inner = word.id == '-' || word.id == '\'' || word.id == '"' || word.id == '$';
      if (!inner) negated = 0;
      const bool speaks = word.id == '$' || word.id == '?' || word.id == '!';
      if (speaks) tokens.push_back({written, word.span, false, false, true});
      continue;
    }
    if (word.name) {
      tokens.push_back({"", word.span, false, false, false});
    } else if (word.kind == Word::Kind::kNumber) {
      tokens.push_back({word.percent ? "#%" : "#", word.span, negated > 0, false, true});
    } else if (static_cast<unsigned char>(written.front()) >= 0xE3) {
      for (uint32_t at = 0; at < written.size();) {
        uint32_t size = 0;
        decode(written, at, &size);
        const uint32_t begin = word.span.begin + at;
        tokens.push_back(
            {written.substr(at, size), {begin, begin + size}, negated > 0, true, true});
        at += size;
      }
    } else {
      tokens.push_back({stem(written), word.span, negated > 0, false, true});
    }
    negated = negates[i] ? kNegatedWords : std::max(0, negated - 1);
  }
  return tokens;
}

// What the lexicon made of the sentence. Not quoted as evidence: its words are already.
void add_tones(const std::vector<Tone>& tones, bool han, std::vector<Feature>& features) {
  double sum = 0;
  std::string signs;  // of the tones, in reading order
  for (const Tone& tone : tones) {
    sum += tone.score;
    if (std::abs(tone.score) > kToneSteps.front()) signs += tone.score > 0 ? '+' : '-';
  }
  size_t step = 0;
  while (step < kToneSteps.size() && std::abs(sum) > kToneSteps[step]) ++step;
  const std::string script = han ? "字" : "";
  std::string level = "=";
  if (!tones.empty()) level += step == 0 ? "0" : (sum > 0 ? "+" : "-") + std::to_string(step);
  features.push_back({level + script, {}});
  if (signs.empty()) return;
  features.push_back({std::string("<") + signs.front() + script, {}});
  features.push_back({std::string(">") + signs.back() + script, {}});
}

}  // namespace

std::vector<Feature> features_of(const Lexicon& lexicon, std::string_view folded,
                                 const std::vector<Word>& words,
                                 const std::vector<LexiconHit>& hits,
                                 const std::vector<Tone>& tones) {
  const std::vector<Token> tokens = tokens_of(lexicon, folded, words, hits);
  std::vector<Feature> features;
  features.reserve(2 * tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (!token.joins) continue;
    Feature one{"", token.span};
    append(one.text, token);
    features.push_back(std::move(one));
    if (i + 1 == tokens.size() || !tokens[i + 1].joins || tokens[i + 1].han != token.han) continue;
    Feature two{"", {token.span.begin, tokens[i + 1].span.end}};
    append(two.text, token);
    if (!token.han) two.text += ' ';
    append(two.text, tokens[i + 1]);
    features.push_back(std::move(two));
  }
  add_tones(tones, std::any_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.han; }),
            features);
  std::stable_sort(features.begin(), features.end(),
                   [](const Feature& a, const Feature& b) { return a.text < b.text; });
  features.erase(std::unique(features.begin(), features.end(),
                             [](const Feature& a, const Feature& b) { return a.text == b.text; }),
                 features.end());
  return features;
}

Result<std::unique_ptr<const ToneModel>> ToneModel::load(const SourceFile& file) {
  auto loaded = std::make_unique<ToneModel>();
  ToneModel& model = *loaded;
  bool versioned = false;
  bool biased = false;
  size_t row = 0;
  for (size_t begin = 0; begin < file.bytes.size();) {
    const size_t end = std::min(file.bytes.find('\n', begin), file.bytes.size());
    std::string_view line(file.bytes.data() + begin, end - begin);
    begin = end + 1;
    ++row;
    if (!versioned && line.starts_with('#')) continue;  // later it may be a feature
    const auto error = [&](std::string code, std::string_view expected) {
      return Error{std::move(code), file.name + ":" + std::to_string(row) + ": found \"" +
                                        std::string(line) + "\", expected " +
                                        std::string(expected)};
    };
    const std::string_view name = line.substr(0, line.find('\t'));
    std::vector<double> numbers;
    for (size_t at = name.size(); at < line.size();) {
      const size_t stop = std::min(line.find('\t', at + 1), line.size());
      double value = 0;
      const auto [rest, code] = std::from_chars(line.data() + at + 1, line.data() + stop, value);
      if (code != std::errc() || rest != line.data() + stop || !std::isfinite(value)) {
        return error("model.number", "numbers parted by tabs after the feature");
      }
      numbers.push_back(value);
      at = stop;
    }
    if (!versioned) {
      if (name != "version" || numbers != std::vector<double>{1})
        return error("model.version", "version 1 in the first line");
      versioned = true;
    } else if (name == "share" && numbers.size() == 1) {
      if (numbers[0] < 0 || numbers[0] > 1) return error("model.share", "a share from 0 to 1");
      model.share_ = numbers[0];
    } else if (numbers.size() != 3) {
      return error("model.weights", "three weights: negative, neutral, positive");
    } else if (!biased) {
      if (name != "bias") return error("model.bias", "the bias before the features");
      std::copy(numbers.begin(), numbers.end(), model.bias_.begin());
      biased = true;
    } else {
      const bool fresh =
          model.weights_.try_emplace(std::string(name), Weights{numbers[0], numbers[1], numbers[2]})
              .second;
      if (!fresh) return error("model.twice", "each feature once");
    }
  }
  if (!biased) {
    return Error{"model.bias", file.name + ":" + std::to_string(row) +
                                   ": found the end of the file, expected version and bias"};
  }
  return std::unique_ptr<const ToneModel>(std::move(loaded));
}

Verdict ToneModel::judge(const std::vector<Feature>& features) const {
  Weights sum = bias_;
  struct Heard {
    double lean = 0;
    ByteSpan span;
  };
  std::vector<Heard> heard;
  for (const Feature& feature : features) {
    const auto found = weights_.find(std::string_view(feature.text));
    if (found == weights_.end()) continue;
    for (size_t c = 0; c < 3; ++c) sum[c] += found->second[c];
    if (feature.span.size() != 0)
      heard.push_back({found->second[2] - found->second[0], feature.span});
  }
  if (sum[1] >= sum[0] && sum[1] >= sum[2]) return {};
  const double top = std::max({sum[0], sum[1], sum[2]});
  double total = 0;
  for (double& s : sum) total += s = std::exp(s - top);
  const double lean = (sum[2] - sum[0]) / total;
  const double side = lean > 0 ? 1 : -1;
  Verdict verdict{side * std::max(std::abs(lean), kLeast), {}};
  std::stable_sort(heard.begin(), heard.end(),
                   [&](const Heard& a, const Heard& b) { return side * a.lean > side * b.lean; });
  for (const Heard& h : heard) {
    const bool inside = std::any_of(verdict.spans.begin(), verdict.spans.end(), [&](ByteSpan s) {
      return h.span.begin < s.end && s.begin < h.span.end;
    });
    if (verdict.spans.size() < kSpansMax && side * h.lean > 0 && !inside)
      verdict.spans.push_back(h.span);
  }
  std::sort(verdict.spans.begin(), verdict.spans.end(),
            [](ByteSpan a, ByteSpan b) { return a.begin < b.begin; });
  return verdict;
}

}  // namespace hearsay
