// Where the rule data is, and loading it for a command.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include "pipeline/app/commands.h"
#include "rules/cases.h"

namespace hearsay::app {
namespace {

namespace fs = std::filesystem;

bool is_rules_dir(const fs::path& dir) {
  std::error_code ignored;
  return fs::is_directory(dir / "entities", ignored) || fs::is_directory(dir / "packs", ignored);
}

Error missing(const std::string& places) {
  return Error{"rules.missing",
               places +
                   ": no rule data found; expected a folder with entities/, packs/ and "
                   "lexicons/ (name it with --rules or HEARSAY_RULES)"};
}

}  // namespace

void add_rule_flags(CLI::App& command, RuleFlags& flags) {
  command
      .add_option(
          "--rules", flags.rules_dir,
          "Folder with entities/, packs/, lexicons/ and nets/ (default: $HEARSAY_RULES, else "
          "the installed ones)")
      ->type_name("DIR");
  command.add_option("--entities", flags.entities, "More entities, as TSV; may be repeated")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--packs", flags.packs, "A further rule pack; may be repeated")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_flag("--words-alone", flags.words_alone,
                   "Score with the lexicons alone, without the trained model");
  command.add_flag("--rules-alone", flags.rules_alone,
                   "Read with the rules alone, without the nets: much faster, finds less");
}

Result<std::string> find_rules_dir(const std::string& wanted) {
  if (!wanted.empty()) {
    if (is_rules_dir(wanted)) return wanted;
    return missing(wanted);
  }
  if (const char* from_environment = std::getenv("HEARSAY_RULES")) {
    if (is_rules_dir(from_environment)) return std::string(from_environment);
    return missing(from_environment);
  }
  std::error_code failed;
  const fs::path folder = fs::read_symlink("/proc/self/exe", failed).parent_path();
  const fs::path installed = (folder / "../share/hearsay/rules").lexically_normal();
  const fs::path built = (folder / "../../rules").lexically_normal();
  if (is_rules_dir(installed)) return installed.string();
  if (is_rules_dir(built)) return built.string();
  return missing(installed.string() + ", " + built.string());
}

Result<std::shared_ptr<const Engine>> load_engine(const RuleFlags& flags) {
  const auto dir = find_rules_dir(flags.rules_dir);
  if (!dir) return dir.error();
  auto sources = read_rule_sources(*dir, flags.entities, flags.packs);
  if (!sources) return sources.error();
  if (flags.words_alone) sources->models.clear();
  if (flags.rules_alone) sources->nets.clear();
  return Engine::load(*sources);
}

Result<std::shared_ptr<const Engine>> load_tested_engine(const RuleFlags& flags) {
  auto engine = load_engine(flags);
  if (!engine) return engine;
  const std::vector<std::string> failed = failed_cases((*engine)->book());
  if (failed.empty()) return engine;
  return Error{"rules.cases",
               std::to_string(failed.size()) + " of the packs' cases failed: " + failed.front()};
}

}  // namespace hearsay::app
