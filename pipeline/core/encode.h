// The data of the tagger's events as JSON: assertion, sentiment and item state (design: events.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parsers/item.h"
#include "pipeline/core/json.h"
#include "pipeline/core/scorer.h"
#include "rules/assertion.h"
#include "rules/rulebook.h"
#include "rules/text.h"

namespace hearsay {

// All that the events of one item share. Borrowed: valid while the item is encoded.
struct ItemFrame {
  const Item& item;
  const Text& text;
  const Rulebook& book;
  uint64_t fingerprint = 0;
  std::optional<TimeMs> received;  // the record's time; nothing for a file
  std::optional<TimeMs> decided;   // the same in a replay as it was live
};

// io.hearsay.assertion.v1. Evidence is counted in code points of the field as received.
std::string assertion_json(const ItemFrame& frame, const Assertion& assertion);

// io.hearsay.sentiment.v1.
std::string sentiment_json(const ItemFrame& frame, const Sentiment& sentiment);

// One claim of an item's state, and the assertion event that made it.
struct StateClaim {
  std::string key;
  Stance stance = Stance::kRumor;
  std::string assertion;  // its event id
};

// What an item's newest version claims: the data of io.hearsay.item.v1.
struct ItemState {
  std::string uri;
  std::string version = {};  // empty: unknown
  PubStatus status = PubStatus::kUsable;
  std::vector<StateClaim> claims = {};
  std::optional<TimeMs> published = {}, received = {}, decided = {};
};
std::string item_json(const ItemState& state);

std::string_view name_of(PubStatus status);  // "usable", "withheld", "canceled", as in ninjs
std::string_view name_of(Bound bound);       // "up-to", "at-least", "about"; "" for none

// A time as RFC 3339, or null.
void write_time(Json& json, std::optional<TimeMs> time);

}  // namespace hearsay
