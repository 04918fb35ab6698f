// The tracker's step: which state a record changes, and what the change causes.
#include "pipeline/core/tracker.h"

#include <cmath>
#include <map>
#include <set>
#include <string>

#include "pipeline/core/claim.h"
#include "pipeline/core/encode.h"
#include "pipeline/core/entity_state.h"
#include "pipeline/core/event.h"
#include "pipeline/core/fingerprint.h"
#include "pipeline/core/json.h"
#include "pipeline/core/json_read.h"
#include "pipeline/core/ledger.h"
#include "pipeline/core/shelf.h"

namespace hearsay {
namespace {

constexpr std::string_view kSource = "/hearsay/track";

struct Claim {
  explicit Claim(std::string key) : state(std::move(key)) {}
  ClaimState state;
  std::optional<Status> status;  // nothing: new, no transition was sent yet
};

std::string_view header(const Record& record, std::string_view name) {
  for (const auto& [key, value] : record.headers) {
    if (key == name) return value;
  }
  return "";
}

std::string place_of(const Record& record) {
  return std::string(record.topic) + '/' + std::to_string(record.partition) + '@' +
         std::to_string(record.offset);
}

std::vector<Amount> read_amounts(const JsonObject& object) {
  std::vector<Amount> amounts;
  each_at(object, "amounts", [&](const JsonElement& element) {
    JsonObject one;
    if (element.get_object().get(one) != simdjson::SUCCESS) return;
    if (const auto value = number_at(one, "value")) {
      amounts.push_back(
          {*value, std::string(text_at(one, "currency")), std::string(text_at(one, "bound"))});
    }
  });
  return amounts;
}

// A fact from an assertion or a withdrawal; nothing when a part that it cannot do without is
// missing.
std::optional<Fact> read_fact(const JsonObject& object, std::string_view id, bool withdrawal) {
  const JsonObject item = object_at(object, "item");
  const JsonObject times = object_at(object, "times");
  const auto stance = stance_from_name(text_at(object, "stance"));
  const auto published = time_at(item, "published");
  const std::string_view uri = text_at(item, "uri");
  if (!stance || uri.empty() || id.empty() || (withdrawal && !published)) return std::nullopt;
  Fact fact;
  fact.rank = {item_time(published, time_at(times, "decided")), item_name(text_at(item, "version")),
               withdrawal, withdrawal ? std::string() : std::string(id)};
  fact.uri = item_name(uri);
  fact.stance = *stance;
  if (withdrawal) return fact;
  const auto fingerprint = fingerprint_from_hex(text_at(object, "fingerprint"));
  if (!fingerprint) return std::nullopt;
  fact.fingerprint = *fingerprint;
  fact.speaker = text_at(object, "speaker");
  fact.origin = text_at(object, "origin");
  fact.language = text_at(item, "language");
  fact.amounts = read_amounts(object);
  return fact;
}

std::optional<ItemScore> read_score(const JsonObject& object, std::string_view id) {
  const JsonObject item = object_at(object, "item");
  const auto score = number_at(object, "score"), relevance = number_at(object, "relevance");
  if (!score || !relevance || text_at(item, "uri").empty() || id.empty()) return std::nullopt;
  // Out of range only in a foreign event: it must not overflow the sums.
  if (!(*score >= -1 && *score <= 1) || !(*relevance >= 0 && *relevance <= 1)) return std::nullopt;
  ItemScore found;
  found.rank = {
      item_time(time_at(item, "published"), time_at(object_at(object, "times"), "decided")),
      item_name(text_at(item, "version")), false, std::string(id)};
  found.score = static_cast<int32_t>(std::lround(*score * 1000));
  found.relevance = static_cast<int32_t>(std::lround(*relevance * 1000));
  each_at(object, "parts", [&](const JsonElement& element) {
    JsonObject part;
    if (element.get_object().get(part) != simdjson::SUCCESS) return;
    const std::string_view claim = text_at(part, "claim");
    if (!claim.empty()) found.claims.emplace_back(claim);
  });
  return found;
}

}  // namespace

struct Tracker::State {
  State(const Rulebook& rules, TrackerLimits most) : book(&rules), limits(most) {}

  const Rulebook* book;
  TrackerLimits limits;
  simdjson::dom::parser parser;

  Shelf<Claim> claims;
  Shelf<EntityState> entities;
  Ledger items;
  std::map<std::string, std::optional<RankedItem>> items_before;  // since the last commit

  uint64_t forgotten = 0;  // claims and entities, at their limits

  // The newest item time of all assertions: what expiry is judged against.
  TimeMs now = 0, now_before = 0;
  std::set<std::pair<TimeMs, std::string>> due;  // live claims by last_live()

  // Events of the record at hand.
  Output output;
  std::string cause;
  uint64_t ordinal = 0;
  int64_t seq = 0;

  void send(Topic topic, std::string_view type, std::string subject, std::optional<TimeMs> time,
            std::string data) {
    Event event{event_id(cause, book->hash(), ordinal++),
                std::string(type),
                std::string(kSource),
                std::move(subject),
                time,
                std::move(data)};
    output.events.emplace_back(topic, std::move(event));
  }

  void send_transition(const Claim& claim, Status to, std::string_view reason,
                       std::string_view cause_id, TimeMs at) {
    const std::string& key = claim.state.key();
    Json json;
    json.object();
    write_claim(json, claim_from_key(key));
    json.key("from").string_or_null(claim.status ? name_of(*claim.status) : "");
    json.key("to").string(name_of(to));
    json.key("reason").string(reason);
    json.key("cause").string_or_null(cause_id);
    json.key("at").string(rfc3339(at));
    json.key("seq").integer(seq);
    json.close();
    send(Topic::kTransitions, kTransitionType, key, at, std::move(json).str());
  }

  void unlist(const Claim& claim) {
    if (const auto last = claim.state.last_live()) due.erase({*last, claim.state.key()});
  }
  void list(const Claim& claim) {
    const auto last = claim.state.last_live();
    if (last && claim.status != Status::kExpired) due.insert({*last, claim.state.key()});
  }

  void judge(Claim& claim, std::string_view reason, std::string_view cause_id, TimeMs at) {
    const Status status = claim.state.status(*book, now);
    if (claim.status == status) return;
    send_transition(claim, status, reason, cause_id, at);
    claim.status = status;
  }

  // `cause_id` and `at`: the assertion, or the one that is withdrawn, and the time of the change.
  void change_claim(const std::string& key, Fact fact, std::string_view cause_id, TimeMs at) {
    Claim& claim = claims.change(key);
    unlist(claim);
    const std::string_view reason = fact.rank.withdrawn ? "withdrawal" : name_of(fact.stance);
    if (!fact.rank.withdrawn) now = std::max(now, fact.rank.at);
    claim.state.merge(std::move(fact), limits.facts_per_stance);
    judge(claim, reason, cause_id, at);
    list(claim);
    claims.touch(key, claim.state.last_seen().value_or(0));
    expire_quiet_claims();
    while (claims.size() > limits.claims) forget_oldest_claim();
  }

  void forget_oldest_claim() {
    const std::string oldest = claims.oldest();
    unlist(claims.change(oldest));
    claims.forget(oldest);
    ++forgotten;
  }

  void forget_oldest_entity() {
    entities.forget(std::string(entities.oldest()));
    ++forgotten;
  }

  void expire_quiet_claims() {
    while (!due.empty() && now - due.begin()->first > kClaimExpiryMs) {
      const auto [last, key] = *due.begin();
      due.erase(due.begin());
      judge(claims.change(key), "quiet", "", last + kClaimExpiryMs);
    }
  }

  void change_entity(const std::string& key, const std::string& uri, ItemScore score) {
    EntityState& entity = entities.change(key);
    entity.merge(uri, std::move(score), limits.scores_per_entity);
    entities.touch(key, *entity.last_seen());
    while (entities.size() > limits.entities) forget_oldest_entity();
  }

  void remember_item(const std::string& uri) {
    if (!items_before.contains(uri)) items_before.emplace(uri, items.find(uri));
  }

  void change_item(RankedItem item) {
    remember_item(item.state.uri);
    Ledger::Outcome outcome = items.take(std::move(item));
    for (const Withdrawal& withdrawal : outcome.withdrawals) {
      send(Topic::kAssertions, kWithdrawalType, withdrawal.claim.key, withdrawal.at,
           withdrawal_json(withdrawal));
    }
    if (outcome.replay) {  // the very same event again, so that its id is known as a repeat
      const ItemState& state = outcome.replay->state;
      output.events.emplace_back(
          Topic::kItems, Event{outcome.replay->rank.id, std::string(kItemType), "/hearsay/tag",
                               state.uri, state.decided, item_json(state)});
    }
    while (items.size() > limits.items) {
      const std::string oldest = items.oldest();
      remember_item(oldest);
      items.put(oldest, std::nullopt);
    }
  }

  // What is wrong with the record, or nothing.
  std::optional<std::string_view> apply(std::string_view type, const Record& record) {
    const std::string_view id = header(record, "ce_id");
    if (type == kItemType) {
      auto item = read_item_state(id, record.value);
      if (!item || id.empty()) return "an item state";
      change_item(std::move(item).value());
      return std::nullopt;
    }
    JsonObject object;
    const auto parsed = parser.parse(record.value.data(), record.value.size());
    if (parsed.get_object().get(object) != simdjson::SUCCESS) return "a JSON object";
    if (type == kSentimentType) {
      const std::string entity(text_at(object, "entity"));
      if (entity.empty()) return std::nullopt;  // the item as a whole: nothing to follow
      auto score = read_score(object, id);
      if (!score) return "a sentiment with an item, a score and a relevance";
      change_entity(entity, item_name(text_at(object_at(object, "item"), "uri")),
                    std::move(*score));
      return std::nullopt;
    }
    const bool withdrawal = type == kWithdrawalType;
    const std::string key(text_at(object_at(object, "claim"), "key"));
    auto fact = read_fact(object, id, withdrawal);
    if (key.empty() || !fact) return "a claim, an item, a stance and a fingerprint";
    const TimeMs at = withdrawal ? time_at(object, "at").value_or(fact->rank.at) : fact->rank.at;
    change_claim(key, std::move(*fact), withdrawal ? text_at(object, "withdraws") : id, at);
    return std::nullopt;
  }
};

Tracker::Tracker(const Rulebook& book, TrackerLimits limits)
    : state_(std::make_unique<State>(book, limits)) {}
Tracker::~Tracker() = default;
Tracker::Tracker(Tracker&&) noexcept = default;
Tracker& Tracker::operator=(Tracker&&) noexcept = default;

Output Tracker::step(const Record& record) {
  State& state = *state_;
  state.output = Output();
  state.cause = cause_of(record);
  state.ordinal = 0;
  state.seq = record.offset;
  const std::string_view type = header(record, "ce_type");
  const bool known = type == kAssertionType || type == kWithdrawalType || type == kSentimentType ||
                     type == kItemType;
  if (!known) {
    state.output.reject = Error{"event.type", place_of(record) + ": found ce_type \"" +
                                                  std::string(type.substr(0, 64)) +
                                                  "\", expected an event of the tagger"};
  } else if (const auto expected = state.apply(type, record)) {
    state.output.reject =
        Error{"event.data", place_of(record) + ": found data of " + std::string(type) +
                                " without all of its parts, expected " + std::string(*expected)};
  }
  return std::move(state.output);
}

std::vector<std::pair<Topic, Event>> Tracker::flush() {
  std::vector<std::pair<Topic, Event>> events;
  // The id is of the state, not of what caused it: the same state, whatever the batches, is the
  // same event.
  const auto sender = [&](Topic topic, std::string_view type) {
    return [&events, topic, type](const std::string& key, std::optional<TimeMs> time,
                                  std::string data, uint64_t hash) {
      events.emplace_back(topic, Event{event_id(key, fingerprint_hex(hash), 0), std::string(type),
                                       std::string(kSource), key, time, std::move(data)});
    };
  };
  const auto encode = [&] {
    state_->claims.encode_changed(
        [&](const Claim& claim) { return claim.state.json(*state_->book, *claim.status); },
        sender(Topic::kClaims, kClaimType));
    state_->entities.encode_changed([](const EntityState& entity) { return entity.json(); },
                                    sender(Topic::kEntities, kEntityType));
  };
  encode();
  // The sizes are known only now.
  const uint64_t before = state_->forgotten;
  while (state_->claims.bytes() > state_->limits.claim_bytes) state_->forget_oldest_claim();
  while (state_->entities.bytes() > state_->limits.entity_bytes) state_->forget_oldest_entity();
  if (state_->forgotten != before) encode();
  return events;
}

void Tracker::commit() {
  state_->claims.commit();
  state_->entities.commit();
  state_->items_before.clear();
  state_->now_before = state_->now;
}

void Tracker::rollback() {
  for (const std::string& key : state_->claims.changed()) {
    if (const Claim* claim = state_->claims.find(key)) state_->unlist(*claim);
  }
  const std::vector<std::string> changed = state_->claims.changed();
  state_->claims.rollback();
  for (const std::string& key : changed) {
    if (const Claim* claim = state_->claims.find(key)) state_->list(*claim);
  }
  state_->entities.rollback();
  for (auto& [uri, item] : state_->items_before) state_->items.put(uri, std::move(item));
  state_->items_before.clear();
  state_->now = state_->now_before;
}

Result<bool> Tracker::restore(const Record& record) {
  const std::string key(record.key);
  if (record.value.empty()) {
    if (const Claim* claim = state_->claims.find(key)) {
      state_->unlist(*claim);
      state_->claims.restore(key, std::nullopt, 0, "");
    }
    state_->entities.restore(key, std::nullopt, 0, "");
    state_->items.put(key, std::nullopt);
    return true;
  }
  const std::string_view type = header(record, "ce_type");
  if (type == kItemType) {
    auto item = read_item_state(header(record, "ce_id"), record.value);
    if (!item) return item.error();
    state_->items.take(std::move(item).value());
    // The topic keeps items that were forgotten: they have no tombstones.
    while (state_->items.size() > state_->limits.items) {
      state_->items.put(std::string(state_->items.oldest()), std::nullopt);
    }
    return true;
  }
  if (type == kEntityType) {
    auto entity = EntityState::read(record.value);
    if (!entity) return entity.error();
    const TimeMs last = *entity->last_seen();
    state_->entities.restore(key, std::move(entity).value(), last, record.value);
    return true;
  }
  if (type != kClaimType) {
    return Error{"state.type", place_of(record) + ": found ce_type \"" +
                                   std::string(type.substr(0, 64)) +
                                   "\", expected a claim, an entity or an item state"};
  }
  auto read = ClaimState::read(record.value);
  if (!read) return read.error();
  Claim claim(key);
  claim.state = std::move(read->first);
  claim.status = read->second;
  if (const Claim* before = state_->claims.find(key)) state_->unlist(*before);
  const TimeMs last = claim.state.last_seen().value_or(0);
  state_->now = state_->now_before = std::max(state_->now, last);
  state_->list(claim);
  state_->claims.restore(key, std::move(claim), last, record.value);
  return true;
}

void Tracker::use(const Rulebook& book) { state_->book = &book; }

uint64_t Tracker::digest() const { return state_->claims.digest() + state_->entities.digest(); }
uint64_t Tracker::bytes() const { return state_->claims.bytes() + state_->entities.bytes(); }
uint64_t Tracker::forgotten() const { return state_->forgotten; }
size_t Tracker::claims() const { return state_->claims.size(); }
size_t Tracker::entities() const { return state_->entities.size(); }
size_t Tracker::items() const { return state_->items.size(); }

}  // namespace hearsay
