// Merging scores, the indices, and the entity event.
#include "pipeline/core/entity_state.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "pipeline/core/encode.h"
#include "pipeline/core/json.h"
#include "pipeline/core/json_read.h"

namespace hearsay {
namespace {

constexpr TimeMs kHourMs = 3600 * 1000;
constexpr TimeMs kDayMs = 24 * kHourMs;
constexpr TimeMs kWeekMs = 7 * kDayMs;

int64_t hour_of(TimeMs at) { return at >= 0 ? at / kHourMs : (at + 1) / kHourMs - 1; }

double rounded(double value) { return std::round(value * 10000) / 10000; }

}  // namespace

void EntityState::merge(const std::string& uri, ItemScore score, size_t scores_max) {
  const TimeMs at = score.rank.at;
  first_seen_ = first_seen_ ? std::min(*first_seen_, at) : at;
  last_seen_ = last_seen_ ? std::max(*last_seen_, at) : at;
  if (score.claims.size() > kClaimsPerScoreMax) score.claims.resize(kClaimsPerScoreMax);
  const auto place = scores_.find(uri);
  if (place == scores_.end()) {
    scores_.emplace(uri, std::move(score));
  } else if (place->second.rank < score.rank) {
    place->second = std::move(score);
  }
  if (scores_.size() > scores_max) {
    const auto oldest =
        std::min_element(scores_.begin(), scores_.end(), [](const auto& a, const auto& b) {
          return std::tie(a.second.rank, a.first) < std::tie(b.second.rank, b.first);
        });
    fold_into_hour(oldest->second);
    scores_.erase(oldest);
  }
  forget_old_hours();
}

void EntityState::fold_into_hour(const ItemScore& score) {
  HourSum& sum = hours_[hour_of(score.rank.at)];
  sum.score += int64_t{score.score} * score.relevance;
  sum.weight += score.relevance;
  ++sum.items;
}

void EntityState::forget_old_hours() {
  const int64_t first_kept = hour_of(*last_seen_) - kEntityHoursMax;
  hours_.erase(hours_.begin(), hours_.lower_bound(first_kept));
}

EntityState::Index EntityState::index(TimeMs half_life) const {
  Index index;
  double weight = 0;
  const auto add = [&](TimeMs at, double score, double relevance, double items) {
    const double decay =
        std::exp2(-static_cast<double>(*last_seen_ - at) / static_cast<double>(half_life));
    index.score += decay * score;
    weight += decay * relevance;
    index.volume += decay * items;
  };
  for (const auto& [hour, sum] : hours_) {
    add(std::min(hour * kHourMs + kHourMs / 2, *last_seen_), static_cast<double>(sum.score) / 1e6,
        static_cast<double>(sum.weight) / 1e3, static_cast<double>(sum.items));
  }
  for (const auto& [uri, one] : scores_) {
    add(one.rank.at, one.score / 1e3 * (one.relevance / 1e3), one.relevance / 1e3, 1);
  }
  if (weight > 0) index.score /= weight;
  return {rounded(index.score), rounded(index.volume)};
}

std::vector<std::string> EntityState::open_claims() const {
  std::map<std::string, TimeMs> newest;
  for (const auto& [uri, one] : scores_) {
    if (*last_seen_ - one.rank.at > kOpenClaimMs) continue;
    for (const std::string& claim : one.claims) {
      const auto [place, fresh] = newest.try_emplace(claim, one.rank.at);
      if (!fresh) place->second = std::max(place->second, one.rank.at);
    }
  }
  std::vector<std::pair<std::string, TimeMs>> ordered(newest.begin(), newest.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return b.second < a.second; });
  std::vector<std::string> claims;
  for (size_t i = 0; i < std::min(ordered.size(), kClaimsPerEntityMax); ++i) {
    claims.push_back(std::move(ordered[i].first));
  }
  return claims;
}

std::string EntityState::json() const {
  Json json;
  json.object();
  json.key("entity").string(key_);
  const Index by_hour = index(kHourMs), by_day = index(kDayMs), by_week = index(kWeekMs);
  json.key("index").object();
  for (const auto& [name, decayed] :
       {std::pair{"hour", by_hour}, {"day", by_day}, {"week", by_week}}) {
    json.key(name).object();
    json.key("score").number(decayed.score).key("volume").number(decayed.volume);
    json.close();
  }
  json.close();
  // At a steady rate the week's decayed volume is seven times the day's; under a day of history
  // there is no "usual".
  json.key("attention");
  if (*last_seen_ - *first_seen_ < kDayMs) {
    json.null();
  } else {
    json.number(rounded(7 * by_day.volume / by_week.volume));
  }
  json.key("claims").array();
  for (const std::string& claim : open_claims()) json.string(claim);
  json.close();
  json.key("first_seen").string(rfc3339(*first_seen_));
  json.key("last_seen").string(rfc3339(*last_seen_));
  json.key("items").array();
  for (const auto& [uri, one] : scores_) {
    json.object();
    json.key("item").string(uri);
    json.key("version").string_or_null(one.rank.version);
    json.key("at").string(rfc3339(one.rank.at));
    json.key("sentiment").string(one.rank.id);
    json.key("score").number(one.score / 1e3);
    json.key("relevance").number(one.relevance / 1e3);
    json.key("claims").array();
    for (const std::string& claim : one.claims) json.string(claim);
    json.close().close();
  }
  json.close();
  json.key("hours").array();
  for (const auto& [hour, sum] : hours_) {
    json.object();
    json.key("at").string(rfc3339(hour * kHourMs));
    json.key("score").integer(sum.score).key("weight").integer(sum.weight);
    json.key("items").integer(sum.items);
    json.close();
  }
  json.close().close();
  return std::move(json).str();
}

Result<EntityState> EntityState::read(std::string_view bytes) {
  const auto wrong = [](std::string_view what) {
    return Error{"state.entity",
                 "entity state: " + std::string(what) + "; expected " + std::string(kEntityType)};
  };
  thread_local simdjson::dom::parser parser;  // keeps its buffers from one state to the next
  JsonObject object;
  if (parser.parse(bytes.data(), bytes.size()).get_object().get(object) != simdjson::SUCCESS) {
    return wrong("found no JSON object");
  }
  EntityState state{std::string(text_at(object, "entity"))};
  state.first_seen_ = time_at(object, "first_seen");
  state.last_seen_ = time_at(object, "last_seen");
  if (state.key_.empty() || !state.first_seen_ || !state.last_seen_) {
    return wrong("found no entity, first_seen or last_seen");
  }
  bool whole = true;
  each_at(object, "items", [&](const JsonElement& element) {
    JsonObject one;
    if (element.get_object().get(one) != simdjson::SUCCESS) return void(whole = false);
    const auto at = time_at(one, "at");
    const auto score = number_at(one, "score"), relevance = number_at(one, "relevance");
    if (!at || !score || !relevance) return void(whole = false);
    ItemScore item;
    item.rank = {*at, std::string(text_at(one, "version")), false,
                 std::string(text_at(one, "sentiment"))};
    item.score = static_cast<int32_t>(std::lround(*score * 1000));
    item.relevance = static_cast<int32_t>(std::lround(*relevance * 1000));
    each_at(one, "claims", [&](const JsonElement& claim) {
      std::string_view text;
      if (claim.get_string().get(text) == simdjson::SUCCESS) item.claims.emplace_back(text);
    });
    state.scores_.insert_or_assign(std::string(text_at(one, "item")), std::move(item));
  });
  each_at(object, "hours", [&](const JsonElement& element) {
    JsonObject one;
    if (element.get_object().get(one) != simdjson::SUCCESS) return void(whole = false);
    const auto at = time_at(one, "at");
    const auto score = integer_at(one, "score"), weight = integer_at(one, "weight"),
               items = integer_at(one, "items");
    if (!at || !score || !weight || !items) return void(whole = false);
    state.hours_[hour_of(*at)] = {*score, *weight, *items};
  });
  if (!whole) return wrong("found an item or hour without its numbers");
  return state;
}

}  // namespace hearsay
