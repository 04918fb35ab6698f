// YamlReader: takes values out of a YAML mapping, one key at a time, and knows the place of each
// mistake.
//
//   YamlReader root("hearsay.yaml", node, "config");
//   root.text("group", config.group);
//   root.number("lanes", config.lanes, 1, 64);
//   if (auto error = root.finish()) return *error;   // unknown keys, or the first bad value
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "parsers/result.h"

namespace hearsay {

// One mapping. Reads leave the target as it is when the key is absent; the first mistake is kept
// and everything after it is passed over. The node outlives the reader.
class YamlReader {
 public:
  // `codes` begins the error codes ("config", "pack"); `place` names the mapping in messages
  // ("commit"), empty for the root.
  YamlReader(std::string file, const YAML::Node& node, std::string codes, std::string place = "");

  void text(const char* key, std::string& out);
  void texts(const char* key, std::vector<std::string>& out);  // one, or a list
  // The same, each with the node that places its mistakes.
  void texts(const char* key,
             const std::function<void(const std::string&, const YAML::Node&)>& read);
  void number(const char* key, uint32_t& out, uint32_t least, uint32_t most);
  void number(const char* key, uint64_t& out, uint64_t least, uint64_t most);
  void decimal(const char* key, double& out, double least, double most);
  bool flag(const char* key);  // false when absent
  void need(const char* key);  // finish() reports it if it is absent
  // Calls `read` with the reader of a mapping, or of each mapping of a list.
  void mapping(const char* key, const std::function<void(YamlReader&)>& read);
  void list(const char* key, const std::function<void(YamlReader&)>& read);
  // Calls `read` for every key of the mapping `key`, whatever their names are.
  void each(const char* key,
            const std::function<void(const std::string&, const YAML::Node&)>& read);

  bool has(const char* key) const;
  // Notes a mistake at the key's value (or at the mapping if absent).
  void mistake(const char* key, const std::string& found_and_expected, const char* code);
  void mistake_at(const YAML::Node& node, const std::string& found_and_expected, const char* code);
  // The first mistake; else the first key that nobody asked for; else a needed key that is absent.
  std::optional<Error> finish();

 private:
  YAML::Node find(const char* key);
  std::string at(const YAML::Node& node) const;
  std::string named(const char* key) const;

  std::string file_;
  YAML::Node node_;
  std::string codes_;
  std::string place_;
  std::vector<std::string> asked_, needed_;
  std::optional<Error> error_;
};

}  // namespace hearsay
