// The events' wire form: ids, JSON data and the structured CloudEvents envelope (design: one line each).
#pragma once

#include <string>
#include <string_view>

#include "parsers/item.h"
#include "pipeline/core/record.h"
#include "rules/assertion.h"
#include "rules/rulebook.h"
#include "rules/text.h"

namespace hearsay {

// 32 hex digits, equal for equal arguments: the record's place, the rules' hash, the ordinal.
std::string event_id(std::string_view cause, std::string_view rules_hash, uint64_t ordinal);

// RFC 3339 in UTC with milliseconds: "2026-02-05T04:00:00.000Z".
std::string rfc3339(TimeMs time);

// JSON data of io.hearsay.assertion.v1; `decided` is the record's own time.
std::string assertion_json(const Item& item, const Text& text, const Assertion& assertion,
                           uint64_t fingerprint, const Rulebook& book, TimeMs received,
                           TimeMs decided);

// Similarity hash of the item's folded text: copies are near in Hamming distance.
uint64_t fingerprint(const Text& text);

// One JSON object, no newline: the structured mode of CloudEvents.
std::string structured(const Event& event);

}  // namespace hearsay
