// A pack and entities of a few words, and sentences read with them: for tests of the parts that
// read one sentence.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "rules/scene.h"
#include "rules/syntax.h"

namespace hearsay::testing {

inline constexpr const char* kSmallEntities =
    "id\tkind\tnames\tof\ttickers\n"
    "halden\tcompany\tHalden|哈尔登\t\t\n"
    "norvik\tcompany\tNorvik|诺维克\t\t\n"
    "sabre\tcompany\tSabrelight|塞布尔\t\t\n"
    "jane-roe\tperson\tJane Roe|罗简\thalden\t\n"
    "wire\toutlet\tMorning Wire|晨报社\t\t\n"
    "board\tother\tTrade Board|贸委会\t\t\n";

inline constexpr const char* kSmallPack = R"yaml(
id: small
version: "1"
claims:
  - {id: deal.goes-ahead, subject: 0, object: 0.5}
  - {id: deal.stalls, subject: 0, object: -0.5}
triggers:
  - {id: buy, claim: deal.goes-ahead, words: [buy~, bought, 收购], subject: [before, by, 被], object: [after, 把]}
  - {id: put, claim: deal.goes-ahead, words: [invest~, 投资], subject: [before], object: [in, 向, after]}
  - {id: stake, claim: deal.goes-ahead, form: noun, words: [stake], subject: [own, before], object: [in, own]}
  - {id: merge, claim: deal.goes-ahead, form: pair, words: [merger, 合并], subject: [before, between, 与], object: [与, before]}
turns:
  - {id: ice, to: .stalls, words: ["on ice", 搁置]}
cues:
  preposition: [in, of, between, 向, 与, 把]
  by: [by, 被]
  be: [is, was]
  not: [not]
  break: [but, 但]
  say: [said, 表示]
  per: ["according to", 据]
  official: [announced, 宣布]
  confirm: [confirmed]
  deny: [denied, 否认]
  silent: ["declined to comment", 拒绝置评]
  insider: ["people familiar with the matter", 知情人士]
  decide: [blocked]
  approve: [cleared]
  view: [analysts]
  goods: [chips]
  ask: [吗]
  plain: ["no wonder"]
)yaml";

inline const Entities& small_entities() {
  static const Entities entities = [] {
    auto loaded = load_entities({{"small.tsv", kSmallEntities}});
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text);
    return std::move(loaded).value();
  }();
  return entities;
}

inline const Pack& small_pack() {
  static const Pack pack = [] {
    auto loaded = load_packs({{"small.yaml", kSmallPack}});
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().text);
    return std::move(loaded).value();
  }();
  return pack;
}

// One sentence with its names and sums masked; no references and reductions are in the pack.
class Small {
 public:
  explicit Small(const std::string& sentence)
      : text_(text_of(sentence)),
        matches_{NameMatcher(small_entities()).match(text_), find_sums(text_)},
        scene_(small_pack(), small_entities(), text_, matches_),
        syntax_(small_pack(), scene_.line(0, Focus{})) {}

  const Syntax& syntax() const { return syntax_; }
  // The token that is written so; for a mention, the id of its entity.
  uint32_t token(const std::string& written, uint32_t from = 0) const {
    for (uint32_t i = from; i < syntax_.size(); ++i) {
      if (id(i) == written || (!syntax_.mention(i) && syntax_.word(i) == written)) return i;
    }
    ADD_FAILURE() << "no token \"" << written << "\" in " << syntax_.line().s();
    return 0;
  }
  // The id of the entity that a token mentions; empty for others.
  std::string id(uint32_t token) const {
    if (!syntax_.mention(token)) return "";
    return scene_.who(syntax_.slot(token).entities.front()).id;
  }
  EntityIndex company(uint32_t token) const {
    return syntax_.party(token) ? scene_.company(syntax_.slot(token).entities.front()) : kNoEntity;
  }

 private:
  static Text text_of(const std::string& sentence) {
    Item item;
    item.body = sentence;
    return fold(item);
  }

  Text text_;
  Matches matches_;
  Scene scene_;
  Syntax syntax_;
};

}  // namespace hearsay::testing
