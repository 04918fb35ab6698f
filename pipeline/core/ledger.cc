// Comparing the states of an item.
#include "pipeline/core/ledger.h"

#include <algorithm>
#include <tuple>

#include "pipeline/core/json.h"
#include "pipeline/core/json_read.h"

namespace hearsay {
namespace {

bool claims(const ItemState& state, const StateClaim& claim) {
  return std::any_of(state.claims.begin(), state.claims.end(), [&](const StateClaim& other) {
    return other.key == claim.key && other.stance == claim.stance;
  });
}

std::string_view reason_for(const RankedItem& winner, const RankedItem& loser) {
  if (winner.state.status != PubStatus::kUsable) return "canceled";
  const bool same_version = winner.state.version == loser.state.version &&
                            winner.state.published == loser.state.published;
  return same_version ? "corrected" : "superseded";
}

std::vector<Withdrawal> withdrawals(const RankedItem& winner, const RankedItem& loser) {
  std::vector<Withdrawal> found;
  for (const StateClaim& claim : loser.state.claims) {
    if (claims(winner.state, claim)) continue;
    found.push_back({claim, loser.state.uri, loser.state.version, loser.rank.at, winner.rank.at,
                     reason_for(winner, loser)});
  }
  return found;
}

}  // namespace

Result<RankedItem> read_item_state(std::string_view id, std::string_view bytes) {
  thread_local simdjson::dom::parser parser;  // keeps its buffers from one state to the next
  JsonObject object;
  const Error wrong{"item.state", "item state: found no uri or a wrong claim; expected " +
                                      std::string(kItemType)};
  if (parser.parse(bytes.data(), bytes.size()).get_object().get(object) != simdjson::SUCCESS) {
    return wrong;
  }
  RankedItem item;
  item.state.uri = text_at(object, "uri");
  item.state.version = text_at(object, "version");
  if (item.state.uri.empty()) return wrong;
  const std::string_view status = text_at(object, "pubstatus");
  if (status == name_of(PubStatus::kCanceled)) item.state.status = PubStatus::kCanceled;
  if (status == name_of(PubStatus::kWithheld)) item.state.status = PubStatus::kWithheld;
  const JsonObject times = object_at(object, "times");
  item.state.published = time_at(times, "published");
  item.state.received = time_at(times, "received");
  item.state.decided = time_at(times, "decided");
  bool whole = true;
  each_at(object, "claims", [&](const JsonElement& element) {
    JsonObject claim;
    if (element.get_object().get(claim) != simdjson::SUCCESS) return void(whole = false);
    const auto stance = stance_from_name(text_at(claim, "stance"));
    if (!stance) return void(whole = false);
    item.state.claims.push_back(
        {std::string(text_at(claim, "key")), *stance, std::string(text_at(claim, "assertion"))});
  });
  if (!whole) return wrong;
  item.rank = {item_time(item.state.published, item.state.decided), item_name(item.state.version),
               item.state.status != PubStatus::kUsable, std::string(id)};
  return item;
}

std::string withdrawal_json(const Withdrawal& withdrawal) {
  Json json;
  json.object();
  write_claim(json, claim_from_key(withdrawal.claim.key));
  json.key("stance").string(name_of(withdrawal.claim.stance));
  json.key("item").object();
  json.key("uri").string(withdrawal.uri);
  json.key("version").string_or_null(withdrawal.version);
  json.key("published").string(rfc3339(withdrawal.published));
  json.close();
  json.key("withdraws").string(withdrawal.claim.assertion);
  json.key("reason").string(withdrawal.reason);
  json.key("at").string(rfc3339(withdrawal.at));
  json.close();
  return std::move(json).str();
}

bool Ledger::Older::operator()(const RankedItem* a, const RankedItem* b) const {
  return std::tie(a->rank, a->state.uri) < std::tie(b->rank, b->state.uri);
}

Ledger::Outcome Ledger::take(RankedItem item) {
  const auto known = items_.find(item.state.uri);
  if (known == items_.end()) {
    const std::string uri = item.state.uri;
    put(uri, std::move(item));
    return {};
  }
  if (known->second.rank == item.rank) return {};  // the same event again
  if (known->second.rank < item.rank) {
    Outcome outcome{withdrawals(item, known->second), std::nullopt};
    const std::string uri = item.state.uri;
    put(uri, std::move(item));
    return outcome;
  }
  return {withdrawals(known->second, item), known->second};
}

std::optional<RankedItem> Ledger::find(const std::string& uri) const {
  const auto known = items_.find(uri);
  if (known == items_.end()) return std::nullopt;
  return known->second;
}

void Ledger::put(const std::string& uri, std::optional<RankedItem> item) {
  const auto known = items_.find(uri);
  if (known != items_.end()) {
    by_age_.erase(&known->second);
    if (!item) {
      items_.erase(known);
      return;
    }
    known->second = std::move(*item);
    by_age_.insert(&known->second);
  } else if (item) {
    by_age_.insert(&items_.emplace(uri, std::move(*item)).first->second);
  }
}

}  // namespace hearsay
