// Made-up events as records, the way Kafka would hand them to a tracker.
#pragma once

#include <cstdlib>
#include <deque>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/core/encode.h"
#include "pipeline/core/event.h"
#include "pipeline/core/fingerprint.h"
#include "pipeline/core/record.h"
#include "rules/rulebook.h"

namespace hearsay::testing {

// A record that owns its bytes.
struct OwnedRecord {
  std::string topic, key, value, type, id;
  int64_t offset = 0;
  Record record() const {
    Record one;
    one.topic = topic;
    one.offset = offset;
    one.key = key;
    one.value = value;
    one.headers = {{"ce_type", type}, {"ce_id", id}};
    return one;
  }
};

inline OwnedRecord record_of(Topic topic, const Event& event, int64_t offset = 0) {
  return {std::string(name_of(topic)), event.subject, event.data, event.type, event.id, offset};
}

// What an assertion event says, as far as the tracker reads it.
struct Said {
  std::string item = "item:1";
  std::string claim = "investment.stalls/nvidia/openai";
  std::string stance = "rumor";
  std::string speaker = {};  // empty: unknown
  std::string origin = {};
  std::string language = "en";
  TimeMs at = 0;
  std::string version = {};
  uint64_t fingerprint = 0;
  std::vector<double> usd = {};
  std::string id = {};  // empty: made from the rest
  std::optional<TimeMs> decided = {};
};

inline OwnedRecord assertion(const Said& said, int64_t offset = 0) {
  const std::string id = !said.id.empty()
                             ? said.id
                             : event_id(said.item + said.version + said.claim + said.stance, "", 0);
  Json json;
  json.object();
  json.key("item").object();
  json.key("uri").string(said.item).key("version").string_or_null(said.version);
  json.key("language").string_or_null(said.language);
  json.key("published").string(rfc3339(said.at)).close();
  json.key("claim").object().key("key").string(said.claim).close();
  json.key("stance").string(said.stance);
  json.key("speaker").string_or_null(said.speaker);
  json.key("origin").string_or_null(said.origin);
  json.key("amounts").array();
  for (const double value : said.usd) {
    json.object().key("value").number(value).key("currency").string("USD");
    json.key("bound").null().key("text").string("…").close();
  }
  json.close();
  json.key("fingerprint").string(fingerprint_hex(said.fingerprint));
  json.key("times").object().key("published").string(rfc3339(said.at)).key("decided");
  write_time(json, said.decided);
  json.close().close();
  return {"hearsay.assertions",        said.claim, std::move(json).str(),
          std::string(kAssertionType), id,         offset};
}

struct Scored {
  std::string item = "item:1";
  std::string entity = "nvidia";
  double score = 0;
  double relevance = 1;
  TimeMs at = 0;
  std::string version = {};
  std::string claim = {};  // of a part; empty: only words
};

inline OwnedRecord sentiment(const Scored& scored, int64_t offset = 0) {
  Json json;
  json.object();
  json.key("item").object();
  json.key("uri").string(scored.item).key("version").string_or_null(scored.version);
  json.key("published").string(rfc3339(scored.at)).close();
  json.key("entity").string_or_null(scored.entity);
  json.key("score").number(scored.score).key("relevance").number(scored.relevance);
  json.key("parts").array();
  json.object().key("kind").string(scored.claim.empty() ? "words" : "claim");
  json.key("claim").string_or_null(scored.claim).close();
  json.close().close();
  const std::string key = scored.entity.empty() ? scored.item : scored.entity;
  return {"hearsay.sentiment",
          key,
          std::move(json).str(),
          std::string(kSentimentType),
          event_id(scored.item + scored.version + scored.entity, "", 1),
          offset};
}

inline OwnedRecord item_state(const ItemState& state, int64_t offset = 0) {
  const std::string data = item_json(state);
  return {"hearsay.items", state.uri, data, std::string(kItemType), event_id(data, "", 2), offset};
}

// A rulebook with the parties of the tests and no packs.
inline const Rulebook& test_book() {
  static const Rulebook book = [] {
    auto loaded = Rulebook::load({.entities = {{"test.tsv",
                                                "id\tkind\tnames\tof\ttickers\n"
                                                "nvidia\tcompany\tNvidia\t\t\n"
                                                "openai\tcompany\tOpenAI\t\t\n"
                                                "jensen-huang\tperson\tJensen Huang\tnvidia\t\n"
                                                "wsj\toutlet\tWall Street Journal\t\t\n"
                                                "reuters\toutlet\tReuters\t\t\n"}},
                                  .packs = {},
                                  .lexicons = {}});
    if (!loaded) {
      std::cerr << loaded.error().text << '\n';
      std::abort();
    }
    return std::move(loaded).value();
  }();
  return book;
}

}  // namespace hearsay::testing
