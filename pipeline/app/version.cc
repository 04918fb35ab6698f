// hearsay version: what a bug report needs to name.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "pipeline/app/commands.h"

namespace hearsay::app {

void add_version(CLI::App& program, int& status) {
  CLI::App* command = program.add_subcommand("version", "Say which hearsay this is");
  command->footer("Example: hearsay version");
  command->callback([&status] {
    std::printf("hearsay %s (C++ compiler %s)\n", HEARSAY_VERSION, __VERSION__);
    status = kOk;
  });
}

}  // namespace hearsay::app
