// Adds --config and --prefix; prints errors.
#include "pipeline/app/config_flag.h"

#include <iostream>
#include <utility>

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

std::optional<Config> config_from(const ConfigFlags& flags) {
  auto config = read_config(flags.file);
  if (!config) {
    complain(config.error());
    return std::nullopt;
  }
  if (flags.prefix.empty()) return std::move(*config);
  if (const auto taken = use_prefix(*config, flags.prefix); !taken) {
    complain(taken.error());
    return std::nullopt;
  }
  return std::move(*config);
}

void complain(const Error& error) {
  std::cerr << "hearsay: " << error.text << " [" << error.code << "]\n";
}

}  // namespace hearsay::app
