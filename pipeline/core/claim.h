// ClaimState: what is known about one claim, as a merge of its items that forgets their order.
//
// A fact is what one item's newest version says of the claim in one stance. Merging keeps, for each
// item and stance, the fact of the highest rank; a withdrawal is a fact too. Everything
// else that the claim event says is computed from the facts (claim_view.h).
#pragma once

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/result.h"
#include "rules/assertion.h"
#include "rules/rulebook.h"

namespace hearsay {

// Sums that a claim remembers of one item; further ones are left out.
inline constexpr size_t kAmountsPerFactMax = 8;
// Assertion ids in a claim event's `recent`.
inline constexpr size_t kRecentMax = 10;
// Longer item uris and versions are kept as their hash, so that a state event stays under half of
// Kafka's usual 1 MiB whatever the feed calls its items.
inline constexpr size_t kItemNameBytesMax = 160;

enum class Status : uint8_t { kRumored, kDenied, kDisputed, kConfirmed, kExpired };
std::string_view name_of(Status status);  // "rumored", "denied", "disputed", "confirmed", "expired"
std::optional<Status> status_from_name(std::string_view name);

struct Amount {
  double value = 0;
  std::string currency;  // empty: unknown
  std::string bound;     // as in events; empty: none
  auto operator<=>(const Amount&) const = default;
};

// Of two reports of one item, the newer one: later item time, then greater version (numbers in it
// compare as numbers), then a withdrawal of that version, then the greater event id.
struct Rank {
  TimeMs at = 0;
  std::string version;
  bool withdrawn = false;
  std::string id;
  std::strong_ordering operator<=>(const Rank& other) const;
  bool operator==(const Rank& other) const = default;
};

struct Fact {
  Rank rank;  // rank.id: the assertion that says it; empty for a withdrawal
  std::string uri;
  Stance stance = Stance::kRumor;
  std::string speaker;   // empty: unknown
  std::string origin;    // outlet; empty: unknown
  std::string language;  // empty: unknown
  uint64_t fingerprint = 0;
  std::vector<Amount> amounts;
};

// The time that counts for an item: when it was published, but no later than it was received, so
// that an item dated into the future cannot make every claim expire. Zero when nothing is known.
TimeMs item_time(std::optional<TimeMs> published, std::optional<TimeMs> decided);

// uri or version as facts keep it: as it is, or its hash when it is longer than kItemNameBytesMax.
std::string item_name(std::string_view name);

// "investment.stalls/nvidia/openai" in its parts, and as the `claim` member of events.
class Json;
ClaimKey claim_from_key(std::string_view key);
void write_claim(Json& json, const ClaimKey& claim);

class ClaimState {
 public:
  explicit ClaimState(std::string key) : key_(std::move(key)) {}

  // Takes in a fact; any order and any repetition of the same facts gives the same state. Keeps at
  // most `facts_max` facts of a stance: those of the highest ranks.
  void merge(Fact fact, size_t facts_max);

  const std::string& key() const { return key_; }
  // Item time of the newest fact that is not withdrawn; nothing if there is none.
  std::optional<TimeMs> last_live() const;
  std::optional<TimeMs> first_seen() const { return first_seen_; }
  std::optional<TimeMs> last_seen() const { return last_seen_; }

  // The status by the facts alone, `expired` if the newest is more than `kClaimExpiryMs` older than
  // `now`. `book` says who speaks for whom.
  Status status(const Rulebook& book, TimeMs now) const;

  // Data of io.hearsay.claim.v1, with all that read() needs.
  std::string json(const Rulebook& book, Status status) const;
  // Reads what json() wrote, and the status in it. May fail with "state.claim".
  static Result<std::pair<ClaimState, Status>> read(std::string_view json);

 private:
  using Facts = std::map<std::string, Fact, std::less<>>;  // by uri

  // Facts that are not withdrawn, in the order of their ranks (then uri and stance).
  std::vector<const Fact*> live() const;

  std::string key_;
  std::array<Facts, 4> facts_;  // by stance
  // Over everything that was ever merged, forgotten and withdrawn facts too.
  std::optional<TimeMs> first_seen_, last_seen_;
  std::map<std::string, TimeMs> languages_;  // first item time
};

}  // namespace hearsay
