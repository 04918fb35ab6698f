// hearsay tag: items in, events out, with the engine of the daemon.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "pipeline/app/commands.h"
#include "pipeline/app/item_flags.h"
#include "pipeline/app/progress.h"
#include "pipeline/app/source.h"
#include "pipeline/core/event.h"
#include "pipeline/core/tagger.h"

namespace hearsay::app {
namespace {

struct TagFlags {
  std::vector<std::string> files;
  ItemFlags item;
  RuleFlags rules;
  bool all = false;
};

struct Tally {
  uint64_t records = 0;
  uint64_t bad = 0;
};

void complain(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

void tag_source(Source& source, const Tagger& tagger, const Form& form, bool all, Tally& tally,
                Progress& progress) {
  Source::Piece piece;
  while (source.next(piece)) {
    Record record;
    record.topic = source.name();
    record.offset = piece.line;
    record.value = piece.bytes;
    record.from_file = true;
    const Output output = tagger.step(record, form);
    ++tally.records;
    if (output.reject) {
      ++tally.bad;
      progress.clear();
      complain(output.reject->text);
    }
    if (!output.warnings.empty()) progress.clear();
    for (const Warning& warning : output.warnings) complain("warning: " + warning.text);
    for (const auto& [topic, event] : output.events) {
      if (topic != Topic::kItems || all) std::cout << structured(event) << '\n';
    }
    progress.advance(piece.bytes.size());
  }
}

int tag(const TagFlags& flags) {
  const auto form = read_item_flags(flags.item);
  if (!form) {
    complain("hearsay tag: " + form.error().text);
    return kUsage;
  }
  const auto engine = load_engine(flags.rules);
  if (!engine) {
    complain(engine.error().text);
    return kConfiguration;
  }
  const Tagger tagger(**engine);
  Tally tally;
  Progress progress("hearsay tag");
  for (const std::string& name :
       flags.files.empty() ? std::vector<std::string>{"-"} : flags.files) {
    auto source = Source::open(name, form->format);
    if (!source) {
      ++tally.records;
      ++tally.bad;
      complain(source.error().text);
      continue;
    }
    tag_source(*source, tagger, *form, flags.all, tally, progress);
  }
  progress.clear();
  std::cout.flush();
  if (!std::cout) {
    complain("hearsay tag: standard output: could not be written to the end");
    return kFindings;
  }
  if (tally.bad == 0) return kOk;
  complain("hearsay tag: " + std::to_string(tally.bad) + " of " + std::to_string(tally.records) +
           " inputs could not be read");
  return kFindings;
}

}  // namespace

void add_tag(CLI::App& program, int& status) {
  auto flags = std::make_shared<TagFlags>();
  CLI::App* command = program.add_subcommand(
      "tag",
      "Read items from files or standard input and print their assertions and sentiment,\n"
      "one event a line (CloudEvents, structured), in the order of the input");
  command
      ->add_option("files", flags->files, "Files of items; standard input if there is none, or -")
      ->type_name("FILE");
  add_item_flags(*command, flags->item);
  add_rule_flags(*command, flags->rules);
  command->add_flag("--all", flags->all, "Print the state event of each item too");
  command->footer(
      "JSON is read line by line, one item a line; everything else is one file, one record.\n"
      "An input that cannot be read is reported with its place on standard error and counted;\n"
      "the run goes on, and the exit status is 1.\n"
      "Example: hearsay tag --entities mine.tsv feed.jsonl > events.ndjson");
  command->callback([flags, &status] { status = tag(*flags); });
}

}  // namespace hearsay::app
