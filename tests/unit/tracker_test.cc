// The tracker: status rules, copies, withdrawals, expiry, undo, restore.
#include "pipeline/core/tracker.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "pipeline/core/claim_view.h"
#include "pipeline/core/entity_state.h"
#include "tests/unit/event_records.h"
#include "tests/unit/tracker_fixture.h"

namespace hearsay {
namespace {

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
