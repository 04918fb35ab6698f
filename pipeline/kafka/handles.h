// Owners of librdkafka's handles: one unique_ptr alias per kind, each destroyed exactly once.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>

namespace hearsay::kafka {

struct HandleDeleter {
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    rd_kafka_topic_partition_list_destroy(list);
  }
  void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
  void operator()(rd_kafka_headers_t* headers) const { rd_kafka_headers_destroy(headers); }
  void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
  void operator()(rd_kafka_AdminOptions_t* options) const {
    rd_kafka_AdminOptions_destroy(options);
  }
  void operator()(rd_kafka_ConfigResource_t* resource) const {
    rd_kafka_ConfigResource_destroy(resource);
  }
  void operator()(rd_kafka_consumer_group_metadata_t* metadata) const {
    rd_kafka_consumer_group_metadata_destroy(metadata);
  }
  void operator()(const rd_kafka_metadata_t* metadata) const {
    rd_kafka_metadata_destroy(metadata);
  }
  // Without leaving the group: a static member keeps its partitions over a restart, and a lane that
  // is thrown away must not commit anything on its way out.
  void operator()(rd_kafka_t* client) const {
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  }
};

template <typename Handle>
using Owned = std::unique_ptr<Handle, HandleDeleter>;

using Conf = Owned<rd_kafka_conf_t>;
using Client = Owned<rd_kafka_t>;
using Partitions = Owned<rd_kafka_topic_partition_list_t>;
using KafkaError = Owned<rd_kafka_error_t>;
using Message = Owned<rd_kafka_message_t>;
using Headers = Owned<rd_kafka_headers_t>;

}  // namespace hearsay::kafka
