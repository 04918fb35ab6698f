// hearsay lint: entities, packs and lexicons through the loader of the daemon.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "pipeline/app/commands.h"

namespace hearsay::app {
namespace {

int lint(const RuleFlags& flags) {
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
  std::cout << *dir << ": good: " << book.entities().all().size() << " entities with "
            << book.entities().names().size() << " names, " << book.claim_types().size()
            << " claim types, hash " << book.hash() << '\n';
  return kOk;
}

}  // namespace

void add_lint(CLI::App& program, int& status) {
  auto flags = std::make_shared<RuleFlags>();
  CLI::App* command = program.add_subcommand(
      "lint", "Check entities, packs and lexicons, as every other command would load them");
  add_rule_flags(*command, *flags);
  command->footer(
      "Prints what is wrong as FILE:LINE: what was found, what was expected. Exit status: 1 if\n"
      "anything is wrong, 78 if there is no rule data.\n"
      "Example: hearsay lint --packs my-story.yaml");
  command->callback([flags, &status] { status = lint(*flags); });
}

}  // namespace hearsay::app
