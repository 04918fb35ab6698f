// Builds librdkafka clients and turns their callbacks and errors into ours.
#include "pipeline/kafka/client.h"

#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "rules/nearest.h"

namespace hearsay::kafka {
namespace {

struct Refusal {
  std::string_view property, reason;
};

// `*` at the end stands for any ending.
constexpr std::string_view kOwned = "hearsay sets it itself: exactly-once rests on it";
constexpr std::string_view kLoadsCode = "it would load code into the process";
constexpr std::array kRefusals = {
    Refusal{"transactional.id", kOwned},
    Refusal{"transaction.timeout.ms", kOwned},
    Refusal{"enable.idempotence", kOwned},
    Refusal{"enable.gapless.guarantee", kOwned},
    Refusal{"acks", kOwned},
    Refusal{"request.required.acks", kOwned},
    Refusal{"max.in.flight*", kOwned},
    Refusal{"retries", kOwned},
    Refusal{"message.send.max.retries", kOwned},
    Refusal{"message.timeout.ms", kOwned},
    Refusal{"delivery.timeout.ms", kOwned},
    Refusal{"partitioner", "keys are placed as the Java client places them"},
    Refusal{"group.id", "it is `group`"},
    Refusal{"group.instance.id", "it is `instance`"},
    Refusal{"partition.assignment.strategy", kOwned},
    Refusal{"enable.auto.commit", kOwned},
    Refusal{"auto.commit.interval.ms", kOwned},
    Refusal{"auto.commit.enable", kOwned},
    Refusal{"enable.auto.offset.store", kOwned},
    Refusal{"auto.offset.reset", kOwned},
    Refusal{"isolation.level", kOwned},
    Refusal{"enable.partition.eof", kOwned},
    Refusal{"max.poll.interval.ms", kOwned},
    Refusal{"socket.timeout.ms", "no call may last as long as the watchdog waits"},
    Refusal{"bootstrap.servers", "it is `brokers`"},
    Refusal{"metadata.broker.list", "it is `brokers`"},
    Refusal{"allow.auto.create.topics", "use `hearsay topics create`"},
    Refusal{"offset.store*", kOwned},
    Refusal{"plugin.library.paths", kLoadsCode},
    Refusal{"ssl.engine*", kLoadsCode},
    Refusal{"ssl_engine*", kLoadsCode},
    Refusal{"ssl.providers", kLoadsCode},
    Refusal{"sasl.kerberos.kinit.cmd", "it would start another program"},
    Refusal{"enable.ssl.certificate.verification", "the broker's certificate is always checked"},
    Refusal{"ssl.endpoint.identification.algorithm", "the broker's host name is always checked"},
    Refusal{"test.*", "it is for librdkafka's own tests"},
};

constexpr std::array<std::string_view, 8> kSecrets = {
    "sasl.password",         "ssl.key.password",        "ssl.key.pem",
    "ssl.keystore.password", "sasl.oauthbearer.config", "sasl.oauthbearer.client.secret",
    "sasl.username",         "ssl.certificate.pem"};

bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.ends_with('*')) return name.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == name;
}

Callbacks& callbacks_of(void* opaque) { return *static_cast<Callbacks*>(opaque); }

constexpr int kSyslogWarning = 4;

void on_log(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  if (level > kSyslogWarning) return;
  const Callbacks& callbacks = callbacks_of(rd_kafka_opaque(client));
  if (callbacks.log) {
    callbacks.log({LogLevel::kWarn,
                   "kafka.client",
                   {{"client", callbacks.name}, {"facility", facility}, {"text", text}}});
  }
}

void on_error(rd_kafka_t*, int code, const char* reason, void* opaque) {
  const Callbacks& callbacks = callbacks_of(opaque);
  if (!callbacks.on_error) return;
  std::string text = reason;
  // librdkafka says of any bad certificate that the CA may be wrong.
  if (const int verdict = callbacks.certificate_error;
      code == RD_KAFKA_RESP_ERR__SSL && verdict != X509_V_OK) {
    text = "the broker's certificate: " + std::string(X509_verify_cert_error_string(verdict)) +
           "; " + text;
  }
  callbacks.on_error(static_cast<rd_kafka_resp_err_t>(code), text);
}

int on_certificate(rd_kafka_t*, const char*, int32_t, int* verdict, int, const char*, size_t,
                   char* text, size_t text_size, void* opaque) {
  if (*verdict == X509_V_OK) return 1;
  callbacks_of(opaque).certificate_error = *verdict;
  std::snprintf(text, text_size, "%s", X509_verify_cert_error_string(*verdict));
  return 0;
}

void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  const Callbacks& callbacks = callbacks_of(opaque);
  if (callbacks.on_delivery) callbacks.on_delivery(message);
}

void on_rebalance(rd_kafka_t*, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list,
                  void* opaque) {
  const Callbacks& callbacks = callbacks_of(opaque);
  if (callbacks.on_rebalance) callbacks.on_rebalance(code, list);
}

Result<bool> set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> text{};
  switch (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text.data(), text.size())) {
    case RD_KAFKA_CONF_OK:
      return true;
    case RD_KAFKA_CONF_UNKNOWN: {
      const std::string near = nearest_property(name);
      return Error{"config.unknown-property",
                   "unknown property \"" + name + "\"; expected a librdkafka property" +
                       (near.empty() ? "" : "; the nearest is \"" + near + "\"")};
    }
    case RD_KAFKA_CONF_INVALID:
      break;
  }
  // librdkafka quotes the value that it refuses.
  const std::string why = is_secret(name) ? "its value is not valid" : text.data();
  return Error{"config.bad-value", "property \"" + name + "\": " + why};
}

}  // namespace

std::string_view refusal_of(std::string_view property) {
  for (const Refusal& refusal : kRefusals) {
    if (matches(refusal.property, property)) return refusal.reason;
  }
  return {};
}

bool is_secret(std::string_view property) {
  return std::find(kSecrets.begin(), kSecrets.end(), property) != kSecrets.end();
}

std::string nearest_property(std::string_view name) {
  const Conf conf(rd_kafka_conf_new());
  size_t count = 0;
  const char** dump = rd_kafka_conf_dump(conf.get(), &count);
  std::vector<std::string> names;
  for (size_t i = 0; i + 1 < count; i += 2) names.emplace_back(dump[i]);
  rd_kafka_conf_dump_free(dump, count);
  return nearest(name, names);
}

Result<bool> check_property(const std::string& name, const std::string& value) {
  if (const std::string_view reason = refusal_of(name); !reason.empty()) {
    return Error{"config.owned-property",
                 "property \"" + name + "\" may not be set; " + std::string(reason)};
  }
  const Conf conf(rd_kafka_conf_new());
  return set(conf.get(), name, value);
}

Result<Client> make_client(rd_kafka_type_t type, const ClientSettings& settings,
                           const Properties& own, Callbacks& callbacks) {
  Conf conf(rd_kafka_conf_new());
  Properties all = {{"client.id", "hearsay"},
                    {"socket.nagle.disable", "true"},
                    {"socket.keepalive.enable", "true"},
                    {"broker.address.ttl", "1000"},
                    {"reconnect.backoff.ms", "50"},
                    {"reconnect.backoff.max.ms", "1000"},
                    {"log.connection.close", "false"}};
  all.insert(all.end(), own.begin(), own.end());
  all.emplace_back("bootstrap.servers", settings.brokers);
  // The operator's last: check_property() has refused those that must be ours.
  all.insert(all.end(), settings.properties.begin(), settings.properties.end());
  for (const auto& [name, value] : all) {
    if (auto ok = set(conf.get(), name, value); !ok) return ok.error();
  }
  rd_kafka_conf_set_opaque(conf.get(), &callbacks);
  rd_kafka_conf_set_log_cb(conf.get(), on_log);
  rd_kafka_conf_set_error_cb(conf.get(), on_error);
  rd_kafka_conf_set_ssl_cert_verify_cb(conf.get(), on_certificate);
  if (type == RD_KAFKA_PRODUCER) rd_kafka_conf_set_dr_msg_cb(conf.get(), on_delivery);
  if (callbacks.on_rebalance) rd_kafka_conf_set_rebalance_cb(conf.get(), on_rebalance);
  std::array<char, 512> text{};
  Client client(rd_kafka_new(type, conf.get(), text.data(), text.size()));
  if (!client)
    return Error{"kafka.client", std::string("cannot make a Kafka client: ") + text.data()};
  static_cast<void>(conf.release());  // the client owns it now
  return client;
}

Result<bool> check_client(const ClientSettings& settings) {
  Callbacks callbacks{.log = {}, .name = "check"};
  const auto made = make_client(RD_KAFKA_CONSUMER, settings, {{"group.id", "hearsay"}}, callbacks);
  if (!made) return made.error();
  return true;
}

std::string describe(rd_kafka_resp_err_t code) {
  return std::string(rd_kafka_err2name(code)) + ": " + rd_kafka_err2str(code);
}

std::string describe(const rd_kafka_error_t* error) {
  return std::string(rd_kafka_error_name(error)) + ": " + rd_kafka_error_string(error);
}

}  // namespace hearsay::kafka
