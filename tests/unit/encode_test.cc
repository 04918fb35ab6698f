// The data of the tagger's events: members, nulls, and evidence in code points of the text as
// received.
#include "pipeline/core/encode.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/unit/event_records.h"

namespace hearsay {
namespace {

using testing::test_book;

std::string member(const std::string& data, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(data).at_pointer(pointer).get(element) != simdjson::SUCCESS) return "absent";
  return simdjson::minify(element);
}

ByteSpan find(const Text& text, std::string_view folded) {
  const size_t at = text.folded().find(folded);
  EXPECT_NE(at, std::string_view::npos) << folded;
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + folded.size())};
}

Item chinese_item() {
  Item item;
  item.uri = "urn:test:1";
  item.headline = "輝達否認";
  item.body = "😀 據報 NVIDIA 擬投資 1000億美元。";
  return item;
}

TEST(AssertionJson, QuotesEvidenceFromTheTextAsReceived) {
  const Item item = chinese_item();
  const Text text = fold(item);
  Assertion assertion;
  assertion.claim = {"investment.goes-ahead", "nvidia", "openai"};
  assertion.stance = Stance::kDenial;
  assertion.evidence = {{"subject", "", find(text, "辉达")},
                        {"stance", "zh.deny", find(text, "否认")},
                        {"subject", "", find(text, "nvidia")}};
  const ItemFrame frame{
      .item = item, .text = text, .book = test_book(), .received = {}, .decided = {}};
  const std::string data = assertion_json(frame, assertion);
  EXPECT_EQ(member(data, "/evidence/0"),
            R"({"field":"headline","start":0,"end":2,"text":"輝達","role":"subject","rule":null})");
  EXPECT_EQ(
      member(data, "/evidence/1"),
      R"({"field":"headline","start":2,"end":4,"text":"否認","role":"stance","rule":"zh.deny"})");
  EXPECT_EQ(member(data, "/evidence/2"),
            R"({"field":"body","start":5,"end":11,"text":"NVIDIA","role":"subject","rule":null})");
}

TEST(AssertionJson, WhatIsUnknownIsNull) {
  const Item item = chinese_item();
  const Text text = fold(item);
  Assertion assertion;
  assertion.claim = {"investment.goes-ahead", "nvidia", "openai"};
  Sum sum;
  sum.span = find(text, "1000亿美元");
  sum.value = 1e11;
  assertion.amounts = {sum};
  const ItemFrame frame{
      .item = item, .text = text, .book = test_book(), .received = {}, .decided = {}};
  const std::string data = assertion_json(frame, assertion);
  for (const char* pointer :
       {"/item/version", "/item/provider", "/item/language", "/item/published", "/item/url",
        "/speaker", "/origin", "/times/published", "/times/received", "/times/decided",
        "/amounts/0/currency", "/amounts/0/bound"}) {
    EXPECT_EQ(member(data, pointer), "null") << pointer;
  }
  EXPECT_EQ(member(data, "/amounts/0/value"), "100000000000");
  EXPECT_EQ(member(data, "/amounts/0/text"), "\"1000億美元\"");
  EXPECT_EQ(member(data, "/claim/key"), "\"investment.goes-ahead/nvidia/openai\"");
}

TEST(AssertionJson, TheOriginIsTheProviderWhenTheItemCreditsNobody) {
  Item item = chinese_item();
  item.provider = "example-wire";
  const Text text = fold(item);
  const ItemFrame frame{
      .item = item, .text = text, .book = test_book(), .received = {}, .decided = {}};
  Assertion assertion;
  assertion.claim = {"discontent", "nvidia", "openai"};
  EXPECT_EQ(member(assertion_json(frame, assertion), "/origin"), "\"example-wire\"");
  assertion.origin = "wsj";
  EXPECT_EQ(member(assertion_json(frame, assertion), "/origin"), "\"wsj\"");
}

TEST(SentimentJson, NamesTheClaimThatAPartRestsOn) {
  const Item item = chinese_item();
  const Text text = fold(item);
  const ItemFrame frame{
      .item = item, .text = text, .book = test_book(), .received = {}, .decided = {}};
  Sentiment sentiment;
  sentiment.score = -0.25;
  sentiment.polarity = "negative";
  ScorePart part;
  part.kind = "claim";
  part.claim = "investment.stalls/nvidia/openai";
  part.score = -0.5;
  sentiment.parts = {part};
  const std::string data = sentiment_json(frame, sentiment);
  EXPECT_EQ(member(data, "/entity"), "null");
  EXPECT_EQ(member(data, "/score"), "-0.25");
  EXPECT_EQ(member(data, "/parts/0/claim"), "\"investment.stalls/nvidia/openai\"");
}

TEST(ItemJson, ListsClaimsWithTheirAssertions) {
  const std::string data = item_json({.uri = "urn:test:1",
                                      .status = PubStatus::kWithheld,
                                      .claims = {{"t/a/b", Stance::kNoComment, "00"}},
                                      .published = 0});
  EXPECT_EQ(member(data, "/pubstatus"), "\"withheld\"");
  EXPECT_EQ(member(data, "/version"), "null");
  EXPECT_EQ(member(data, "/claims/0"), R"({"key":"t/a/b","stance":"no-comment","assertion":"00"})");
  EXPECT_EQ(member(data, "/times/published"), "\"1970-01-01T00:00:00.000Z\"");
}

}  // namespace
}  // namespace hearsay
