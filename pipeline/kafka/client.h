// Kafka clients from settings: which librdkafka properties are ours, which may be passed on, how
// errors read.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/result.h"
#include "pipeline/core/log.h"
#include "pipeline/kafka/handles.h"

namespace hearsay::kafka {

using Properties = std::vector<std::pair<std::string, std::string>>;

// How to reach the brokers. The values of secrets stand in `properties`: never print them.
struct ClientSettings {
  std::string brokers;    // "host:port,host:port"
  Properties properties;  // the operator's, each accepted by check_property()
};

// Why an operator may not set this property, or empty if they may: exactly-once rests on those
// that we own, and some would load code into the process.
std::string_view refusal_of(std::string_view property);
// Its value comes from a file or the environment only, and is never shown.
bool is_secret(std::string_view property);
// The librdkafka property whose name is nearest; empty if none is near.
std::string nearest_property(std::string_view name);
// May fail with "config.owned-property", "config.unknown-property", "config.bad-value".
Result<bool> check_property(const std::string& name, const std::string& value);

// What a client calls back, each on the thread that polls it except `log`, which any thread may
// call. Owned by the client's user; outlives the client; does not move.
struct Callbacks {
  Log log;
  std::string name;  // of the client, in log lines
  // The text of an error that is about a certificate begins with what is wrong with it.
  std::function<void(rd_kafka_resp_err_t, std::string_view)> on_error = {};
  std::function<void(const rd_kafka_message_t*)> on_delivery = {};
  std::function<void(rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t*)> on_rebalance = {};
  // OpenSSL's verdict on the certificate that a broker showed last, of any of the client's threads.
  std::atomic<int> certificate_error{0};
};

// A client with our properties `own`; the operator's stand over those that we do not own. May fail
// with "config.bad-value", "kafka.client".
Result<Client> make_client(rd_kafka_type_t type, const ClientSettings& settings,
                           const Properties& own, Callbacks& callbacks);

// Whether the settings agree with each other and the files that they name can be read: makes a
// client and throws it away. May fail as make_client().
Result<bool> check_client(const ClientSettings& settings);

// "NAME: text" of an error, for messages.
std::string describe(rd_kafka_resp_err_t code);
std::string describe(const rd_kafka_error_t* error);

}  // namespace hearsay::kafka
