// Ledger: what each item says by its newest version, so that what an older one said is taken back.
//
// The tagger has no memory: it sends each item's claims as the state of the item. Here, under the
// item's key, two states of one item meet; the one that lost (superseded, corrected or
// canceled) has those of its claims withdrawn that the other does not make.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/result.h"
#include "pipeline/core/claim.h"
#include "pipeline/core/encode.h"

namespace hearsay {

// A state of an item, and its rank among the item's states: a kill of the same version is newer.
struct RankedItem {
  ItemState state;
  Rank rank;  // rank.id: the state event
};

// May fail with "item.state".
Result<RankedItem> read_item_state(std::string_view id, std::string_view json);

// A claim that an item no longer makes. It names the version that made it, not the one that took it
// back: so the order in which versions meet leaves no trace in the claim's state.
struct Withdrawal {
  StateClaim claim;
  std::string uri;
  std::string version;      // that made the claim
  TimeMs published = 0;     // its time: version and time are the withdrawal's rank
  TimeMs at = 0;            // time of the version that took it back
  std::string_view reason;  // "superseded" | "canceled" | "corrected"
};
// Data of io.hearsay.withdrawal.v1.
std::string withdrawal_json(const Withdrawal& withdrawal);

class Ledger {
 public:
  struct Outcome {
    std::vector<Withdrawal> withdrawals;
    // Set when an older state came late: the newer one, to be sent again, because a compacted
    // topic keeps what came last.
    std::optional<RankedItem> replay;
  };
  Outcome take(RankedItem item);

  size_t size() const { return items_.size(); }
  // The uri of the oldest item. REQUIRES size() > 0.
  const std::string& oldest() const { return (*by_age_.begin())->state.uri; }

  // The item as it stands, and setting it to that again (nothing: forget it).
  std::optional<RankedItem> find(const std::string& uri) const;
  void put(const std::string& uri, std::optional<RankedItem> item);

 private:
  struct Older {
    bool operator()(const RankedItem* a, const RankedItem* b) const;
  };

  std::unordered_map<std::string, RankedItem> items_;
  std::set<const RankedItem*, Older> by_age_;  // into items_
};

}  // namespace hearsay
