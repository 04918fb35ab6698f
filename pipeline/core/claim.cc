// Merging facts of a claim, and its status.
#include "pipeline/core/claim.h"

#include <algorithm>
#include <tuple>

#include "pipeline/core/claim_view.h"
#include "pipeline/core/event.h"
#include "pipeline/core/tracker.h"

namespace hearsay {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Runs of digits compare as numbers: "9" < "10", "1.9" < "1.10"; equal numbers by their spelling.
std::strong_ordering compare_versions(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (!is_digit(a[i]) || !is_digit(b[j])) {
      if (a[i] != b[j])
        return static_cast<unsigned char>(a[i]) <=> static_cast<unsigned char>(b[j]);
      ++i, ++j;
      continue;
    }
    while (i + 1 < a.size() && a[i] == '0' && is_digit(a[i + 1])) ++i;
    while (j + 1 < b.size() && b[j] == '0' && is_digit(b[j + 1])) ++j;
    const size_t a_begin = i, b_begin = j;
    while (i < a.size() && is_digit(a[i])) ++i;
    while (j < b.size() && is_digit(b[j])) ++j;
    if (i - a_begin != j - b_begin) return (i - a_begin) <=> (j - b_begin);
    const int order = a.substr(a_begin, i - a_begin).compare(b.substr(b_begin, j - b_begin));
    if (order != 0) return order <=> 0;
  }
  if ((a.size() - i) != (b.size() - j)) return (a.size() - i) <=> (b.size() - j);
  return a.compare(b) <=> 0;
}

}  // namespace

std::string_view name_of(Status status) {
  switch (status) {
    case Status::kRumored:
      return "rumored";
    case Status::kDenied:
      return "denied";
    case Status::kDisputed:
      return "disputed";
    case Status::kConfirmed:
      return "confirmed";
    case Status::kExpired:
      return "expired";
  }
  return "";
}

std::optional<Status> status_from_name(std::string_view name) {
  for (const Status status : {Status::kRumored, Status::kDenied, Status::kDisputed,
                              Status::kConfirmed, Status::kExpired}) {
    if (name_of(status) == name) return status;
  }
  return std::nullopt;
}

TimeMs item_time(std::optional<TimeMs> published, std::optional<TimeMs> decided) {
  if (!published) return decided.value_or(0);
  return decided ? std::min(*published, *decided) : *published;
}

std::string item_name(std::string_view name) {
  if (name.size() <= kItemNameBytesMax) return std::string(name);
  return "hash:" + event_id(name, "", 0);
}

std::strong_ordering Rank::operator<=>(const Rank& other) const {
  if (at != other.at) return at <=> other.at;
  if (const auto order = compare_versions(version, other.version); order != 0) return order;
  if (withdrawn != other.withdrawn) return withdrawn <=> other.withdrawn;
  return id.compare(other.id) <=> 0;
}

void ClaimState::merge(Fact fact, size_t facts_max) {
  if (!fact.rank.withdrawn) {
    const TimeMs at = fact.rank.at;
    first_seen_ = first_seen_ ? std::min(*first_seen_, at) : at;
    last_seen_ = last_seen_ ? std::max(*last_seen_, at) : at;
    if (!fact.language.empty()) {
      const auto [place, fresh] = languages_.try_emplace(fact.language, at);
      if (!fresh) place->second = std::min(place->second, at);
    }
  }
  if (fact.amounts.size() > kAmountsPerFactMax) fact.amounts.resize(kAmountsPerFactMax);
  Facts& facts = facts_[static_cast<size_t>(fact.stance)];
  const auto place = facts.find(fact.uri);
  if (place == facts.end()) {
    std::string uri = fact.uri;
    facts.emplace(std::move(uri), std::move(fact));
  } else if (place->second.rank < fact.rank) {
    place->second = std::move(fact);
  }
  if (facts.size() > facts_max) {
    facts.erase(std::min_element(facts.begin(), facts.end(), [](const auto& a, const auto& b) {
      return std::tie(a.second.rank, a.first) < std::tie(b.second.rank, b.first);
    }));
  }
}

std::vector<const Fact*> ClaimState::live() const {
  std::vector<const Fact*> found;
  for (const Facts& facts : facts_) {
    for (const auto& [uri, fact] : facts) {
      if (!fact.rank.withdrawn) found.push_back(&fact);
    }
  }
  std::sort(found.begin(), found.end(), [](const Fact* a, const Fact* b) {
    return std::tie(a->rank, a->uri, a->stance) < std::tie(b->rank, b->uri, b->stance);
  });
  return found;
}

std::optional<TimeMs> ClaimState::last_live() const {
  std::optional<TimeMs> last;
  for (const Facts& facts : facts_) {
    for (const auto& [uri, fact] : facts) {
      if (!fact.rank.withdrawn && (!last || *last < fact.rank.at)) last = fact.rank.at;
    }
  }
  return last;
}

Status ClaimState::status(const Rulebook& book, TimeMs now) const {
  const auto last = last_live();
  if (!last || now - *last > kClaimExpiryMs) return Status::kExpired;
  const std::vector<const Fact*> facts = live();
  struct Sides {
    bool confirmed = false;
    bool denied = false;
  } parties, outlets;
  for (const auto& [id, word] : last_words(facts, book)) {
    Sides& sides = word.kind == Voice::Kind::kParty ? parties : outlets;
    (word.stance == Stance::kDenial ? sides.denied : sides.confirmed) = true;
  }
  // A party's word outweighs what outlets say for themselves.
  if (parties.confirmed || parties.denied) {
    if (parties.confirmed && parties.denied) return Status::kDisputed;
    return parties.confirmed ? Status::kConfirmed : Status::kDenied;
  }
  if (outlets.confirmed) return outlets.denied ? Status::kDisputed : Status::kConfirmed;
  if (outlets.denied) {
    const bool rumored = std::any_of(facts.begin(), facts.end(), [](const Fact* fact) {
      return fact->stance == Stance::kRumor;
    });
    return rumored ? Status::kDisputed : Status::kDenied;
  }
  return Status::kRumored;
}

}  // namespace hearsay
