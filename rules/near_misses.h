// near_misses(): sentences that name parties and a deal and yet tell no claim, each with the guard
// that refused it. For people who ask why (`hearsay explain --why-not`), and against a net that
// claims what a guard refused (weigh.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/assertion.h"
#include "rules/rulebook.h"

namespace hearsay {

struct Pack;

// In the order in which they are asked.
enum class Guard : uint8_t {
  kOneParty,     // only one party is named, and the deal told last is none of its own
  kPlaces,       // no two parties stand where the words want them
  kOnlyNamed,    // the deal is named and nothing is done with it
  kQuestion,     // the sentence asks, or tells that somebody asked
  kCondition,    // if, should, advice, forecast, fiction
  kView,         // only somebody's view
  kNegated,      // negated, and nobody is known to have claimed it
  kNoDirection,  // a rift that no party answers
  kSettled,      // dropped when the whole item was settled: others tell it or tell against it
};
std::string_view name_of(Guard guard);    // "question"
std::string_view reason_of(Guard guard);  // "the sentence asks"

struct NearMiss {
  ByteSpan sentence;
  Evidence deal;   // the words that name the deal: role "trigger", rule the id of the pack entry
  ClaimKey claim;  // what would have been told; empty when no two parties were found for it
  Guard guard = Guard::kSettled;
  ByteSpan by;  // the words that the guard saw; empty when it is what is absent
};

// `told`: what resolve_item() gave for the same item. At most one for each sentence and claim, in
// reading order. Pure; as costly as resolving.
std::vector<NearMiss> near_misses(const Pack& pack, const Entities& entities, const Text& text,
                                  const Matches& matches, const std::vector<Assertion>& told);

}  // namespace hearsay
