// Adds --config and --prefix; prints errors.
#include "pipeline/app/config_flag.h"

#include <iostream>

namespace hearsay::app {

void add_config_flags(CLI::App& command, ConfigFlags& flags) {
  command.add_option("--config", flags.file, "The configuration, as YAML")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--prefix", flags.prefix,
                  "Another prefix for the topics that are written, with groups of its own: a "
                  "replay beside the live events")
      ->type_name("PREFIX");
}

Result<Config> read_config(const ConfigFlags& flags) {
  auto config = read_config(flags.file);
  if (!config || flags.prefix.empty()) return config;
  if (auto taken = use_prefix(*config, flags.prefix); !taken) return taken.error();
  return config;
}

void complain(const Error& error) {
  std::cerr << "hearsay: " << error.text << " [" << error.code << "]\n";
}

}  // namespace hearsay::app
