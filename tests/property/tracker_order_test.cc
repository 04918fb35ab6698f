// Law: the tracker's final state does not depend on the order, the batching or the undoing of
// steps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "pipeline/core/tracker.h"
#include "tests/unit/event_records.h"

namespace hearsay {
namespace {

using testing::assertion;
using testing::item_state;
using testing::OwnedRecord;
using testing::record_of;
using testing::sentiment;

constexpr TimeMs kStart = 1'770'000'000'000;

// What a compacted topic holds in the end.
using Final = std::map<std::string, std::string>;

uint64_t first_seed() {
  const char* text = std::getenv("HEARSAY_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 1;
}

class News {
 public:
  explicit News(uint64_t seed) : random_(seed) {}

  // Items with up to three versions, some killed, each asserting up to three claims.
  std::vector<OwnedRecord> records(int items) {
    std::vector<OwnedRecord> all;
    for (int i = 0; i < items; ++i) {
      const std::string uri = "item:" + std::to_string(i);
      TimeMs at = kStart + static_cast<TimeMs>(below(60)) * 24 * 3600 * 1000 +
                  static_cast<TimeMs>(below(1000));
      const int versions = 1 + static_cast<int>(below(3));
      for (int version = 8; version < 8 + versions; ++version) {
        add_version(uri, std::to_string(version), at, version > 8 && below(4) == 0, all);
        at += static_cast<TimeMs>(below(2)) * 1000;  // some versions bear the same time
      }
    }
    return all;
  }
  uint64_t below(uint64_t limit) { return random_() % limit; }
  std::mt19937_64& engine() { return random_; }

 private:
  void add_version(const std::string& uri, const std::string& version, TimeMs at, bool killed,
                   std::vector<OwnedRecord>& all) {
    static const std::vector<std::string> kClaims = {"investment.stalls/nvidia/openai",
                                                     "investment.goes-ahead/nvidia/openai",
                                                     "discontent/nvidia/openai"};
    static const std::vector<std::string> kStances = {"rumor", "denial", "confirmation",
                                                      "no-comment"};
    static const std::vector<std::string> kSpeakers = {
        "", "unnamed-sources", "nvidia", "jensen-huang", "openai", "reuters"};
    static const std::vector<std::string> kOutlets = {"", "wsj", "reuters"};
    ItemState state{.uri = uri, .version = version, .published = at};
    if (killed) state.status = below(2) == 0 ? PubStatus::kCanceled : PubStatus::kWithheld;
    const uint64_t text = random_();
    // An item asserts a claim once in a stance.
    std::set<std::pair<std::string, size_t>> said;
    for (size_t i = 0; !killed && i < below(4); ++i) {
      const size_t stance = below(4);
      const std::string& claim = kClaims[below(3)];
      if (!said.insert({claim, stance}).second) continue;
      all.push_back(assertion({.item = uri,
                               .claim = claim,
                               .stance = kStances[stance],
                               .speaker = kSpeakers[below(6)],
                               .origin = kOutlets[below(3)],
                               .language = below(2) == 0 ? "en" : "zh-Hant",
                               .at = at,
                               .version = version,
                               .fingerprint = below(3) == 0 ? 0x5a5a : text,
                               .usd = {static_cast<double>(below(3)) * 1e10}}));
      state.claims.push_back({claim, static_cast<Stance>(stance), all.back().id});
    }
    if (!killed) {
      all.push_back(sentiment({.item = uri,
                               .entity = below(2) == 0 ? "nvidia" : "openai",
                               .score = static_cast<double>(below(2001)) / 1000 - 1,
                               .relevance = static_cast<double>(below(1001)) / 1000,
                               .at = at,
                               .version = version,
                               .claim = kClaims[below(3)]}));
    }
    all.push_back(item_state(state));
  }

  std::mt19937_64 random_;
};

void keep(Final& final_states, const std::vector<std::pair<Topic, Event>>& events) {
  for (const auto& [topic, event] : events) {
    const std::string key = std::string(name_of(topic)) + ' ' + event.subject;
    if (event.data.empty()) {
      final_states.erase(key);
    } else {
      final_states[key] = event.data;
    }
  }
}

// Steps through the records as lanes do: the tracker's own withdrawals and item states come back
// as input some time later, batches are committed, and now and then one is undone and repeated.
Final run(std::vector<OwnedRecord> input, News& news, const TrackerLimits& limits,
          uint64_t& digest) {
  Tracker tracker(testing::test_book(), limits);
  Final final_states;
  size_t begin = 0;
  while (begin < input.size()) {
    const size_t end = std::min(input.size(), begin + 1 + news.below(20));
    const bool fails = news.below(5) == 0;
    std::vector<OwnedRecord> caused;
    for (size_t i = begin; i < end; ++i) {
      const Output output = tracker.step(input[i].record());
      EXPECT_FALSE(output.reject);
      for (const auto& [topic, event] : output.events) {
        if (topic != Topic::kTransitions) caused.push_back(record_of(topic, event));
      }
    }
    const auto states = tracker.flush();
    if (fails) {
      tracker.rollback();
      continue;
    }
    tracker.commit();
    keep(final_states, states);
    for (OwnedRecord& record : caused) {
      const size_t place = end + news.below(input.size() - end + 1);
      input.insert(input.begin() + static_cast<std::ptrdiff_t>(place), std::move(record));
    }
    begin = end;
  }
  digest = tracker.digest();
  return final_states;
}

class TrackerOrder : public ::testing::TestWithParam<uint64_t> {};

TEST_P(TrackerOrder, LeavesNoTraceInTheFinalState) {
  const uint64_t seed = first_seed() + GetParam();
  SCOPED_TRACE("HEARSAY_SEED=" + std::to_string(seed));
  News news(seed);
  // Small limits, so that items are forgotten in every run.
  const TrackerLimits limits{.facts_per_stance = 1 + static_cast<uint32_t>(news.below(12))};
  std::vector<OwnedRecord> records = news.records(40);
  uint64_t digest = 0;
  const Final expected = run(records, news, limits, digest);
  ASSERT_GE(expected.size(), 4U);
  for (int order = 0; order < 4; ++order) {
    std::shuffle(records.begin(), records.end(), news.engine());
    uint64_t other = 0;
    EXPECT_EQ(run(records, news, limits, other), expected);
    EXPECT_EQ(other, digest);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TrackerOrder, ::testing::Range(uint64_t{0}, uint64_t{60}));

// A tracker restored from what was committed goes on to the same end.
TEST(TrackerOrder, ARestartAtAnyBatchLeavesNoTrace) {
  const uint64_t seed = first_seed();
  SCOPED_TRACE("HEARSAY_SEED=" + std::to_string(seed));
  for (uint64_t round = 0; round < 20; ++round) {
    News news(seed * 1000 + round);
    const std::vector<OwnedRecord> records = news.records(20);
    Tracker whole(testing::test_book());
    auto restarted = std::make_unique<Tracker>(testing::test_book());
    std::map<std::string, OwnedRecord> compacted;
    for (const OwnedRecord& record : records) {
      (void)whole.step(record.record());
      (void)restarted->step(record.record());
      if (record.type == kItemType) compacted[record.key] = record;
      for (const auto& [topic, event] : restarted->flush()) {
        compacted[std::string(name_of(topic)) + event.subject] = record_of(topic, event);
      }
      restarted->commit();
      if (news.below(6) != 0) continue;
      restarted = std::make_unique<Tracker>(testing::test_book());
      for (const auto& [key, state] : compacted) ASSERT_TRUE(restarted->restore(state.record()));
    }
    (void)whole.flush();
    EXPECT_EQ(restarted->digest(), whole.digest());
  }
}

}  // namespace
}  // namespace hearsay
