// Laws of reading with the shipped rules: both Chinese scripts say the same, and no item changes
// what another says.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "rules/rulebook.h"

namespace hearsay {
namespace {

const Rulebook& shipped() {
  static const Rulebook book = [] {
    const auto sources = read_rule_sources(std::string(HEARSAY_SOURCE_DIR) + "/rules", {}, {});
    return std::move(Rulebook::load(*sources)).value();
  }();
  return book;
}

// All of an assertion that does not depend on where it stands.
std::vector<std::string> claims(const std::string& body) {
  Item item;
  item.body = body;
  const Text text = fold(item);
  std::vector<std::string> all;
  for (const Assertion& one : shipped().resolve(text, shipped().match(text))) {
    std::string line = one.claim.str() + " " + std::string(name_of(one.stance)) + " " + one.speaker;
    for (const Sum& sum : one.amounts) line += " " + std::to_string(sum.value) + " " + sum.currency;
    all.push_back(std::move(line));
  }
  return all;
}

// Everything of it.
std::vector<std::string> everything(const Item& item) {
  const Text text = fold(item);
  std::vector<std::string> all;
  for (const Assertion& one : shipped().resolve(text, shipped().match(text))) {
    std::string line = one.claim.str() + " " + std::string(name_of(one.stance)) + " " +
                       one.speaker + " " + one.origin + " " + std::to_string(one.confidence);
    for (const Sum& sum : one.amounts) line += " " + std::to_string(sum.value) + sum.currency;
    for (const Evidence& piece : one.evidence) {
      line += " " + piece.role + ":" + piece.rule + ":" + std::to_string(piece.span.begin) + "-" +
              std::to_string(piece.span.end);
    }
    for (const std::string& reason : one.reasons) line += " | " + reason;
    all.push_back(std::move(line));
  }
  return all;
}

// Simplified and traditional, written by hand.
const std::vector<std::pair<std::string, std::string>> kBoth = {
    {"知情人士透露，软银正洽谈向甲骨文投资50亿美元。软银拒绝置评。",
     "知情人士透露，軟銀正洽談向甲骨文投資50億美元。軟銀拒絕置評。"},
    {"腾讯周三宣布，将以12亿美元收购育碧。", "騰訊週三宣布，將以12億美元收購育碧。"},
    {"有传闻称比亚迪已暂停对蔚来的投资。比亚迪否认这一说法，称纯属谣言。",
     "有傳聞稱比亞迪已暫停對蔚來的投資。比亞迪否認這一說法，稱純屬謠言。"},
    {"阿里巴巴公告，终止对美团的收购。", "阿里巴巴公告，終止對美團的收購。"},
    {"黄仁勋表示，英伟达会继续投资OpenAI，并否认对其不满。",
     "黃仁勳表示，英偉達會繼續投資OpenAI，並否認對其不滿。"},
    {"如果小米收购蔚来，会发生什么？", "如果小米收購蔚來，會發生什麼？"},
    {"网传华为要入股长安汽车，华为回应：没有这回事。",
     "網傳華為要入股長安汽車，華為回應：沒有這回事。"},
    {"据悉，京东对美团的投资规模缩减至30亿元。", "據悉，京東對美團的投資規模縮減至30億元。"},
    {"百度没有投资蔚来。", "百度沒有投資蔚來。"},
    {"鸿海证实，已与英特尔签署协议，入股后者的新公司。",
     "鴻海證實，已與英特爾簽署協議，入股後者的新公司。"},
};

TEST(ReadingLaws, BothScriptsSayTheSame) {
  size_t told = 0;
  for (const auto& [simplified, traditional] : kBoth) {
    EXPECT_EQ(claims(simplified), claims(traditional)) << traditional;
    told += claims(simplified).size();
  }
  EXPECT_GT(told, kBoth.size());
}

TEST(ReadingLaws, NoItemChangesWhatAnotherSays) {
  std::vector<Item> items;
  const auto add = [&](std::string provider, std::string headline, std::string body) {
    Item item;
    item.uri = "law:" + std::to_string(items.size());
    item.provider = std::move(provider);
    item.headline = std::move(headline);
    item.body = std::move(body);
    items.push_back(std::move(item));
  };
  for (const auto& [simplified, traditional] : kBoth) {
    add("example-wire", "", simplified);
    add("example-wire", "", traditional);
  }
  add("Reuters", "Broadcom in talks to buy Cerebras",
      "Broadcom is in talks to buy Cerebras for $9 billion, two people familiar with the matter "
      "said. Broadcom declined to comment. \"There is nothing in it,\" the start-up said.");
  add("", "Kumo Robotics to be bought by Lanxi Micro",
      "Lanxi Micro Inc agreed to acquire Kumo Robotics Inc, both companies announced. The deal had "
      "stalled in May.");
  add("Bloomberg", "", "He said it would invest in them. They denied it. The deal is on ice.");
  add("", "", "");
  std::vector<std::vector<std::string>> alone;
  size_t told = 0;
  for (const Item& item : items) {
    alone.push_back(everything(item));
    told += alone.back().size();
  }
  EXPECT_GT(told, items.size() / 2);
  std::mt19937 random(20261125);
  for (int step = 0; step < 500; ++step) {
    const size_t i = random() % items.size();
    ASSERT_EQ(everything(items[i]), alone[i]) << items[i].body;
  }
}

}  // namespace
}  // namespace hearsay
