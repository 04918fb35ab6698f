// stream_bench: what `hearsay run` costs and how long its answers take, through the tag lanes.
//
//   stream_bench latency [ITEMS_PER_SECOND] [SECONDS]   beside a bare consume-produce loop
//   stream_bench throughput [ITEMS] [ROUNDS]            exactly once beside at least once
//
// Needs a broker as the broker tests do. Figures are of this machine, broker included.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>

#include "pipeline/kafka/producer.h"
#include "tests/bench/live_reader.h"
#include "tests/broker/pipeline.h"

namespace hearsay::test {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kPartitions = 4;
constexpr int kWarmUpSeconds = 3;

std::string scratch() { return std::filesystem::temp_directory_path().string() + "/"; }

// Items with uris that no other item of the run has: the reader finds each answer by it.
Sent numbered(const std::string& phase, int number) {
  Sent item = news_item(1, number);
  const std::string old = *item.key;
  item.key = "urn:bench:" + phase + ":" + std::to_string(number);
  item.value.replace(item.value.find(old), old.size(), *item.key);
  return item;
}

// The loop that every transactional program begins with: read, write the same bytes on, commit
// every 100 ms.
class BareLoop {
 public:
  BareLoop(std::string brokers, std::string from, std::string to)
      : brokers_(std::move(brokers)), from_(std::move(from)), to_(std::move(to)) {
    thread_ = std::thread([this] { run(); });
  }
  ~BareLoop() {
    stop_ = true;
    thread_.join();
  }
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

 private:
  void run() {
    const kafka::ClientSettings client{.brokers = brokers_, .properties = {}};
    kafka::Callbacks callbacks{.log = {}, .name = "bare"};
    auto consumer = kafka::make_client(RD_KAFKA_CONSUMER, client,
                                       {{"group.id", to_},
                                        {"enable.auto.commit", "false"},
                                        {"isolation.level", "read_committed"},
                                        {"auto.offset.reset", "earliest"},
                                        {"fetch.wait.max.ms", "50"}},
                                       callbacks);
    std::unique_ptr<kafka::Producer> producer;
    const auto opened = kafka::Producer::open(
        client, {.transactional_id = to_},
        {.log = [](const LogLine&) {}, .go_on = [] { return true; }}, producer);
    if (!consumer || !opened) {
      std::fprintf(stderr, "the bare loop cannot start\n");
      std::abort();
    }
    rd_kafka_poll_set_consumer(consumer->get());
    const kafka::Partitions topics(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(topics.get(), from_.c_str(), RD_KAFKA_PARTITION_UA);
    rd_kafka_subscribe(consumer->get(), topics.get());
    auto committed = Clock::now();
    Offsets next;
    while (!stop_) {
      const kafka::Message message(rd_kafka_consumer_poll(consumer->get(), 10));
      if (message && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (!producer->in_transaction()) producer->begin();
        producer->send(to_, message->partition, message->key, message->key_len, message->payload,
                       message->len, kafka::Headers(rd_kafka_headers_new(1)));
        next[message->partition] = message->offset + 1;
      }
      if (!producer->in_transaction() ||
          Clock::now() - committed < std::chrono::milliseconds(100)) {
        continue;
      }
      const kafka::Partitions offsets(
          rd_kafka_topic_partition_list_new(static_cast<int>(next.size())));
      for (const auto& [partition, offset] : next) {
        rd_kafka_topic_partition_list_add(offsets.get(), from_.c_str(), partition)->offset = offset;
      }
      producer->send_offsets(offsets.get(), consumer->get());
      producer->commit();
      committed = Clock::now();
      next.clear();
    }
  }

  std::string brokers_, from_, to_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

// Sends items at an even pace and prints how long each took to be readable at the other end.
bool pace(const std::string& name, const std::string& brokers, const std::string& news,
          const LiveReader& reader, int per_second, int seconds) {
  kafka::Callbacks callbacks{.log = {}, .name = "feed"};
  auto feed =
      kafka::make_client(RD_KAFKA_PRODUCER, {.brokers = brokers, .properties = {}},
                         {{"linger.ms", "0"}, {"partitioner", "murmur2_random"}}, callbacks);
  if (!feed) return false;
  const kafka::Owned<rd_kafka_topic_t> topic(
      rd_kafka_topic_new(feed->get(), news.c_str(), nullptr));
  std::vector<Sent> items;
  const int warm_up = per_second * kWarmUpSeconds;
  for (int i = 0; i < warm_up + per_second * seconds; ++i) items.push_back(numbered(name, i));
  std::vector<Clock::time_point> sent(items.size());
  const auto begun = Clock::now();
  const std::chrono::microseconds gap(1'000'000 / per_second);
  for (size_t i = 0; i < items.size(); ++i) {
    std::this_thread::sleep_until(begun + gap * i);
    sent[i] = Clock::now();
    const Sent& item = items[i];
    rd_kafka_produce(topic.get(), RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
                     const_cast<char*>(item.value.data()), item.value.size(), item.key->data(),
                     item.key->size(), nullptr);
    rd_kafka_poll(feed->get(), 0);
  }
  rd_kafka_flush(feed->get(), 10'000);
  std::vector<double> took;
  for (size_t i = static_cast<size_t>(warm_up); i < items.size(); ++i) {
    const auto came = reader.wait_for(*items[i].key, 30);
    if (!came) {
      std::fprintf(stderr, "%s: no answer to %s\n", name.c_str(), items[i].key->c_str());
      return false;
    }
    took.push_back(Milliseconds(*came - sent[i]).count());
  }
  std::sort(took.begin(), took.end());
  std::printf("%-8s %zu items at %d/s: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, worst %.1f ms\n",
              name.c_str(), took.size(), per_second, took[took.size() / 2],
              took[took.size() * 9 / 10], took[took.size() * 99 / 100], took.back());
  std::fflush(stdout);
  return true;
}

int latency(const std::string& brokers, int per_second, int seconds) {
  const std::string word = fresh_word();
  const std::string news = word + ".news";
  const std::string bare = word + ".bare";
  create(brokers, {news, bare}, kPartitions);
  const Pipeline pipeline(brokers, word, news, scratch());
  pipeline.create_topics(kPartitions);
  {
    const LiveReader reader(brokers, bare, kPartitions);
    const BareLoop loop(brokers, news, bare);
    if (!pace("bare", brokers, news, reader, per_second, seconds)) return 1;
  }
  {
    const LiveReader reader(brokers, pipeline.topic("items"), kPartitions);
    const Child member = pipeline.start("one", "tag");
    // What the bare loop was given is a backlog to be done with first.
    if (!reader.wait_for("urn:bench:bare:" + std::to_string(per_second), 60)) return 1;
    sleep(kWarmUpSeconds);
    if (!pace("tag", brokers, news, reader, per_second, seconds)) return 1;
  }
  return 0;
}

// Items a second in the steady middle of a backlog.
double rate(const std::string& brokers, const std::string& news, int items, bool exactly_once) {
  const std::string word = fresh_word();
  const Pipeline pipeline(brokers, word, news, scratch());
  pipeline.create_topics(kPartitions);
  const LiveReader reader(brokers, pipeline.topic("items"), kPartitions);
  const Child member =
      pipeline.start("one", "tag", {}, exactly_once ? "" : "delivery: at-least-once\n");
  const auto total = static_cast<size_t>(items);
  const auto begun = reader.wait_for_count(total / 10, 120);
  const auto ended = reader.wait_for_count(total, 600);
  if (!begun || !ended) return 0;
  return static_cast<double>(total - total / 10) /
         std::chrono::duration<double>(*ended - *begun).count();
}

int throughput(const std::string& brokers, int items, int rounds) {
  const std::string news = fresh_word() + ".news";
  create(brokers, {news}, kPartitions);
  send_all(brokers, news, news_items(1, 0, items));
  std::vector<double> costs;
  for (int round = 1; round <= rounds; ++round) {
    // In turn, and the other way round each time: neither has the warmer caches.
    const bool first = round % 2 == 1;
    const double one = rate(brokers, news, items, first);
    const double other = rate(brokers, news, items, !first);
    const double exactly = first ? one : other;
    const double at_least = first ? other : one;
    if (exactly == 0 || at_least == 0) return 1;
    costs.push_back(100 * (1 - exactly / at_least));
    std::printf("round %d: exactly once %.0f items/s, at least once %.0f items/s: costs %.1f %%\n",
                round, exactly, at_least, costs.back());
    std::fflush(stdout);
  }
  std::sort(costs.begin(), costs.end());
  std::printf("median cost %.1f %%\n", costs[costs.size() / 2]);
  return 0;
}

}  // namespace
}  // namespace hearsay::test

int main(int argc, char** argv) {
  using namespace hearsay::test;
  const auto number = [&](int place, int otherwise) {
    return argc > place ? std::atoi(argv[place]) : otherwise;
  };
  const std::string what = argc > 1 ? argv[1] : "";
  if (what != "latency" && what != "throughput") {
    std::fprintf(stderr,
                 "usage: stream_bench latency [ITEMS_PER_SECOND] [SECONDS] | throughput [ITEMS] "
                 "[ROUNDS]\n");
    return 2;
  }
  std::string why;
  const auto found = brokers(why);
  if (!found) {
    std::fprintf(stderr, "stream_bench: no broker: %s\n", why.c_str());
    return 1;
  }
  if (what == "latency") return latency(*found, number(2, 500), number(3, 20));
  return throughput(*found, number(2, 40'000), number(3, 3));
}
