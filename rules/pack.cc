// Loading a pack: keys checked one by one, shorthands expanded, expressions compiled.
#include "rules/pack.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "rules/line.h"
#include "rules/nearest.h"
#include "rules/yaml_reader.h"

namespace hearsay {

namespace {

constexpr std::array<const char*, kCueCount> kCueNames = {
    "not",   "deny",   "deny-that", "pseudo-not", "product", "own-voice", "not-deny",
    "rumor", "report", "unreal",    "official",   "maybe",   "former",    "break"};
constexpr std::array<const char*, 7> kReferents = {"company", "person", "speaker",  "subject",
                                                   "object",  "pair",   "addressee"};

std::string expand(std::string pattern) {
  const std::string company(mask_char(Mask::kCompany)), person(mask_char(Mask::kPerson)),
      outlet(mask_char(Mask::kOutlet)), other(mask_char(Mask::kOther));
  const std::string party = company + "|" + person;
  const std::array<std::pair<std::string, std::string>, 11> marks = {{
      {"{s}", "(?P<s>" + party + ")"},
      {"{o}", "(?P<o>" + party + ")"},
      {"{a}", "(?P<a>" + party + "|" + outlet + "|" + other + ")"},
      {"{k}", "(?P<k>" + party + "|" + outlet + "|" + other + ")"},
      {"{c}", company},
      {"{p}", person},
      {"{x}", outlet},
      {"{t}", other},
      {"{M}", std::string(mask_char(Mask::kSum))},
      {"{-}", "[^,;:\"()" + company + person + "]*?"},
      {"{~}", "[^;:\"" + company + person + "]*?"},
  }};
  for (const auto& [mark, meaning] : marks) {
    for (size_t at = 0; (at = pattern.find(mark, at)) != std::string::npos; at += meaning.size()) {
      pattern.replace(at, mark.size(), meaning);
    }
  }
  return pattern;
}

// One expression for several; of none, one that matches nothing.
std::string any_of(const std::vector<std::string>& patterns) {
  if (patterns.empty()) return "[^\\x{0}-\\x{10FFFF}]";
  std::string any;
  for (const std::string& one : patterns) any += (any.empty() ? "(?:" : "|(?:") + one + ")";
  return any;
}

int group(const re2::RE2& pattern, const char* name) {
  const auto& named = pattern.NamedCapturingGroups();
  const auto found = named.find(name);
  return found == named.end() ? 0 : found->second;
}

// Compiles the expression of `key`; a bad one is noted as the reader's mistake.
std::unique_ptr<re2::RE2> compile(YamlReader& reader, const char* key, const std::string& pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto re = std::make_unique<re2::RE2>(expand(pattern), options);
  // Of a mention named twice only one place is found when alternatives part them.
  for (const char* mark : {"{s}", "{o}", "{k}", "{a}"}) {
    const size_t first = pattern.find(mark);
    if (first != std::string::npos && pattern.find(mark, first + 1) != std::string::npos)
      reader.mistake(key, std::string(mark) + " stands twice; expected it once", "pack.pattern");
  }
  if (!re->ok()) reader.mistake(key, re->error() + "; expected an RE2 expression", "pack.pattern");
  return re;
}

void read_claim(YamlReader& reader, std::vector<ClaimType>& out) {
  ClaimType type;
  reader.text("id", type.id);
  reader.decimal("subject", type.subject_tone, -1, 1);
  reader.decimal("object", type.object_tone, -1, 1);
  reader.texts("contradicts", type.contradicts);
  reader.texts("refines", type.refines);
  type.bare_is_rumor = reader.flag("bare_is_rumor");
  type.asked = reader.flag("asked");
  reader.need("id");
  out.push_back(std::move(type));
}

void read_frame(YamlReader& reader, const std::vector<std::string>& types,
                std::vector<Frame>& out) {
  Frame frame;
  std::string pattern;
  reader.text("id", frame.id);
  reader.text("claim", frame.claim);
  reader.text("pattern", pattern);
  for (const char* key : {"id", "claim", "pattern"}) reader.need(key);
  if (reader.has("claim") && !frame.claim.starts_with('.') &&
      std::find(types.begin(), types.end(), frame.claim) == types.end()) {
    const std::string near = nearest(frame.claim, types);
    reader.mistake("claim",
                   "found \"" + frame.claim + "\"; expected one of `claims`" +
                       (near.empty() ? "" : ", did you mean \"" + near + "\"?"),
                   "pack.claim");
  }
  frame.pattern = compile(reader, "pattern", pattern);
  frame.s = group(*frame.pattern, "s");
  frame.o = group(*frame.pattern, "o");
  frame.beside = reader.flag("beside");
  frame.mention = reader.flag("mention");
  out.push_back(std::move(frame));
}

void read_reference(YamlReader& reader, std::vector<Reference>& out) {
  Reference reference;
  std::string what, pattern;
  reader.text("what", what);
  reader.text("pattern", pattern);
  for (const char* key : {"what", "pattern"}) reader.need(key);
  const auto found = std::find(kReferents.begin(), kReferents.end(), what);
  if (found == kReferents.end()) {
    reader.mistake("what",
                   "found \"" + what +
                       "\"; expected company, person, speaker, subject, "
                       "object, pair or addressee",
                   "pack.referent");
  } else {
    reference.what = static_cast<Referent>(found - kReferents.begin());
  }
  reference.pattern = compile(reader, "pattern", pattern);
  out.push_back(std::move(reference));
}

void read_reduction(YamlReader& reader, std::vector<Reduction>& out) {
  Reduction reduction;
  std::string pattern;
  reader.text("pattern", pattern);
  reader.need("pattern");
  reduction.pattern = compile(reader, "pattern", pattern);
  reduction.kept = group(*reduction.pattern, "k");
  reduction.within = group(*reduction.pattern, "g");
  reduction.aside = reader.flag("aside");
  out.push_back(std::move(reduction));
}

void read_turn(YamlReader& reader, std::vector<Turn>& out) {
  Turn turn;
  std::vector<std::string> patterns;
  reader.text("id", turn.id);
  reader.text("from", turn.from);
  reader.text("to", turn.to);
  reader.texts("patterns", patterns);
  for (const char* key : {"id", "from", "to", "patterns"}) reader.need(key);
  turn.negated = reader.flag("negated");
  turn.keep = reader.flag("keep");
  turn.pattern = compile(reader, "patterns", any_of(patterns));
  out.push_back(std::move(turn));
}

Voices read_voices(YamlReader& root, const char* key) {
  Voices voices;
  std::vector<std::string> patterns;
  root.texts(key, patterns);
  for (const std::string& pattern : patterns) {
    voices.push_back(compile(root, key, pattern));
    if (voices.back()->ok() && group(*voices.back(), "a") == 0)
      root.mistake(key, "no {a} in \"" + pattern + "\"; expected who speaks", "pack.pattern");
  }
  return voices;
}

void read_cues(YamlReader& reader, Pack& pack) {
  for (const char* name : kCueNames) {
    std::vector<std::string> patterns;
    reader.texts(name, patterns);
    reader.need(name);
    pack.cues.push_back(compile(reader, name, any_of(patterns)));
  }
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

Result<Pack> load_pack(const SourceFile& file) {
  YAML::Node node;
  try {
    node = YAML::Load(file.bytes);
  } catch (const YAML::Exception& error) {
    return Error{"pack.syntax", file.name + ":" + std::to_string(error.mark.line + 1) + ":" +
                                    std::to_string(error.mark.column + 1) + ": " + error.msg +
                                    "; expected YAML"};
  }
  Pack pack;
  YamlReader root(file.name, node, "pack");
  root.text("id", pack.id);
  root.text("version", pack.version);
  root.list("claims", [&](YamlReader& reader) { read_claim(reader, pack.claims); });
  std::vector<std::string> types;
  for (const ClaimType& type : pack.claims) types.push_back(type.id);
  root.list("references", [&](YamlReader& reader) { read_reference(reader, pack.references); });
  root.list("reductions", [&](YamlReader& reader) { read_reduction(reader, pack.reductions); });
  root.list("turns", [&](YamlReader& reader) { read_turn(reader, pack.turns); });
  pack.speakers = read_voices(root, "speakers");
  pack.deniers = read_voices(root, "deniers");
  pack.silent = read_voices(root, "silent");
  pack.deciders = read_voices(root, "deciders");
  root.list("frames", [&](YamlReader& reader) { read_frame(reader, types, pack.frames); });
  root.mapping("cues", [&](YamlReader& reader) { read_cues(reader, pack); });
  root.list("cases", [&](YamlReader& reader) {
    PackCase one;
    reader.text("text", one.text);
    reader.texts("want", one.want);
    for (const char* key : {"text", "want"}) reader.need(key);
    one.place = file.name + ": case " + std::to_string(pack.cases.size() + 1);
    pack.cases.push_back(std::move(one));
  });
  for (const char* key : {"id", "version", "claims", "frames", "cues"}) root.need(key);
  if (auto error = root.finish()) return *error;
  return pack;
}

}  // namespace hearsay
