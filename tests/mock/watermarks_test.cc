// Where partitions begin and end, asked of librdkafka's mock cluster while their leader is up and
// while it is down.
#include "pipeline/kafka/watermarks.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

// After rdkafka.h, which it needs.
#include <librdkafka/rdkafka_mock.h>

#include "pipeline/kafka/client.h"
#include "tests/broker/kafka_tools.h"

namespace hearsay::test {
namespace {

constexpr int kTimeoutMs = 2'000;

TEST(Watermarks, AreTheFirstAndTheLastOfEachPlaceAndALeaderThatIsDownIsAnError) {
  const kafka::Client host(rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0));
  rd_kafka_mock_cluster_t* cluster = rd_kafka_mock_cluster_new(host.get(), 2);
  ASSERT_NE(cluster, nullptr);
  const std::string brokers = rd_kafka_mock_cluster_bootstraps(cluster);
  ASSERT_EQ(rd_kafka_mock_topic_create(cluster, "news", 2, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
  for (const int partition : {0, 1}) {
    rd_kafka_mock_partition_set_leader(cluster, "news", partition, partition + 1);
  }
  send_all(brokers, "news", {{.value = "a", .partition = 1}, {.value = "b", .partition = 1}});

  kafka::Callbacks callbacks{.log = {}, .name = "watermarks"};
  auto client = kafka::make_client(RD_KAFKA_CONSUMER, {.brokers = brokers, .properties = {}},
                                   {{"group.id", "watermarks"}}, callbacks);
  ASSERT_TRUE(client.has_value());
  kafka::PlaceWatermarks places{{{"news", 0}, {}}, {{"news", 1}, {}}};
  ASSERT_EQ(kafka::ask_watermarks(client->get(), places, kTimeoutMs), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ((places[{"news", 0}].high), 0);
  EXPECT_EQ((places[{"news", 1}].low), 0);
  EXPECT_EQ((places[{"news", 1}].high), 2);

  // librdkafka's own question does not come back from this.
  rd_kafka_mock_broker_set_down(cluster, 2);
  EXPECT_NE(kafka::ask_watermarks(client->get(), places, kTimeoutMs), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_mock_broker_set_up(cluster, 2);
  client->reset();
  rd_kafka_mock_cluster_destroy(cluster);
}

}  // namespace
}  // namespace hearsay::test
