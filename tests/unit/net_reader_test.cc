// What a net is given of an item, what it says of it, and what becomes of the rules' claims.
#include "rules/net_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <random>

#include "rules/weigh.h"
#include "tests/unit/reading_net.h"

namespace hearsay {
namespace {

using testing::reader_of;
using testing::reading_net;
using testing::SmallItem;

const std::vector<float> kSilent = {-9, -9, -9, -9};
const std::vector<float> kUnnamedSpeak = {0, 0, 9, 9, 0, 0};

std::string ids(const SmallItem& item, const std::vector<EntityIndex>& who) {
  std::string all;
  for (const EntityIndex one : who)
    all += (all.empty() ? "" : " ") + item.reading.scene.who(one).id;
  return all;
}

// Rows of a window: letters by name, pieces by number.
std::string rows(const std::vector<NetToken>& window) {
  std::string all;
  for (const NetToken& token : window) {
    const uint32_t letter = token.row - 7;
    std::string name = std::to_string(token.row);
    constexpr uint32_t kEach = kLettersMax + 1;
    if (token.row >= 7 + 2 * kEach) {
      static const char* const kOthers[] = {"most", "less", "provider", "outlet", "authority"};
      name = kOthers[letter - 2 * kEach];
    } else if (token.row >= 7) {
      name = (letter < kEach ? "c" : "p") + std::to_string(letter % kEach);
    }
    all += (all.empty() ? "" : " ") + name;
  }
  return all;
}

TEST(NetInput, NamesBecomeLettersAndWordsPieces) {
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  const SmallItem item("Norvik buys", "Halden buys Norvik.");
  const NetInput input = net.input(item.reading, item.matches);
  EXPECT_EQ(ids(item, input.companies), "norvik halden");  // the headline is read first
  ASSERT_EQ(input.windows.size(), 1U);
  EXPECT_EQ(rows(input.windows[0]), "1 c0 3 2 c1 3 c0 4");
  EXPECT_EQ(input.windows[0][5].senses[0], 1);  // "buys" is a trigger of deal.goes-ahead
  EXPECT_EQ(input.windows[0][4].company, 1);
  EXPECT_EQ(input.windows[0][4].sentence, 1);
}

TEST(NetInput, WhoSpeaksHasALetterOfItsKind) {
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  const SmallItem item("", "Jane Roe buys Norvik, Morning Wire, Trade Board.", "Morning Wire");
  const NetInput input = net.input(item.reading, item.matches);
  EXPECT_EQ(ids(item, input.companies), "halden norvik");  // a head stands for the company
  EXPECT_EQ(ids(item, input.speakers), "jane-roe norvik wire board");
  EXPECT_EQ(rows(input.windows[0]), "1 2 p0 3 c1 0 provider 0 authority 4");
}

TEST(NetInput, TheLargestSumIsToldFromOthers) {
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  const SmallItem item("", "Halden buys Norvik $5 billion $7 billion.");
  EXPECT_EQ(rows(net.input(item.reading, item.matches).windows[0]), "1 2 c0 3 c1 less most 4");
}

TEST(NetInput, ChineseIsReadCharacterByCharacter) {
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  const SmallItem item("", "哈尔登收购诺维克");
  EXPECT_EQ(rows(net.input(item.reading, item.matches).windows[0]), "1 2 c0 5 6 c1");
}

TEST(NetInput, MoreCompaniesAndSpeakersThanLettersShareOne) {
  std::string list = "id\tkind\tnames\n", body = "Alpha buys";
  static const char* const kNames[] = {
      "Alpha",   "Bravo",    "Charlton", "Deltaco",  "Echoing",   "Foxtrot",  "Golfland",
      "Hotelia", "Indigon",  "Julietta", "Kiloton",  "Limatown",  "Mikeland", "Novembra",
      "Oscaria", "Papaland", "Quebecor", "Romeland", "Sierravia", "Tangoland"};
  for (const char* name : kNames) {
    list += fold_term(name) + "\tcompany\t" + name + "\n";
    body += std::string(", ") + name;
  }
  const auto entities = load_entities({{"e.tsv", list}});
  ASSERT_TRUE(entities);
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  const SmallItem item("", body + ".", "", *entities);
  const NetInput input = net.input(item.reading, item.matches);
  EXPECT_EQ(input.companies.size(), kLettersMax);
  EXPECT_EQ(
      ids(item, input.companies),
      "alpha bravo charlton deltaco echoing foxtrot golfland hotelia indigon julietta kiloton "
      "limatown mikeland novembra oscaria papaland");
  EXPECT_EQ(input.speakers.size(), kSpeakersMax);
  size_t shared = 0;
  for (const NetToken& token : input.windows[0]) shared += token.row == 7 + kLettersMax;
  EXPECT_EQ(shared, 4U);
}

TEST(NetInput, ALongItemIsReadInWindows) {
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  std::string headline = "Halden buys Norvik", body;
  for (size_t i = 0; i < 2 * kHeadTokens; ++i) headline += " word";
  for (int i = 0; i < 40; ++i) body += "Halden buys Norvik word word word word word word word.\n";
  for (size_t i = 0; i < 2 * kWindowTokens; ++i) body += " word";
  const SmallItem item(headline, body);
  const NetInput input = net.input(item.reading, item.matches);
  ASSERT_GT(input.windows.size(), 2U);
  for (const auto& window : input.windows) {
    EXPECT_LE(window.size(), kWindowTokens);
    EXPECT_EQ(window[kHeadTokens + 1].row, 2U);  // the headline, cut, opens each
  }
  const uint32_t last = input.windows[0].back().sentence;
  EXPECT_EQ(input.windows[1][kHeadTokens + 2].sentence, last);
}

std::vector<Assertion> weighed(const NetReader& net, const SmallItem& item) {
  const NetInput input = net.input(item.reading, item.matches);
  return weigh(net, net.read(input, item.reading), input, item.reading, item.matches, [&] {
    return near_misses(testing::small_pack(), testing::small_entities(), item.text, item.matches,
                       item.reading.found);
  });
}

TEST(NetInput, OfAnEndlessItemTheRulesAloneReadTheRest) {
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  std::string body = "Halden buys Norvik.\n";
  for (size_t i = 0; i < kWindowsMax * kWindowTokens / 10 - 30; ++i)
    body += "word word word word word word word word word.\n";
  const SmallItem fits("", body);
  EXPECT_EQ(net.input(fits.reading, fits.matches).windows.size(), kWindowsMax);
  EXPECT_GT(net.input(fits.reading, fits.matches).unread, fits.reading.heard.size());
  for (size_t i = 0; i < kWindowTokens / 10; ++i)
    body += "word word word word word word word word word.\n";
  const SmallItem item("", body + "Sabrelight buys Norvik.");
  const NetInput input = net.input(item.reading, item.matches);
  EXPECT_EQ(input.windows.size(), kWindowsMax);
  EXPECT_LT(input.unread, item.reading.heard.size());
  const size_t unseen = static_cast<size_t>(
      std::find_if(input.companies.begin(), input.companies.end(),
                   [&](EntityIndex one) { return item.reading.scene.who(one).id == "sabre"; }) -
      input.companies.begin());
  EXPECT_FALSE(net.read(input, item.reading).tones.at(unseen)) << "nothing was read of it";
  // The net finds both unlikely, but has seen only one of them.
  std::string all;
  for (const Assertion& one : weighed(net, item)) all += one.claim.str() + ";";
  EXPECT_EQ(all, "deal.goes-ahead/sabre/norvik;");
}

TEST(NetInput, WhatIsCutOffALongSentenceTakesNoRoom) {
  const NetReader net = reader_of(reading_net(kSilent, kUnnamedSpeak));
  std::string body = "Halden buys Norvik.\n";
  for (int i = 0; i < 10; ++i) {
    for (size_t k = 0; k < 2 * kSentenceTokens; ++k) body += "购";
    body += "。\n";
  }
  const SmallItem item("", body + "Sabrelight buys Norvik.");
  const NetInput input = net.input(item.reading, item.matches);
  ASSERT_LT(input.windows.size(), kWindowsMax);
  const size_t last = input.windows.back().back().sentence;
  EXPECT_EQ(last + 1, item.reading.heard.size()) << "the end of the item is read";
}

TEST(NetReader, SaysTheSameOfAnItemWhateverItReadBefore) {
  const NetReader net = reader_of(reading_net({0, 1, 2, 3}, kUnnamedSpeak));
  const SmallItem item("", "Halden buys Norvik, Morning Wire said."), other("", "Norvik buys.");
  const NetInput input = net.input(item.reading, item.matches);
  const NetReading first = net.read(input, item.reading);
  net.read(net.input(other.reading, other.matches), other.reading);
  const NetReading again = net.read(input, item.reading);
  ASSERT_EQ(first.claims.size(), 8U);  // two ordered pairs, four classes
  for (size_t i = 0; i < first.claims.size(); ++i) {
    EXPECT_EQ(first.claims[i].logit, again.claims[i].logit);
    EXPECT_EQ(first.claims[i].logit, static_cast<float>(first.claims[i].kind));
    EXPECT_EQ(first.claims[i].speaker, kUnnamed);
  }
  ASSERT_EQ(first.tones.size(), 2U);
  ASSERT_TRUE(first.tones[0]);
  const auto& tone = *first.tones[0];
  EXPECT_NEAR(tone[0], 0.6652, 1e-3);  // exp(2) among exp(2), exp(0), exp(1)
  EXPECT_NEAR(tone[0] + tone[1] + tone[2], 1, 1e-6);
}

TEST(NetReader, EachClassWeighsItsOwnEvidence) {
  constexpr uint32_t kAsking = 16, kClasses = 4;
  SmallNet made = reading_net({0, 0, 0, 0}, kUnnamedSpeak);
  std::mt19937 random(1);
  std::string& evidence = made.tensor("evidence").bytes;
  for (size_t i = 0; i < 2 * kAsking * 32; ++i)
    evidence[i] = static_cast<char>(static_cast<int>(random() % 11) - 5);
  const auto fill = [&](const char* name, float size) {
    std::string& bytes = made.tensor(name).bytes;
    for (size_t i = 0; i + sizeof(float) <= bytes.size(); i += sizeof(float)) {
      const float value = size * (static_cast<float>(random() % 2001) / 1000 - 1);
      std::memcpy(&bytes[i], &value, sizeof value);
    }
  };
  for (const char* name : {"seek.b", "weigh.b", "seek.classes", "weigh.classes", "verdicts"})
    fill(name, 0.5F);
  auto file = read_net(made.bytes());
  ASSERT_TRUE(file);
  const NetReader net = reader_of(made);
  const SmallItem item("", "Halden buys Norvik. Norvik buys, Morning Wire said.");
  const NetInput input = net.input(item.reading, item.matches);
  const NetReading found = net.read(input, item.reading);

  // The same in double, from what the encoder makes of each token.
  const auto encoder = Encoder::load(*file);
  ASSERT_TRUE(encoder);
  std::vector<Encoder::Token> tokens;
  for (const NetToken& token : input.windows.at(0)) tokens.push_back({token.row, token.senses});
  Encoder::Buffer buffer;
  encoder->encode(tokens, buffer);
  const auto mapped = encoder->map({*file->matrix8("evidence", 2 * kAsking, 32),
                                    file->floats("evidence.b", 1, 2 * kAsking)->data()},
                                   buffer);
  const auto at = [&](const char* name, uint32_t rows, size_t i) {
    return double{(*file->floats(name, rows, kAsking))[i]};
  };
  ASSERT_EQ(found.claims.size(), 2 * kClasses);
  int placed = 0;
  for (const NetClaim& claim : found.claims) {
    std::vector<double> shares(tokens.size(), 0), said(kAsking, 0);
    double sum = 0, logit = 0;
    for (size_t t = 0; t < tokens.size(); ++t) {
      for (size_t c = 0; c < kAsking; ++c) {
        shares[t] += (at("seek.b", 1, c) + at("seek.classes", kClasses, claim.kind * kAsking + c)) *
                     mapped[2 * t * kAsking + c] / 4;
      }
      sum += shares[t] = std::exp(shares[t]);
    }
    std::map<uint32_t, double> sentences;
    for (size_t t = 0; t < tokens.size(); ++t) {
      for (size_t c = 0; c < kAsking; ++c)
        said[c] += shares[t] / sum * mapped[(2 * t + 1) * kAsking + c];
      if (input.windows[0][t].stands) sentences[input.windows[0][t].sentence] += shares[t];
    }
    for (size_t c = 0; c < kAsking; ++c) {
      const double x =
          said[c] + at("weigh.b", 1, c) + at("weigh.classes", kClasses, claim.kind * kAsking + c);
      logit += x * (1 + std::erf(x / std::sqrt(2.0))) / 2 *
               at("verdicts", kClasses, claim.kind * kAsking + c);
    }
    EXPECT_NEAR(claim.logit, logit, 1e-3) << claim.kind;
    ASSERT_EQ(sentences.size(), 2U);
    if (claim.logit < kTold) continue;
    ++placed;
    EXPECT_EQ(claim.sentence, sentences[0] >= sentences[1] ? 0U : 1U) << claim.kind;
  }
  EXPECT_GT(placed, 0);
}

TEST(NetReader, ErrorsNameWhatIsMissing) {
  const auto error = [](const SmallNet& net) {
    auto file = read_net(net.bytes());
    if (!file) return file.error().text;
    const auto reader = NetReader::load(std::move(*file), testing::small_pack());
    return reader ? "" : reader.error().text;
  };
  SmallNet net = reading_net(kSilent, kUnnamedSpeak);
  EXPECT_EQ(error(net), "");
  net.tensor("letters").bytes.replace(0, 2, "x0");
  EXPECT_EQ(error(net), "own.net: no letter \"c0\", expected one of each kind");
  net = reading_net(kSilent, kUnnamedSpeak);
  net.tensor("classes").bytes.replace(16, 5, "humor");
  EXPECT_EQ(error(net),
            "own.net: found class \"deal.goes-ahead humor\", expected a type and a stance");
  net = reading_net(kSilent, kUnnamedSpeak);
  net.tensor("sense.names").bytes.replace(0, 16, "!deal.goes\nahead");
  EXPECT_EQ(error(net), "own.net: found 5 rows of senses, expected 6");
  net = reading_net(kSilent, kUnnamedSpeak);
  net.tensor("letters").bytes[2] = 'y';
  EXPECT_EQ(error(net), "own.net: found 46 rows of words, expected 7 pieces and 38 letters");
  net = reading_net(kSilent, kUnnamedSpeak);
  *std::find(net.values.begin(), net.values.end(), "hidden 16") = "hidden 15";
  EXPECT_EQ(error(net), "own.net: hidden: found 15, expected a multiple of 16");
  net = reading_net(kSilent, kUnnamedSpeak);
  *std::find(net.values.begin(), net.values.end(), "asking 16") = "asking 8";
  EXPECT_EQ(error(net), "own.net: asking: found 8, expected a multiple of 16");
  net = reading_net(kSilent, kUnnamedSpeak);
  net.tensor("vocabulary").bytes.replace(6, 5, "[CLX]");
  EXPECT_EQ(error(net), "own.net: no piece \"[CLS]\", expected it in \"vocabulary\"");
}

std::string told(const std::vector<Assertion>& all) {
  std::string lines;
  for (const Assertion& one : all) {
    lines += one.claim.str() + " " + std::string(name_of(one.stance)) + " " + one.speaker + "\n";
  }
  return lines;
}

TEST(Weigh, WhatTheNetFindsUnlikelyIsDropped) {
  const SmallItem item("", "Halden buys Norvik, people familiar with the matter said.");
  EXPECT_EQ(told(item.reading.found), "deal.goes-ahead/halden/norvik rumor unnamed-sources\n");
  EXPECT_EQ(told(weighed(reader_of(reading_net(kSilent, kUnnamedSpeak)), item)), "");
}

TEST(Weigh, OfWhatBothFindTheNetKnowsBetterWhoSaysSo) {
  const SmallItem item("", "Jane Roe said Halden buys Norvik for $5 billion.");
  ASSERT_EQ(told(item.reading.found), "deal.goes-ahead/halden/norvik confirmation jane-roe\n");
  const auto silent = weighed(reader_of(reading_net({-9, 4, -9, -9}, {9, 9, 0, 0, 0, 0})), item);
  ASSERT_EQ(told(silent),
            "deal.goes-ahead/halden/norvik confirmation jane-roe\n"
            "deal.goes-ahead/norvik/halden confirmation \n");
  EXPECT_EQ(silent[0].evidence.size(), item.reading.found[0].evidence.size());
  EXPECT_DOUBLE_EQ(silent[0].confidence, 1);
  EXPECT_EQ(silent[0].reasons.back(), "net finds it likely, 1.00");
  const auto all = weighed(reader_of(reading_net({-9, 4, -9, -9}, kUnnamedSpeak)), item);
  ASSERT_EQ(all[0].speaker, "unnamed-sources");
  EXPECT_EQ(all[0].reasons.back(), "net hears it from unnamed-sources");
  ASSERT_EQ(all[0].amounts.size(), 1U);
}

TEST(Weigh, WhatOnlyTheNetFindsComesWithTheWordsThatDecide) {
  const SmallItem item("", "Halden buys Norvik for $5 billion.");
  const auto all = weighed(reader_of(reading_net({-9, -9, 1, -9}, {9, 9, 0, 0, 0, 0})), item);
  ASSERT_EQ(told(all), "deal.stalls/halden/norvik rumor \ndeal.stalls/norvik/halden rumor \n");
  EXPECT_DOUBLE_EQ(all[0].confidence, 0.75);
  ASSERT_EQ(all[0].amounts.size(), 1U);
  std::string evidence;
  for (const Evidence& one : all[0].evidence)
    evidence += one.role + "=" + std::string(item.text.quote(one.span)) + ";";
  EXPECT_EQ(evidence, "subject=Halden;object=Norvik;trigger=buys;amount=$5 billion;");
}

TEST(Weigh, WhatAGuardRefusedNeedsMore) {
  const SmallItem item("", "Halden has not bought Norvik.");
  EXPECT_EQ(told(item.reading.found), "");
  EXPECT_EQ(told(weighed(reader_of(reading_net({1, -9, -9, -9}, kUnnamedSpeak)), item)),
            "deal.goes-ahead/norvik/halden rumor unnamed-sources\n")
      << "the other way round nothing was refused";
  const auto sure = weighed(reader_of(reading_net({3, -9, -9, -9}, kUnnamedSpeak)), item);
  EXPECT_EQ(sure.size(), 2U) << told(sure);
}

}  // namespace
}  // namespace hearsay
