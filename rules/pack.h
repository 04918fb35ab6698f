// Pack: one story's reading rules as data: claim types, frames, cues and cases, from YAML.
//
// Patterns are RE2 expressions over masked sentences (rules/line.h): folded text in which every
// mention is one character. In a pattern stand for mentions:
//
//   {s} {o}  the subject and the object of the claim: a company, or a person who speaks for one
//   {a}      who speaks: a company, a person, an outlet or an authority
//   {k}      the mention that a reduction keeps; (?P<g>…) marks the part that it replaces
//   {c} {p} {x} {t} {M}  any company, person, outlet, authority, sum
//   {-}      a short way: no party, no comma or stronger mark
//   {~}      a longer way: no party, no stop or quotation mark; commas are passed
//
// A sentence is read in four steps. `references` become mentions ("the chipmaker"); `reductions`
// make larger mentions of several ("{c}'s chief executive {k}"); `frames` find the deals; `turns`
// change what is claimed of a deal in their segment ("on hold": goes-ahead -> stalls).
// Of the frames that fit one place the earlier wins for a pair of parties. A frame without {s} or
// {o} speaks of the deal told last: the missing party is that deal's.
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
  std::string claim;                  // ".stalls": of the deal told last, whatever its kind
  std::unique_ptr<re2::RE2> pattern;  // groups s and o, either may be missing
  int s = 0, o = 0;                   // their numbers, 0 when missing
  bool beside = false;   // background that a party once announced: confirmed whatever else is said
  bool mention = false;  // names the deal; claims something only when turned
};

// What a reference stands for.
enum class Referent : uint8_t { kCompany, kPerson, kSpeaker, kSubject, kObject, kPair, kAddressee };

struct Reference {
  Referent what = Referent::kCompany;
  std::unique_ptr<re2::RE2> pattern;
};

struct Reduction {
  std::unique_ptr<re2::RE2> pattern;
  int kept = 0;        // number of group k; 0: all mentions inside become one of several
  int within = 0;      // number of group g, the part that becomes one mention; 0: all of it
  bool aside = false;  // who is only told something: no longer a party
};

struct Turn {
  std::string id, from, to;
  std::unique_ptr<re2::RE2> pattern;
  bool negated = false;  // "on track" speaks against "stalls"
  bool keep = false;     // what was claimed stays, `to` is added
};

// The classes of cues; a pack names them all.
enum class Cue : uint8_t {
  kNot,        // "not": negates a frame or turn that it stands in or right before
  kDeny,       // "deny": rejects the sentence's claims, or those told before
  kDenyThat,   // "deny-that": rejects what was told before, not the sentence's own claims
  kPseudoNot,  // "pseudo-not": holds a word of "not" and negates no claim
  kProduct,    // "product": right after the object: its goods are bought, not the company
  kOwnVoice,   // "own-voice": the outlet itself found something out
  kNotDeny,    // "not-deny": looks like a denial and is none
  kRumor,      // "rumor": on the word of people without names
  kReport,     // "report": marks a claim as told by others
  kUnreal,     // "unreal": condition, advice, forecast, fiction: nothing is claimed
  kOfficial,   // "official": a filing or announcement: its sender has standing
  kMaybe,      // "maybe": talks, plans, possibility: a claim only on somebody's word
  kFormer,     // "former": a sum that no longer holds
  kBreak,      // "break": ends the reach of a turn or a negation
};
inline constexpr size_t kCueCount = 14;

// Expressions with group a: who speaks, who rejects, who is silent, which authority decides.
using Voices = std::vector<std::unique_ptr<re2::RE2>>;

struct Pack {
  Pack();
  ~Pack();
  Pack(Pack&&) noexcept;
  Pack& operator=(Pack&&) noexcept;

  std::string id, version;
  std::vector<ClaimType> claims;
  std::vector<Reference> references;
  std::vector<Reduction> reductions;
  std::vector<Frame> frames;
  std::vector<Turn> turns;
  Voices speakers, deniers, silent, deciders;
  std::vector<std::unique_ptr<re2::RE2>> cues;  // by Cue
  std::vector<PackCase> cases;

  // Null if the pack has no claim of this type.
  const ClaimType* claim(std::string_view type) const;
  const re2::RE2& cue(Cue cue) const { return *cues[static_cast<size_t>(cue)]; }
};

// May fail with "pack.syntax", "pack.pattern", "pack.claim" and those of YamlReader under "pack.";
// the text is "FILE:LINE:COLUMN: found; expected", with the nearest valid name where there is one.
Result<Pack> load_pack(const SourceFile& file);

}  // namespace hearsay
