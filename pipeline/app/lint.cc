// hearsay lint: entities, packs, lexicons and nets through the loader of the daemon.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "pipeline/app/commands.h"
#include "pipeline/app/config.h"

namespace hearsay::app {
namespace {

struct LintFlags {
  RuleFlags rules;
  std::string config;  // of the daemon; empty: only the rules
};

int lint(LintFlags given) {
  RuleFlags& flags = given.rules;
  if (!given.config.empty()) {
    auto config = read_config(given.config);
    auto good = config ? kafka::check_client(config->client) : Result<bool>(config.error());
    if (!good) {
      std::fprintf(stderr, "%s\n", good.error().text.c_str());
      return kFindings;
    }
    std::cout << given.config << ": good: " << config->input.size() << " input topics, "
              << config->client.properties.size() << " properties for Kafka\n";
    if (flags.rules_dir.empty()) flags.rules_dir = config->rules.rules_dir;
    const auto add = [](std::vector<std::string>& out, const std::vector<std::string>& more) {
      out.insert(out.begin(), more.begin(), more.end());
    };
    add(flags.entities, config->rules.entities);
    add(flags.packs, config->rules.packs);
  }
  const auto dir = find_rules_dir(flags.rules_dir);
  if (!dir) {
    std::fprintf(stderr, "%s\n", dir.error().text.c_str());
    return kConfiguration;
  }
  const auto engine = load_tested_engine(flags);
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
  auto flags = std::make_shared<LintFlags>();
  CLI::App* command = program.add_subcommand("lint",
                                             "Check entities, packs, lexicons and nets, as every "
                                             "other command would load them, and run the\n"
                                             "packs' cases");
  add_rule_flags(*command, flags->rules);
  command
      ->add_option("--config", flags->config,
                   "Check the daemon's configuration too, and the rules that it names")
      ->type_name("FILE");
  command->footer(
      "Prints what is wrong as FILE:LINE: what was found, what was expected. Exit status: 1 if\n"
      "anything is wrong, 78 if there is no rule data.\n"
      "Example: hearsay lint --packs my-story.yaml\n"
      "Example: hearsay lint --config hearsay.yaml");
  command->callback([flags, &status] { status = lint(*flags); });
}

}  // namespace hearsay::app
