// EntityState: how the news sounds for one entity: decayed tone and volume, attention, open claims.
//
// Merges like a claim: for each item the score of the highest rank counts, whatever the order of
// arrival. The newest items are kept one by one, older ones as sums of their hour: a new version of
// an item that is in a sum already counts as a further item.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/result.h"
#include "pipeline/core/claim.h"

namespace hearsay {

// Hours that are kept as sums: after five half-lives of the longest index an hour is not felt.
inline constexpr int64_t kEntityHoursMax = 35 * 24;
// Claims that one item's score remembers, and claims that an entity event lists.
inline constexpr size_t kClaimsPerScoreMax = 4;
inline constexpr size_t kClaimsPerEntityMax = 20;
// An open claim is one that an item of the last seven days gave.
inline constexpr TimeMs kOpenClaimMs = TimeMs{7} * 24 * 3600 * 1000;

// What one item means for the entity. Scores are whole thousandths, so that sums do not depend on
// the order of adding.
struct ItemScore {
  Rank rank;              // rank.id: the sentiment event
  int32_t score = 0;      // −1000…1000
  int32_t relevance = 0;  // 0…1000
  std::vector<std::string> claims;
};

class EntityState {
 public:
  explicit EntityState(std::string key) : key_(std::move(key)) {}

  // Keeps at most `scores_max` items one by one.
  void merge(const std::string& uri, ItemScore score, size_t scores_max);

  const std::string& key() const { return key_; }
  std::optional<TimeMs> last_seen() const { return last_seen_; }

  // Data of io.hearsay.entity.v1, with all that read() needs.
  std::string json() const;
  // May fail with "state.entity".
  static Result<EntityState> read(std::string_view json);

 private:
  struct HourSum {
    int64_t score = 0;   // thousandths of a thousandth: score × relevance
    int64_t weight = 0;  // thousandths: relevance
    int64_t items = 0;
  };
  struct Index {
    double score = 0;
    double volume = 0;
  };

  void fold_into_hour(const ItemScore& score);
  void forget_old_hours();
  Index index(TimeMs half_life) const;
  std::vector<std::string> open_claims() const;

  std::string key_;
  std::map<std::string, ItemScore> scores_;  // by item uri
  std::map<int64_t, HourSum> hours_;         // by hour since 1970
  std::optional<TimeMs> first_seen_, last_seen_;
};

}  // namespace hearsay
