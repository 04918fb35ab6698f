// Tracker: assertions, sentiment and item states in; the state of claims and entities out.
//
// One tracker owns one partition of the keyed topics (assertions, sentiment and items are
// partitioned alike). How a lane uses it, inside one Kafka transaction:
//
//   for (const Record& record : batch) send(tracker.step(record));  // transitions, withdrawals
//   send(tracker.flush());                                          // changed states, once a key
//   transaction.commit() ? tracker.commit() : tracker.rollback();
//
// and on assignment: restore() each record of the partition's compacted topics, up to the committed
// place.
//
// The state of a claim is a merge of what its items assert that does not depend on the order of
// their arrival: for each item and stance the newest version counts, a withdrawal is such a version
// too, and everything else is computed from these facts. Beyond the limits the oldest facts go.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "parsers/result.h"
#include "pipeline/core/checkpoint.h"
#include "pipeline/core/record.h"
#include "rules/rulebook.h"

namespace hearsay {

struct TrackerLimits {
  // Items that a claim remembers for each stance: enough for the longest stories, and a state
  // event stays under half of Kafka's usual 1 MiB. At the limit the oldest item is forgotten.
  uint32_t facts_per_stance = 128;
  // Items that an entity remembers one by one, so that a new version replaces the old one's score;
  // at the limit the oldest is folded into its hour's sum.
  uint32_t scores_per_entity = 256;
  // At these limits the state that was quiet for the longest is forgotten (a tombstone is sent).
  uint32_t claims = 200'000;
  uint32_t entities = 100'000;
  // The same of both by their size as they are sent: in memory it is 1.3 to 3.6 times as much
  // (measured with one item a claim, and with as many as it remembers). What was quiet for the
  // longest has expired long ago, unless the limit is too low for the news of a month.
  uint64_t claim_bytes = uint64_t{96} << 20U;
  uint64_t entity_bytes = uint64_t{32} << 20U;
  // Items whose state is remembered to send withdrawals: older ones can no longer be taken back.
  uint32_t items = 200'000;
};

// A claim that no item mentions for this long, by the items' own time, expires.
inline constexpr TimeMs kClaimExpiryMs = TimeMs{30} * 24 * 3600 * 1000;

// No I/O, no clock, no threads: one owner thread. `book` outlives it.
class Tracker {
 public:
  explicit Tracker(const Rulebook& book, TrackerLimits limits = {});
  ~Tracker();
  Tracker(Tracker&&) noexcept;
  Tracker& operator=(Tracker&&) noexcept;

  // The header "ce_type" says what the record is: an assertion or withdrawal (changes a claim; may
  // give transitions), a sentiment (changes an entity), an item state (may give withdrawals, and
  // the newer state again when an older one came late: the only case that writes hearsay.items).
  // Anything else, or data that cannot be read, is a reject. Never throws.
  Output step(const Record& record);

  // The state events of every claim and entity that changed since the last commit() or rollback(),
  // in key order. A state that was forgotten is an event with empty data: a tombstone.
  std::vector<std::pair<Topic, Event>> flush();

  // Keeps what step() changed; or takes the state back to the last commit().
  void commit();
  void rollback();

  // Puts one record of hearsay.claims, hearsay.entities or hearsay.items back into the state, as
  // step() left it; an empty value removes the key's state. May fail with "state.*".
  Result<bool> restore(const Record& record);

  // Judges with other rules from the next step on; `book` outlives the tracker.
  void use(const Rulebook& book);

  // Order-free sum of a hash of each claim's and entity's state: equal states, equal digests. Takes
  // in changes at flush().
  uint64_t digest() const;
  // The digest with the sizes, for a checkpoint.
  Proof proof() const { return {digest(), claims(), entities(), items()}; }

  // Of claims and entities, by TrackerLimits; and how many were forgotten at a limit so far.
  uint64_t bytes() const;
  uint64_t forgotten() const;

  size_t claims() const;
  size_t entities() const;
  size_t items() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hearsay
