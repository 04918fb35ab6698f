// A claim's state as io.hearsay.claim.v1, and back.
#include <algorithm>
#include <set>

#include "pipeline/core/claim.h"
#include "pipeline/core/claim_view.h"
#include "pipeline/core/encode.h"
#include "pipeline/core/fingerprint.h"
#include "pipeline/core/json.h"
#include "pipeline/core/json_read.h"

namespace hearsay {
namespace {

using LiveFacts = std::vector<const Fact*>;

void write_amount(Json& json, const Amount& amount) {
  json.key("value").number(amount.value);
  json.key("currency").string_or_null(amount.currency);
  json.key("bound").string_or_null(amount.bound);
}

void write_counts(Json& json, const LiveFacts& live) {
  std::array<int64_t, 4> counts{};
  for (const Fact* fact : live) ++counts[static_cast<size_t>(fact->stance)];
  json.key("counts").object();
  for (const Stance stance :
       {Stance::kRumor, Stance::kDenial, Stance::kConfirmation, Stance::kNoComment}) {
    json.key(name_of(stance)).integer(counts[static_cast<size_t>(stance)]);
  }
  json.close();
}

void write_credibility(Json& json, const Credibility& credibility) {
  json.key("credibility").object();
  json.key("value").number(credibility.value);
  json.key("basis").array();
  for (const Reason& reason : credibility.basis) {
    json.object();
    json.key("kind").string(reason.kind);
    json.key("count").integer(static_cast<int64_t>(reason.count));
    json.key("weight").number(reason.weight);
    json.close();
  }
  json.close().close();
}

void write_speakers(Json& json, const LiveFacts& live) {
  std::map<std::string_view, const Fact*> latest;  // live is in the order of ranks: the last stays
  for (const Fact* fact : live) {
    if (!fact->speaker.empty()) latest[fact->speaker] = fact;
  }
  json.key("speakers").object();
  for (const auto& [speaker, fact] : latest) {
    json.key(speaker).object();
    json.key("stance").string(name_of(fact->stance));
    json.key("at").string(rfc3339(fact->rank.at));
    json.close();
  }
  json.close();
}

void write_amounts(Json& json, const LiveFacts& live) {
  json.key("amounts").array();
  for (const SpokenAmount& spoken : amounts_of(live)) {
    json.object();
    write_amount(json, spoken.amount);
    json.key("items").integer(static_cast<int64_t>(spoken.items));
    json.key("last").string(rfc3339(spoken.last));
    json.close();
  }
  json.close();
}

// Relations stand in the pack for claim types; here they are for the same two parties.
void write_related(Json& json, const ClaimKey& claim, const Rulebook& book) {
  std::set<std::pair<std::string, std::string_view>> related;
  const auto add = [&](const std::string& type, std::string_view relation) {
    related.emplace(ClaimKey{type, claim.subject, claim.object}.str(), relation);
  };
  for (const ClaimType& type : book.claim_types()) {
    const auto names = [&](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), claim.type) != list.end();
    };
    if (type.id == claim.type) {
      for (const std::string& other : type.contradicts) add(other, "contradicts");
      for (const std::string& other : type.refines) add(other, "refines");
    } else {
      if (names(type.contradicts)) add(type.id, "contradicts");
      if (names(type.refines)) add(type.id, "refined-by");
    }
  }
  json.key("related").array();
  for (const auto& [key, relation] : related) {
    json.object().key("key").string(key).key("relation").string(relation).close();
  }
  json.close();
}

void write_fact(Json& json, const Fact& fact) {
  json.object();
  json.key("item").string(fact.uri);
  json.key("version").string_or_null(fact.rank.version);
  json.key("at").string(rfc3339(fact.rank.at));
  json.key("stance").string(name_of(fact.stance));
  json.key("assertion").string_or_null(fact.rank.id);
  if (fact.rank.withdrawn) {
    json.key("withdrawn").raw("true").close();
    return;
  }
  json.key("speaker").string_or_null(fact.speaker);
  json.key("origin").string_or_null(fact.origin);
  json.key("language").string_or_null(fact.language);
  json.key("fingerprint").string(fingerprint_hex(fact.fingerprint));
  json.key("amounts").array();
  for (const Amount& amount : fact.amounts) {
    json.object();
    write_amount(json, amount);
    json.close();
  }
  json.close().close();
}

std::optional<Amount> read_amount(const JsonElement& element) {
  JsonObject object;
  if (element.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
  const auto value = number_at(object, "value");
  if (!value) return std::nullopt;
  return Amount{*value, std::string(text_at(object, "currency")),
                std::string(text_at(object, "bound"))};
}

std::optional<Fact> read_fact(const JsonElement& element) {
  JsonObject object;
  if (element.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
  const auto at = time_at(object, "at");
  const auto stance = stance_from_name(text_at(object, "stance"));
  if (!at || !stance) return std::nullopt;
  Fact fact;
  bool withdrawn = false;
  fact.rank.withdrawn =
      object["withdrawn"].get_bool().get(withdrawn) == simdjson::SUCCESS && withdrawn;
  fact.rank.at = *at;
  fact.rank.version = text_at(object, "version");
  fact.rank.id = text_at(object, "assertion");
  fact.uri = text_at(object, "item");
  fact.stance = *stance;
  fact.speaker = text_at(object, "speaker");
  fact.origin = text_at(object, "origin");
  fact.language = text_at(object, "language");
  if (!fact.rank.withdrawn) {
    const auto fingerprint = fingerprint_from_hex(text_at(object, "fingerprint"));
    if (!fingerprint) return std::nullopt;
    fact.fingerprint = *fingerprint;
  }
  each_at(object, "amounts", [&](const JsonElement& one) {
    if (auto amount = read_amount(one)) fact.amounts.push_back(std::move(*amount));
  });
  return fact;
}

}  // namespace

std::optional<Stance> stance_from_name(std::string_view name) {
  for (const Stance stance :
       {Stance::kRumor, Stance::kDenial, Stance::kConfirmation, Stance::kNoComment}) {
    if (name_of(stance) == name) return stance;
  }
  return std::nullopt;
}

ClaimKey claim_from_key(std::string_view key) {
  const size_t first = key.find('/');
  const size_t second = first == std::string_view::npos ? first : key.find('/', first + 1);
  if (second == std::string_view::npos) return {std::string(key), "", ""};
  return {std::string(key.substr(0, first)), std::string(key.substr(first + 1, second - first - 1)),
          std::string(key.substr(second + 1))};
}

void write_claim(Json& json, const ClaimKey& claim) {
  json.key("claim").object();
  json.key("key").string(claim.str());
  json.key("type").string(claim.type);
  json.key("subject").string(claim.subject);
  json.key("object").string(claim.object);
  json.close();
}

std::string ClaimState::json(const Rulebook& book, Status status) const {
  const ClaimKey claim = claim_from_key(key_);
  const LiveFacts facts = live();
  const Origins origins = origins_of(facts);
  Json json;
  json.object();
  write_claim(json, claim);
  json.key("status").string(name_of(status));
  write_credibility(json, credibility_of(facts, origins, book, status));
  write_counts(json, facts);
  json.key("origins").array();
  for (const std::string& outlet : origins.outlets) json.string(outlet);
  json.close();
  json.key("copies").integer(static_cast<int64_t>(origins.copies));
  write_speakers(json, facts);
  write_amounts(json, facts);
  json.key("first_seen");
  write_time(json, first_seen_);
  json.key("last_seen");
  write_time(json, last_seen_);
  json.key("languages").object();
  for (const auto& [language, at] : languages_) json.key(language).string(rfc3339(at));
  json.close();
  write_related(json, claim, book);
  json.key("recent").array();
  for (size_t i = 0; i < std::min(facts.size(), kRecentMax); ++i) {
    json.string(facts[facts.size() - 1 - i]->rank.id);
  }
  json.close();
  json.key("facts").array();
  for (const Facts& by_uri : facts_) {
    for (const auto& [uri, fact] : by_uri) write_fact(json, fact);
  }
  json.close().close();
  return std::move(json).str();
}

Result<std::pair<ClaimState, Status>> ClaimState::read(std::string_view bytes) {
  thread_local simdjson::dom::parser parser;  // keeps its buffers from one state to the next
  JsonObject object;
  const auto wrong = [](std::string_view what) {
    return Error{"state.claim",
                 "claim state: " + std::string(what) + "; expected " + std::string(kClaimType)};
  };
  if (parser.parse(bytes.data(), bytes.size()).get_object().get(object) != simdjson::SUCCESS) {
    return wrong("found no JSON object");
  }
  ClaimState state{std::string(text_at(object_at(object, "claim"), "key"))};
  const auto status = status_from_name(text_at(object, "status"));
  if (state.key_.empty() || !status) return wrong("found no claim key or no known status");
  state.first_seen_ = time_at(object, "first_seen");
  state.last_seen_ = time_at(object, "last_seen");
  for (const auto& [language, at] : object_at(object, "languages")) {
    std::string_view text;
    if (at.get_string().get(text) != simdjson::SUCCESS) continue;
    if (const auto time = time_from_rfc3339(text)) state.languages_[std::string(language)] = *time;
  }
  bool whole = true;
  each_at(object, "facts", [&](const JsonElement& element) {
    auto fact = read_fact(element);
    whole &= fact.has_value();
    if (!fact) return;
    std::string uri = fact->uri;
    state.facts_[static_cast<size_t>(fact->stance)].insert_or_assign(std::move(uri),
                                                                     std::move(*fact));
  });
  if (!whole) return wrong("found a fact without its stance, time or fingerprint");
  return std::pair{std::move(state), *status};
}

}  // namespace hearsay
