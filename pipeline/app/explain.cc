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
#include "rules/near_misses.h"
#include "rules/pack.h"

namespace hearsay::app {
namespace {

struct ExplainFlags {
  std::string file = "-";
  std::string uri;
  bool json = false;
  bool why_not = false;
  ItemFlags item;
  RuleFlags rules;
};

void complain(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

// Where a span stands and what is written there.
void put_place(Json& json, const Text& text, ByteSpan span) {
  const SourceSpan place = text.source(span);
  json.key("field").string(place.field == Field::kHeadline ? "headline" : "body");
  json.key("start").integer(place.start);
  json.key("end").integer(place.end);
  json.key("text").string(text.quote(place));
}

void put_near_misses(Json& json, const Text& text, const std::vector<NearMiss>& misses) {
  json.key("near_misses").array();
  for (const NearMiss& miss : misses) {
    json.object();
    json.key("sentence").object();
    put_place(json, text, miss.sentence);
    json.close();
    json.key("claim").string_or_null(miss.claim.type.empty() ? "" : miss.claim.str());
    json.key("trigger").object();
    put_place(json, text, miss.deal.span);
    json.key("rule").string(miss.deal.rule);
    json.close();
    json.key("guard").string(name_of(miss.guard));
    json.key("reason").string(reason_of(miss.guard));
    if (miss.by.size() > 0) {
      json.key("by").object();
      put_place(json, text, miss.by);
      json.close();
    }
    json.close();
  }
  json.close();
}

std::string as_json(const ItemFrame& frame, const std::vector<Assertion>& assertions,
                    const std::vector<Sentiment>& sentiments, const std::vector<NearMiss>* misses) {
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
  json.close();
  if (misses != nullptr) put_near_misses(json, frame.text, *misses);
  json.close();
  return std::move(json).str();
}

// What `hearsay tag` would say of the item, with the reasons that events leave out.
// With `pack`, also what it was near to telling.
void explain_item(const Item& item, const Engine& engine, const Pack* pack, bool json, bool first) {
  const Text text = fold(item);
  std::vector<Assertion> assertions;
  std::vector<Sentiment> sentiments;
  std::vector<NearMiss> misses;
  if (item.status == PubStatus::kUsable) {
    const Matches matches = engine.book().match(text);
    Reading reading = engine.book().read(text, matches);
    assertions = std::move(reading.assertions);
    sentiments = engine.scorer().score(item, text, matches, assertions, reading.tones);
    if (pack != nullptr)
      misses = near_misses(*pack, engine.book().entities(), text, matches, assertions);
  }
  if (json) {
    const ItemFrame frame{.item = item,
                          .text = text,
                          .book = engine.book(),
                          .fingerprint = fingerprint(text.folded()),
                          .received = std::nullopt,
                          .decided = item.published};
    std::cout << as_json(frame, assertions, sentiments, pack != nullptr ? &misses : nullptr)
              << '\n';
    return;
  }
  if (!first) std::cout << "\n----\n\n";
  std::cout << render(item, text, assertions, sentiments, isatty(STDOUT_FILENO) == 1);
  if (pack != nullptr) std::cout << render_near_misses(text, misses);
}

// The packs once more, on their own: the engine keeps those that it reads with to itself.
Result<Pack> load_pack(const RuleFlags& flags) {
  const auto dir = find_rules_dir(flags.rules_dir);
  if (!dir) return dir.error();
  const auto sources = read_rule_sources(*dir, flags.entities, flags.packs);
  if (!sources) return sources.error();
  return load_packs(sources->packs, sources->roles);
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
  const auto pack = flags.why_not ? load_pack(flags.rules) : Result<Pack>(Pack());
  if (!pack) {
    complain(pack.error().text);
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
      explain_item(item, **engine, flags.why_not ? &*pack : nullptr, flags.json, shown++ == 0);
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
  command->add_flag("--why-not", flags->why_not,
                    "Also what came near to a claim, and the guard that refused it");
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
