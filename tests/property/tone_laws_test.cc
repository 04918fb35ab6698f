// Laws of tone: negation, comparison, script, dilution and denial, over generated sentences.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <vector>

#include "pipeline/core/claim_score.h"
#include "pipeline/core/roles.h"
#include "pipeline/core/scorer.h"
#include "tests/unit/shipped_scorer.h"

namespace hearsay {
namespace {

constexpr int kRounds = 200;

class Laws : public ::testing::Test {
 protected:
  Laws() {
    const char* given = std::getenv("HEARSAY_SEED");
    const unsigned long seed =
        given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
    random_.seed(seed);
    RecordProperty("seed", std::to_string(seed));
    std::printf("HEARSAY_SEED=%lu\n", seed);
  }
  template <size_t N>
  std::string any(const std::array<const char*, N>& from) {
    return from[random_() % N];
  }
  std::mt19937_64 random_;
};

double score_of(const std::string& written) { return score_item(shipped_scorer(), written).score; }

constexpr std::array kMeasures = {"profit", "net sales",    "costs",
                                  "debt",   "order intake", "the margin"};
constexpr std::array kVerbs = {"rise", "fall", "improve", "decline", "surge", "plunge"};
constexpr std::array kZhMeasures = {"净利润", "营收", "成本", "股价", "亏损"};
constexpr std::array kZhVerbs = {"上涨", "下滑", "增长", "扩大", "大跌"};

TEST_F(Laws, NegationNeverKeepsTheSignAtFullStrength) {
  for (int i = 0; i < kRounds; ++i) {
    const std::string measure = any(kMeasures);
    const std::string verb = any(kVerbs);
    const double plain = tone_of("At Acme " + measure + " did " + verb);
    const double negated = tone_of("At Acme " + measure + " did not " + verb);
    ASSERT_NE(plain, 0) << measure << " " << verb;
    EXPECT_LT(negated * plain, plain * plain * 0.5) << measure << " " << verb;
    const std::string zh = any(kZhMeasures);
    const std::string zh_verb = any(kZhVerbs);
    const double zh_plain = tone_of(zh + zh_verb);
    ASSERT_NE(zh_plain, 0) << zh << zh_verb;
    EXPECT_LT(tone_of(zh + "并未" + zh_verb) * zh_plain, zh_plain * zh_plain * 0.5)
        << zh << zh_verb;
    // The same with the trained model in play.
    const double whole = score_of("At Acme " + measure + " did " + verb);
    EXPECT_LT(score_of("At Acme " + measure + " did not " + verb) * whole, whole * whole * 0.7)
        << measure << " " << verb;
    const double zh_whole = score_of(zh + zh_verb);
    EXPECT_LT(score_of(zh + "并未" + zh_verb) * zh_whole, zh_whole * zh_whole * 0.7)
        << zh << zh_verb;
  }
}

double share_of(const std::string& written, const std::string& name, const std::string& other) {
  const Text text = headline(written);
  std::vector<Mention> mentions;
  for (const auto& [who, id] : {std::pair(name, 0u), std::pair(other, 1u)}) {
    const auto at = static_cast<uint32_t>(text.folded().find(fold_term(who)));
    mentions.push_back({{at, at + static_cast<uint32_t>(fold_term(who).size())}, id});
  }
  if (mentions[1].span.begin < mentions[0].span.begin) std::swap(mentions[0], mentions[1]);
  const std::vector<ByteSpan> names = {mentions[0].span, mentions[1].span};
  ToneScratch scratch;
  const SentenceTone tone =
      read_tone(shipped_lexicon(), text, text.sentences().front(), names, scratch);
  double sum = 0;
  for (const Share& share : assign_tones(text, tone, mentions, std::nullopt).shares) {
    if (share.company == 0) sum += share.score;
  }
  return sum;
}

TEST_F(Laws, SwappingTheCompaniesOfAComparisonSwapsTheirScores) {
  constexpr std::array kRelations = {
      " beats ",       " outperforms ",     " overtakes ", " loses market share to ",
      " lags behind ", " is overtaken by ", " sues ",      " acquires "};
  constexpr std::array kZhRelations = {"超越", "不敌", "击败", "起诉", "收购"};
  for (int i = 0; i < kRounds; ++i) {
    const std::string relation = any(kRelations);
    EXPECT_EQ(share_of("Acme" + relation + "Bolt", "Acme", "Bolt"),
              share_of("Bolt" + relation + "Acme", "Bolt", "Acme"))
        << relation;
    const std::string zh = any(kZhRelations);
    EXPECT_EQ(share_of("云海" + zh + "星河", "云海", "星河"),
              share_of("星河" + zh + "云海", "星河", "云海"))
        << zh;
    EXPECT_NE(share_of("Acme beats Bolt", "Acme", "Bolt"),
              share_of("Acme beats Bolt", "Bolt", "Acme"));
  }
}

TEST_F(Laws, TraditionalAndSimplifiedScoreAlike) {
  constexpr std::array<std::pair<const char*, const char*>, 7> kPairs = {{
      {"净利润下滑", "淨利潤下滑"},
      {"亏损收窄", "虧損收窄"},
      {"业绩超预期，股价大涨", "業績超預期，股價大漲"},
      {"遭立案调查", "遭立案調查"},
      {"营收创历史新高", "營收創歷史新高"},
      {"订单饱满", "訂單飽滿"},
      {"获利优于预期", "獲利優於預期"},
  }};
  for (const auto& [simplified, traditional] : kPairs) {
    EXPECT_EQ(tone_of(simplified), tone_of(traditional)) << simplified;
    EXPECT_NE(tone_of(simplified), 0) << simplified;
    EXPECT_EQ(score_of(simplified), score_of(traditional)) << simplified;
  }
}

class ClaimLaws : public Laws {
 protected:
  static const Rulebook& book() { return shipped_engine().book(); }
};

TEST_F(ClaimLaws, ADenialScoresOppositeToItsRumour) {
  const Text text = headline("Acme and Bolt");
  ASSERT_FALSE(book().claim_types().empty());
  for (const ClaimType& type : book().claim_types()) {
    Assertion rumor;
    rumor.claim = {type.id, "acme", "bolt"};
    rumor.confidence = 0.8;
    Assertion denial = rumor;
    denial.stance = Stance::kDenial;
    const std::vector<Assertion> rumors = {rumor};
    const std::vector<Assertion> denials = {denial};
    const auto of_rumor = score_claims(book(), text, rumors);
    const auto of_denial = score_claims(book(), text, denials);
    ASSERT_EQ(of_rumor.size(), of_denial.size());
    for (size_t i = 0; i < of_rumor.size(); ++i) {
      EXPECT_LE(of_rumor[i].score * of_denial[i].score, 0) << type.id;
      EXPECT_EQ(of_rumor[i].score == 0, of_denial[i].score == 0) << type.id;
    }
    const std::vector<Assertion> both = {rumor, denial};
    const auto of_both = score_claims(book(), text, both);
    for (size_t i = 0; i < of_both.size(); ++i) {
      EXPECT_GE(of_both[i].score * of_denial[i].score, 0)
          << type.id << ": the denial answers the rumour";
    }
  }
}

// The scores of an item's companies, by id, as `hearsay tag` prints them.
std::map<std::string, double> scores_of(const std::string& body) {
  Item item;
  item.uri = "test:1";
  item.body = body;
  const Text text = fold(item);
  const Matches matches = shipped_engine().book().match(text);
  const Reading reading = shipped_engine().book().read(text, matches);
  std::map<std::string, double> scores;
  for (const Sentiment& one :
       shipped_scorer().score(item, text, matches, reading.assertions, reading.tones)) {
    if (!one.entity.empty()) scores[one.entity] = one.score;
  }
  return scores;
}

TEST_F(ClaimLaws, AnItemThatDeniesIsNotScoredAsItsRumour) {
  constexpr double kNeutral = 0.15;  // as the scorer's
  struct Telling {
    const char *rumor, *denial;  // A and B stand for companies
  };
  constexpr std::array kEnglish = {
      Telling{"A will invest in B, people familiar with the matter said.",
              "A denied a report that it will invest in B."},
      Telling{"A is in talks to buy B, people familiar with the matter said.",
              "A denied that it is in talks to buy B."},
      Telling{"A has halted its investment in B, insiders said.",
              "A denied that it has halted its investment in B."},
      Telling{"A called off its purchase of B, sources said.",
              "A denied it had called off its purchase of B."}};
  constexpr std::array kChinese = {
      Telling{"知情人士透露，A将入股B。", "A否认将入股B的报道。"},
      Telling{"知情人士透露，A正洽谈收购B。", "A否认正洽谈收购B。"},
      Telling{"知情人士透露，A已暂停对B的投资。", "A否认已暂停对B的投资。"}};
  using Pair = std::array<std::string, 2>;
  const auto judge = [](const auto& tellings, const std::vector<Pair>& pairs) {
    for (const Telling& telling : tellings) {
      for (const Pair& pair : pairs) {
        const auto filled = [&](std::string form) {
          form.replace(form.find('B'), 1, pair[1]);
          return form.replace(form.find('A'), 1, pair[0]);
        };
        const auto rumor = scores_of(filled(telling.rumor));
        auto denial = scores_of(filled(telling.denial));
        EXPECT_FALSE(rumor.empty()) << filled(telling.rumor);
        for (const auto& [company, score] : rumor) {
          const bool both = std::abs(score) > kNeutral && std::abs(denial[company]) > kNeutral;
          EXPECT_TRUE(!both || score * denial[company] < 0)
              << company << " " << score << " and " << denial[company] << ": "
              << filled(telling.denial);
        }
      }
    }
  };
  judge(kEnglish, {{"Nvidia", "OpenAI"},
                   {"Honda", "Nissan"},
                   {"SoftBank", "CoreWeave"},
                   {"Microsoft", "Netflix"},
                   {"Tesla", "Intel"},
                   {"Sony", "Samsung"}});
  judge(kChinese,
        {{"英伟达", "OpenAI"}, {"比亚迪", "蔚来"}, {"腾讯", "小米"}, {"阿里巴巴", "美团"}});
}

TEST_F(ClaimLaws, ANeutralSentenceMovesTheItemTowardsZeroNeverAcross) {
  constexpr std::array kToned = {
      "Profit rose by a tenth.", "Sales fell.",     "The plant was hit by a strike.",
      "It won a large order.",   "Costs were cut.", "Shares plunged 12%."};
  constexpr std::array kPlain = {"The office is in Turku.", "He joined in 1998.",
                                 "The report has 40 pages.", "A spokesperson was present."};
  const auto score = [&](const std::vector<std::string>& sentences) {
    Item item;
    item.uri = "test:1";
    for (const std::string& sentence : sentences) item.body += sentence + " ";
    const Text text = fold(item);
    return shipped_scorer().score(item, text, {}, {}).front().score;
  };
  for (int i = 0; i < kRounds; ++i) {
    std::vector<std::string> sentences;
    for (uint64_t n = 1 + random_() % 4; n > 0; --n) sentences.push_back(any(kToned));
    const std::string plain = any(kPlain);
    ASSERT_EQ(score({plain}), 0) << plain << ": is no neutral sentence";
    const double before = score(sentences);
    const auto place = static_cast<std::ptrdiff_t>(1 + random_() % sentences.size());
    sentences.insert(sentences.begin() + place, plain);
    const double after = score(sentences);
    EXPECT_GE(before * after, 0);
    EXPECT_LE(std::abs(after), std::abs(before));
  }
}

}  // namespace
}  // namespace hearsay
