// Builds and reads what stands around the values on Kafka.
#include "pipeline/kafka/wire.h"

#include <openssl/evp.h>

#include <array>

#include "pipeline/core/event.h"

namespace hearsay::kafka {
namespace {

std::string_view view(const void* bytes, size_t size) {
  return bytes == nullptr ? std::string_view{}
                          : std::string_view(static_cast<const char*>(bytes), size);
}

void add(rd_kafka_headers_t* headers, const char* name, std::string_view value) {
  rd_kafka_header_add(headers, name, -1, value.data(), static_cast<ssize_t>(value.size()));
}

// Cuts between characters and flattens control characters: headers are shown in tables.
std::string header_text(std::string_view text) {
  size_t end = std::min(text.size(), kHeaderBytesMax);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  std::string out(text.substr(0, end));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return out;
}

std::string_view timestamp_type(rd_kafka_timestamp_type_t type) {
  switch (type) {
    case RD_KAFKA_TIMESTAMP_CREATE_TIME:
      return "CreateTime";
    case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME:
      return "LogAppendTime";
    case RD_KAFKA_TIMESTAMP_NOT_AVAILABLE:
      break;
  }
  return "NoTimestampType";
}

}  // namespace

std::string place_of(const rd_kafka_message_t& message) {
  return std::string(rd_kafka_topic_name(message.rkt)) + "/" + std::to_string(message.partition) +
         "@" + std::to_string(message.offset);
}

Record record_of(const rd_kafka_message_t& message) {
  Record record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  record.key = view(message.key, message.key_len);
  record.value = view(message.payload, message.len);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    size_t size = 0;
    for (size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
      record.headers.emplace_back(name, view(value, size));
    }
  }
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const int64_t time = rd_kafka_message_timestamp(&message, &type);
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE && time >= 0) record.time = time;
  return record;
}

std::string topic_name(std::string_view prefix, Topic topic) {
  std::string_view word = name_of(topic);
  word.remove_prefix(word.find('.') + 1);
  return std::string(prefix).append(word);
}

Headers headers_of(const Event& event, std::string_view place) {
  Headers headers(rd_kafka_headers_new(8));
  add(headers.get(), "ce_specversion", "1.0");
  add(headers.get(), "ce_id", event.id);
  add(headers.get(), "ce_type", event.type);
  add(headers.get(), "ce_source", event.source);
  if (event.time) add(headers.get(), "ce_time", rfc3339(*event.time));
  if (!event.subject.empty()) add(headers.get(), "ce_subject", event.subject);
  add(headers.get(), "content-type", "application/json");
  add(headers.get(), "hearsay.src", place);
  return headers;
}

Headers dead_letter_headers(const rd_kafka_message_t& message, const Death& death) {
  rd_kafka_headers_t* original = nullptr;
  Headers headers(rd_kafka_message_headers(&message, &original) == RD_KAFKA_RESP_ERR_NO_ERROR
                      ? rd_kafka_headers_copy(original)
                      : rd_kafka_headers_new(24));
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const int64_t time = rd_kafka_message_timestamp(&message, &type);
  rd_kafka_headers_t* out = headers.get();
  add(out, "__connect.errors.topic", rd_kafka_topic_name(message.rkt));
  add(out, "__connect.errors.partition", std::to_string(message.partition));
  add(out, "__connect.errors.offset", std::to_string(message.offset));
  add(out, "__connect.errors.stage", death.stage);
  add(out, "__connect.errors.exception.class.name", header_text(death.error.code));
  add(out, "__connect.errors.exception.message", header_text(death.error.text));
  add(out, "hearsay.disposition", death.disposition);
  add(out, "hearsay.version", HEARSAY_VERSION);
  add(out, "hearsay.ruleset", death.rules_hash);
  add(out, "hearsay.group", death.group);
  add(out, "hearsay.lane", death.lane);
  add(out, "hearsay.orig_ts", std::to_string(time));
  add(out, "hearsay.orig_ts_type", timestamp_type(type));
  add(out, "hearsay.sha256", sha256_hex(view(message.payload, message.len)));
  if (death.valueless) add(out, "hearsay.value_bytes", std::to_string(message.len));
  return headers;
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex.push_back(kHex[digest[i] >> 4U]);
    hex.push_back(kHex[digest[i] & 15U]);
  }
  return hex;
}

}  // namespace hearsay::kafka
