// Pack: how a story is told, as data: claim types, triggers with their roles, turns, cues and
// cases.
//
// All pack files make one Pack: a file may hold the words of a language and another the claims of
// a story. A sentence is read in five steps (resolve.h); what the packs say in each:
//
//   references   expressions that stand for a party named elsewhere ("the chipmaker", 该公司)
//   reductions   larger mentions made of several ("{c}'s chief executive {k}")
//   triggers     words that name a deal, and where its subject and object stand around them
//   turns        words that change what is claimed of a deal ("on ice": goes-ahead -> stalls)
//   cues         words of every story: who says, denies, asks, supposes …
//
// References and reductions are RE2 expressions over masked lines (line.h), in which {s} … mean
//
//   {k} the mention that a reduction keeps; (?P<g>…) the part that it replaces
//   {c} {p} {x} {t} {M}  any company, person, outlet, authority, sum;  {a} any but sums
//
// Triggers, turns and cues are phrases of lexis.h.
//
// Where a role stands ("subject: before by"), the first place that holds a party is preferred:
//
//   before   bare, ahead of the trigger         {Nvidia} invests
//   after    bare, behind the trigger           buys {Rivos}
//   own      owner or first part of the noun    {Nvidia}'s {OpenAI} stake
//   any      anywhere in the sentence
//   WORD     behind this preposition            invests in {OpenAI}, 向{OpenAI}投资
// A claim's tones say more than how good it is: where the object gains more, the object is paid,
// and a start-up is taken for it. `bare_is_rumor`, `opinion` and `lead` are told in rulebook.h.
//
// A noun ("investment") only names a deal; it counts once something is done with it in its part: an
// "act", "maybe" or "settle" cue, a turn or a verb's trigger. All files share their turns and cues;
// a trigger names a claim of its own file or of one read before it (files are read in order of
// name).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/result.h"
#include "rules/entities.h"
#include "rules/lexis.h"
#include "rules/role_model.h"
#include "rules/rulebook.h"
#include "rules/sieve.h"

namespace re2 {
class RE2;
}

namespace hearsay {

// What a reference stands for.
enum class Referent : uint8_t { kCompany, kPerson, kSpeaker, kSubject, kObject, kPair, kAddressee };

struct Reference {
  Referent what = Referent::kCompany;
  bool late = false;  // looked for after the reductions: "a spokeswoman", when of nobody named
  std::unique_ptr<re2::RE2> pattern;
  int within = 0;  // number of group g, the part that is the reference; 0: all of it
};

struct Reduction {
  std::unique_ptr<re2::RE2> pattern;
  int kept = 0;        // number of group k; 0: all mentions inside become one of several
  int within = 0;      // number of group g, the part that becomes one mention; 0: all of it
  bool aside = false;  // who is only told something: no longer a party
};

// Verbs take a passive; a noun only names the deal until something is done with it; a pair's
// parties may stand together ("A and B merge").
enum class TriggerForm : uint8_t { kVerb, kNoun, kPair };

struct Trigger {
  std::string id;
  std::string claim;  // ".goes-ahead": of the deal told last, whatever its kind
  TriggerForm form = TriggerForm::kVerb;
  std::vector<std::string> subject, object;  // places, best first
  std::string majority;    // the claim instead when most of the object is meant; empty: none
  bool needs_act = false;  // counts only where somebody does something with it ("shares")
  bool full = false;       // counts only where the sentence names both parties
  bool fact = false;       // told with no source it is its object's word: "spurns the offer"
  bool mutual = false;     // has no direction: the party that answers is its subject
  bool whole = false;  // names no party: the deal told last is meant, if something is said of it
};

struct Turn {
  std::string id;
  std::string to;        // ".stalls": the claim of the same kind of deal
  bool negated = false;  // "on track" speaks against "stalls"
  bool keep = false;     // what was claimed stays, `to` is added
  bool alone = false;    // may stand where no trigger does: "they walked away"
};

// The classes of cues. A pack file gives the words of as many as it likes; the comments give one
// example each.
enum class Cue : uint8_t {
  kPreposition,  // "preposition": in; they name places of roles
  kBy,           // "by": by, 被: who acts in a passive
  kBe,           // "be": was; makes a passive
  kHave,         // "have": has; with "be" the sign of another predicate
  kNot,          // "not": negates what follows
  kWont,         // "wont": will not; a refusal, or a promise when what follows is a turn
  kBreak,        // "break": but; ends the reach of what was said before it
  kSay,          // "say": said
  kPer,          // "per": according to; who says stands behind it
  kOfficial,     // "official": announced; whoever says so has standing
  kSettle,       // "settle": signed; what is settled so is more than named
  kAsked,        // "asked": asked; a question told by others: "whether", 是否 behind it
  kConfirm,      // "confirm": confirmed
  kDeny,         // "deny": denied
  kFalse,        // "false": nonsense; what is told here or was told before is not so
  kNotDeny,      // "not-deny": did not rule out; looks like a denial and is none
  kSilent,       // "silent": declined to comment
  kInsider,      // "insider": people familiar with the matter
  kRumor,        // "rumor": reportedly
  kReport,       // "report": a report, talk; marks a claim as told by others
  kUnreal,       // "unreal": if; condition, advice, forecast, fiction: nothing is claimed
  kAsk,          // "ask": 吗; makes a question
  kTeller,       // "teller": the paper; somebody without a name or standing who speaks
  kView,         // "view": analysts; who only supposes
  kMaybe,        // "maybe": in talks; a claim only on somebody's word
  kAct,          // "act": signed; something is done with the noun beside it
  kDecide,       // "decide": blocked; whoever can do this decides
  kApprove,      // "approve": cleared
  kFiction,      // "fiction": satire; nothing in the item is claimed
  kOwnVoice,     // "own-voice": we found; the outlet itself checked
  kGoods,        // "goods": chips; what follows a name and is bought instead of it
  kMajority,     // "majority": control of
  kFormer,       // "former": instead of; the sum behind it no longer holds
  kApart,        // "apart": valued at; the sum beside it is not the deal's
  kLink,         // "link": that, Monday; parts a mention from a preposition before it
  kEach,         // "each": separately; several that are named together act each for itself
  kRetract,      // "retract": correction; what the outlet itself wrote before is taken back
  kDetail,       // "detail": terms; who is silent on them has not been silent on the deal
  kPlain,        // "plain": shields words that would mean something alone
};
inline constexpr size_t kCueCount = 39;
std::string_view name_of(Cue cue);  // as in pack files: "preposition"

// Senses of the lexis: cues, then triggers, then turns.
inline constexpr SenseId kTriggerSense = 100, kTurnSense = 10'000;
inline SenseId sense_of(Cue cue) { return static_cast<SenseId>(cue); }

struct Pack {
  Pack();
  ~Pack();
  Pack(Pack&&) noexcept;
  Pack& operator=(Pack&&) noexcept;

  std::string id, version;
  std::vector<ClaimType> claims;
  std::vector<Reference> references;
  std::vector<Reduction> reductions;
  Sieve reference_sieve, reduction_sieve;  // over their patterns, in order
  std::vector<Trigger> triggers;
  std::vector<Turn> turns;
  Lexis lexis;
  RoleModel roles;  // empty: roles are filled by the places of the triggers alone
  std::vector<PackCase> cases;

  // Null if the pack has no claim of this type.
  const ClaimType* claim(std::string_view type) const;
};

// One pack of all files. Its id joins those of the files that have claims. May fail with
// "pack.syntax", "pack.pattern", "pack.claim" and those of YamlReader under "pack."; the text is
// "FILE:LINE:COLUMN: found; expected", with the nearest valid name where there is one. `roles`: the
// file of a RoleModel, if any; may fail with "model.syntax" and, if there are two, "model.twice".
Result<Pack> load_packs(const std::vector<SourceFile>& files,
                        const std::vector<SourceFile>& roles = {});

}  // namespace hearsay
