// hearsay explain: one item with its evidence marked, and why each conclusion was drawn.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>

#include "pipeline/app/commands.h"
#include "pipeline/app/item_flags.h"
#include "pipeline/app/render.h"
#include "pipeline/app/source.h"
#include "pipeline/core/encode.h"
#include "pipeline/core/fingerprint.h"
#include "pipeline/core/json.h"

namespace hearsay::app {
namespace {

struct ExplainFlags {
  std::string file = "-";
  std::string uri;
  bool json = false;
  ItemFlags item;
  RuleFlags rules;
};

void complain(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

std::string as_json(const ItemFrame& frame, const std::vector<Assertion>& assertions,
                    const std::vector<Sentiment>& sentiments) {
  Json json;
  json.object();
  json.key("uri").string(frame.item.uri);
  json.key("headline").string(frame.item.headline);
  json.key("body").string(frame.item.body);
  json.key("assertions").array();
  for (const Assertion& assertion : assertions) {
    json.object().key("assertion").raw(assertion_json(frame, assertion));
    json.key("reasons").array();
    for (const std::string& reason : assertion.reasons) json.string(reason);
    json.close().close();
  }
  json.close();
  json.key("sentiment").array();
  for (const Sentiment& sentiment : sentiments) json.raw(sentiment_json(frame, sentiment));
  json.close().close();
  return std::move(json).str();
}

// What `hearsay tag` would say of the item, with the reasons that events leave out.
void explain_item(const Item& item, const Engine& engine, bool json, bool first) {
  const Text text = fold(item);
  std::vector<Assertion> assertions;
  std::vector<Sentiment> sentiments;
  if (item.status == PubStatus::kUsable) {
    const Matches matches = engine.book().match(text);
    assertions = engine.book().resolve(text, matches);
    sentiments = engine.scorer().score(item, text, matches, assertions);
  }
  if (json) {
    const ItemFrame frame{.item = item,
                          .text = text,
                          .book = engine.book(),
                          .fingerprint = fingerprint(text.folded()),
                          .received = std::nullopt,
                          .decided = item.published};
    std::cout << as_json(frame, assertions, sentiments) << '\n';
    return;
  }
  if (!first) std::cout << "\n----\n\n";
  std::cout << render(item, text, assertions, sentiments, isatty(STDOUT_FILENO) == 1);
}

int explain(const ExplainFlags& flags) {
  const auto form = read_item_flags(flags.item);
  if (!form) {
    complain("hearsay explain: " + form.error().text);
    return kUsage;
  }
  const auto engine = load_engine(flags.rules);
  if (!engine) {
    complain(engine.error().text);
    return kConfiguration;
  }
  auto source = Source::open(flags.file, form->format);
  if (!source) {
    complain(source.error().text);
    return kFindings;
  }
  size_t bad = 0, shown = 0;
  Source::Piece piece;
  while (source->next(piece)) {
    const std::string line = piece.line > 0 ? ":" + std::to_string(piece.line) : "";
    const auto items = parse(form->format, piece.bytes,
                             Origin{.place = source->name() + line,
                                    .content_type = {},
                                    .time = std::nullopt,
                                    .fields = &form->fields,
                                    .item_bytes_max = form->item_bytes_max});
    if (!items) {
      ++bad;
      complain(items.error().text);
      continue;
    }
    for (const Item& item : *items) {
      if (!flags.uri.empty() && item.uri != flags.uri) continue;
      explain_item(item, **engine, flags.json, shown++ == 0);
    }
  }
  std::cout.flush();
  if (shown == 0 && bad == 0) {
    complain("hearsay explain: " + source->name() + ": found no item" +
             (flags.uri.empty() ? "" : " with the uri " + flags.uri) + ", expected one");
  }
  return bad == 0 && shown > 0 ? kOk : kFindings;
}

}  // namespace

void add_explain(CLI::App& program, int& status) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command = program.add_subcommand(
      "explain",
      "Show items with their evidence marked, and for each assertion the rules that\n"
      "fired and the reasons for its stance");
  command->add_option("file", flags->file, "File of items, or - for standard input")
      ->type_name("FILE")
      ->capture_default_str();
  command->add_option("--uri", flags->uri, "Only the item with this uri")->type_name("URI");
  command->add_flag("--json", flags->json, "One JSON object an item, for programs");
  add_item_flags(*command, flags->item);
  add_rule_flags(*command, flags->rules);
  command->footer(
      "Evidence is coloured on a terminal, and marked by ⟦ ⟧ elsewhere.\n"
      "Exit status: 1 if an input could not be read or no item was found.\n"
      "Example: hearsay explain feed.jsonl --uri urn:newsml:example:42");
  command->callback([flags, &status] { status = explain(*flags); });
}

}  // namespace hearsay::app
