// Dead letters as an operator sees them: read the topic, show one, send some back to where they
// came from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "parsers/item.h"
#include "pipeline/kafka/client.h"
#include "pipeline/kafka/producer.h"

namespace hearsay::kafka {

// A retried record that dies again comes back as a new letter; after this many rounds somebody
// must look at it.
inline constexpr uint32_t kRetryRoundsMax = 3;

struct DeadLetter {
  using Place = std::pair<int32_t, int64_t>;  // partition and offset in the dead-letters topic
  Place place;
  TimeMs died = 0;
  std::optional<std::string> key;
  std::string value;       // empty unless the reader was asked for values
  size_t value_bytes = 0;  // of the original
  Properties headers;      // all, in their order
  bool retried = false;    // sent back already
  bool valueless = false;  // the value did not fit: it still stands at its source

  // The last header of this name; "" if there is none.
  std::string header(std::string_view name) const;
  // "topic/partition@offset", where it was read before it died.
  std::string source() const;
  uint32_t rounds() const;  // how often it was retried before this death
};

// Why it cannot be sent back; empty if it can.
std::string retry_refusal(const DeadLetter& letter);

// "partition@offset" of a letter. May fail with "usage.place".
Result<DeadLetter::Place> read_place(const std::string& text);
std::string to_text(const DeadLetter::Place& place);

// Calls `take` for each letter of the topic, partition by partition in order, up to what stood
// there at the call; `with_values`: with its bytes. Markers of retries come too,
// with the header "hearsay.retried". Blocks. May fail with "kafka.client", "dead.read".
Result<bool> read_dead_letters(const ClientSettings& client, const std::string& topic,
                               bool with_values, const std::function<void(DeadLetter)>& take);

// The same as a list without values, each with `retried` set.
Result<std::vector<DeadLetter>> list_dead_letters(const ClientSettings& client,
                                                  const std::string& topic);

// Sends the chosen letters back to their topics and partitions with their bytes, key, own headers
// and time, and marks each as retried: both in one transaction, so that no letter is sent twice
// whatever dies. `id`: the transactional id, one for each group. Returns how many were sent. May
// fail with "kafka.client", "dead.read", "dead.retry"; what was committed before stays.
Result<size_t> retry_dead_letters(const ClientSettings& client, const std::string& topic,
                                  const std::string& id, const std::set<DeadLetter::Place>& chosen);

}  // namespace hearsay::kafka
