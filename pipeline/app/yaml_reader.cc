// Reads YAML mappings key by key and reports what is wrong and where.
#include "pipeline/app/yaml_reader.h"

#include <algorithm>
#include <charconv>

#include "pipeline/kafka/client.h"

namespace hearsay::app {
namespace {

std::string kind_of(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Null:
      return "nothing";
    case YAML::NodeType::Scalar:
      return "\"" + node.Scalar() + "\"";
    case YAML::NodeType::Sequence:
      return "a list";
    case YAML::NodeType::Map:
      return "a mapping";
    case YAML::NodeType::Undefined:
      break;
  }
  return "nothing";
}

// The valid word that a wrong one most likely stands for; empty if none is near.
std::string nearest(const std::string& word, const std::vector<std::string>& valid) {
  std::string best;
  size_t best_distance = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : valid) {
    const size_t distance = kafka::edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

YamlReader::YamlReader(std::string file, const YAML::Node& node, std::string place)
    : file_(std::move(file)), node_(node), place_(std::move(place)) {
  if (!node_.IsMap()) {
    mistake_at(
        node_,
        (place_.empty() ? "the file" : place_) + " is " + kind_of(node_) + "; expected a mapping",
        "config.type");
  }
}

std::string YamlReader::at(const YAML::Node& node) const {
  const YAML::Mark mark = node.Mark();
  if (mark.is_null()) return file_ + ": ";
  return file_ + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1) + ": ";
}

std::string YamlReader::named(const char* key) const {
  return place_.empty() ? key : place_ + "." + key;
}

YAML::Node YamlReader::find(const char* key) {
  asked_.emplace_back(key);
  if (error_) return YAML::Node(YAML::NodeType::Undefined);
  const YAML::Node& constant = node_;  // operator[] of a non-const node would add the key
  return constant[key];
}

bool YamlReader::has(const char* key) const {
  if (error_) return false;
  const YAML::Node& constant = node_;
  return constant[key].IsDefined();
}

void YamlReader::mistake_at(const YAML::Node& node, const std::string& found_and_expected,
                            const char* code) {
  if (!error_) error_ = Error{code, at(node) + found_and_expected};
}

void YamlReader::mistake(const char* key, const std::string& found_and_expected, const char* code) {
  if (error_) return;
  const YAML::Node& constant = node_;
  const YAML::Node value = constant[key];
  mistake_at(value.IsDefined() ? value : node_, named(key) + ": " + found_and_expected, code);
}

void YamlReader::text(const char* key, std::string& out) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  if (!value.IsScalar() || value.Scalar().empty()) {
    mistake(key, "found " + kind_of(value) + "; expected a text", "config.type");
    return;
  }
  out = value.Scalar();
}

void YamlReader::texts(const char* key, std::vector<std::string>& out) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  if (value.IsScalar()) {
    out = {value.Scalar()};
    return;
  }
  if (!value.IsSequence()) {
    mistake(key, "found " + kind_of(value) + "; expected a text or a list of texts", "config.type");
    return;
  }
  out.clear();
  for (const YAML::Node& element : value) {
    if (!element.IsScalar()) {
      mistake_at(element, named(key) + ": found " + kind_of(element) + "; expected a text",
                 "config.type");
      return;
    }
    out.push_back(element.Scalar());
  }
}

void YamlReader::number(const char* key, uint64_t& out, uint64_t least, uint64_t most) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  uint64_t number = 0;
  const std::string text = value.IsScalar() ? value.Scalar() : "";
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failed != std::errc{} || end != text.data() + text.size() || number < least ||
      number > most) {
    mistake(key,
            "found " + kind_of(value) + "; expected a whole number from " + std::to_string(least) +
                " to " + std::to_string(most),
            "config.number");
    return;
  }
  out = number;
}

void YamlReader::number(const char* key, uint32_t& out, uint32_t least, uint32_t most) {
  uint64_t wide = out;
  number(key, wide, least, most);
  out = static_cast<uint32_t>(wide);
}

void YamlReader::mapping(const char* key, const std::function<void(YamlReader&)>& read) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  YamlReader inner(file_, value, named(key));
  if (!inner.error_) read(inner);
  if (auto error = inner.finish(); error && !error_) error_ = std::move(error);
}

void YamlReader::list(const char* key, const std::function<void(YamlReader&)>& read) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  if (!value.IsSequence()) {
    mistake(key, "found " + kind_of(value) + "; expected a list", "config.type");
    return;
  }
  size_t index = 0;
  for (const YAML::Node& element : value) {
    YamlReader inner(file_, element, named(key) + "[" + std::to_string(index++) + "]");
    if (!inner.error_) read(inner);
    if (auto error = inner.finish(); error && !error_) error_ = std::move(error);
  }
}

void YamlReader::each(const char* key,
                      const std::function<void(const std::string&, const YAML::Node&)>& read) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  if (!value.IsMap()) {
    mistake(key, "found " + kind_of(value) + "; expected a mapping", "config.type");
    return;
  }
  for (const auto& entry : value) read(entry.first.Scalar(), entry.second);
}

std::optional<Error> YamlReader::finish() {
  if (error_) return error_;
  std::vector<std::string> seen;
  for (const auto& entry : node_) {
    const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      mistake_at(entry.first, "\"" + named(name.c_str()) + "\" stands here twice; expected it once",
                 "config.twice");
      return error_;
    }
    seen.push_back(name);
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    std::string expected;
    if (const std::string near = nearest(name, asked_); !near.empty()) {
      expected = "did you mean \"" + near + "\"?";
    } else {
      for (const std::string& key : asked_) expected += (expected.empty() ? "" : ", ") + key;
      expected = "expected one of " + expected;
    }
    mistake_at(entry.first, "unknown key \"" + named(name.c_str()) + "\"; " + expected,
               "config.unknown-key");
    return error_;
  }
  return std::nullopt;
}

}  // namespace hearsay::app
