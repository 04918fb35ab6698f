// The tracker: status rules, copies, withdrawals, expiry, limits, undo, restore.
#include "pipeline/core/tracker.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "pipeline/core/claim_view.h"
#include "pipeline/core/entity_state.h"
#include "tests/unit/event_records.h"

namespace hearsay {
namespace {

using testing::assertion;
using testing::item_state;
using testing::OwnedRecord;
using testing::record_of;
using testing::Said;
using testing::Scored;
using testing::sentiment;
using testing::test_book;

constexpr TimeMs kDay = 24 * 3600 * 1000;
constexpr TimeMs kStart = 1'770'000'000'000;  // 2026-02-02
const std::string kClaim = "investment.stalls/nvidia/openai";

// The transitions of an output, as "from>to (reason)".
std::string moves(const Output& output) {
  std::string text;
  for (const auto& [topic, event] : output.events) {
    if (topic != Topic::kTransitions) continue;
    simdjson::dom::parser parser;
    simdjson::dom::element data;
    EXPECT_EQ(parser.parse(event.data).get(data), simdjson::SUCCESS);
    std::string_view from = "-", to, reason;
    if (!data["from"].is_null()) {
      EXPECT_EQ(data["from"].get(from), simdjson::SUCCESS);
    }
    EXPECT_EQ(data["to"].get(to), simdjson::SUCCESS);
    EXPECT_EQ(data["reason"].get(reason), simdjson::SUCCESS);
    text += std::string(from) + ">" + std::string(to) + " (" + std::string(reason) + ")";
  }
  return text;
}

class TrackerTest : public ::testing::Test {
 protected:
  Output step(const OwnedRecord& record) {
    OwnedRecord numbered = record;
    numbered.offset = ++offset_;
    Output output = tracker_.step(numbered.record());
    EXPECT_FALSE(output.reject) << output.reject->text;
    return output;
  }
  std::string say(const Said& said) { return moves(step(assertion(said))); }

  // The data of the state event of `key`; "" if none is sent.
  std::string state(Tracker& tracker, const std::string& key) {
    std::string data;
    for (const auto& [topic, event] : tracker.flush()) {
      if (event.subject == key) data = event.data;
    }
    return data;
  }
  std::string state(const std::string& key = kClaim) { return state(tracker_, key); }

  Tracker tracker_{test_book()};
  int64_t offset_ = 0;
};

std::string member(const std::string& data, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(data).at_pointer(pointer).get(element) != simdjson::SUCCESS) return "absent";
  return simdjson::minify(element);
}

TEST_F(TrackerTest, FollowsARumourThroughDenialToDispute) {
  EXPECT_EQ(say({.item = "a", .speaker = "unnamed-sources", .origin = "wsj", .at = kStart}),
            "->rumored (rumor)");
  EXPECT_EQ(say({.item = "b", .speaker = "unnamed-sources", .origin = "reuters", .at = kStart + 1}),
            "");
  EXPECT_EQ(say({.item = "c", .stance = "no-comment", .speaker = "openai", .at = kStart + 2}), "");
  EXPECT_EQ(say({.item = "d", .stance = "denial", .speaker = "jensen-huang", .at = kStart + 3}),
            "rumored>denied (denial)");
  EXPECT_EQ(say({.item = "e", .stance = "confirmation", .speaker = "openai", .at = kStart + 4}),
            "denied>disputed (confirmation)");
}

TEST_F(TrackerTest, TheLatestWordOfACompanyCountsWhoeverSpeaksForIt) {
  say({.item = "a", .stance = "denial", .speaker = "jensen-huang", .at = kStart});
  EXPECT_EQ(say({.item = "b", .stance = "confirmation", .speaker = "nvidia", .at = kStart + 1}),
            "denied>confirmed (confirmation)");
}

TEST_F(TrackerTest, AnOutletsDebunkingOfARumourIsADispute) {
  say({.item = "a", .speaker = "unnamed-sources", .origin = "wsj", .at = kStart});
  EXPECT_EQ(say({.item = "b",
                 .stance = "denial",
                 .speaker = "reuters",
                 .origin = "reuters",
                 .at = kStart}),
            "rumored>disputed (denial)");
}

TEST_F(TrackerTest, CountsOneOriginForCopiesAndForOneCreditedOutlet) {
  const uint64_t text = 0xabcdef0123456789U;
  say({.item = "a", .origin = "wsj", .at = kStart, .fingerprint = text});
  say({.item = "b", .origin = "reuters", .at = kStart + 1, .fingerprint = text ^ 0b111U});
  say({.item = "c", .origin = "wsj", .at = kStart + 2, .fingerprint = ~text});
  EXPECT_EQ(member(state(), "/origins"), "[\"wsj\"]");
  EXPECT_EQ(state(), "") << "nothing changed: no second state event";
  say({.item = "d", .origin = "bloomberg", .at = kStart + 3, .fingerprint = text ^ 0b1111U << 20U});
  const std::string data = state();
  EXPECT_EQ(member(data, "/origins"), "[\"wsj\",\"bloomberg\"]");
  EXPECT_EQ(member(data, "/copies"), "2");
  EXPECT_EQ(member(data, "/counts/rumor"), "4");
}

TEST_F(TrackerTest, AStateSaysWhoSaidWhatInWhichLanguage) {
  say({.item = "a",
       .speaker = "unnamed-sources",
       .language = "zh-Hans",
       .at = kStart + 5,
       .usd = {1e11}});
  say({.item = "b",
       .stance = "denial",
       .speaker = "nvidia",
       .language = "zh-Hans",
       .at = kStart,
       .usd = {1e11, 2e10}});
  const std::string data = state();
  EXPECT_EQ(member(data, "/languages"), "{\"zh-Hans\":\"" + rfc3339(kStart) + "\"}");
  EXPECT_EQ(member(data, "/speakers/nvidia/stance"), "\"denial\"");
  EXPECT_EQ(member(data, "/speakers/unnamed-sources/at"), '"' + rfc3339(kStart + 5) + '"');
  EXPECT_EQ(member(data, "/amounts/0/value"), "100000000000");
  EXPECT_EQ(member(data, "/amounts/0/items"), "2");
  EXPECT_EQ(member(data, "/amounts/1/value"), "20000000000");
  EXPECT_EQ(member(data, "/first_seen"), '"' + rfc3339(kStart) + '"');
  EXPECT_EQ(member(data, "/last_seen"), '"' + rfc3339(kStart + 5) + '"');
}

TEST_F(TrackerTest, APartysWordMovesCredibilityMoreThanRetellings) {
  const auto credibility = [](const std::vector<Said>& all) {
    Tracker tracker(test_book());
    for (const Said& said : all) (void)tracker.step(assertion(said).record());
    return std::stod(member(tracker.flush().at(0).second.data, "/credibility/value"));
  };
  const Said wsj{.item = "a", .speaker = "unnamed-sources", .origin = "wsj", .at = kStart};
  const Said copy{.item = "b", .speaker = "unnamed-sources", .origin = "wsj", .at = kStart};
  const Said other{.item = "c", .speaker = "unnamed-sources", .origin = "reuters", .at = kStart};
  const Said denial{.item = "d", .stance = "denial", .speaker = "nvidia", .at = kStart};
  const Said confirmation{.item = "e", .stance = "confirmation", .speaker = "nvidia", .at = kStart};
  EXPECT_EQ(credibility({wsj}), credibility({wsj, copy}));
  EXPECT_LT(credibility({wsj}), credibility({wsj, other}));
  EXPECT_LT(credibility({wsj, other, denial}), credibility({wsj, other}));
  EXPECT_GT(credibility({wsj, confirmation}), 0.8);
}

TEST_F(TrackerTest, ANewVersionReplacesWhatItsItemSaid) {
  say({.item = "a", .speaker = "nvidia", .at = kStart, .version = "9"});
  say({.item = "a", .speaker = "openai", .at = kStart, .version = "10"});
  const std::string data = state();
  EXPECT_EQ(member(data, "/counts/rumor"), "1");
  EXPECT_EQ(member(data, "/speakers/nvidia"), "absent");
  EXPECT_EQ(member(data, "/speakers/openai/stance"), "\"rumor\"");
}

TEST_F(TrackerTest, AKilledItemIsTakenBackVisibly) {
  const OwnedRecord denial = assertion(
      {.item = "a", .stance = "denial", .speaker = "nvidia", .at = kStart, .version = "1"});
  say({.item = "b", .speaker = "unnamed-sources", .at = kStart});
  EXPECT_EQ(moves(step(denial)), "rumored>denied (denial)");
  ItemState item{.uri = "a",
                 .version = "1",
                 .claims = {{kClaim, Stance::kDenial, denial.id}},
                 .published = kStart};
  EXPECT_TRUE(step(item_state(item)).events.empty());
  item.status = PubStatus::kCanceled;
  item.claims.clear();
  const Output kill = step(item_state(item));
  ASSERT_EQ(kill.events.size(), 1U);
  EXPECT_EQ(kill.events[0].first, Topic::kAssertions);
  const Event& withdrawal = kill.events[0].second;
  EXPECT_EQ(withdrawal.type, kWithdrawalType);
  EXPECT_EQ(withdrawal.subject, kClaim);
  EXPECT_EQ(member(withdrawal.data, "/reason"), "\"canceled\"");
  EXPECT_EQ(member(withdrawal.data, "/withdraws"), '"' + denial.id + '"');
  EXPECT_EQ(moves(step(record_of(Topic::kAssertions, withdrawal))), "denied>rumored (withdrawal)");
  EXPECT_EQ(member(state(), "/counts/denial"), "0");
}

TEST_F(TrackerTest, AWithdrawalThatComesBeforeItsAssertionHoldsToo) {
  const OwnedRecord first =
      assertion({.item = "a", .speaker = "nvidia", .at = kStart, .version = "1"});
  step(item_state({.uri = "a",
                   .version = "1",
                   .claims = {{kClaim, Stance::kRumor, first.id}},
                   .published = kStart}));
  const Output newer = step(item_state({.uri = "a", .version = "2", .published = kStart + 1}));
  ASSERT_EQ(newer.events.size(), 1U);
  EXPECT_EQ(member(newer.events[0].second.data, "/reason"), "\"superseded\"");
  step(record_of(Topic::kAssertions, newer.events[0].second));
  EXPECT_EQ(moves(step(first)), "");
  EXPECT_EQ(member(state(), "/counts/rumor"), "0");
  EXPECT_EQ(tracker_.claims(), 1U);
}

TEST_F(TrackerTest, AnOlderVersionThatComesLateIsWithdrawnAndTheNewerSentAgain) {
  const OwnedRecord newer = item_state({.uri = "a", .version = "2", .published = kStart + 1});
  step(newer);
  const Output late = step(item_state({.uri = "a",
                                       .version = "1",
                                       .claims = {{kClaim, Stance::kRumor, "old-assertion"}},
                                       .published = kStart}));
  ASSERT_EQ(late.events.size(), 2U);
  EXPECT_EQ(late.events[0].second.type, kWithdrawalType);
  EXPECT_EQ(late.events[1].first, Topic::kItems);
  EXPECT_EQ(late.events[1].second.id, newer.id);
  EXPECT_EQ(late.events[1].second.data, newer.value);
  EXPECT_TRUE(step(record_of(Topic::kItems, late.events[1].second)).events.empty()) << "no loop";
}

TEST_F(TrackerTest, AClaimExpiresByTheTimeOfOtherItemsAndComesBack) {
  say({.item = "a", .at = kStart});
  EXPECT_EQ(say({.item = "b", .claim = "discontent/nvidia/openai", .at = kStart + kClaimExpiryMs}),
            "->rumored (rumor)");
  EXPECT_EQ(
      say({.item = "c", .claim = "discontent/nvidia/openai", .at = kStart + kClaimExpiryMs + 1}),
      "rumored>expired (quiet)");
  EXPECT_EQ(member(state(), "/status"), "\"expired\"");
  EXPECT_EQ(say({.item = "d", .at = kStart + kClaimExpiryMs + 2}), "expired>rumored (rumor)");
}

TEST_F(TrackerTest, AnItemDatedIntoTheFutureExpiresNothing) {
  say({.item = "a", .at = kStart});
  say({.item = "b",
       .claim = "discontent/nvidia/openai",
       .at = kStart + 9000 * kDay,
       .decided = kStart + 1});
  EXPECT_EQ(member(state(), "/status"), "\"rumored\"");
}

TEST_F(TrackerTest, AtItsLimitAClaimForgetsTheOldestItemOfThatStance) {
  tracker_ = Tracker(test_book(), {.facts_per_stance = 3});
  say({.item = "denial", .stance = "denial", .speaker = "nvidia", .at = kStart});
  for (int i = 0; i < 5; ++i) say({.item = "i" + std::to_string(i), .at = kStart + i});
  const std::string data = state();
  EXPECT_EQ(member(data, "/counts/rumor"), "3");
  EXPECT_EQ(member(data, "/counts/denial"), "1") << "rumours do not push out a denial";
  EXPECT_EQ(member(data, "/first_seen"), '"' + rfc3339(kStart) + '"');
  EXPECT_EQ(member(data, "/status"), "\"denied\"");
}

TEST_F(TrackerTest, AtItsLimitTheQuietestClaimIsForgottenWithATombstone) {
  tracker_ = Tracker(test_book(), {.claims = 2});
  say({.item = "a", .claim = "t/a/b", .at = kStart});
  say({.item = "b", .claim = "t/c/d", .at = kStart + 1});
  (void)tracker_.flush();
  tracker_.commit();
  say({.item = "c", .claim = "t/e/f", .at = kStart + 2});
  const auto events = tracker_.flush();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].second.subject, "t/a/b");
  EXPECT_EQ(events[0].second.data, "");
  EXPECT_EQ(events[1].second.subject, "t/e/f");
  EXPECT_EQ(tracker_.claims(), 2U);
}

TEST_F(TrackerTest, AtTheirLimitsEntitiesAndItemsAreForgottenOldestFirst) {
  tracker_ = Tracker(test_book(), {.entities = 1, .items = 1});
  step(sentiment({.entity = "nvidia", .at = kStart}));
  step(sentiment({.entity = "openai", .at = kStart + 1}));
  EXPECT_EQ(tracker_.entities(), 1U);
  EXPECT_NE(state("openai"), "");
  for (const TimeMs at : {kStart + 1, kStart}) {
    step(item_state({.uri = "i" + std::to_string(at), .published = at}));
  }
  EXPECT_EQ(tracker_.items(), 1U);
}

TEST_F(TrackerTest, AtTheirLimitsOfBytesTheQuietestAreForgottenToo) {
  for (int i = 0; i < 4; ++i) {
    const std::string number = std::to_string(i);
    say({.item = "i" + number, .claim = "t/a/" + number, .at = kStart + i});
    step(sentiment({.item = "i" + number, .entity = "e" + number, .at = kStart + i}));
  }
  EXPECT_EQ(tracker_.flush().size(), 8U);
  EXPECT_EQ(tracker_.forgotten(), 0U);
  // Two of the claims fit; of the entities not even one does.
  const uint64_t limit = 1800;
  EXPECT_GT(tracker_.bytes(), 2 * limit);
  tracker_ = Tracker(test_book(), {.claim_bytes = limit, .entity_bytes = 10});
  for (int i = 0; i < 4; ++i) {
    const std::string number = std::to_string(i);
    say({.item = "i" + number, .claim = "t/a/" + number, .at = kStart + i});
    step(sentiment({.item = "i" + number, .entity = "e" + number, .at = kStart + i}));
  }
  std::map<std::string, Event> last;
  for (auto& [topic, event] : tracker_.flush()) last[event.subject] = event;
  EXPECT_EQ(last["t/a/0"].data, "") << "a tombstone, though it was sent in the same transaction";
  EXPECT_NE(last["t/a/3"].data, "");
  EXPECT_EQ(last["e3"].data, "");
  EXPECT_LE(tracker_.bytes(), limit);
  EXPECT_GT(tracker_.claims(), 0U);
  EXPECT_EQ(tracker_.entities(), 0U);
  EXPECT_EQ(tracker_.forgotten(), 8 - tracker_.claims());
  tracker_.commit();

  Tracker restored(test_book());
  for (const auto& [key, event] : last) {
    const OwnedRecord record = record_of(Topic::kClaims, event);
    ASSERT_TRUE(restored.restore(record.record()));
  }
  EXPECT_EQ(restored.bytes(), tracker_.bytes());
  EXPECT_EQ(restored.digest(), tracker_.digest());
}

TEST_F(TrackerTest, RollbackTakesEverythingBackToTheLastCommit) {
  say({.item = "a", .at = kStart});
  step(sentiment({.item = "a", .score = 0.5, .at = kStart}));
  const std::string before = state();
  tracker_.commit();
  const uint64_t digest = tracker_.digest();
  say({.item = "b", .stance = "denial", .speaker = "nvidia", .at = kStart + 1});
  say({.item = "c", .claim = "discontent/nvidia/openai", .at = kStart + kClaimExpiryMs + 2});
  step(sentiment({.item = "b", .score = -0.5, .at = kStart + 1}));
  step(item_state({.uri = "x", .published = kStart}));
  (void)tracker_.flush();
  EXPECT_NE(tracker_.digest(), digest);
  tracker_.rollback();
  EXPECT_EQ(tracker_.digest(), digest);
  EXPECT_EQ(tracker_.claims(), 1U);
  EXPECT_EQ(tracker_.items(), 0U);
  EXPECT_TRUE(tracker_.flush().empty());
  EXPECT_EQ(say({.item = "b", .stance = "denial", .speaker = "nvidia", .at = kStart + 1}),
            "rumored>denied (denial)");
}

TEST_F(TrackerTest, ARestoredTrackerGoesOnAsIfNothingHadHappened) {
  const std::vector<OwnedRecord> before = {
      assertion({.item = "a",
                 .speaker = "unnamed-sources",
                 .origin = "wsj",
                 .at = kStart,
                 .version = "1",
                 .fingerprint = 77,
                 .usd = {1e11, 2.5}}),
      assertion({.item = "b", .stance = "denial", .speaker = "jensen-huang", .at = kStart + 1}),
      sentiment({.item = "a", .score = -0.25, .relevance = 0.8, .at = kStart, .claim = kClaim}),
      sentiment({.item = "b", .score = 0.5, .at = kStart + 2 * kDay}),
      item_state({.uri = "a",
                  .version = "1",
                  .claims = {{kClaim, Stance::kRumor, "x"}},
                  .published = kStart})};
  const std::vector<OwnedRecord> after = {
      assertion({.item = "c", .stance = "confirmation", .speaker = "nvidia", .at = kStart + 2}),
      item_state({.uri = "a", .version = "2", .published = kStart + 3}),
      sentiment({.item = "c", .score = 1, .at = kStart + 2 * kDay})};
  for (const OwnedRecord& record : before) step(record);
  Tracker restored(test_book());
  for (const auto& [topic, event] : tracker_.flush()) {
    ASSERT_TRUE(restored.restore(record_of(topic, event).record()));
  }
  ASSERT_TRUE(restored.restore(before.back().record()));
  EXPECT_EQ(restored.digest(), tracker_.digest());
  tracker_.commit();
  for (const OwnedRecord& record : after) {
    const Output one = tracker_.step(record.record());
    const Output two = restored.step(record.record());
    ASSERT_EQ(one.events.size(), two.events.size());
    for (size_t i = 0; i < one.events.size(); ++i) {
      EXPECT_EQ(structured(one.events[i].second), structured(two.events[i].second));
    }
  }
  EXPECT_EQ(state(restored, kClaim), state());
}

TEST_F(TrackerTest, ATombstoneRemovesRestoredState) {
  say({.item = "a", .at = kStart});
  const auto events = tracker_.flush();
  Tracker restored(test_book());
  OwnedRecord record = record_of(Topic::kClaims, events.at(0).second);
  ASSERT_TRUE(restored.restore(record.record()));
  EXPECT_EQ(restored.claims(), 1U);
  record.value.clear();
  ASSERT_TRUE(restored.restore(record.record()));
  EXPECT_EQ(restored.claims(), 0U);
  EXPECT_EQ(restored.digest(), 0U);
}

TEST_F(TrackerTest, RefusesWhatItCannotReadAndSaysWhere) {
  OwnedRecord record = assertion({.at = kStart});
  record.value = "{\"claim\":";
  record.offset = 17;
  const Output broken = tracker_.step(record.record());
  ASSERT_TRUE(broken.reject);
  EXPECT_EQ(broken.reject->code, "event.data");
  EXPECT_TRUE(broken.reject->text.starts_with("hearsay.assertions/0@17: found "))
      << broken.reject->text;
  record.type = "com.example.other";
  EXPECT_EQ(tracker_.step(record.record()).reject->code, "event.type");
  EXPECT_EQ(tracker_.restore(record.record()).error().code, "state.type");
  record.type = std::string(kClaimType);
  EXPECT_EQ(tracker_.restore(record.record()).error().code, "state.claim");
  EXPECT_EQ(tracker_.claims(), 0U);
}

TEST_F(TrackerTest, AnEntitysIndexFollowsItsItemsAndForgetsThem) {
  step(sentiment({.item = "a", .score = -1, .at = kStart, .claim = kClaim}));
  step(sentiment({.item = "b", .score = 0.5, .at = kStart + 10 * kDay}));
  const std::string data = state("nvidia");
  EXPECT_EQ(member(data, "/index/hour/score"), "0.5");
  EXPECT_EQ(member(data, "/index/hour/volume"), "1");
  EXPECT_LT(std::stod(member(data, "/index/week/score")), 0.2);
  EXPECT_EQ(member(data, "/claims"), "[]") << "the claim is ten days old";
  EXPECT_GT(std::stod(member(data, "/attention")), 1);
}

TEST_F(TrackerTest, ItemsThatAreFoldedIntoTheirHourStillCount) {
  tracker_ = Tracker(test_book(), {.scores_per_entity = 2});
  for (int i = 0; i < 6; ++i) {
    step(sentiment({.item = "i" + std::to_string(i), .score = 0.5, .at = kStart + i}));
  }
  const std::string data = state("nvidia");
  EXPECT_EQ(member(data, "/index/week/score"), "0.5");
  EXPECT_GT(std::stod(member(data, "/index/week/volume")), 5.9);
}

// The number of elements of an array of the state.
size_t count(const std::string& data, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  if (parser.parse(data).at_pointer(pointer).get_array().get(array) != simdjson::SUCCESS) return 0;
  return array.size();
}

TEST_F(TrackerTest, AClaimListsOnlySoManySumsAndRecentAssertions) {
  for (size_t i = 0; i < 20; ++i) {
    std::vector<double> usd;
    for (size_t j = 0; j < kAmountsPerFactMax + 1; ++j)
      usd.push_back(1e9 * static_cast<double>(i * 20 + j));
    say({.item = "i" + std::to_string(i), .at = kStart + static_cast<TimeMs>(i), .usd = usd});
  }
  const std::string data = state();
  EXPECT_EQ(count(data, "/facts/0/amounts"), kAmountsPerFactMax);
  EXPECT_EQ(count(data, "/amounts"), kAmountsPerClaimMax);
  EXPECT_EQ(count(data, "/recent"), kRecentMax);
}

TEST_F(TrackerTest, ALongUriIsKeptAsItsHash) {
  const std::string fits(kItemNameBytesMax, 'u');
  say({.item = fits, .at = kStart});
  say({.item = fits + "u", .at = kStart});
  say({.item = fits + "v", .at = kStart});
  const std::string data = state();
  EXPECT_EQ(member(data, "/counts/rumor"), "3");
  EXPECT_NE(data.find(fits + '"'), std::string::npos);
  EXPECT_EQ(data.find(fits + "u"), std::string::npos);
}

TEST_F(TrackerTest, AnEntityForgetsHoursAndListsOnlySoManyClaims) {
  tracker_ = Tracker(test_book(), {.scores_per_entity = 30});
  constexpr TimeMs kHour = 3600 * 1000;
  for (int64_t i = 0; i < kEntityHoursMax + 60; ++i) {
    step(sentiment({.item = "i" + std::to_string(i),
                    .score = 0.1,
                    .at = kStart + i * kHour,
                    .claim = "t/a/" + std::to_string(i)}));
  }
  const std::string data = state("nvidia");
  EXPECT_EQ(count(data, "/items"), 30U);
  EXPECT_LE(count(data, "/hours"), static_cast<size_t>(kEntityHoursMax));
  EXPECT_GT(count(data, "/hours"), static_cast<size_t>(kEntityHoursMax) - 40);
  EXPECT_EQ(count(data, "/claims"), kClaimsPerEntityMax);
  EXPECT_EQ(member(data, "/claims/0"), "\"t/a/" + std::to_string(kEntityHoursMax + 59) + '"');
}

TEST_F(TrackerTest, AScoreRemembersOnlySoManyClaims) {
  OwnedRecord record = sentiment({.score = 0.1, .at = kStart, .claim = "t/a/b"});
  const std::string part = R"({"kind":"claim","claim":"t/a/b"})";
  const size_t place = record.value.find(part);
  ASSERT_NE(place, std::string::npos);
  std::string parts;
  for (size_t i = 0; i <= kClaimsPerScoreMax; ++i) {
    parts += (i == 0 ? "" : ",") + std::string(R"({"kind":"claim","claim":"t/a/)") +
             std::to_string(i) + "\"}";
  }
  record.value.replace(place, part.size(), parts);
  step(record);
  EXPECT_EQ(count(state("nvidia"), "/items/0/claims"), kClaimsPerScoreMax);
}

TEST_F(TrackerTest, AScoreOutOfRangeIsRefused) {
  EXPECT_TRUE(tracker_.step(sentiment({.score = 1e300, .at = kStart}).record()).reject);
  EXPECT_TRUE(
      tracker_.step(sentiment({.score = 0, .relevance = -1, .at = kStart}).record()).reject);
  EXPECT_EQ(tracker_.entities(), 0U);
}

TEST_F(TrackerTest, SentimentOfTheItemAsAWholeChangesNothing) {
  EXPECT_TRUE(step(sentiment({.entity = "", .score = 0.5, .at = kStart})).events.empty());
  EXPECT_EQ(tracker_.entities(), 0U);
}

}  // namespace
}  // namespace hearsay
