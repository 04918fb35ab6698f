// Watermarks: where partitions begin and end, asked of the brokers within a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "pipeline/kafka/handles.h"

namespace hearsay::kafka {

struct Watermarks {
  int64_t low = 0;
  int64_t high = 0;  // the offset behind the last record
};

// By topic and partition number.
using PlaceWatermarks = std::map<std::pair<std::string, int32_t>, Watermarks>;

// Fills them in for all places at once; on an error they may be half filled. A client with
// isolation.level read_committed is told the last stable offset instead of the high watermark.
// Twice `timeout_ms` at most, while the leader of a place is down too: librdkafka 2.0.2's own
// rd_kafka_query_watermark_offsets waits for that one without an end.
rd_kafka_resp_err_t ask_watermarks(rd_kafka_t* client, PlaceWatermarks& places, int timeout_ms);

}  // namespace hearsay::kafka
