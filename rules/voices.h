// Voices: who says, denies, decides or is silent in one sentence.
#pragma once

#include <optional>
#include <vector>

#include "rules/syntax.h"

namespace hearsay {

// How somebody speaks. The order is that of their force: a phrase with several senses is the last.
enum class Manner : uint8_t { kView, kSay, kOfficial, kConfirm, kApprove, kDecide, kDeny, kSilent };

struct Voice {
  Manner manner = Manner::kSay;
  Range at;                     // tokens of its verb
  std::optional<uint32_t> who;  // token of the mention that speaks
  bool insiders = false;        // people without names speak
};

// A speaker stands this near to its verb, tokens.
inline constexpr uint32_t kSpeakerReach = 16;

// In reading order.
std::vector<Voice> voices_of(const Syntax& syntax);

// The voice whose words hold the token, or null: the nearest verb before it that no break parts
// from it, else one that follows ("…, Huang said").
const Voice* voice_over(const Syntax& syntax, const std::vector<Voice>& voices, Range at);

}  // namespace hearsay
