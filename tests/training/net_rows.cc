// net_rows RULES ENTITIES NET: reads ninjs items, one a line, on standard input and prints a line
// of JSON for each: its companies and speakers, what the rules told and found, its sentences, and
// the windows that the encoder of NET would be given. train_net.py learns from these, so that
// training and reading see an item with the same code.
#include <iostream>
#include <string>

#include "parsers/parse.h"
#include "pipeline/core/json.h"
#include "rules/net_reader.h"
#include "rules/rulebook.h"

namespace hearsay {
namespace {

template <typename Range, typename Put>
void put_all(Json& json, std::string_view key, const Range& range, Put put) {
  json.key(key).array();
  for (const auto& one : range) put(one);
  json.close();
}

void put_senses(Json& json, const NetToken& token) {
  json.array();
  for (size_t i = 0; i < kTokenSenses && token.senses[i] != 0; ++i) json.integer(token.senses[i]);
  json.close();
}

void put_window(Json& json, const std::vector<NetToken>& tokens) {
  json.object();
  put_all(json, "rows", tokens, [&](const NetToken& t) { json.integer(t.row); });
  put_all(json, "senses", tokens, [&](const NetToken& t) { put_senses(json, t); });
  put_all(json, "company", tokens, [&](const NetToken& t) { json.integer(t.company); });
  put_all(json, "speaker", tokens, [&](const NetToken& t) { json.integer(t.speaker); });
  put_all(json, "sum", tokens, [&](const NetToken& t) { json.integer(t.sum); });
  put_all(json, "sentence", tokens, [&](const NetToken& t) { json.integer(t.sentence); });
  json.close();
}

Json& put_claim(Json& json, const ClaimKey& claim) {
  return json.array().string(claim.type).string(claim.subject).string(claim.object);
}

// A sum of dollars by its value, another as 0.
int64_t dollars_of(const Sum& sum) {
  return sum.currency == "USD" && sum.kind == SumKind::kMoney ? static_cast<int64_t>(sum.value) : 0;
}

void print(const Item& item, const Text& text, const Matches& matches, const ItemReading& reading,
           const NetInput& input) {
  Json json;
  const auto put_id = [&](EntityIndex who) { json.string(reading.scene.who(who).id); };
  const EntityIndex provider = reading.scene.provider();
  json.object().key("uri").string(item.uri);
  json.key("triggered").raw(reading.heard.empty() ? "false" : "true");
  json.key("provider");
  provider == kNoEntity ? static_cast<void>(json.string("")) : put_id(provider);
  put_all(json, "companies", input.companies, put_id);
  put_all(json, "speakers", input.speakers, put_id);
  json.key("told").array();
  for (const Heard& one : reading.heard) {
    for (const Told& told : one.told)
      put_claim(json, told.claim).integer(told.negated).integer(told.bare).close();
  }
  json.close();
  put_all(json, "found", reading.found, [&](const Assertion& one) {
    put_claim(json, one.claim).string(name_of(one.stance)).close();
  });
  put_all(json, "sentences", text.sentences(),
          [&](const Sentence& one) { json.string(text.quote(one.span)); });
  put_all(json, "dollars", matches.sums, [&](const Sum& sum) { json.integer(dollars_of(sum)); });
  put_all(json, "windows", input.windows, [&](const auto& window) { put_window(json, window); });
  json.close();
  std::cout << json.str() << "\n";
}

int run(int count, char** values) {
  if (count != 4) {
    std::cerr << "usage: net_rows RULES ENTITIES NET < items.jsonl\n";
    return 2;
  }
  auto sources = read_rule_sources(values[1], {values[2]}, {});
  if (!sources) {
    std::cerr << sources.error().text << "\n";
    return 1;
  }
  sources->nets.clear();  // the rules alone find; the net that is named gives the pieces
  auto entities = load_entities(sources->entities);
  auto pack = load_packs(sources->packs, sources->roles);
  auto book = Rulebook::load(*sources);
  auto file = NetFile::open(values[3]);
  if (!entities || !pack || !book || !file) {
    std::cerr << (!book ? book.error() : file.error()).text << "\n";
    return 1;
  }
  auto net = NetReader::load(std::move(*file), *pack);
  if (!net) {
    std::cerr << net.error().text << "\n";
    return 1;
  }
  for (std::string line; std::getline(std::cin, line);) {
    auto items = parse(Format::kNinjs, line, Origin{});
    if (!items) {
      std::cerr << items.error().text << "\n";
      return 1;
    }
    for (const Item& item : *items) {
      const Text text = fold(item);
      const Matches matches = book->match(text);
      const ItemReading reading = read_item(*pack, *entities, text, matches, true);
      print(item, text, matches, reading, net->input(reading, matches));
    }
  }
  return 0;
}

}  // namespace
}  // namespace hearsay

int main(int count, char** values) { return hearsay::run(count, values); }
