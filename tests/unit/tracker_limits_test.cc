// The tracker at its limits: what is forgotten, in which order, and what is said of it.
#include "pipeline/core/claim_view.h"
#include "pipeline/core/entity_state.h"
#include "tests/unit/tracker_fixture.h"

namespace hearsay {
namespace {

// The number of elements of an array of the state.
size_t count(const std::string& data, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  if (parser.parse(data).at_pointer(pointer).get_array().get(array) != simdjson::SUCCESS) return 0;
  return array.size();
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

TEST_F(TrackerTest, ItemsThatAreFoldedIntoTheirHourStillCount) {
  tracker_ = Tracker(test_book(), {.scores_per_entity = 2});
  for (int i = 0; i < 6; ++i) {
    step(sentiment({.item = "i" + std::to_string(i), .score = 0.5, .at = kStart + i}));
  }
  const std::string data = state("nvidia");
  EXPECT_EQ(member(data, "/index/week/score"), "0.5");
  EXPECT_GT(std::stod(member(data, "/index/week/volume")), 5.9);
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

}  // namespace
}  // namespace hearsay
