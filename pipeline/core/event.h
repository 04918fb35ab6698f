// Events: their ids and times, and the structured CloudEvents envelope. Their data: encode.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/item.h"
#include "pipeline/core/record.h"

namespace hearsay {

// The types that the pipeline sends: also the names of their schemas in pipeline/core/schemas.
inline constexpr std::string_view kAssertionType = "io.hearsay.assertion.v1";
inline constexpr std::string_view kSentimentType = "io.hearsay.sentiment.v1";
inline constexpr std::string_view kItemType = "io.hearsay.item.v1";
inline constexpr std::string_view kWithdrawalType = "io.hearsay.withdrawal.v1";
inline constexpr std::string_view kClaimType = "io.hearsay.claim.v1";
inline constexpr std::string_view kTransitionType = "io.hearsay.transition.v1";
inline constexpr std::string_view kEntityType = "io.hearsay.entity.v1";

// What caused an event, as event_id() wants it: the record's place on Kafka; for a file the
// item, so that its events keep their ids when lines are added before it.
std::string cause_of(const Record& record, const Item& item);
std::string cause_of(const Record& record);

// 32 hex digits (a version 5 UUID without its dashes), equal for equal arguments: the cause, the
// rules' hash, and the event's place among all that this cause gave.
std::string event_id(std::string_view cause, std::string_view rules_hash, uint64_t ordinal);

// RFC 3339 in UTC with milliseconds: "2026-02-05T04:00:00.000Z". Years outside 0…9999 are clamped.
std::string rfc3339(TimeMs time);

// Reads exactly what rfc3339() writes; nothing for anything else.
std::optional<TimeMs> time_from_rfc3339(std::string_view text);

// One JSON object, no newline: the structured mode of CloudEvents.
std::string structured(const Event& event);

}  // namespace hearsay
