// net_rows RULES ENTITIES NET: reads ninjs items, one a line, on standard input and prints a line
// of JSON for each: its companies and speakers, what the rules told and found, its sentences, and
// the windows that the encoder of NET would be given. train_net.py learns from these, so that
// training and reading see an item with the same code.
#include <iostream>
#include <string>

#include "parsers/parse.h"
#include "rules/net_reader.h"
#include "rules/rulebook.h"

namespace hearsay {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

template <typename Range, typename Show>
std::string array(const Range& range, Show show) {
  std::string out = "[";
  for (const auto& one : range) {
    if (out.size() > 1) out += ',';
    out += show(one);
  }
  return out + ']';
}

std::string senses_of(const NetToken& token) {
  std::string out = "[";
  for (const uint16_t sense : token.senses) {
    if (sense == 0) break;
    if (out.size() > 1) out += ',';
    out += std::to_string(sense);
  }
  return out + ']';
}

std::string window_of(const std::vector<NetToken>& tokens) {
  const auto each = [&](auto part) {
    return array(tokens, [&](const NetToken& token) { return std::to_string(part(token)); });
  };
  return "{\"rows\":" + each([](const NetToken& t) { return t.row; }) +
         ",\"senses\":" + array(tokens, senses_of) +
         ",\"company\":" + each([](const NetToken& t) { return int{t.company}; }) +
         ",\"speaker\":" + each([](const NetToken& t) { return int{t.speaker}; }) +
         ",\"sum\":" + each([](const NetToken& t) { return int{t.sum}; }) +
         ",\"sentence\":" + each([](const NetToken& t) { return t.sentence; }) + "}";
}

std::string told_of(const Told& told) {
  return "[" + quoted(told.claim.type) + "," + quoted(told.claim.subject) + "," +
         quoted(told.claim.object) + "," + (told.negated ? "1" : "0") + "," +
         (told.bare ? "1" : "0") + "]";
}

std::string found_of(const Assertion& one) {
  return "[" + quoted(one.claim.type) + "," + quoted(one.claim.subject) + "," +
         quoted(one.claim.object) + "," + quoted(name_of(one.stance)) + "]";
}

// A sum of dollars by its value, another as 0.
std::string dollars_of(const Sum& sum) {
  const bool counts = sum.currency == "USD" && sum.kind == SumKind::kMoney;
  return counts ? std::to_string(static_cast<int64_t>(sum.value)) : "0";
}

void print(const Item& item, const Text& text, const Matches& matches, const ItemReading& reading,
           const NetInput& input) {
  const auto id = [&](EntityIndex who) { return quoted(reading.scene.who(who).id); };
  std::vector<Told> told;
  for (const Heard& one : reading.heard) told.insert(told.end(), one.told.begin(), one.told.end());
  const EntityIndex provider = reading.scene.provider();
  std::cout << "{\"uri\":" << quoted(item.uri)
            << ",\"triggered\":" << (reading.heard.empty() ? "false" : "true")
            << ",\"provider\":" << (provider == kNoEntity ? quoted("") : id(provider))
            << ",\"companies\":" << array(input.companies, id)
            << ",\"speakers\":" << array(input.speakers, id) << ",\"told\":" << array(told, told_of)
            << ",\"found\":" << array(reading.found, found_of) << ",\"sentences\":"
            << array(text.sentences(),
                     [&](const Sentence& one) { return quoted(text.quote(one.span)); })
            << ",\"dollars\":" << array(matches.sums, dollars_of)
            << ",\"windows\":" << array(input.windows, window_of) << "}\n";
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
      const ItemReading reading = read_item(*pack, *entities, text, matches);
      print(item, text, matches, reading, net->input(reading, matches));
    }
  }
  return 0;
}

}  // namespace
}  // namespace hearsay

int main(int count, char** values) { return hearsay::run(count, values); }
