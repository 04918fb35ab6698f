// The rulebook: reading its files, compiling them, and the two calls that read an item.
#include "rules/rulebook.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <tuple>

#include "parsers/fnv.h"
#include "rules/context.h"
#include "rules/resolve.h"
#include "rules/weigh.h"

namespace hearsay {

struct Rulebook::Parts {
  Entities entities;
  NameMatcher names;
  Pack pack;
  std::string id, version, hash;
  std::vector<NetReader> nets;
};

namespace {

Result<SourceFile> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{"rules.unreadable", path + ": cannot be read, expected a file"};
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return SourceFile{path, std::move(bytes).str()};
}

Result<std::vector<std::string>> paths_in(const std::string& folder, const std::string& extension) {
  std::error_code failed;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path().string());
  }
  if (failed)
    return Error{"rules.unreadable", folder + ": " + failed.message() + ", expected a folder"};
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::vector<SourceFile>> read_folder(const std::string& folder, const std::string& extension,
                                            const std::vector<std::string>& extra) {
  auto paths = paths_in(folder, extension);
  if (!paths) return paths.error();
  paths->insert(paths->end(), extra.begin(), extra.end());
  std::vector<SourceFile> files;
  for (const std::string& path : *paths) {
    auto file = read_file(path);
    if (!file) return file.error();
    files.push_back(std::move(*file));
  }
  return files;
}

Result<std::vector<NetFile>> open_nets(const std::string& folder) {
  std::vector<NetFile> nets;
  if (!std::filesystem::exists(folder)) return nets;
  auto paths = paths_in(folder, ".net");
  if (!paths) return paths.error();
  for (const std::string& path : *paths) {
    auto net = NetFile::open(path);
    if (!net) return net.error();
    nets.push_back(std::move(*net));
  }
  return nets;
}

// The language that most of a text is written in.
std::string_view script_of(const Text& text) {
  size_t han = 0, latin = 0;
  for (const Sentence& sentence : text.sentences())
    (sentence.script == Script::kHan ? han : latin) += sentence.span.size();
  return han > latin ? "zh" : "en";
}

}  // namespace

Result<RuleSources> read_rule_sources(const std::string& rules_dir,
                                      const std::vector<std::string>& extra_entities,
                                      const std::vector<std::string>& extra_packs) {
  auto entities = read_folder(rules_dir + "/entities", ".tsv", extra_entities);
  if (!entities) return entities.error();
  auto packs = read_folder(rules_dir + "/packs", ".yaml", extra_packs);
  if (!packs) return packs.error();
  auto lexicons = read_folder(rules_dir + "/lexicons", ".tsv", {});
  if (!lexicons) return lexicons.error();
  auto models = read_folder(rules_dir + "/lexicons", ".model", {});
  if (!models) return models.error();
  auto roles = read_folder(rules_dir + "/packs", ".model", {});
  if (!roles) return roles.error();
  auto nets = open_nets(rules_dir + "/nets");
  if (!nets) return nets.error();
  return RuleSources{std::move(*entities), std::move(*packs), std::move(*lexicons),
                     std::move(*models),   std::move(*roles), std::move(*nets)};
}

Result<Rulebook> Rulebook::load(const RuleSources& sources) {
  auto entities = load_entities(sources.entities);
  if (!entities) return entities.error();
  NameMatcher names(*entities);
  auto parts = std::make_unique<Parts>(
      Parts{std::move(*entities), std::move(names), {}, "none", "0", "", {}});
  uint64_t hash = kFnvBasis;
  for (const auto* files :
       {&sources.entities, &sources.packs, &sources.lexicons, &sources.models, &sources.roles}) {
    for (const SourceFile& file : *files) {
      hash = fnv1a("\xFF", fnv1a(file.bytes, hash));  // a byte that no file holds parts them
    }
  }
  for (const NetFile& net : sources.nets) hash = fnv1a(net.value("digest"), hash);
  parts->hash = hex_of(hash);
  auto pack = load_packs(sources.packs, sources.roles);
  if (!pack) return pack.error();
  if (!pack->id.empty()) {
    parts->id = pack->id;
    parts->version = pack->version;
  }
  parts->pack = std::move(*pack);
  for (const NetFile& file : sources.nets) {
    auto net = NetReader::load(file, parts->pack);
    if (!net) return net.error();
    parts->nets.push_back(std::move(*net));
  }
  return Rulebook(std::move(parts));
}

Rulebook::Rulebook(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Rulebook::~Rulebook() = default;
Rulebook::Rulebook(Rulebook&&) noexcept = default;
Rulebook& Rulebook::operator=(Rulebook&&) noexcept = default;

Matches Rulebook::match(const Text& text) const {
  Matches matches{parts_->names.match(text), find_sums(text)};
  settle_names(parts_->entities, text, matches.names);
  return matches;
}

namespace {

std::vector<Assertion> settled(std::vector<Assertion> all) {
  // A price per share, a valuation or a fee stands in the text of a deal and is not its sum.
  for (Assertion& assertion : all)
    std::erase_if(assertion.amounts, [](const Sum& sum) { return sum.kind != SumKind::kMoney; });
  std::sort(all.begin(), all.end(), [](const Assertion& a, const Assertion& b) {
    return std::tie(a.claim, a.stance) < std::tie(b.claim, b.stance);
  });
  return all;
}

}  // namespace

Reading Rulebook::read(const Text& text, const Matches& matches) const {
  const std::string_view script = script_of(text);
  const auto net = std::find_if(parts_->nets.begin(), parts_->nets.end(),
                                [&](const auto& one) { return one.language() == script; });
  if (net == parts_->nets.end()) return {found(text, matches), {}};
  const ItemReading rules = read_item(parts_->pack, parts_->entities, text, matches, true);
  // A claim is of two companies.
  if (rules.heard.empty()) return {settled(rules.found), {}};
  const NetInput input = net->input(rules, matches);
  if (input.companies.size() < 2) return {settled(rules.found), {}};
  const NetReading read = net->read(input, rules);
  const auto refused = [&] {
    return near_misses(parts_->pack, parts_->entities, text, matches, rules.found);
  };
  Reading reading{settled(weigh(*net, read, input, rules, matches, refused)), {}};
  // The nets learned tones from news of deals; of markets the words know more.
  for (size_t i = 0; rules.triggered && i < read.tones.size(); ++i) {
    if (!read.tones[i]) continue;
    reading.tones.push_back({rules.scene.who(input.companies[i]).id, (*read.tones[i])[0],
                             (*read.tones[i])[1], (*read.tones[i])[2]});
  }
  return reading;
}

std::vector<Assertion> Rulebook::found(const Text& text, const Matches& matches) const {
  return settled(resolve_item(parts_->pack, parts_->entities, text, matches));
}

const Entities& Rulebook::entities() const { return parts_->entities; }
const std::vector<ClaimType>& Rulebook::claim_types() const { return parts_->pack.claims; }
const ClaimType* Rulebook::claim_type(std::string_view id) const { return parts_->pack.claim(id); }
std::vector<PackCase> Rulebook::cases() const { return parts_->pack.cases; }
const std::string& Rulebook::id() const { return parts_->id; }
const std::string& Rulebook::version() const { return parts_->version; }
const std::string& Rulebook::hash() const { return parts_->hash; }

}  // namespace hearsay
