// The commands that talk to brokers: run, check and topics create.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>
#include <set>

#include "pipeline/app/config_flag.h"
#include "pipeline/app/daemon.h"
#include "pipeline/app/stages.h"
#include "pipeline/core/event.h"
#include "pipeline/kafka/restore.h"
#include "pipeline/kafka/topics.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::app {
namespace {

// "earliest", "latest", an offset, or a time as RFC 3339 in UTC.
Result<kafka::Start> start_from(const std::string& text) {
  using Kind = kafka::Start::Kind;
  if (text == "earliest") return kafka::Start{Kind::kEarliest, 0, true};
  if (text == "latest") return kafka::Start{Kind::kLatest, 0, true};
  int64_t offset = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (failed == std::errc{} && end == text.data() + text.size() && offset >= 0) {
    return kafka::Start{Kind::kOffset, offset, true};
  }
  std::string with_ms = text;
  if (with_ms.size() == 20 && with_ms.back() == 'Z') with_ms.insert(19, ".000");
  if (const auto time = time_from_rfc3339(with_ms)) return kafka::Start{Kind::kTime, *time, true};
  return Error{"usage.from", "--from: found \"" + text +
                                 "\"; expected earliest, latest, an offset, or a time like "
                                 "2026-02-05T04:00:00Z"};
}

struct RunFlags {
  ConfigFlags config;
  std::string from;
  std::string roles;
  bool once = false;
};

// A replay is after throughput: fewer, larger commits.
constexpr uint32_t kReplayRecords = 5'000;
constexpr uint64_t kReplayBytes = 16U << 20U;
constexpr std::chrono::milliseconds kReplayInterval{500};

void widen(kafka::CommitLimits& commit) {
  commit.records = std::max(commit.records, kReplayRecords);
  commit.bytes = std::max(commit.bytes, kReplayBytes);
  commit.interval = std::max(commit.interval, kReplayInterval);
}

int run(const RunFlags& flags) {
  auto config = config_from(flags.config);
  if (!config) return kConfiguration;
  kafka::Start start;
  if (!flags.from.empty()) {
    const auto from = start_from(flags.from);
    if (!from) {
      complain(from.error());
      return kUsage;
    }
    start = *from;
    widen(config->commit);
  }
  if (!flags.roles.empty()) {
    if (auto taken = use_roles(*config, flags.roles); !taken) {
      complain(taken.error());
      return kUsage;
    }
  }
  if (const auto good = kafka::check_client(config->client); !good) {
    complain(good.error());
    return kConfiguration;
  }
  Daemon::block_signals();  // what comes while the rules are read is answered when they are
  auto engine = load_tested_engine(config->rules);
  if (!engine) {
    complain(engine.error());
    return kConfiguration;
  }
  Daemon daemon(std::move(*config), std::move(*engine), start, flags.once);
  return daemon.run();
}

kafka::Needs needs_of(const Config& config) {
  kafka::Needs needs{.inputs = {},
                     .outputs = kafka::topics_under(config.prefix),
                     .groups = {},
                     .reads = {},
                     .writes = {},
                     .transactional_id = "hearsay." + config.group + ".check"};
  for (const InputTopic& input : config.input) needs.inputs.push_back(input.topic);
  std::set<std::string> reads;
  std::set<std::string> writes{config.prefix + std::string(kafka::kDeadLetters)};
  const auto add = [&](std::set<std::string>& names, const auto& topics) {
    for (const Topic topic : topics) names.insert(kafka::topic_name(config.prefix, topic));
  };
  for (const Role role : config.roles) {
    switch (role) {
      case Role::kTag:
        needs.groups.push_back(config.group + ".tag");
        reads.insert(needs.inputs.begin(), needs.inputs.end());
        add(writes, kTagOutputs);
        break;
      case Role::kTrack:
        needs.groups.push_back(config.group + ".track");
        add(reads, kTrackInputs);
        add(reads, std::array{Topic::kClaims, Topic::kEntities});
        add(writes, kTrackOutputs);
        for (auto* names : {&reads, &writes}) {
          names->insert(config.prefix + std::string(kafka::kCheckpoints));
        }
        break;
    }
  }
  needs.reads.assign(reads.begin(), reads.end());
  needs.writes.assign(writes.begin(), writes.end());
  return needs;
}

int check(const ConfigFlags& flags) {
  const auto config = config_from(flags);
  if (!config) return kConfiguration;
  bool good = true;
  const auto engine = load_tested_engine(config->rules);
  if (engine) {
    std::cout << "ok   rules: " << (*engine)->book().hash() << "\n";
  } else {
    good = false;
    std::cout << "BAD  rules: " << engine.error().text << "\n";
  }
  for (const kafka::Finding& finding : kafka::check_brokers(config->client, needs_of(*config))) {
    good = good && finding.good;
    std::cout << (finding.good ? "ok   " : "BAD  ") << finding.subject << ": " << finding.text
              << "\n";
  }
  return good ? kOk : kFindings;
}

struct CreateFlags {
  ConfigFlags config;
  kafka::CreateSettings settings;
  bool inputs = false;
};

int create_topics(const CreateFlags& flags) {
  const auto config = config_from(flags.config);
  if (!config) return kConfiguration;
  std::vector<kafka::TopicPlan> plans = kafka::topics_under(config->prefix);
  if (flags.inputs) {
    for (const InputTopic& input : config->input) plans.push_back({.name = input.topic});
  }
  const auto results = kafka::create_topics(config->client, plans, flags.settings);
  if (!results) {
    complain(results.error());
    return kFindings;
  }
  for (const kafka::CreateResult& result : *results) {
    std::cout << (result.created ? "created  " : "exists   ") << result.name << "\n";
  }
  return kOk;
}

}  // namespace

void add_run(CLI::App& program, int& status) {
  auto* command =
      program.add_subcommand("run", "Read news from Kafka and publish events: the daemon");
  auto flags = std::make_shared<RunFlags>();
  add_config_flags(*command, flags->config);
  command
      ->add_option("--from", flags->from,
                   "Start reading the news here in every partition, whatever is committed: "
                   "earliest, latest, an offset, or a time in UTC")
      ->type_name("PLACE");
  command
      ->add_option("--roles", flags->roles,
                   "Instead of the configuration's: tag, track or tag,track")
      ->type_name("ROLES");
  command->add_flag("--once", flags->once, "End when everything has been read");
  command->footer(
      "On a terminal it shows how far it is behind. With --from the commits are larger: a replay\n"
      "is after throughput.\n"
      "SIGTERM finishes the open work and ends with 0; SIGHUP reads the rules again, and so does a "
      "change\n"
      "of their files.\n"
      "Exit status: 0 stopped, 70 a lane hung, 75 another process has the same instance, 78 "
      "configuration.\n"
      "Example: hearsay run --config hearsay.yaml\n"
      "Example: hearsay run --config hearsay.yaml --from 2026-02-01T00:00:00Z --prefix replay. "
      "--once");
  command->callback([flags, &status] { status = run(*flags); });
}

void add_check(CLI::App& program, int& status) {
  auto* command = program.add_subcommand(
      "check", "Look at rules, brokers, topics, groups and rights; join no group");
  auto flags = std::make_shared<ConfigFlags>();
  add_config_flags(*command, *flags);
  command->footer(
      "The right to write is tried in a transaction that is taken back: no read_committed reader\n"
      "sees anything. What only joining the group would show, the right to read as its member, is\n"
      "not tried.\n"
      "Exit status: 0 all is well, 1 something is not, 78 configuration.\n"
      "Example: hearsay check --config hearsay.yaml");
  command->callback([flags, &status] { status = check(*flags); });
}

void add_topics(CLI::App& program, int& status) {
  auto* topics = program.add_subcommand("topics", "The topics that hearsay writes");
  topics->require_subcommand(1);
  topics->footer("Example: hearsay topics create --config hearsay.yaml");
  auto* create = topics->add_subcommand("create", "Create those that are missing");
  auto flags = std::make_shared<CreateFlags>();
  add_config_flags(*create, flags->config);
  create->add_option("--partitions", flags->settings.partitions, "Partitions of each topic")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  create->add_option("--replication", flags->settings.replication, "Copies of each partition")
      ->check(CLI::Range(1, 9))
      ->capture_default_str();
  create->add_flag("--inputs", flags->inputs, "Create the input topics too");
  create->footer("Example: hearsay topics create --config hearsay.yaml --partitions 12");
  create->callback([flags, &status] { status = create_topics(*flags); });
}

}  // namespace hearsay::app
