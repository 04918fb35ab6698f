// hearsay test: runs the packs' own cases.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "pipeline/app/commands.h"
#include "rules/cases.h"

namespace hearsay::app {
namespace {

int run_cases(const RuleFlags& flags) {
  const auto dir = find_rules_dir(flags.rules_dir);
  if (!dir) {
    std::fprintf(stderr, "%s\n", dir.error().text.c_str());
    return kConfiguration;
  }
  const auto engine = load_engine(flags);
  if (!engine) {
    std::fprintf(stderr, "%s\n", engine.error().text.c_str());
    return kFindings;
  }
  const Rulebook& book = (*engine)->book();
  const auto failed = failed_cases(book);
  for (const std::string& line : failed) std::cout << line << '\n';
  std::cout << book.cases().size() - failed.size() << " passed, " << failed.size() << " failed\n";
  return failed.empty() ? kOk : kFindings;
}

}  // namespace

void add_test(CLI::App& program, int& status) {
  auto flags = std::make_shared<RuleFlags>();
  CLI::App* command = program.add_subcommand("test", "Run the cases that the packs carry");
  add_rule_flags(*command, *flags);
  command->footer(
      "Prints each case that fails as FILE: case N: what was found, what was expected. Exit "
      "status:\n"
      "1 if any fails, 78 if there is no rule data.\n"
      "Example: hearsay test --packs my-story.yaml");
  command->callback([flags, &status] { status = run_cases(*flags); });
}

}  // namespace hearsay::app
