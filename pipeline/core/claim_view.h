// What the facts of a claim add up to: origins and copies, credibility, sums, who said what last.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/claim.h"

namespace hearsay {

// Sums in a claim event: those that most items name.
inline constexpr size_t kAmountsPerClaimMax = 32;

// Independent reports of a claim. Items are copies of one report when their texts are near
// (fingerprint.h) or when they credit the same outlet.
struct Origins {
  std::vector<std::string> outlets;  // of the earliest item of each report; unknown ones left out
  size_t reports = 0;
  size_t copies = 0;  // items beyond the first of their report
};
Origins origins_of(std::span<const Fact* const> live);

// One reason for the credibility: "origins" 3, "confirmed-by-parties" 1, …; `weight` in log-odds.
struct Reason {
  std::string_view kind;
  size_t count = 0;
  double weight = 0;
};
struct Credibility {
  double value = 0;  // 0…1
  std::vector<Reason> basis;
};
Credibility credibility_of(std::span<const Fact* const> live, const Origins& origins,
                           const Rulebook& book, Status status);

struct SpokenAmount {
  Amount amount;
  size_t items = 0;
  TimeMs last = 0;
};
// Most named first, then the newest, then by value: at most kAmountsPerClaimMax.
std::vector<SpokenAmount> amounts_of(std::span<const Fact* const> live);

// Who a fact's stance counts for: a party (a person's company, if it has one), an outlet that
// speaks for itself, or nobody with a name.
struct Voice {
  enum class Kind : uint8_t { kUnnamed, kOutlet, kParty } kind = Kind::kUnnamed;
  std::string id;
};
Voice voice_of(const Rulebook& book, const Fact& fact);

// For each voice with a name, its latest denial or confirmation. A party that later declined to
// comment, or was quoted with the rumour, has not taken that back.
struct LastWord {
  Voice::Kind kind = Voice::Kind::kOutlet;
  Stance stance = Stance::kDenial;
};
std::map<std::string, LastWord> last_words(std::span<const Fact* const> live, const Rulebook& book);

}  // namespace hearsay
