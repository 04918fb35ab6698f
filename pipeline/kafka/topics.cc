// Creates and checks topics through librdkafka's admin calls.
#include "pipeline/kafka/topics.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <thread>

#include "pipeline/core/record.h"
#include "pipeline/kafka/restore.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::kafka {
namespace {

constexpr int kTimeoutMs = 15'000;
// A new broker's coordinators were ready within a second.
constexpr int kGroupAsksMax = 50;
constexpr std::chrono::milliseconds kGroupAskPause(100);
// An input of the usual 1 MiB fits with its dead-letter headers.
constexpr uint32_t kDeadLetterBytesMax = 2U << 20U;

// Two of these, at most, are read beyond what compaction left.
constexpr uint32_t kCompactedSegmentBytes = 16U << 20U;
// The longest time that the tracker may be away: until it has read an item's older state, the
// newer one must not take its place, or the older one's claims would stand for ever.
constexpr int64_t kItemVersionsMs = int64_t{7} * 24 * 3600 * 1000;

using Request = std::vector<rd_kafka_NewTopic_t*>;

Owned<rd_kafka_event_t> wait_for(rd_kafka_queue_t* queue) {
  return Owned<rd_kafka_event_t>(rd_kafka_queue_poll(queue, kTimeoutMs + 1000));
}

Owned<rd_kafka_AdminOptions_t> options_for(rd_kafka_t* client, rd_kafka_admin_op_t operation) {
  Owned<rd_kafka_AdminOptions_t> options(rd_kafka_AdminOptions_new(client, operation));
  rd_kafka_AdminOptions_set_request_timeout(options.get(), kTimeoutMs, nullptr, 0);
  return options;
}

Result<Owned<rd_kafka_NewTopic_t>> new_topic(const TopicPlan& plan,
                                             const CreateSettings& settings) {
  std::array<char, 256> text{};
  Owned<rd_kafka_NewTopic_t> topic(rd_kafka_NewTopic_new(
      plan.name.c_str(), settings.partitions, settings.replication, text.data(), text.size()));
  if (!topic) return Error{"topics.create", plan.name + ": " + text.data()};
  const auto set = [&](const char* name, const std::string& value) {
    rd_kafka_NewTopic_set_config(topic.get(), name, value.c_str());
  };
  if (plan.compacted) {
    // Restoring reads the whole topic, and only closed segments are compacted: close them soon.
    set("cleanup.policy", "compact");
    set("segment.bytes", std::to_string(kCompactedSegmentBytes));
    set("min.cleanable.dirty.ratio", "0.2");
  }
  if (plan.keep_versions_ms > 0) {
    set("min.compaction.lag.ms", std::to_string(plan.keep_versions_ms));
  }
  if (plan.record_bytes_max > 0) {
    set("max.message.bytes", std::to_string(plan.record_bytes_max));
  }
  if (settings.replication >= 3) {
    set("min.insync.replicas", "2");
    set("unclean.leader.election.enable", "false");
  }
  return topic;
}

struct Seen {
  int partitions = 0;
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
};

void check_input(const std::string& name, const std::map<std::string, Seen>& seen,
                 std::vector<Finding>& findings) {
  const auto found = seen.find(name);
  if (found == seen.end()) {
    findings.push_back({false, "topic " + name, "missing; expected the news to be there"});
  } else if (found->second.error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    findings.push_back({false, "topic " + name, describe(found->second.error)});
  } else {
    findings.push_back(
        {true, "topic " + name, std::to_string(found->second.partitions) + " partitions"});
  }
}

// Just started, or on its way to another broker.
bool is_moving(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR ||
         code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE ||
         code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS;
}

// Asks once. True if a coordinator was moving and may well answer when asked again.
bool ask_groups(rd_kafka_t* client, const std::vector<std::string>& names,
                std::vector<Finding>& findings) {
  std::vector<const char*> wanted;
  wanted.reserve(names.size());
  for (const std::string& name : names) wanted.push_back(name.c_str());
  const auto options = options_for(client, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS);
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client));
  rd_kafka_DescribeConsumerGroups(client, wanted.data(), wanted.size(), options.get(), queue.get());
  const auto event = wait_for(queue.get());
  const rd_kafka_DescribeConsumerGroups_result_t* result =
      event ? rd_kafka_event_DescribeConsumerGroups_result(event.get()) : nullptr;
  if (result == nullptr) {
    findings.push_back({false, "groups", "no answer from the group coordinator"});
    return false;
  }
  bool moving = false;
  size_t count = 0;
  const rd_kafka_ConsumerGroupDescription_t** groups =
      rd_kafka_DescribeConsumerGroups_result_groups(result, &count);
  for (size_t i = 0; i < count; ++i) {
    const std::string subject =
        std::string("group ") + rd_kafka_ConsumerGroupDescription_group_id(groups[i]);
    const rd_kafka_error_t* error = rd_kafka_ConsumerGroupDescription_error(groups[i]);
    if (error != nullptr) {
      moving |= is_moving(rd_kafka_error_code(error));
      findings.push_back({false, subject, describe(error)});
      continue;
    }
    findings.push_back(
        {true, subject,
         std::string("state ") +
             rd_kafka_consumer_group_state_name(
                 rd_kafka_ConsumerGroupDescription_state(groups[i])) +
             ", " + std::to_string(rd_kafka_ConsumerGroupDescription_member_count(groups[i])) +
             " members"});
  }
  return moving;
}

void check_groups(rd_kafka_t* client, const std::vector<std::string>& names,
                  std::vector<Finding>& findings) {
  std::vector<Finding> found;
  for (int ask = 0; ask < kGroupAsksMax; ++ask) {
    found.clear();
    if (!ask_groups(client, names, found)) break;
    std::this_thread::sleep_for(kGroupAskPause);
  }
  findings.insert(findings.end(), found.begin(), found.end());
}

// Compaction of the state topics: without it they only grow; with it elsewhere events are lost.
void check_policies(rd_kafka_t* client, const std::vector<TopicPlan>& plans,
                    std::vector<Finding>& findings) {
  std::vector<Owned<rd_kafka_ConfigResource_t>> owned;
  std::vector<rd_kafka_ConfigResource_t*> resources;
  for (const TopicPlan& plan : plans) {
    owned.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, plan.name.c_str()));
    resources.push_back(owned.back().get());
  }
  const auto options = options_for(client, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client));
  rd_kafka_DescribeConfigs(client, resources.data(), resources.size(), options.get(), queue.get());
  const auto event = wait_for(queue.get());
  const rd_kafka_DescribeConfigs_result_t* result =
      event ? rd_kafka_event_DescribeConfigs_result(event.get()) : nullptr;
  if (result == nullptr) {
    findings.push_back({false, "topic settings", "no answer from the brokers"});
    return;
  }
  size_t count = 0;
  const rd_kafka_ConfigResource_t** answers =
      rd_kafka_DescribeConfigs_result_resources(result, &count);
  for (size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_ConfigResource_name(answers[i]);
    size_t entries = 0;
    const rd_kafka_ConfigEntry_t** configs = rd_kafka_ConfigResource_configs(answers[i], &entries);
    for (size_t j = 0; j < entries; ++j) {
      if (std::string_view(rd_kafka_ConfigEntry_name(configs[j])) != "cleanup.policy") continue;
      const std::string policy = rd_kafka_ConfigEntry_value(configs[j]);
      for (const TopicPlan& plan : plans) {
        if (plan.name != name) continue;
        const std::string expected = plan.compacted ? "compact" : "delete";
        if (policy != expected) {
          findings.push_back(
              {false, "topic " + name, "cleanup.policy is " + policy + "; expected " + expected});
        }
      }
    }
  }
}

}  // namespace

std::vector<TopicPlan> topics_under(const std::string& prefix) {
  const auto name = [&](Topic topic) { return topic_name(prefix, topic); };
  return {{.name = name(Topic::kAssertions), .state = true},
          {.name = name(Topic::kSentiment), .state = true},
          {.name = name(Topic::kItems),
           .compacted = true,
           .state = true,
           .keep_versions_ms = kItemVersionsMs},
          {.name = name(Topic::kClaims), .compacted = true, .state = true},
          {.name = name(Topic::kTransitions), .state = true},
          {.name = name(Topic::kEntities), .compacted = true, .state = true},
          {.name = prefix + std::string(kCheckpoints), .compacted = true, .state = true},
          {.name = prefix + std::string(kDeadLetters), .record_bytes_max = kDeadLetterBytesMax}};
}

Result<std::vector<CreateResult>> create_topics(const ClientSettings& client,
                                                const std::vector<TopicPlan>& plans,
                                                const CreateSettings& settings) {
  Callbacks callbacks{.log = {}, .name = "topics"};
  auto made = make_client(RD_KAFKA_PRODUCER, client, {}, callbacks);
  if (!made) return made.error();
  std::vector<Owned<rd_kafka_NewTopic_t>> owned;
  Request request;
  for (const TopicPlan& plan : plans) {
    auto topic = new_topic(plan, settings);
    if (!topic) return topic.error();
    owned.push_back(std::move(*topic));
    request.push_back(owned.back().get());
  }
  const auto options = options_for(made->get(), RD_KAFKA_ADMIN_OP_CREATETOPICS);
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(made->get()));
  rd_kafka_CreateTopics(made->get(), request.data(), request.size(), options.get(), queue.get());
  const auto event = wait_for(queue.get());
  if (!event) return Error{"topics.create", client.brokers + ": no answer in time"};
  if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return Error{"topics.create", client.brokers + ": " + rd_kafka_event_error_string(event.get())};
  }
  const rd_kafka_CreateTopics_result_t* result = rd_kafka_event_CreateTopics_result(event.get());
  size_t count = 0;
  const rd_kafka_topic_result_t** answers = rd_kafka_CreateTopics_result_topics(result, &count);
  std::vector<CreateResult> results;
  for (size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_topic_result_name(answers[i]);
    const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(answers[i]);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR && code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
      const char* text = rd_kafka_topic_result_error_string(answers[i]);
      return Error{"topics.create", name + ": " + describe(code) +
                                        (text == nullptr ? "" : " (" + std::string(text) + ")")};
    }
    results.push_back({name, code == RD_KAFKA_RESP_ERR_NO_ERROR});
  }
  return results;
}

std::vector<Finding> check_brokers(const ClientSettings& client, const Needs& needs) {
  std::string last_error;
  Callbacks callbacks{.log = {}, .name = "check"};
  callbacks.on_error = [&](rd_kafka_resp_err_t, std::string_view text) { last_error = text; };
  auto made = make_client(RD_KAFKA_PRODUCER, client, {}, callbacks);
  if (!made) return {{false, "client", made.error().text}};
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code = rd_kafka_metadata(made->get(), 1, nullptr, &raw, kTimeoutMs);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_poll(made->get(), 0);
    return {{false, "brokers " + client.brokers,
             describe(code) + (last_error.empty() ? "" : "; " + last_error)}};
  }
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  std::map<std::string, Seen> seen;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    seen[metadata->topics[i].topic] = {metadata->topics[i].partition_cnt, metadata->topics[i].err};
  }
  std::vector<Finding> findings;
  findings.push_back({true, "brokers " + client.brokers,
                      std::to_string(metadata->broker_cnt) + " answer for the cluster"});
  for (const std::string& name : needs.inputs) check_input(name, seen, findings);
  int expected = 0;  // the first state topic sets it
  std::vector<TopicPlan> present;
  for (const TopicPlan& plan : needs.outputs) {
    const auto found = seen.find(plan.name);
    if (found == seen.end()) {
      findings.push_back(
          {false, "topic " + plan.name, "missing; `hearsay topics create` makes it"});
      continue;
    }
    present.push_back(plan);
    const int partitions = found->second.partitions;
    if (plan.state && expected == 0) expected = partitions;
    const bool alike = !plan.state || partitions == expected;
    findings.push_back(
        {alike, "topic " + plan.name,
         std::to_string(partitions) + " partitions" +
             (alike ? ""
                    : "; expected " + std::to_string(expected) + " like the other keyed topics")});
  }
  if (!present.empty()) check_policies(made->get(), present, findings);
  check_groups(made->get(), needs.groups, findings);
  // What is well with one topic is one line.
  const auto add_rights = [&](std::vector<Finding> rights) {
    for (Finding& right : rights) {
      const auto of_topic = std::find_if(findings.begin(), findings.end(), [&](const Finding& one) {
        return one.good && one.subject == right.subject;
      });
      if (right.good && of_topic != findings.end()) {
        of_topic->text += ", " + right.text;
      } else {
        findings.push_back(std::move(right));
      }
    }
  };
  // Those that are missing were named.
  const auto there = [&](std::vector<std::string> names) {
    std::erase_if(names, [&](const std::string& name) { return !seen.contains(name); });
    return names;
  };
  add_rights(check_reading(client, there(needs.reads)));
  add_rights(check_writing(client, there(needs.writes), needs.transactional_id));
  return findings;
}

}  // namespace hearsay::kafka
