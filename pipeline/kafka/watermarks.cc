// Asks by way of rd_kafka_offsets_for_times, which keeps its timeout.
#include "pipeline/kafka/watermarks.h"

namespace hearsay::kafka {
namespace {

// `which`: RD_KAFKA_OFFSET_BEGINNING or _END, the times by which ListOffsets means the two.
rd_kafka_resp_err_t ask(rd_kafka_t* client, PlaceWatermarks& places, int64_t which,
                        int64_t Watermarks::*answer, int timeout_ms) {
  const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(places.size())));
  for (const auto& [place, marks] : places) {
    rd_kafka_topic_partition_list_add(list.get(), place.first.c_str(), place.second)->offset =
        which;
  }
  const rd_kafka_resp_err_t code = rd_kafka_offsets_for_times(client, list.get(), timeout_ms);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return code;
  for (int i = 0; i < list->cnt; ++i) {
    const rd_kafka_topic_partition_t& found = list->elems[i];
    if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) return found.err;
    if (found.offset < 0) return RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;  // nobody was asked
    places[{found.topic, found.partition}].*answer = found.offset;
  }
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace

rd_kafka_resp_err_t ask_watermarks(rd_kafka_t* client, PlaceWatermarks& places, int timeout_ms) {
  if (places.empty()) return RD_KAFKA_RESP_ERR_NO_ERROR;
  const rd_kafka_resp_err_t code =
      ask(client, places, RD_KAFKA_OFFSET_BEGINNING, &Watermarks::low, timeout_ms);
  return code != RD_KAFKA_RESP_ERR_NO_ERROR
             ? code
             : ask(client, places, RD_KAFKA_OFFSET_END, &Watermarks::high, timeout_ms);
}

}  // namespace hearsay::kafka
