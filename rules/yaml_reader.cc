// Reads YAML mappings key by key and reports what is wrong and where.
#include "rules/yaml_reader.h"

#include <algorithm>
#include <charconv>

#include "rules/nearest.h"

namespace hearsay {
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

}  // namespace

YamlReader::YamlReader(std::string file, const YAML::Node& node, std::string codes,
                       std::string place)
    : file_(std::move(file)), node_(node), codes_(std::move(codes)), place_(std::move(place)) {
  if (!node_.IsMap()) {
    mistake_at(
        node_,
        (place_.empty() ? "the file" : place_) + " is " + kind_of(node_) + "; expected a mapping",
        (codes_ + ".type").c_str());
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
    mistake(key, "found " + kind_of(value) + "; expected a text", (codes_ + ".type").c_str());
    return;
  }
  out = value.Scalar();
}

void YamlReader::texts(const char* key, std::vector<std::string>& out) {
  if (has(key)) out.clear();
  texts(key, [&](const std::string& text, const YAML::Node&) { out.push_back(text); });
}

void YamlReader::texts(const char* key,
                       const std::function<void(const std::string&, const YAML::Node&)>& read) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  if (value.IsScalar()) return read(value.Scalar(), value);
  if (!value.IsSequence()) {
    mistake(key, "found " + kind_of(value) + "; expected a text or a list of texts",
            (codes_ + ".type").c_str());
    return;
  }
  for (const YAML::Node& element : value) {
    if (!element.IsScalar()) {
      mistake_at(element, named(key) + ": found " + kind_of(element) + "; expected a text",
                 (codes_ + ".type").c_str());
      return;
    }
    read(element.Scalar(), element);
  }
}

bool YamlReader::flag(const char* key) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return false;
  bool set = false;
  if (!value.IsScalar() || !YAML::convert<bool>::decode(value, set))
    mistake(key, "found " + kind_of(value) + "; expected true or false",
            (codes_ + ".type").c_str());
  return set;
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
            (codes_ + ".number").c_str());
    return;
  }
  out = number;
}

void YamlReader::number(const char* key, uint32_t& out, uint32_t least, uint32_t most) {
  uint64_t wide = out;
  number(key, wide, least, most);
  out = static_cast<uint32_t>(wide);
}

void YamlReader::decimal(const char* key, double& out, double least, double most) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  double number = 0;
  if (!value.IsScalar() || !YAML::convert<double>::decode(value, number) ||
      !(number >= least && number <= most)) {
    mistake(key,
            "found " + kind_of(value) + "; expected a number from " + std::to_string(least) +
                " to " + std::to_string(most),
            (codes_ + ".number").c_str());
    return;
  }
  out = number;
}

void YamlReader::need(const char* key) { needed_.emplace_back(key); }

void YamlReader::mapping(const char* key, const std::function<void(YamlReader&)>& read) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  YamlReader inner(file_, value, codes_, named(key));
  if (!inner.error_) read(inner);
  if (auto error = inner.finish(); error && !error_) error_ = std::move(error);
}

void YamlReader::list(const char* key, const std::function<void(YamlReader&)>& read) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  if (!value.IsSequence()) {
    mistake(key, "found " + kind_of(value) + "; expected a list", (codes_ + ".type").c_str());
    return;
  }
  size_t index = 0;
  for (const YAML::Node& element : value) {
    YamlReader inner(file_, element, codes_, named(key) + "[" + std::to_string(index++) + "]");
    if (!inner.error_) read(inner);
    if (auto error = inner.finish(); error && !error_) error_ = std::move(error);
  }
}

void YamlReader::each(const char* key,
                      const std::function<void(const std::string&, const YAML::Node&)>& read) {
  const YAML::Node value = find(key);
  if (!value.IsDefined()) return;
  if (!value.IsMap()) {
    mistake(key, "found " + kind_of(value) + "; expected a mapping", (codes_ + ".type").c_str());
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
                 (codes_ + ".twice").c_str());
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
               (codes_ + ".unknown-key").c_str());
    return error_;
  }
  for (const std::string& key : needed_) {
    if (!has(key.c_str()))
      mistake(key.c_str(), "missing; expected it here", (codes_ + ".missing").c_str());
  }
  return error_;
}

}  // namespace hearsay
