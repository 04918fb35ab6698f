// The commands of the program: each function adds one, with its flags, its help and an example.
//
// A command's callback stores its exit status in `status`, which outlives the parse: kOk,
// kFindings, kConfiguration, or another that its help names. CLI11 itself reports usage errors
// (kUsage).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "parsers/result.h"
#include "pipeline/core/engine.h"

namespace CLI {
class App;  // only the commands themselves need the whole of CLI11, which is slow to compile
}

namespace hearsay::app {

inline constexpr int kOk = 0;
inline constexpr int kFindings = 1;
inline constexpr int kUsage = 2;
inline constexpr int kConfiguration = 78;  // EX_CONFIG of sysexits.h

// Files in, events out.
void add_tag(CLI::App& program, int& status);
void add_explain(CLI::App& program, int& status);
void add_version(CLI::App& program, int& status);
// Rule data.
void add_lint(CLI::App& program, int& status);
void add_test(CLI::App& program, int& status);
// The daemon and its brokers.
void add_run(CLI::App& program, int& status);
void add_check(CLI::App& program, int& status);
void add_topics(CLI::App& program, int& status);
void add_dead_letters(CLI::App& program, int& status);

// The flags that name rule data, the same in every command that reads any.
struct RuleFlags {
  std::string rules_dir;  // empty: found as find_rules_dir() says
  std::vector<std::string> entities;
  std::vector<std::string> packs;
  bool words_alone = false;  // scores without the trained model
  bool rules_alone = false;  // reads without the nets
};
// Adds --rules, --entities, --packs, --words-alone and --rules-alone. `flags` outlives the parse.
void add_rule_flags(CLI::App& command, RuleFlags& flags);

// The folder of entities, packs, lexicons and nets: `wanted` if given, else $HEARSAY_RULES, else
// ../share/hearsay/rules beside the program's folder, else the source tree of a build
// (../../rules). May fail with "rules.missing", naming the places that were looked at.
Result<std::string> find_rules_dir(const std::string& wanted);

// Finds, reads and compiles the rule data. May fail with "rules.*", "entities.*", "pack.*",
// "lexicon.*", "model.*", "net.*".
Result<std::shared_ptr<const Engine>> load_engine(const RuleFlags& flags);
// The same, and runs the packs' own cases: what `lint` and the daemon ask of rules before they
// work. May fail with "rules.cases" too, naming the first case that failed.
Result<std::shared_ptr<const Engine>> load_tested_engine(const RuleFlags& flags);

}  // namespace hearsay::app
