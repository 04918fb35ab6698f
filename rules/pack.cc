// Loading packs: keys checked one by one, shorthands expanded, expressions and phrases compiled.
#include "rules/pack.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "rules/line.h"
#include "rules/nearest.h"
#include "rules/yaml_reader.h"

namespace hearsay {

namespace {

constexpr std::array<const char*, kCueCount> kCueNames = {
    "preposition", "by",       "be",     "have",    "not",     "wont",      "break",  "say",
    "per",         "official", "settle", "asked",   "confirm", "deny",      "false",  "not-deny",
    "silent",      "insider",  "rumor",  "report",  "unreal",  "ask",       "teller", "view",
    "maybe",       "act",      "decide", "approve", "fiction", "own-voice", "goods",  "majority",
    "former",      "apart",    "link",   "each",    "retract", "detail",    "plain"};
constexpr std::array<const char*, 7> kReferents = {"company", "person", "speaker",  "subject",
                                                   "object",  "pair",   "addressee"};
constexpr std::array<const char*, 3> kForms = {"verb", "noun", "pair"};

constexpr std::array<std::string_view, 7> kMarks = {"{k}", "{a}", "{c}", "{p}",
                                                    "{x}", "{t}", "{M}"};

std::string expand(std::string pattern) {
  const std::string company(mask_char(Mask::kCompany)), person(mask_char(Mask::kPerson)),
      outlet(mask_char(Mask::kOutlet)), other(mask_char(Mask::kOther));
  const std::string any = company + "|" + person + "|" + outlet + "|" + other;
  const std::array<std::pair<std::string, std::string>, 7> marks = {{
      {"{k}", "(?P<k>" + any + ")"},
      {"{a}", "(?:" + any + ")"},
      {"{c}", company},
      {"{p}", person},
      {"{x}", outlet},
      {"{t}", other},
      {"{M}", std::string(mask_char(Mask::kSum))},
  }};
  for (const auto& [mark, meaning] : marks) {
    for (size_t at = 0; (at = pattern.find(mark, at)) != std::string::npos; at += meaning.size()) {
      pattern.replace(at, mark.size(), meaning);
    }
  }
  return pattern;
}

int group(const re2::RE2& pattern, const char* name) {
  const auto& named = pattern.NamedCapturingGroups();
  const auto found = named.find(name);
  return found == named.end() ? 0 : found->second;
}

// The first "{word}" of a pattern that stands for nothing; repetitions such as {0,3} are RE2's.
std::string unknown_mark(const std::string& pattern) {
  for (size_t at = 0; (at = pattern.find('{', at)) != std::string::npos; ++at) {
    const size_t close = pattern.find('}', at);
    if (close == std::string::npos) break;
    const std::string mark = pattern.substr(at, close - at + 1);
    const bool word = mark.size() > 2 && std::all_of(mark.begin() + 1, mark.end() - 1, [](char c) {
                        return std::isalpha(static_cast<unsigned char>(c)) != 0;
                      });
    if (word && std::find(kMarks.begin(), kMarks.end(), mark) == kMarks.end()) return mark;
  }
  return "";
}

// Compiles the expression of `key`; a bad one is noted as the reader's mistake.
std::unique_ptr<re2::RE2> compile(YamlReader& reader, const char* key, const std::string& pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto re = std::make_unique<re2::RE2>(expand(pattern), options);
  if (const std::string mark = unknown_mark(pattern); !mark.empty())
    reader.mistake(key, "found \"" + mark + "\"; expected one of {k}, {a}, {c}, {p}, {x}, {t}, {M}",
                   "pack.pattern");
  // Of a mention named twice only one place is found when alternatives part them.
  const size_t first = pattern.find("{k}");
  if (first != std::string::npos && pattern.find("{k}", first + 1) != std::string::npos)
    reader.mistake(key, "{k} stands twice; expected it once", "pack.pattern");
  if (!re->ok()) reader.mistake(key, re->error() + "; expected an RE2 expression", "pack.pattern");
  for (const auto& [name, number] : re->NamedCapturingGroups()) {
    if (name != "k" && name != "g")
      reader.mistake(key, "found the group \"" + name + "\"; expected g or k", "pack.pattern");
  }
  return re;
}

// "found …; expected one of …, did you mean …?"
std::string unknown(const std::string& found, const std::vector<std::string>& known,
                    const std::string& expected) {
  const std::string near = nearest(found, known);
  return "found \"" + found + "\"; expected " + expected +
         (near.empty() ? "" : ", did you mean \"" + near + "\"?");
}

template <size_t N>
size_t one_of(YamlReader& reader, const char* key, const std::array<const char*, N>& names,
              const std::string& value) {
  const auto found = std::find(names.begin(), names.end(), value);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  if (!reader.has(key)) return 0;  // finish() says that it is missing
  const std::vector<std::string> known(names.begin(), names.end());
  std::string all;
  for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
  reader.mistake(key, unknown(value, known, "one of " + all), "pack.name");
  return 0;
}

ClaimType claim_of(YamlReader& reader) {
  ClaimType type;
  reader.text("id", type.id);
  reader.decimal("subject", type.subject_tone, -1, 1);
  reader.decimal("object", type.object_tone, -1, 1);
  reader.texts("contradicts", type.contradicts);
  reader.texts("refines", type.refines);
  type.bare_is_rumor = reader.flag("bare_is_rumor");
  type.opinion = reader.flag("opinion");
  type.lead = reader.flag("lead");
  reader.need("id");
  return type;
}

// Adds the phrases of `words` to the lexis.
void read_words(YamlReader& reader, const char* key, SenseId sense, Pack& pack) {
  reader.texts(key, [&](const std::string& phrase, const YAML::Node& node) {
    if (!pack.lexis.add(phrase, sense))
      reader.mistake_at(node,
                        std::string(key) + ": found \"" + phrase +
                            "\"; expected a phrase with a word of its own, no gap at an end, and "
                            "no marks but {c}, {p}, {a}, {M} and {%}",
                        "pack.words");
  });
}

// `claim` is that of a type, or ".END" of some.
void check_claim(YamlReader& reader, const char* key, const std::string& claim, const Pack& pack) {
  if (claim.empty() || pack.claim(claim) != nullptr) return;
  std::vector<std::string> types;
  for (const ClaimType& type : pack.claims) {
    const size_t dot = type.id.find('.');
    if (!claim.starts_with('.')) {
      types.push_back(type.id);
    } else if (dot != std::string::npos) {
      types.push_back(type.id.substr(dot));
    }
  }
  if (std::find(types.begin(), types.end(), claim) != types.end()) return;
  reader.mistake(key, unknown(claim, types, "one of `claims`"), "pack.claim");
}

void read_claim(YamlReader& reader, Pack& pack) {
  ClaimType type = claim_of(reader);
  if (pack.claim(type.id) != nullptr)
    reader.mistake("id", "found \"" + type.id + "\" again; expected each claim once", "pack.claim");
  pack.claims.push_back(std::move(type));
}

// Once all are known: claims name one another.
void check_relations(YamlReader& reader, const Pack& pack) {
  const ClaimType type = claim_of(reader);
  for (const std::string& other : type.contradicts) check_claim(reader, "contradicts", other, pack);
  for (const std::string& other : type.refines) check_claim(reader, "refines", other, pack);
}

void read_trigger(YamlReader& reader, Pack& pack) {
  Trigger trigger;
  std::string form = "verb";
  reader.text("id", trigger.id);
  reader.text("claim", trigger.claim);
  reader.text("form", form);
  reader.texts("subject", trigger.subject);
  reader.texts("object", trigger.object);
  reader.text("majority", trigger.majority);
  for (const char* key : {"id", "claim", "words"}) reader.need(key);
  check_claim(reader, "claim", trigger.claim, pack);
  check_claim(reader, "majority", trigger.majority, pack);
  trigger.form = static_cast<TriggerForm>(one_of(reader, "form", kForms, form));
  trigger.needs_act = reader.flag("needs_act");
  trigger.fact = reader.flag("fact");
  trigger.mutual = reader.flag("mutual");
  trigger.full = reader.flag("full");
  trigger.whole = reader.flag("whole");
  read_words(reader, "words", static_cast<SenseId>(kTriggerSense + pack.triggers.size()), pack);
  pack.triggers.push_back(std::move(trigger));
}

void read_turn(YamlReader& reader, Pack& pack) {
  Turn turn;
  reader.text("id", turn.id);
  reader.text("to", turn.to);
  for (const char* key : {"id", "to", "words"}) reader.need(key);
  if (!turn.to.empty() && !turn.to.starts_with('.'))
    reader.mistake("to", "found \"" + turn.to + "\"; expected the end of a claim, as .stalls",
                   "pack.claim");
  check_claim(reader, "to", turn.to, pack);
  turn.negated = reader.flag("negated");
  turn.keep = reader.flag("keep");
  turn.alone = reader.flag("alone");
  read_words(reader, "words", static_cast<SenseId>(kTurnSense + pack.turns.size()), pack);
  pack.turns.push_back(std::move(turn));
}

void read_reference(YamlReader& reader, Pack& pack) {
  Reference reference;
  std::string what, pattern;
  reader.text("what", what);
  reader.text("pattern", pattern);
  for (const char* key : {"what", "pattern"}) reader.need(key);
  reference.what = static_cast<Referent>(one_of(reader, "what", kReferents, what));
  reference.late = reader.flag("late");
  reference.pattern = compile(reader, "pattern", pattern);
  reference.within = group(*reference.pattern, "g");
  pack.references.push_back(std::move(reference));
}

void read_reduction(YamlReader& reader, Pack& pack) {
  Reduction reduction;
  std::string pattern;
  reader.text("pattern", pattern);
  reader.need("pattern");
  reduction.pattern = compile(reader, "pattern", pattern);
  reduction.kept = group(*reduction.pattern, "k");
  reduction.within = group(*reduction.pattern, "g");
  reduction.aside = reader.flag("aside");
  pack.reductions.push_back(std::move(reduction));
}

void read_cues(YamlReader& reader, Pack& pack) {
  for (size_t i = 0; i < kCueCount; ++i)
    read_words(reader, kCueNames[i], static_cast<SenseId>(i), pack);
}

std::optional<Error> read_file(const SourceFile& file, Pack& pack) {
  YAML::Node node;
  try {
    node = YAML::Load(file.bytes);
  } catch (const YAML::Exception& error) {
    return Error{"pack.syntax", file.name + ":" + std::to_string(error.mark.line + 1) + ":" +
                                    std::to_string(error.mark.column + 1) + ": " + error.msg +
                                    "; expected YAML"};
  }
  YamlReader root(file.name, node, "pack");
  std::string id, version;
  root.text("id", id);
  root.text("version", version);
  for (const char* key : {"id", "version"}) root.need(key);
  const size_t claims = pack.claims.size(), cases = pack.cases.size();
  root.list("claims", [&](YamlReader& reader) { read_claim(reader, pack); });
  root.list("claims", [&](YamlReader& reader) { check_relations(reader, pack); });
  root.list("references", [&](YamlReader& reader) { read_reference(reader, pack); });
  root.list("reductions", [&](YamlReader& reader) { read_reduction(reader, pack); });
  root.list("triggers", [&](YamlReader& reader) { read_trigger(reader, pack); });
  root.list("turns", [&](YamlReader& reader) { read_turn(reader, pack); });
  root.mapping("cues", [&](YamlReader& reader) { read_cues(reader, pack); });
  root.list("cases", [&](YamlReader& reader) {
    PackCase one;
    reader.text("text", one.text);
    reader.texts("want", one.want);
    for (const char* key : {"text", "want"}) reader.need(key);
    one.place = file.name + ": case " + std::to_string(pack.cases.size() - cases + 1);
    pack.cases.push_back(std::move(one));
  });
  for (size_t i = claims; i < pack.claims.size(); ++i) pack.claims[i].pack = id;
  if (pack.claims.size() > claims) {
    pack.id += (pack.id.empty() ? "" : "+") + id;
    pack.version += (pack.version.empty() ? "" : "+") + version;
  }
  return root.finish();
}

}  // namespace

Pack::Pack() = default;
Pack::~Pack() = default;
Pack::Pack(Pack&&) noexcept = default;
Pack& Pack::operator=(Pack&&) noexcept = default;

const ClaimType* Pack::claim(std::string_view type) const {
  const auto found = std::find_if(claims.begin(), claims.end(),
                                  [&](const ClaimType& one) { return one.id == type; });
  return found == claims.end() ? nullptr : &*found;
}

std::string_view name_of(Cue cue) { return kCueNames[sense_of(cue)]; }

Result<Pack> load_packs(const std::vector<SourceFile>& files,
                        const std::vector<SourceFile>& roles) {
  Pack pack;
  if (roles.size() > 1)
    return Error{"model.twice",
                 roles[1].name + ": a second model of roles, expected one beside " + roles[0].name};
  for (const SourceFile& file : roles) {
    auto model = RoleModel::load(file);
    if (!model) return model.error();
    pack.roles = std::move(*model);
  }
  for (const SourceFile& file : files) {
    if (auto error = read_file(file, pack)) return *error;
  }
  for (const Reference& reference : pack.references) pack.reference_sieve.add(*reference.pattern);
  for (const Reduction& reduction : pack.reductions) pack.reduction_sieve.add(*reduction.pattern);
  pack.reference_sieve.close();
  pack.reduction_sieve.close();
  return pack;
}

}  // namespace hearsay
