// role_signs RULES ENTITIES [MODEL]: reads ninjs items, one a line, on standard input and prints a
// line of JSON for each trigger that fills roles: its item and sentence, the companies of its
// mentions, and the signs of each mention and pair. train_roles.py learns from these, so that
// training and reading see a sentence with the same code. What was told before is read with MODEL;
// without it by the places of the triggers alone.
#include "rules/role_signs.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "parsers/parse.h"
#include "pipeline/core/json.h"
#include "rules/deals.h"
#include "rules/drafts.h"
#include "rules/focus.h"
#include "rules/rulebook.h"
#include "rules/voices.h"

namespace hearsay {
namespace {

std::string spelled(std::initializer_list<std::string_view> pieces) {
  std::string sign;
  for (const std::string_view piece : pieces) sign += piece;
  return sign;
}

// False where a sentence may speak of a deal that it does not claim.
bool real(const Syntax& syntax) {
  for (const Cue cue : {Cue::kUnreal, Cue::kView, Cue::kNot, Cue::kWont, Cue::kAsk, Cue::kAsked}) {
    if (syntax.has(cue)) return false;
  }
  return !syntax.question();
}

void print(const Scene& scene, const Deals& deals, const Item& item, const Text& text,
           uint32_t sentence, const Syntax& syntax, const Topic& topic, const Hit& hit,
           const Trigger& trigger) {
  const Known known = deals.known_of(syntax, topic);
  const bool pays = deals.pays(family_of(deals.type_of(syntax, hit, trigger, topic)));
  const RoleSigns signs(syntax, hit, trigger, known, pays);
  const auto& parties = signs.parties();
  if (parties.empty()) return;
  Json json;
  const auto put_sign = [&](auto pieces) { json.string(spelled(pieces)); };
  json.object().key("uri").string(item.uri);
  json.key("sentence").string(text.quote(text.sentences()[sentence].span));
  json.key("claim").string(trigger.claim);
  json.key("real").raw(real(syntax) ? "true" : "false");
  json.key("mentions").array();
  for (size_t i = 0; i < parties.size(); ++i) {
    json.array().array();
    for (const EntityIndex one : syntax.slot(parties[i]).entities) json.string(scene.party(one));
    json.close();
    for (const bool subject : {true, false}) {
      json.array();
      signs.mention(i, subject, put_sign);
      json.close();
    }
    json.close();
  }
  json.close().key("pairs").array();
  const auto index = [](const std::optional<size_t>& one) {
    return one ? static_cast<int64_t>(*one) : -1;
  };
  for (const RoleSigns::Pair& pair : signs.pairs()) {
    json.array().integer(index(pair.first)).integer(index(pair.second)).array();
    signs.pair(pair, put_sign);
    json.close().close();
  }
  json.close().close();
  std::cout << json.str() << "\n";
}

void read(const Pack& pack, const Entities& entities, const Rulebook& book, const Item& item) {
  const Text text = fold(item);
  const Matches matches = book.match(text);
  const Scene scene(pack, entities, text, matches);
  const Deals deals(pack, scene);
  const Drafts drafts = draft(pack, scene, text);
  Focus focus;
  focus.topic = first_topic(pack, deals, drafts);
  focus.company = focus.topic.subjects;
  for (const Field field : {Field::kBody, Field::kHeadline}) {
    for (uint32_t i = 0; i < text.sentences().size(); ++i) {
      if (text.sentences()[i].field != field) continue;
      std::optional<Syntax> again;
      if (drafts.sentences[i].refers) again.emplace(pack, scene.line(i, focus));
      const Syntax& syntax = again ? *again : drafts.sentences[i].syntax;
      for (const Hit& hit : syntax.hits()) {
        for (const SenseId sense : *hit.senses) {
          if (sense < kTriggerSense || sense >= kTurnSense) continue;
          const Trigger& trigger = pack.triggers[sense - kTriggerSense];
          if (!trigger.whole) print(scene, deals, item, text, i, syntax, focus.topic, hit, trigger);
        }
      }
      deals.tell(syntax, focus.topic);
      follow(focus, syntax, voices_of(syntax));
    }
  }
}

}  // namespace
}  // namespace hearsay

int main(int argc, char** argv) {
  using namespace hearsay;
  if (argc != 3 && argc != 4) {
    std::cerr << "usage: role_signs RULES ENTITIES [MODEL] < ITEMS\n";
    return 2;
  }
  auto sources = read_rule_sources(argv[1], {argv[2]}, {});
  if (!sources) {
    std::cerr << sources.error().text << '\n';
    return 1;
  }
  sources->roles.clear();
  if (argc == 4) {
    std::ifstream model(argv[3]);
    sources->roles.push_back({argv[3], {std::istreambuf_iterator<char>(model), {}}});
  }
  const auto entities = load_entities(sources->entities);
  const auto pack = load_packs(sources->packs, sources->roles);
  const auto book = Rulebook::load(*sources);
  if (!book || !pack || !entities) {
    std::cerr << (book ? "role_signs: rules do not load" : book.error().text) << '\n';
    return 1;
  }
  for (std::string line; std::getline(std::cin, line);) {
    const auto items = parse(Format::kNinjs, line, Origin{});
    if (!items) {
      std::cerr << items.error().text << '\n';
      return 1;
    }
    for (const Item& item : *items) read(*pack, *entities, *book, item);
  }
}
