// Plain clients of the tests, on librdkafka alone: they share no code with what they check.
#include "tests/broker/kafka_tools.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "pipeline/kafka/topics.h"

namespace hearsay::test {
namespace {

using kafka::Client;
using kafka::Message;
using kafka::Owned;
using kafka::Partitions;

// A flush is content when a message is given up: only its report tells.
void count_undelivered(rd_kafka_t* /*client*/, const rd_kafka_message_t* message, void* count) {
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) ++*static_cast<size_t*>(count);
}

// `undelivered`: of a producer, counts the messages that do not arrive.
Client open(rd_kafka_type_t type, const kafka::Properties& properties,
            size_t* undelivered = nullptr) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  if (undelivered != nullptr) {
    rd_kafka_conf_set_dr_msg_cb(conf, count_undelivered);
    rd_kafka_conf_set_opaque(conf, undelivered);
  }
  std::array<char, 256> text{};
  for (const auto& [name, value] : properties) {
    EXPECT_EQ(rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text.data(), text.size()),
              RD_KAFKA_CONF_OK)
        << text.data();
  }
  Client client(rd_kafka_new(type, conf, text.data(), text.size()));
  EXPECT_TRUE(client) << text.data();
  return client;
}

std::optional<std::string> text_of(const void* bytes, size_t size) {
  if (bytes == nullptr) return std::nullopt;
  return std::string(static_cast<const char*>(bytes), size);
}

Seen seen_of(const rd_kafka_message_t& message) {
  Seen seen{message.partition,
            message.offset,
            text_of(message.key, message.key_len),
            text_of(message.payload, message.len),
            {}};
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    size_t size = 0;
    for (size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
      seen.headers.emplace_back(name, std::string(static_cast<const char*>(value), size));
    }
  }
  return seen;
}

}  // namespace

std::string Seen::header(const std::string& name) const {
  std::string last;
  for (const auto& [key_of_header, value_of_header] : headers) {
    if (key_of_header == name) last = value_of_header;
  }
  return last;
}

void send_all(const std::string& brokers, const std::string& topic,
              const std::vector<Sent>& records) {
  size_t undelivered = 0;
  const Client producer = open(RD_KAFKA_PRODUCER,
                               {{"bootstrap.servers", brokers},
                                {"enable.idempotence", "true"},
                                {"message.max.bytes", "8000000"},
                                {"partitioner", "murmur2_random"},
                                {"linger.ms", "1"}},
                               &undelivered);
  ASSERT_TRUE(producer);
  rd_kafka_topic_t* handle = rd_kafka_topic_new(producer.get(), topic.c_str(), nullptr);
  for (const Sent& record : records) {
    kafka::Headers headers(rd_kafka_headers_new(4));
    for (const auto& [name, value] : record.headers) {
      rd_kafka_header_add(headers.get(), name.c_str(), -1, value.data(),
                          static_cast<ssize_t>(value.size()));
    }
    std::array<rd_kafka_vu_t, 7> vus{};
    vus[0].vtype = RD_KAFKA_VTYPE_RKT;
    vus[0].u.rkt = handle;
    vus[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    vus[1].u.i32 = record.partition;
    vus[2].vtype = RD_KAFKA_VTYPE_VALUE;
    vus[2].u.mem = {const_cast<char*>(record.value.data()), record.value.size()};
    vus[3].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    vus[3].u.i = RD_KAFKA_MSG_F_COPY;
    vus[4].vtype = RD_KAFKA_VTYPE_HEADERS;
    vus[4].u.headers = headers.get();
    vus[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    vus[5].u.i64 = record.time_ms;
    vus[6].vtype = RD_KAFKA_VTYPE_KEY;
    if (record.key) {
      vus[6].u.mem = {const_cast<char*>(record.key->data()), record.key->size()};
    }
    while (true) {
      const kafka::KafkaError error(rd_kafka_produceva(producer.get(), vus.data(), vus.size()));
      if (!error) break;
      ASSERT_EQ(rd_kafka_error_code(error.get()), RD_KAFKA_RESP_ERR__QUEUE_FULL)
          << rd_kafka_error_string(error.get());
      rd_kafka_poll(producer.get(), 10);
    }
    static_cast<void>(headers.release());
  }
  EXPECT_EQ(rd_kafka_flush(producer.get(), 60'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ(undelivered, 0u) << "of " << records.size() << " sent to " << topic;
  rd_kafka_topic_destroy(handle);
}

namespace {

// Nothing came for this long: the end will not be reached.
constexpr auto kReadPatience = std::chrono::seconds(60);

Client open_reader(const std::string& brokers, const std::string& group,
                   const std::string& isolation = "read_committed") {
  return open(RD_KAFKA_CONSUMER, {{"bootstrap.servers", brokers},
                                  {"group.id", group},
                                  {"enable.auto.commit", "false"},
                                  {"isolation.level", isolation},
                                  {"enable.partition.eof", "true"},
                                  {"fetch.wait.max.ms", "20"},
                                  {"auto.offset.reset", "earliest"}});
}

// Zero if the topic is not there.
int partitions_of(const Client& client, const std::string& topic) {
  const rd_kafka_metadata_t* raw = nullptr;
  rd_kafka_topic_t* handle = rd_kafka_topic_new(client.get(), topic.c_str(), nullptr);
  const auto code = rd_kafka_metadata(client.get(), 0, handle, &raw, 10'000);
  rd_kafka_topic_destroy(handle);
  EXPECT_EQ(code, RD_KAFKA_RESP_ERR_NO_ERROR) << rd_kafka_err2str(code);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return 0;
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  return metadata->topics[0].partition_cnt;
}

// Reads each partition from its start to its end.
void read_from(const Client& consumer, const std::string& topic, const Offsets& starts,
               const std::function<void(const rd_kafka_message_t&)>& use) {
  const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(starts.size())));
  for (const auto& [partition, start] : starts) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = start;
  }
  rd_kafka_assign(consumer.get(), list.get());
  // A partition whose end moves meanwhile has more than one end.
  std::set<int32_t> at_end;
  auto until = std::chrono::steady_clock::now() + kReadPatience;
  while (at_end.size() < starts.size() && std::chrono::steady_clock::now() < until) {
    const Message message(rd_kafka_consumer_poll(consumer.get(), 100));
    if (!message) continue;
    until = std::chrono::steady_clock::now() + kReadPatience;
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      at_end.insert(message->partition);
    } else if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      use(*message);
    }
  }
  EXPECT_EQ(at_end.size(), starts.size()) << "the reader did not reach the end of " << topic;
}

}  // namespace

namespace {

void read_whole(const Client& consumer, const std::string& topic,
                const std::function<void(const rd_kafka_message_t&)>& use) {
  rd_kafka_poll_set_consumer(consumer.get());
  Offsets starts;
  for (int i = partitions_of(consumer, topic) - 1; i >= 0; --i) {
    starts[i] = RD_KAFKA_OFFSET_BEGINNING;
  }
  read_from(consumer, topic, starts, use);
}

}  // namespace

void read_each(const std::string& brokers, const std::string& topic,
               const std::function<void(const Seen&)>& use) {
  const Client consumer = open_reader(brokers, "hearsay-test-reader");
  if (!consumer) return;
  read_whole(consumer, topic, [&](const rd_kafka_message_t& message) { use(seen_of(message)); });
}

std::vector<Seen> read_all(const std::string& brokers, const std::string& topic) {
  std::vector<Seen> all;
  read_each(brokers, topic, [&](const Seen& record) { all.push_back(record); });
  return all;
}

size_t count_uncommitted(const std::string& brokers, const std::string& topic) {
  const Client consumer = open_reader(brokers, "hearsay-test-reader", "read_uncommitted");
  size_t count = 0;
  if (consumer) read_whole(consumer, topic, [&](const rd_kafka_message_t&) { ++count; });
  return count;
}

namespace {

// Where each partition ends for the client: what a read_committed one may see, else all. Empty if
// not all leaders answer. librdkafka's own question for watermarks would wait for a leader that is
// down until it is up again, which is in this test's hands.
Offsets ends_for(const Client& client, const std::string& topic, int64_t which) {
  const int count = partitions_of(client, topic);
  const Partitions list(rd_kafka_topic_partition_list_new(count));
  for (int i = 0; i < count; ++i) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), i)->offset = which;
  }
  Offsets ends;
  const auto code = rd_kafka_offsets_for_times(client.get(), list.get(), 10'000);
  for (int i = 0; i < list->cnt && code == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR || list->elems[i].offset < 0) return {};
    ends[list->elems[i].partition] = list->elems[i].offset;
  }
  return ends;
}

}  // namespace

bool transactions_open(const std::string& brokers, const std::string& topic) {
  const Client committed = open_reader(brokers, "hearsay-test-reader");
  const Client any = open_reader(brokers, "hearsay-test-reader", "read_uncommitted");
  const Offsets all = ends_for(any, topic, RD_KAFKA_OFFSET_END);
  return all.empty() || all != ends_for(committed, topic, RD_KAFKA_OFFSET_END);
}

Offsets data_ends(const std::string& brokers, const std::string& topic) {
  const Client consumer = open_reader(brokers, "hearsay-test-reader");
  if (!consumer) return {};
  rd_kafka_poll_set_consumer(consumer.get());
  Offsets ends;
  const Offsets lows = ends_for(consumer, topic, RD_KAFKA_OFFSET_BEGINNING);
  const Offsets highs = ends_for(consumer, topic, RD_KAFKA_OFFSET_END);
  if (lows.empty()) return {};
  // The last record may be far behind the end, with aborted ones after it: look back further
  // until one is seen.
  for (const auto& [partition, high] : highs) {
    const int64_t low = lows.at(partition);
    int64_t& end = ends[partition];
    for (int64_t back = 100; end == 0 && high > low; back *= 10) {
      const int64_t start = std::max(low, high - back);
      read_from(consumer, topic, {{partition, start}},
                [&](const rd_kafka_message_t& message) { end = message.offset + 1; });
      if (start == low) break;
    }
  }
  return ends;
}

Offsets group_offsets(const std::string& brokers, const std::string& group,
                      const std::string& topic) {
  const Client client = open_reader(brokers, group);
  if (!client) return {};
  const int count = partitions_of(client, topic);
  const Partitions list(rd_kafka_topic_partition_list_new(count));
  for (int i = 0; i < count; ++i) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), i);
  }
  Offsets offsets;
  const auto code = rd_kafka_committed(client.get(), list.get(), 10'000);
  for (int i = 0; i < list->cnt && code == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    if (list->elems[i].offset >= 0) offsets[list->elems[i].partition] = list->elems[i].offset;
  }
  return offsets;
}

void set_group_offsets(const std::string& brokers, const std::string& group,
                       const std::string& topic, const Offsets& offsets) {
  const Client client = open_reader(brokers, group);
  ASSERT_TRUE(client);
  const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const auto& [partition, offset] : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = offset;
  }
  // The members that were killed are members until their sessions end.
  auto code = rd_kafka_commit(client.get(), list.get(), 0);
  for (int i = 0; i < 100 && code != RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    usleep(200'000);
    code = rd_kafka_commit(client.get(), list.get(), 0);
  }
  ASSERT_EQ(code, RD_KAFKA_RESP_ERR_NO_ERROR) << rd_kafka_err2str(code);
}

void delete_topics(const std::string& brokers, const std::vector<std::string>& topics) {
  const Client client = open_reader(brokers, "hearsay-test-reader");
  ASSERT_TRUE(client);
  std::vector<rd_kafka_DeleteTopic_t*> wanted;
  for (const std::string& topic : topics) {
    wanted.push_back(rd_kafka_DeleteTopic_new(topic.c_str()));
  }
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
  rd_kafka_DeleteTopics(client.get(), wanted.data(), wanted.size(), nullptr, queue.get());
  rd_kafka_DeleteTopic_destroy_array(wanted.data(), wanted.size());
  const Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), 30'000));
  ASSERT_TRUE(event);
  ASSERT_EQ(rd_kafka_event_error(event.get()), RD_KAFKA_RESP_ERR_NO_ERROR);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (const std::string& topic : topics) {
    while (partitions_of(client, topic) > 0 && std::chrono::steady_clock::now() < until) {
      usleep(50'000);
    }
  }
}

void allow_topics(const std::string& brokers, const std::string& user, const std::string& begin,
                  rd_kafka_AclOperation_t what) {
  const Client client = open_reader(brokers, "hearsay-test-reader");
  ASSERT_TRUE(client);
  std::array<char, 256> text{};
  rd_kafka_AclBinding_t* acl = rd_kafka_AclBinding_new(
      RD_KAFKA_RESOURCE_TOPIC, begin.c_str(), RD_KAFKA_RESOURCE_PATTERN_PREFIXED, user.c_str(), "*",
      what, RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW, text.data(), text.size());
  ASSERT_NE(acl, nullptr) << text.data();
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
  rd_kafka_CreateAcls(client.get(), &acl, 1, nullptr, queue.get());
  rd_kafka_AclBinding_destroy(acl);
  const Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), 30'000));
  ASSERT_TRUE(event);
  ASSERT_EQ(rd_kafka_event_error(event.get()), RD_KAFKA_RESP_ERR_NO_ERROR);
  size_t count = 0;
  const rd_kafka_acl_result_t** results =
      rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event.get()), &count);
  ASSERT_EQ(count, 1u);
  ASSERT_EQ(rd_kafka_acl_result_error(results[0]), nullptr)
      << rd_kafka_error_string(rd_kafka_acl_result_error(results[0]));
}

std::vector<Seen> read_until(const std::string& brokers, const std::string& topic, size_t count,
                             int seconds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::vector<Seen> all = read_all(brokers, topic);
  while (all.size() < count && std::chrono::steady_clock::now() < until) {
    usleep(100'000);
    all = read_all(brokers, topic);
  }
  return all;
}

void create(const std::string& brokers, const std::vector<std::string>& topics, int partitions,
            int copies) {
  std::vector<kafka::TopicPlan> plans;
  for (const std::string& name : topics) plans.push_back({.name = name});
  const auto results = kafka::create_topics({.brokers = brokers, .properties = {}}, plans,
                                            {.partitions = partitions, .replication = copies});
  ASSERT_TRUE(results.has_value()) << results.error().text;
}

int leader_of(const std::string& brokers, const std::string& topic, int partition) {
  const Client client = open_reader(brokers, "hearsay-test-reader");
  if (!client) return 0;
  const rd_kafka_metadata_t* raw = nullptr;
  const Owned<rd_kafka_topic_t> handle(rd_kafka_topic_new(client.get(), topic.c_str(), nullptr));
  if (rd_kafka_metadata(client.get(), 0, handle.get(), &raw, 10'000) !=
      RD_KAFKA_RESP_ERR_NO_ERROR) {
    return 0;
  }
  const Owned<const rd_kafka_metadata_t> metadata(raw);
  for (int i = 0; i < metadata->topics[0].partition_cnt; ++i) {
    const rd_kafka_metadata_partition_t& found = metadata->topics[0].partitions[i];
    if (found.id == partition) return std::max(0, found.leader);
  }
  return 0;
}

}  // namespace hearsay::test
