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
    "not", "deny", "not-deny", "no-comment", "rumor", "report", "unreal", "says"};

std::string expand(std::string pattern) {
  const std::string company(mask_char(Mask::kCompany)), person(mask_char(Mask::kPerson));
  const std::array<std::pair<std::string, std::string>, 5> marks = {{
      {"{s}", "(?P<s>" + company + "|" + person + ")"},
      {"{o}", "(?P<o>" + company + "|" + person + ")"},
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

// Compiles the expression of `key`; a bad one is noted as the reader's mistake.
std::unique_ptr<re2::RE2> compile(YamlReader& reader, const char* key, const std::string& pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto re = std::make_unique<re2::RE2>(expand(pattern), options);
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
  if (reader.has("claim") && std::find(types.begin(), types.end(), frame.claim) == types.end()) {
    const std::string near = nearest(frame.claim, types);
    reader.mistake("claim",
                   "found \"" + frame.claim + "\"; expected one of `claims`" +
                       (near.empty() ? "" : ", did you mean \"" + near + "\"?"),
                   "pack.claim");
  }
  frame.pattern = compile(reader, "pattern", pattern);
  for (const char* role : {"s", "o"}) {
    if (reader.has("pattern") && frame.pattern->ok() &&
        !frame.pattern->NamedCapturingGroups().contains(role)) {
      reader.mistake("pattern", std::string("no {") + role + "}; expected both {s} and {o}",
                     "pack.pattern");
    }
  }
  out.push_back(std::move(frame));
}

void read_cues(YamlReader& reader, Pack& pack) {
  for (const char* name : kCueNames) {
    std::vector<std::string> patterns;
    reader.texts(name, patterns);
    reader.need(name);
    std::string any;
    for (const std::string& one : patterns) any += (any.empty() ? "" : "|") + one;
    pack.cues.push_back(compile(reader, name, any));
  }
}

}  // namespace

Pack::Pack() = default;
Pack::~Pack() = default;
Pack::Pack(Pack&&) noexcept = default;
Pack& Pack::operator=(Pack&&) noexcept = default;

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
