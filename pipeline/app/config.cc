// Reads the daemon's configuration and refuses what it does not understand.
#include "pipeline/app/config.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "pipeline/gateway/ops_server.h"
#include "rules/yaml_reader.h"

namespace hearsay::app {
namespace {

// Names of Kafka topics, groups and transactional ids: what every tool can show and type.
bool is_name(const std::string& text) {
  constexpr size_t kNameBytesMax = 200;
  if (text.empty() || text.size() > kNameBytesMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

void name(YamlReader& reader, const char* key, std::string& out) {
  reader.text(key, out);
  if (reader.has(key) && !is_name(out)) {
    reader.mistake(key, "found \"" + out + "\"; expected letters, digits, '.', '_' and '-' only",
                   "config.name");
  }
}

std::string host_name() {
  std::array<char, 256> buffer{};
  if (gethostname(buffer.data(), buffer.size() - 1) != 0) return "local";
  std::string host = buffer.data();
  std::replace_if(
      host.begin(), host.end(), [](char c) { return !is_name(std::string(1, c)); }, '-');
  return host.empty() ? "local" : host;
}

void read_fields(YamlReader& reader, FieldMap& fields) {
  reader.texts("uri", fields.uri);
  reader.texts("version", fields.version);
  reader.texts("headline", fields.headline);
  reader.texts("body", fields.body);
  reader.texts("language", fields.language);
  reader.texts("published", fields.published);
  reader.texts("provider", fields.provider);
  reader.texts("url", fields.url);
  reader.texts("byline", fields.byline);
  reader.text("date_format", fields.date_format);
  reader.text("zone", fields.zone);
}

void read_input(YamlReader& reader, std::vector<InputTopic>& out) {
  InputTopic input;
  name(reader, "topic", input.topic);
  if (input.topic.empty())
    reader.mistake("topic", "missing; expected a topic's name", "config.missing");
  std::string format = "detect";
  reader.text("format", format);
  if (const auto known = format_from_name(format)) {
    input.form.format = *known;
  } else {
    reader.mistake(
        "format",
        "found \"" + format + "\"; expected one of ninjs, json, feed, newsml, html, text, detect",
        "config.format");
  }
  reader.number("item_bytes_max", input.form.item_bytes_max, 1, kItemBytesMost);
  reader.mapping("fields", [&](YamlReader& inner) { read_fields(inner, input.form.fields); });
  if (reader.has("fields")) {
    if (const auto mistake = mistake_in(input.form.fields))
      reader.mistake("fields", *mistake, "config.fields");
  }
  if (input.form.format == Format::kMappedJson && !reader.has("fields")) {
    reader.mistake("format", "found \"json\" without `fields`; expected the map of its members",
                   "config.fields");
  }
  out.push_back(std::move(input));
}

Result<std::string> read_secret(const std::string& source, const std::string& value) {
  if (source == "env") {
    const char* variable = std::getenv(value.c_str());
    if (variable == nullptr) {
      return Error{"config.secret", "environment variable " + value + " is not set"};
    }
    return std::string(variable);
  }
  std::ifstream file(value);
  if (!file) return Error{"config.secret", "cannot read " + value};
  std::stringstream bytes;
  bytes << file.rdbuf();
  std::string text = bytes.str();
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// A passed property: its value as text, or {file: PATH} or {env: NAME}.
void read_property(YamlReader& reader, const std::string& property, const YAML::Node& node,
                   kafka::Properties& out) {
  std::string value;
  if (node.IsScalar()) {
    if (kafka::is_secret(property)) {
      reader.mistake_at(node,
                        "kafka." + property +
                            ": a secret stands in the file; expected {file: PATH} or {env: NAME}",
                        "config.secret");
      return;
    }
    value = node.Scalar();
  } else if (node.IsMap() && node.size() == 1 &&
             (node.begin()->first.Scalar() == "file" || node.begin()->first.Scalar() == "env") &&
             node.begin()->second.IsScalar()) {
    auto secret = read_secret(node.begin()->first.Scalar(), node.begin()->second.Scalar());
    if (!secret) {
      reader.mistake_at(node, "kafka." + property + ": " + secret.error().text, "config.secret");
      return;
    }
    value = *secret;
  } else {
    reader.mistake_at(node, "kafka." + property + ": expected a text, {file: PATH} or {env: NAME}",
                      "config.type");
    return;
  }
  if (const auto accepted = kafka::check_property(property, value); !accepted) {
    reader.mistake_at(node, "kafka: " + accepted.error().text, accepted.error().code.c_str());
    return;
  }
  out.emplace_back(property, std::move(value));
}

Result<std::vector<Role>> roles_from(const std::vector<std::string>& names) {
  std::vector<Role> roles;
  for (const std::string& word : names) {
    if (word != "tag" && word != "track") {
      return Error{"config.role", "found \"" + word + "\"; expected tag, track or both"};
    }
    const Role role = word == "tag" ? Role::kTag : Role::kTrack;
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
  }
  if (roles.empty()) return Error{"config.role", "found none; expected tag, track or both"};
  return roles;
}

void read_roles(YamlReader& reader, std::vector<Role>& roles) {
  std::vector<std::string> names = {"tag", "track"};
  reader.texts("roles", names);
  if (auto read = roles_from(names)) {
    roles = std::move(*read);
  } else {
    reader.mistake("roles", read.error().text, "config.role");
  }
}

bool has_role(const Config& config, Role role) {
  return std::find(config.roles.begin(), config.roles.end(), role) != config.roles.end();
}

void read_memory(YamlReader& root, Config& config) {
  root.number("memory_mib", config.memory_mib, 1, kMemoryMaxMib);
  root.number("state_mib", config.state_mib, 1, kMemoryMaxMib);
  const auto lanes = static_cast<uint32_t>(config.lanes * config.roles.size());
  const uint32_t least = kOwnMemoryMib + kLaneMemoryMinMib * lanes;
  if (config.memory_mib >= least) return;
  root.mistake("memory_mib",
               "found " + std::to_string(config.memory_mib) + "; expected at least " +
                   std::to_string(least) + " for " + std::to_string(lanes) + " lanes",
               "config.memory");
}

void read_commit(YamlReader& reader, kafka::CommitLimits& commit) {
  reader.number("records", commit.records, 1, kCommitRecordsMax);
  reader.number("bytes", commit.bytes, 1024, uint64_t{32} << 20U);
  auto interval = static_cast<uint32_t>(commit.interval.count());
  reader.number("interval_ms", interval, 1, kCommitIntervalMaxMs);
  commit.interval = std::chrono::milliseconds(interval);
  auto dry = static_cast<uint32_t>(commit.dry.count());
  reader.number("dry_ms", dry, 0, kCommitIntervalMaxMs);
  commit.dry = std::chrono::milliseconds(dry);
}

void read_delivery(YamlReader& root, Config& config) {
  std::string delivery = "exactly-once";
  root.text("delivery", delivery);
  config.exactly_once = delivery == "exactly-once";
  if (!config.exactly_once && delivery != "at-least-once") {
    root.mistake("delivery", "found \"" + delivery + "\"; expected exactly-once or at-least-once",
                 "config.delivery");
  }
  if (!config.exactly_once && has_role(config, Role::kTrack)) {
    root.mistake("delivery",
                 "found at-least-once with the role track; expected exactly-once: "
                 "its state and its offsets are committed together",
                 "config.delivery");
  }
}

void read_root(YamlReader& root, Config& config) {
  std::vector<std::string> brokers;
  root.texts("brokers", brokers);
  for (const std::string& broker : brokers) {
    config.client.brokers += (config.client.brokers.empty() ? "" : ",") + broker;
  }
  if (config.client.brokers.empty()) {
    root.mistake("brokers", "missing; expected host:port, or a list of them", "config.missing");
  }
  root.list("input", [&](YamlReader& reader) { read_input(reader, config.input); });
  name(root, "prefix", config.prefix);
  name(root, "group", config.group);
  name(root, "instance", config.instance);
  read_roles(root, config.roles);
  root.number("lanes", config.lanes, 1, kLanesMax);
  read_memory(root, config);
  read_delivery(root, config);
  root.mapping("commit", [&](YamlReader& reader) { read_commit(reader, config.commit); });
  root.mapping("dead_letters", [&](YamlReader& reader) {
    reader.number("window", config.guard.window, 1, 1'000'000);
    reader.number("dead_max", config.guard.dead_max, 0, 1'000'000);
  });
  root.text("state_dir", config.state_dir);
  root.mapping("health", [&](YamlReader& reader) {
    reader.text("address", config.health);
    if (config.health == "none") config.health.clear();
    if (config.health.empty()) return;
    if (const auto good = gateway::check_address(config.health); !good) {
      reader.mistake("address", good.error().text, "config.address");
    }
  });
  root.mapping("rules", [&](YamlReader& reader) {
    reader.text("dir", config.rules.rules_dir);
    reader.texts("entities", config.rules.entities);
    reader.texts("packs", config.rules.packs);
    config.rules.words_alone = reader.flag("words_alone");
    config.rules.rules_alone = reader.flag("rules_alone");
  });
  root.each("kafka", [&](const std::string& property, const YAML::Node& node) {
    read_property(root, property, node, config.client.properties);
  });
  if (has_role(config, Role::kTag) && config.input.empty()) {
    root.mistake("input", "missing; expected the topics to read, as the role tag is on",
                 "config.missing");
  }
}

}  // namespace

Result<bool> use_prefix(Config& config, const std::string& prefix) {
  if (!is_name(prefix)) {
    return Error{"config.name", "--prefix: found \"" + prefix +
                                    "\"; expected letters, digits, '.', '_' and '-' only"};
  }
  config.prefix = prefix;
  config.group += "." + prefix.substr(0, prefix.find_last_not_of('.') + 1);
  return true;
}

Result<bool> use_roles(Config& config, const std::string& roles) {
  std::vector<std::string> names;
  std::stringstream words(roles);
  for (std::string word; std::getline(words, word, ',');) names.push_back(word);
  auto read = roles_from(names);
  if (!read) return Error{read.error().code, "--roles: " + read.error().text};
  config.roles = std::move(*read);
  if (!config.exactly_once && has_role(config, Role::kTrack)) {
    return Error{"config.delivery",
                 "--roles: found track with delivery at-least-once; expected "
                 "exactly-once"};
  }
  if (has_role(config, Role::kTag) && config.input.empty()) {
    return Error{"config.missing", "--roles: found tag without `input`; expected topics to read"};
  }
  return true;
}

TrackerLimits tracker_limits(const Config& config) {
  const uint64_t bytes = uint64_t{config.state_mib} << 20U;
  return {.claim_bytes = bytes - bytes / 4, .entity_bytes = bytes / 4};
}

uint64_t lane_memory(const Config& config) {
  const uint64_t lanes = config.lanes * config.roles.size();
  return (uint64_t{config.memory_mib - std::min(config.memory_mib, kOwnMemoryMib)} << 20U) / lanes;
}

Result<Config> parse_config(const std::string& name_of_file, const std::string& bytes) {
  if (bytes.size() > kConfigBytesMax) {
    return Error{"config.too-large", name_of_file + ": " + std::to_string(bytes.size()) +
                                         " bytes; expected at most " +
                                         std::to_string(kConfigBytesMax)};
  }
  try {
    const YAML::Node node = YAML::Load(bytes);
    Config config;
    config.instance = host_name();
    // systemd's name for what StateDirectory= gives.
    if (const char* given = std::getenv("STATE_DIRECTORY")) config.state_dir = given;
    YamlReader root(name_of_file, node, "config");
    if (!node.IsMap()) return *root.finish();
    read_root(root, config);
    if (auto error = root.finish()) return *error;
    return config;
  } catch (const YAML::Exception& error) {
    return Error{"config.yaml", name_of_file + ":" + std::to_string(error.mark.line + 1) + ":" +
                                    std::to_string(error.mark.column + 1) + ": " + error.msg +
                                    "; expected YAML"};
  }
}

Result<Config> read_config(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error{"config.unreadable", file + ": cannot be read; expected a YAML file"};
  std::stringstream bytes;
  bytes << stream.rdbuf();
  return parse_config(file, bytes.str());
}

}  // namespace hearsay::app
