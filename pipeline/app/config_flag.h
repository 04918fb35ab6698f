// The flags of the commands that talk to brokers: --config, --prefix; and their complaints.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "parsers/result.h"
#include "pipeline/app/config.h"

namespace hearsay::app {

struct ConfigFlags {
  std::string file;
  std::string prefix;  // empty: the configuration's
};

// Adds --config, which is required, and --prefix. `flags` outlives the parse.
void add_config_flags(CLI::App& command, ConfigFlags& flags);

// Reads the file and takes the prefix; nothing, after a complaint, if they are no good. The command
// ends with kConfiguration then.
std::optional<Config> config_from(const ConfigFlags& flags);

// "hearsay: TEXT [CODE]" on standard error.
void complain(const Error& error);

}  // namespace hearsay::app
