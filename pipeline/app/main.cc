// The program: one command line, one function a command.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>

#include "pipeline/app/commands.h"

namespace {

int run(int argc, char** argv) {
  using namespace hearsay::app;
  CLI::App program(
      "Reads Chinese and English business news and says who claims what about which deal,\n"
      "and whether it is rumour, denial or confirmation.",
      "hearsay");
  program.set_version_flag("--version", "hearsay " HEARSAY_VERSION);
  program.require_subcommand(1);
  program.footer(
      "Exit status: 0 done, 1 findings, 2 usage, 78 configuration.\n"
      "Example: hearsay tag feed.jsonl > events.ndjson");
  int status = kOk;
  add_tag(program, status);
  add_explain(program, status);
  add_lint(program, status);
  add_test(program, status);
  add_run(program, status);
  add_check(program, status);
  add_topics(program, status);
  add_dead_letters(program, status);
  add_version(program, status);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kOk : kUsage;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hearsay: stopped by an internal error: %s\n", error.what());
    return 70;  // EX_SOFTWARE of sysexits.h: a bug of ours
  }
}
