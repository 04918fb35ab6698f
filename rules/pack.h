// Pack: one story's reading rules as data: claim types, frames, cues and cases, from YAML.
//
// Patterns are RE2 expressions over masked sentences (rules/line.h): folded text in which every
// mention is one character. In a pattern stand for mentions:
//
//   {s} {o}  the subject and the object of the claim: a company, or a person who speaks for one
//   {M}      a sum of money
//   {-}      a short way: no party, no comma or stronger mark
//   {~}      a longer way: no party, no stop or quotation mark; commas are passed
//
// Of the frames that fit one sentence the earlier wins for a pair of parties.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "parsers/result.h"
#include "rules/entities.h"
#include "rules/rulebook.h"

namespace re2 {
class RE2;
}

namespace hearsay {

struct Frame {
  std::string id;
  std::string claim;
  std::unique_ptr<re2::RE2> pattern;  // groups s and o
};

// The classes of cues; a pack names them all.
enum class Cue : uint8_t {
  kNot,        // "not": negates a frame that it stands in
  kDeny,       // "deny": rejects the sentence's claims, or those told before
  kNotDeny,    // "not-deny": looks like a denial and is none
  kNoComment,  // "no-comment"
  kRumor,      // "rumor": on the word of people without names
  kReport,     // "report": marks a claim as told by others
  kUnreal,     // "unreal": condition, advice, forecast, fiction: nothing is claimed
  kSays,       // "says": a party states it
};
inline constexpr size_t kCueCount = 8;

struct Pack {
  Pack();
  ~Pack();
  Pack(Pack&&) noexcept;
  Pack& operator=(Pack&&) noexcept;

  std::string id, version;
  std::vector<ClaimType> claims;
  std::vector<Frame> frames;
  std::vector<std::unique_ptr<re2::RE2>> cues;  // by Cue
  std::vector<PackCase> cases;

  const re2::RE2& cue(Cue cue) const { return *cues[static_cast<size_t>(cue)]; }
};

// May fail with "pack.syntax", "pack.pattern", "pack.claim" and those of YamlReader under "pack.";
// the text is "FILE:LINE:COLUMN: found; expected", with the nearest valid name where there is one.
Result<Pack> load_pack(const SourceFile& file);

}  // namespace hearsay
