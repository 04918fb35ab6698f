// Makes a sentence's features: words, pairs of words, what the lexicon says, what stands around a
// company.
#include "pipeline/core/tone_features.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "rules/characters.h"

namespace hearsay {
namespace {

// A negation governs this many words, as far as the next mark.
constexpr int kNegatedWords = 6;
// Where the sum of the lexicon's tones takes its next step.
constexpr std::array kToneSteps = {0.08, 0.25, 0.45, 0.7, 1.1};
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

// "0", "+2", "-5".
std::string stepped(double sum) {
  size_t step = 0;
  while (step < kToneSteps.size() && std::abs(sum) > kToneSteps[step]) ++step;
  return step == 0 ? "0" : (sum > 0 ? "+" : "-") + std::to_string(step);
}

void sort_once(std::vector<Feature>& features) {
  std::stable_sort(features.begin(), features.end(),
                   [](const Feature& a, const Feature& b) { return a.text < b.text; });
  features.erase(std::unique(features.begin(), features.end(),
                             [](const Feature& a, const Feature& b) { return a.text == b.text; }),
                 features.end());
}

// What the lexicon made of the sentence. Not quoted as evidence: its words are already.
void add_tones(const std::vector<Tone>& tones, bool han, std::vector<Feature>& features) {
  double sum = 0;
  std::string signs;  // of the tones, in reading order
  for (const Tone& tone : tones) {
    sum += tone.score;
    if (std::abs(tone.score) > kToneSteps.front()) signs += tone.score > 0 ? '+' : '-';
  }
  const std::string script = han ? "字" : "";
  features.push_back({"=" + (tones.empty() ? "" : stepped(sum)) + script, {}});
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
  sort_once(features);
  return features;
}

namespace {

// The words beside a company that are looked at, and those of them whose place counts.
constexpr size_t kAround = 6;
constexpr size_t kNext = 2;

struct Place {
  std::string text;
  ByteSpan span;
};

std::vector<Place> places_of(std::string_view folded, const std::vector<Word>& words,
                             std::span<const Mention> mentions, uint32_t company) {
  std::vector<Place> places;
  places.reserve(words.size());
  for (const Word& word : words) {
    const std::string_view written = folded.substr(word.span.begin, word.span.size());
    std::string text;
    if (word.name) {
      const auto mention = std::find_if(mentions.begin(), mentions.end(), [&](const Mention& m) {
        return m.span.contains(word.span);
      });
      text = mention == mentions.end() ? "NAME" : mention->company == company ? "ME" : "OTHER";
    } else if (word.kind == Word::Kind::kNumber) {
      text = word.percent ? "#%" : "#";
    } else {
      text = word.kind == Word::Kind::kMark ? written : stem(written);
    }
    places.push_back({std::move(text), word.span});
  }
  return places;
}

void add_signs(std::span<const Mention> mentions, uint32_t company, const CompanySigns& signs,
               std::vector<Feature>& features) {
  std::vector<uint32_t> others;
  for (const Mention& mention : mentions) {
    if (std::find(others.begin(), others.end(), mention.company) == others.end())
      others.push_back(mention.company);
  }
  const std::string own = stepped(signs.words);
  const std::string whole = stepped(signs.sentence).substr(0, 1);
  const std::string turn = mentions.front().company == company ? "first" : "later";
  for (const std::string& text :
       {"@=" + own, "@=" + own + "/" + whole, "@=" + own.substr(0, 1) + turn,
        "@claims" + stepped(signs.claims),
        "@of" + std::to_string(std::min<size_t>(3, others.size())),
        "@" + (turn == "later" && mentions.back().company == company ? "last" : turn)}) {
    features.push_back({text, {}});
  }
}

}  // namespace

std::vector<Feature> features_around(std::string_view folded, const std::vector<Word>& words,
                                     std::span<const Mention> mentions, uint32_t company,
                                     const CompanySigns& signs) {
  const std::vector<Place> places = places_of(folded, words, mentions, company);
  std::vector<Feature> features;
  add_signs(mentions, company, signs, features);
  const auto me = static_cast<size_t>(
      std::find_if(places.begin(), places.end(), [](const Place& p) { return p.text == "ME"; }) -
      places.begin());
  for (size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    if (i + 1 < places.size()) {
      features.push_back({"@" + place.text + " " + places[i + 1].text,
                          {place.span.begin, places[i + 1].span.end}});
    }
    if (me == places.size() || i == me) continue;
    const size_t far = i > me ? i - me : me - i;
    const std::string side = i > me ? "@>" : "@<";
    if (far <= kAround) features.push_back({side + place.text, place.span});
    if (far <= kNext) features.push_back({side + std::to_string(far) + place.text, place.span});
  }
  sort_once(features);
  return features;
}

}  // namespace hearsay
