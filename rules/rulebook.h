// Rulebook: entities, packs and lexicons compiled into one constant value that reads items.
//
//   auto book = Rulebook::load(sources);
//   Text text = fold(item);
//   Matches matches = book->match(text);
//   std::vector<Assertion> assertions = book->resolve(text, matches);
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parsers/item.h"
#include "parsers/result.h"
#include "rules/assertion.h"
#include "rules/entities.h"
#include "rules/names.h"
#include "rules/net_file.h"
#include "rules/sums.h"
#include "rules/text.h"

namespace hearsay {

// Everything found in a text without asking what it means. In reading order.
struct Matches {
  std::vector<NameHit> names;
  std::vector<Sum> sums;
};

// The files that a rulebook is made of, already read.
struct RuleSources {
  std::vector<SourceFile> entities;  // later files override earlier ones
  std::vector<SourceFile> packs;
  std::vector<SourceFile> lexicons;
  std::vector<SourceFile> models = {};  // one, or none: then the lexicons alone give the tone
  std::vector<SourceFile> roles = {};   // one, or none: then places alone fill the roles of deals
  std::vector<NetFile> nets = {};       // one for each language, or none: then the rules alone read
};

// Reads the *.tsv, *.yaml and *.model files of `rules_dir`/{entities,packs,lexicons} in name order,
// then the extra entity and pack files, and opens `rules_dir`/nets/*.net, if there are any. May
// fail with "rules.unreadable", "net.*".
Result<RuleSources> read_rule_sources(const std::string& rules_dir,
                                      const std::vector<std::string>& extra_entities,
                                      const std::vector<std::string>& extra_packs);

// What one claim type means: from its pack.
struct ClaimType {
  std::string id;           // "investment.stalls"
  std::string pack;         // the id of its pack
  double subject_tone = 0;  // −1…1: how good it is for the subject if true
  double object_tone = 0;
  std::vector<std::string> contradicts;
  std::vector<std::string> refines;
  bool bare_is_rumor = false;  // told with no source it is a rumour, not a fact
  bool lead = false;           // of several that do it together the first named leads
  bool opinion = false;        // a feeling: whoever tells it of itself confirms it
};

// How likely an item is bad, neither or good news for a company, as a net reads it; sum 1.
struct NetTone {
  std::string company;
  double negative = 0, neutral = 0, positive = 0;
};

struct Reading {
  std::vector<Assertion> assertions;
  std::vector<NetTone> tones;  // of companies that stand in an item with another; empty: no net
};

// An example of a pack: what a text must give, each "claim stance speaker", all and no more.
struct PackCase {
  std::string text;
  std::vector<std::string> want;
  std::string place;  // "FILE: case N"
};

// Immutable once loaded; any number of threads may read with it at once.
class Rulebook {
 public:
  // May fail with "entities.*", "pack.*", "lexicon.*", "net.*"; the text names file, line and
  // column.
  static Result<Rulebook> load(const RuleSources& sources);
  ~Rulebook();
  Rulebook(Rulebook&&) noexcept;
  Rulebook& operator=(Rulebook&&) noexcept;

  Matches match(const Text& text) const;
  // Sorted by claim, then stance: the same item gives the same assertions whatever came before.
  Reading read(const Text& text, const Matches& matches) const;
  std::vector<Assertion> resolve(const Text& text, const Matches& matches) const {
    return read(text, matches).assertions;
  }
  // The same by the rules alone: what the packs' cases ask for.
  std::vector<Assertion> found(const Text& text, const Matches& matches) const;
  // The packs' own examples; rules/cases.h runs them.
  std::vector<PackCase> cases() const;

  const Entities& entities() const;
  const std::vector<ClaimType>& claim_types() const;
  const ClaimType* claim_type(std::string_view id) const;
  // Identity of all that was loaded: {id, version, hash} of `pack` in events.
  const std::string& id() const;
  const std::string& version() const;
  const std::string& hash() const;  // 16 hex digits over every source file's bytes

 private:
  struct Parts;
  explicit Rulebook(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace hearsay
