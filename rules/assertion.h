// Assertion: who claims what about which deal, in which stance, with the evidence for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/sums.h"
#include "rules/text.h"

namespace hearsay {

enum class Stance : uint8_t { kRumor, kDenial, kConfirmation, kNoComment };
std::string_view name_of(Stance stance);  // "rumor", "denial", "confirmation", "no-comment"

// What a claim says: "investment.stalls" about subject "nvidia" and object "openai". Ids, not
// indices, because a party may be in no list.
struct ClaimKey {
  std::string type;
  std::string subject;
  std::string object;
  std::string str() const { return type + "/" + subject + "/" + object; }
  auto operator<=>(const ClaimKey&) const = default;
};

// The rule id of what a net found or read.
inline constexpr std::string_view kNetRule = "net";

struct Evidence {
  std::string role;  // "subject", "object", "trigger", "stance", "speaker", "amount", …
  std::string rule;  // id of the pack entry that found it; empty for a name
  ByteSpan span;
};

struct Assertion {
  ClaimKey claim;
  Stance stance = Stance::kRumor;
  std::string speaker;         // entity or outlet id, "unnamed-sources", or empty for unknown
  std::string origin;          // outlet id of who first reported it, empty: the item's provider
  std::vector<Sum> amounts;    // distinct, in reading order
  double confidence = 0;       // 0…1
  bool subject_listed = true;  // false: the party is in no entity file, its id is from its name
  bool object_listed = true;
  std::vector<Evidence> evidence;
  std::vector<std::string> reasons;  // the chain of decisions, for `hearsay explain`
};

}  // namespace hearsay
