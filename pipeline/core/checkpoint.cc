// Checkpoints as JSON.
#include "pipeline/core/checkpoint.h"

#include "pipeline/core/fingerprint.h"
#include "pipeline/core/json.h"
#include "pipeline/core/json_read.h"

namespace hearsay {
namespace {

// A reader of another form refuses the state instead of misreading it.
constexpr int64_t kForm = 2;  // 1: another digest

}  // namespace

std::string checkpoint_json(const Checkpoint& checkpoint) {
  const Proof& proof = checkpoint.proof;
  Json json;
  json.object().key("form").integer(kForm).key("group").string(checkpoint.group);
  json.key("next").object();
  for (const auto& [topic, offset] : checkpoint.next) json.key(topic).integer(offset);
  json.close();
  json.key("digest").string(fingerprint_hex(proof.digest));
  json.key("claims").integer(static_cast<int64_t>(proof.claims));
  json.key("entities").integer(static_cast<int64_t>(proof.entities));
  json.key("items").integer(static_cast<int64_t>(proof.items));
  json.key("rules").string(checkpoint.rules).close();
  return std::move(json).str();
}

Result<Checkpoint> read_checkpoint(std::string_view bytes) {
  const auto wrong = [](std::string_view found) {
    return Error{"state.checkpoint", "checkpoint: found " + std::string(found) +
                                         ", expected one of form " + std::to_string(kForm)};
  };
  simdjson::dom::parser parser;
  JsonObject object;
  if (parser.parse(bytes.data(), bytes.size()).get_object().get(object) != simdjson::SUCCESS) {
    return wrong("no JSON object");
  }
  if (const auto form = integer_at(object, "form"); form != kForm) {
    return wrong(form ? "form " + std::to_string(*form) : "no form");
  }
  const auto digest = fingerprint_from_hex(text_at(object, "digest"));
  const auto claims = integer_at(object, "claims");
  const auto entities = integer_at(object, "entities");
  const auto items = integer_at(object, "items");
  if (!digest || !claims || !entities || !items) return wrong("no digest or a count missing");
  Checkpoint checkpoint{.group = std::string(text_at(object, "group")),
                        .next = {},
                        .proof = {*digest, static_cast<uint64_t>(*claims),
                                  static_cast<uint64_t>(*entities), static_cast<uint64_t>(*items)},
                        .rules = std::string(text_at(object, "rules"))};
  for (const auto [topic, element] : object_at(object, "next")) {
    int64_t offset = 0;
    if (element.get_int64().get(offset) != simdjson::SUCCESS || offset < 0) {
      return wrong("an offset that is none");
    }
    checkpoint.next.emplace(topic, offset);
  }
  return checkpoint;
}

}  // namespace hearsay
