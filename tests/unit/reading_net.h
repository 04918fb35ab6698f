// A net that reads items: random states, and behind them layers that say what a test wants.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rules/net_reader.h"
#include "tests/unit/small_net.h"
#include "tests/unit/small_pack.h"

namespace hearsay::testing {

// Of the claims deal.goes-ahead and deal.stalls, each in two stances. `logits`: what it gives for
// each class, whatever it reads. All answer alike to what asks for a speaker but for `nobody`.
inline SmallNet reading_net(const std::vector<float>& logits, const std::vector<float>& nobody) {
  const std::string pieces = "[UNK]\n[CLS]\n[SEP]\nbuys\n.\n收\n购\n";
  std::string letters;
  for (const char* kind : {"c", "p"}) {
    for (size_t i = 0; i <= kLettersMax; ++i) letters += kind + std::to_string(i) + "\n";
  }
  letters += "sum-most\nsum-less\nprovider\noutlet\nauthority\n";
  SmallShape shape;
  shape.positions = kWindowTokens;
  shape.senses = 5;
  shape.words = 7 + 2 * (kLettersMax + 1) + 5;
  SmallNet net = random_net(shape, 1);
  net.values.insert(net.values.end(), {"hidden 16", "asking 16", "digest 7"});
  net.add_text("vocabulary", pieces);
  net.add_text("letters", letters);
  net.add_text("sense.names", "!deal.goes-ahead\ndeny\nquoted\nreference\n");
  net.add_text("classes",
               "deal.goes-ahead rumor\ndeal.goes-ahead confirmation\ndeal.stalls rumor\n"
               "deal.stalls denial\n");
  const auto layer = [&](const std::string& name, size_t out, size_t in,
                         const std::vector<float>& bias) {
    net.add_floats(name, out, in, std::vector<float>(out * in, 0));
    net.add_floats(name + ".b", 1, out, bias);
  };
  const size_t facts = 4 * 2 + 2 * 4;
  layer("subject", 16, 64, std::vector<float>(16, 0));
  layer("object", 16, 64, std::vector<float>(16, 0));
  layer("joint", 16, 4 * 16 + facts, std::vector<float>(16, 0));
  layer("claim", 4, 16, logits);
  constexpr size_t kAsking = 16;
  const auto first_two = [&](float value) {
    std::vector<float> bias(kAsking, 0);
    bias[0] = bias[1] = value;
    return bias;
  };
  layer("seek", kAsking, 16, first_two(0));
  layer("weigh", kAsking, 16, first_two(0));
  net.add_bytes("evidence", 2 * kAsking, 32, std::vector<int8_t>(2 * kAsking * 32, 0),
                std::vector<float>(2 * kAsking, 1));
  net.add_floats("evidence.b", 1, 2 * kAsking, std::vector<float>(2 * kAsking, 0));
  for (const char* name : {"seek.classes", "weigh.classes", "verdicts"})
    net.add_floats(name, 4, kAsking, std::vector<float>(4 * kAsking, 0));
  layer("ask", kAsking, 16, first_two(1));
  layer("answer", kAsking, 32, first_two(0.5F));
  layer("ask.sum", kAsking, 16, first_two(1));
  layer("answer.sum", kAsking, 32, first_two(0.5F));
  net.add_floats("ask.sum.classes", 4, kAsking, std::vector<float>(4 * kAsking, 0));
  net.add_floats("sum.bias", 1, 1, {0});
  layer("tone.in", 16, 64, std::vector<float>(16, 0));
  layer("tone", 3, 16, {2, 0, 1});
  net.add_floats("ask.classes", 4, kAsking, std::vector<float>(4 * kAsking, 0));
  std::vector<float> silent(3 * kAsking, 0);
  for (size_t i = 0; i < nobody.size(); ++i) silent[i / 2 * kAsking + i % 2] = nobody[i];
  net.add_floats("nobody", 3, kAsking, silent);
  return net;
}

inline NetReader reader_of(const SmallNet& net) {
  auto file = read_net(net.bytes());
  EXPECT_TRUE(file) << (file ? "" : file.error().text);
  auto reader = NetReader::load(std::move(*file), small_pack());
  EXPECT_TRUE(reader) << (reader ? "" : reader.error().text);
  return std::move(*reader);
}

// An item read by the small pack.
struct SmallItem {
  SmallItem(const std::string& headline, const std::string& body, const std::string& provider = "",
            const Entities& entities = small_entities())
      : text([&] {
          Item item;
          item.headline = headline;
          item.body = body;
          item.provider = provider;
          return fold(item);
        }()),
        matches{NameMatcher(entities).match(text), find_sums(text)},
        reading(read_item(small_pack(), entities, text, matches, true)) {}

  Text text;
  Matches matches;
  ItemReading reading;
};

}  // namespace hearsay::testing
