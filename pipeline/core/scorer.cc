// Scores an item: the tone of its words and the meaning of its claims, for each company and as a
// whole.
#include "pipeline/core/scorer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "pipeline/core/claim_score.h"
#include "pipeline/core/roles.h"
#include "pipeline/core/tone.h"
#include "pipeline/core/tone_model.h"
#include "rules/lexicon.h"

namespace hearsay {
namespace {

// Nearer to nothing than this is neutral.
constexpr double kNeutral = 0.15;
// What the tones of a place count for against those of the headline: an item's first sentence is
// its headline where there is none.
constexpr double kHeadline = 1;
constexpr double kLead = 0.4;
constexpr double kBody = 0.2;
// The model has learnt from headlines and single sentences: below, its verdict has this part of its
// share.
constexpr double kVerdictBelow = 0.45;
// The words of a company that a claim is about count less: the claim says what they mean.
constexpr double kWordsBesideClaim = 0.1;
// Not so much less in an item that is nothing but a headline: the model, which has learnt from
// such, has weighed the claim in its verdict.
constexpr double kVerdictBesideClaim = 0.5;
// In a report of so many sentences what is told of a company in passing adds up, but is no news:
// the words of one that no claim is about count this much.
constexpr size_t kReport = 3;
constexpr double kInPassing = 0.45;
// What the market made of the news is said of the company, wherever it stands: it counts beside a
// claim too.
constexpr double kPriceBelow = 0.8;
// What a net reads of the item as a whole counts more than its claims and words, one by one: the
// best of 0.5, 0.7 and 0.85 on news that it had not seen.
constexpr double kNetShare = 0.7;
// In steps, so that processors that round differently score the same.
constexpr double kNetSteps = 50;
// Each sentence without a tone takes this share of a toned sentence's weight from the item's score.
constexpr double kDilution = 0.04;
// The rule id of what the model heard.
constexpr const char* kModelRule = "tone.model";
constexpr size_t kEvidenceMax = 8;  // words quoted as evidence, the strongest first

std::string polarity(double score) {
  return score > kNeutral ? "positive" : score < -kNeutral ? "negative" : "neutral";
}

// Halfway between two polarities nothing is sure; far from the border much is.
double confidence(double score) {
  const double distance = std::abs(std::abs(score) - kNeutral);
  return std::min(1.0, 0.5 + distance * 0.625);
}

struct Weighted {
  double score = 0;
  ByteSpan span;
  const std::string* rule = nullptr;  // of the lexicon's entry; none: the model heard it
};

// What is gathered for one company.
struct Holding {
  std::vector<Weighted> words;
  double sum = 0;    // of the words but for its price
  double price = 0;  // what its shares did
  uint32_t mentions = 0;
  bool in_headline = false;
  bool about = false;  // in the headline or lead as neither attribute nor speaker
};

ScorePart words_part(double score, std::vector<Weighted> words) {
  std::stable_sort(words.begin(), words.end(), [](const Weighted& a, const Weighted& b) {
    return std::abs(a.score) > std::abs(b.score);
  });
  if (words.size() > kEvidenceMax) words.resize(kEvidenceMax);
  std::sort(words.begin(), words.end(), [](const Weighted& a, const Weighted& b) {
    return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end);
  });
  ScorePart part{"words", "", score, {}};
  for (const Weighted& word : words) {
    part.evidence.push_back(
        {"tone", word.rule != nullptr ? *word.rule : std::string(kModelRule), word.span});
  }
  return part;
}

}  // namespace

struct Scorer::Parts {
  Lexicon lexicon;
  std::unique_ptr<const ToneModel> model;  // none: the words alone
  const Rulebook& book;
};

Scorer::Scorer(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Scorer::~Scorer() = default;
Scorer::Scorer(Scorer&&) noexcept = default;
Scorer& Scorer::operator=(Scorer&&) noexcept = default;

Result<Scorer> Scorer::load(const RuleSources& sources, const Rulebook& book) {
  auto lexicon = Lexicon::load(sources.lexicons);
  if (!lexicon) return lexicon.error();
  std::unique_ptr<const ToneModel> model;
  for (const SourceFile& file : sources.models) {
    if (model) {
      return Error{"model.several", file.name + ": found a second model, expected one at most"};
    }
    auto loaded = ToneModel::load(file);
    if (!loaded) return loaded.error();
    model = std::move(loaded).value();
  }
  return Scorer(
      std::unique_ptr<const Parts>(new Parts{std::move(*lexicon), std::move(model), book}));
}

namespace {

// One scoring of one item.
class Scoring {
 public:
  Scoring(const Lexicon& lexicon, const ToneModel* model, const Rulebook& book, const Text& text,
          const Matches& matches, std::span<const Assertion> assertions,
          std::span<const NetTone> tones)
      : lexicon_(lexicon),
        model_(model),
        share_(model != nullptr ? model->share() : 0),
        entities_(book.entities()),
        text_(text),
        matches_(matches),
        tones_(tones),
        claims_(score_claims(book, text, assertions)),
        beside_claim_(model != nullptr && text.sentences().size() == 1 ? kVerdictBesideClaim
                                                                       : kWordsBesideClaim) {}

  std::vector<Sentiment> run() {
    read_sentences();
    std::vector<Sentiment> result;
    for (const auto& [company, holding] : holdings_) {
      if (auto sentiment = of_company(entities_[company].id, holding)) {
        result.push_back(std::move(*sentiment));
      }
    }
    for (const ClaimScore& claim : claims_) {  // a party that is in no entity file
      const bool known = std::any_of(result.begin(), result.end(),
                                     [&](const Sentiment& s) { return s.entity == claim.company; });
      if (!known) result.push_back(*of_company(claim.company, Holding{}));
    }
    std::stable_sort(result.begin(), result.end(), [](const Sentiment& a, const Sentiment& b) {
      return a.relevance > b.relevance;
    });
    result.insert(result.begin(), of_item());
    return result;
  }

 private:
  void read_sentences();
  // One sentence as it was read.
  struct Spoken {
    const SentenceTone& tone;
    const Shares& shares;
    const std::vector<Mention>& mentions;
    const std::vector<Word>& words;
  };
  double claimed(EntityIndex company) const;
  void give(const Spoken& spoken, const Verdict& whole, double share, double weight);
  Verdict listen(const ToneScratch& scratch, const SentenceTone& tone, double share) const;
  static void hear(const Verdict& heard, double score, std::vector<Weighted>& words, double& sum);
  bool told_by_claim(const Clause& clause) const;
  std::optional<Sentiment> of_company(const std::string& id, const Holding& holding) const;
  std::vector<Evidence> first_mention(const std::string& id) const;
  Sentiment of_item() const;

  const Lexicon& lexicon_;
  const ToneModel* const model_;  // none: the words alone
  const double share_;            // of its verdict; the rest is the words'
  const Entities& entities_;
  const Text& text_;
  const Matches& matches_;
  const std::span<const NetTone> tones_;
  std::vector<ClaimScore> claims_;
  const double beside_claim_;  // what words count beside them
  std::map<EntityIndex, Holding> holdings_;
  std::vector<ByteSpan> names_;  // of the sentence that is being read
  std::vector<Weighted> words_;  // of the item as a whole
  double sum_ = 0;
  uint32_t toned_ = 0;
  uint32_t plain_ = 0;
  uint32_t mentions_ = 0;
};

// The words of a clause that tells a claim are not counted again: "stalled" is bad for who waits
// for the money, and the claim says so.
bool Scoring::told_by_claim(const Clause& clause) const {
  return std::any_of(claims_.begin(), claims_.end(), [&](const ClaimScore& claim) {
    return std::any_of(claim.evidence.begin(), claim.evidence.end(), [&](const Evidence& e) {
      return (e.role == "trigger" || e.role == "stance") && e.span.begin < clause.span.end &&
             clause.span.begin < e.span.end;
    });
  });
}

// The model's verdict on the sentence that was just read, as a tone beside those of its words.
Verdict Scoring::listen(const ToneScratch& scratch, const SentenceTone& tone, double share) const {
  if (model_ == nullptr) return {};
  Verdict verdict =
      model_->judge(features_of(lexicon_, text_.folded(), scratch.words, scratch.hits, tone.tones));
  verdict.score *= share;
  return verdict;
}

void Scoring::hear(const Verdict& heard, double score, std::vector<Weighted>& words, double& sum) {
  sum += score;
  for (const ByteSpan span : heard.spans) {
    words.push_back({score / static_cast<double>(heard.spans.size()), span, nullptr});
  }
}

double Scoring::claimed(EntityIndex company) const {
  double sum = 0;
  for (const ClaimScore& claim : claims_) {
    if (claim.company == entities_[company].id) sum += claim.score;
  }
  return sum;
}

// A company's tones and what the model hears of it. `whole` is the model's verdict on the sentence,
// which has learnt from more sentences: of the only company it counts as much as the one on what
// stands around the name.
void Scoring::give(const Spoken& spoken, const Verdict& whole, double share, double weight) {
  std::vector<uint32_t> named;
  for (const Mention& mention : spoken.mentions) {
    if (std::find(named.begin(), named.end(), mention.company) == named.end())
      named.push_back(mention.company);
  }
  for (const Share& given : spoken.shares.shares) {
    const Tone& t = spoken.tone.tones[given.tone];
    if (!t.price && told_by_claim(spoken.tone.clauses[t.clause])) continue;
    const bool heard = std::find(named.begin(), named.end(), given.company) != named.end();
    Holding& holding = holdings_[given.company];
    const double score = t.price ? given.score * std::max(weight, kPriceBelow)
                                 : given.score * weight * (heard ? 1 - share : 1);
    holding.words.push_back({score, t.span, &lexicon_[t.entry].rule});
    (t.price ? holding.price : holding.sum) += score;
  }
  if (model_ == nullptr) return;
  for (const uint32_t company : named) {
    CompanySigns signs{0, claimed(company), spoken.tone.sum()};
    for (const Share& given : spoken.shares.shares) {
      if (given.company == company) signs.words += given.score;
    }
    Verdict own = model_->judge(
        features_around(text_.folded(), spoken.words, spoken.mentions, company, signs));
    own.score *= share;
    Holding& holding = holdings_[company];
    const bool only = spoken.shares.about.size() == 1 && spoken.shares.about.front() == company;
    if (only) hear(whole, whole.score * weight / 2, holding.words, holding.sum);
    hear(own, own.score * weight / (only ? 2 : 1), holding.words, holding.sum);
  }
}

void Scoring::read_sentences() {
  ToneScratch scratch;
  size_t next = 0;
  std::optional<uint32_t> topic;
  const auto& sentences = text_.sentences();
  const bool headed = !sentences.empty() && sentences.front().field == Field::kHeadline;
  uint32_t body = headed ? 0 : 1;  // body sentences so far; a bare body's first one is its headline
  uint32_t toned_body = 0;
  for (size_t i = 0; i < sentences.size(); ++i) {
    const Sentence& sentence = sentences[i];
    const bool head = sentence.field == Field::kHeadline || (!headed && i == 0);
    const auto mentions = mentions_in(entities_, matches_, sentence, next, names_);
    const SentenceTone tone = read_tone(lexicon_, text_, sentence, names_, scratch);
    const double heard_share = head ? share_ : share_ * kVerdictBelow;
    const Verdict heard = listen(scratch, tone, heard_share);
    const bool toned = !tone.tones.empty() || heard.score != 0;
    ++(toned ? toned_ : plain_);
    // Places are counted over sentences that carry a tone, so that a sentence without one
    // changes no other's weight.
    const double weight = head ? kHeadline : toned_body == 0 ? kLead : kBody;
    if (!head && toned) ++toned_body;
    for (const Tone& t : tone.tones) {
      if (told_by_claim(tone.clauses[t.clause])) continue;
      const double score = t.score * weight * (1 - heard_share);
      words_.push_back({score, t.span, &lexicon_[t.entry].rule});
      sum_ += score;
    }
    const double verdict = heard.score * weight;
    hear(heard, verdict, words_, sum_);
    const Shares shares = assign_tones(text_, tone, mentions, topic);
    for (const Mention& mention : mentions) {
      Holding& holding = holdings_[mention.company];
      ++holding.mentions;
      ++mentions_;
      holding.in_headline |= head;
    }
    give({tone, shares, mentions, scratch.words}, heard, heard_share, weight);
    const bool lead = head || body == 0;
    for (const uint32_t company : shares.about) holdings_[company].about |= lead;
    if (shares.about.size() == 1) {
      topic = shares.about.front();
    } else if (!shares.about.empty()) {
      topic = std::nullopt;
    }
    if (!head) ++body;
  }
}

std::optional<Sentiment> Scoring::of_company(const std::string& id, const Holding& holding) const {
  Sentiment sentiment;
  sentiment.entity = id;
  double sum = 0;
  bool claimed = false;
  for (const ClaimScore& claim : claims_) {
    if (claim.company != id) continue;
    claimed = true;
    sum += claim.score;
    sentiment.parts.push_back({"claim", claim.key, claim.score, claim.evidence});
  }
  if (!claimed && holding.words.empty() && !holding.about) return std::nullopt;
  if (!holding.words.empty()) {
    const double price = std::clamp(holding.price, -1.0, 1.0);
    const double words = price + holding.sum * (claimed ? beside_claim_ : 1);
    const bool passing = !claimed && text_.sentences().size() >= kReport;
    sum += words * (passing ? kInPassing : 1);
    sentiment.parts.push_back(words_part(squash(holding.sum + price), holding.words));
  }
  sentiment.score = squash(sum);
  for (const NetTone& tone : tones_) {
    if (tone.company != id) continue;
    const double read = std::round((tone.positive - tone.negative) * kNetSteps) / kNetSteps;
    sentiment.score = (1 - kNetShare) * sentiment.score + kNetShare * read;
    sentiment.parts.push_back({"words", "", read, first_mention(id)});
  }
  sentiment.polarity = polarity(sentiment.score);
  sentiment.confidence = confidence(sentiment.score);
  const double share = mentions_ == 0 ? 0 : double(holding.mentions) / mentions_;
  sentiment.relevance =
      std::min(1.0, 0.4 * share + (holding.in_headline ? 0.4 : 0) + (claimed ? 0.3 : 0) +
                        (holding.about ? 0.1 : 0) + (holding.words.empty() ? 0 : 0.1));
  return sentiment;
}

std::vector<Evidence> Scoring::first_mention(const std::string& id) const {
  for (const NameHit& hit : matches_.names) {
    if (hit.certain && entities_[hit.entity].id == id)
      return {{"tone", std::string(kNetRule), hit.span}};
  }
  return {};
}

// The claims' tone for the item is that of the company that they touch most.
Sentiment Scoring::of_item() const {
  Sentiment whole;
  whole.relevance = 1;
  std::map<std::string, double> by_company;
  for (const ClaimScore& claim : claims_) by_company[claim.company] += claim.score;
  double claimed = 0;
  for (const auto& [company, score] : by_company) {
    if (std::abs(score) > std::abs(claimed)) claimed = score;
  }
  const double words = sum_ * (claims_.empty() ? 1 : beside_claim_);
  const double dilution = toned_ == 0 ? 1 : toned_ / (toned_ + kDilution * plain_);
  whole.score = squash(claimed + words) * dilution;
  whole.polarity = polarity(whole.score);
  whole.confidence = confidence(whole.score);
  for (const ClaimScore& claim : claims_) {
    const bool subject =
        std::any_of(whole.parts.begin(), whole.parts.end(),
                    [&](const ScorePart& part) { return part.claim == claim.key; });
    if (!subject) whole.parts.push_back({"claim", claim.key, claim.score, claim.evidence});
  }
  if (!words_.empty()) whole.parts.push_back(words_part(squash(sum_), words_));
  return whole;
}

}  // namespace

std::vector<Sentiment> Scorer::score(const Item&, const Text& text, const Matches& matches,
                                     std::span<const Assertion> assertions,
                                     std::span<const NetTone> tones) const {
  return Scoring(parts_->lexicon, parts_->model.get(), parts_->book, text, matches, assertions,
                 tones)
      .run();
}

}  // namespace hearsay
