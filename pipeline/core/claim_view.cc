// Computing what a claim's facts add up to.
#include "pipeline/core/claim_view.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

#include "pipeline/core/fingerprint.h"

namespace hearsay {
namespace {

// Log-odds of what moves the credibility. A single anonymous report is believed less than not;
// the word of a party decides, whatever the number of reports; a party's denial costs about
// as much as three more independent reports give.
constexpr double kStart = -0.8;
constexpr double kOriginsWeight = 0.9;  // times ln(number of independent reports)
constexpr double kPartyConfirms = 3.0;
constexpr double kPartyDenies = -1.5;
constexpr double kOutletConfirms = 1.2;
constexpr double kOutletDenies = -0.8;
constexpr double kExpired = -0.5;

double rounded(double value) { return std::round(value * 1000) / 1000; }

// Groups of indices that are joined pair by pair.
class Groups {
 public:
  explicit Groups(size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  size_t root(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  // The smaller root stays: the earliest fact stands for its group.
  void join(size_t a, size_t b) {
    a = root(a), b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<size_t> parent_;
};

}  // namespace

Origins origins_of(std::span<const Fact* const> live) {
  // One supporting fact an item, in the order of their ranks.
  std::vector<const Fact*> items;
  std::set<std::string_view> seen;
  for (const Fact* fact : live) {
    const bool supports = fact->stance == Stance::kRumor || fact->stance == Stance::kConfirmation;
    if (supports && seen.insert(fact->uri).second) items.push_back(fact);
  }
  Groups groups(items.size());
  std::map<std::string_view, size_t> by_outlet;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!items[i]->origin.empty()) {
      const auto [place, fresh] = by_outlet.try_emplace(items[i]->origin, i);
      if (!fresh) groups.join(place->second, i);
    }
    for (size_t j = 0; j < i; ++j) {
      if (copies(items[i]->fingerprint, items[j]->fingerprint)) groups.join(i, j);
    }
  }
  Origins origins;
  for (size_t i = 0; i < items.size(); ++i) {
    if (groups.root(i) != i) continue;
    ++origins.reports;
    if (!items[i]->origin.empty()) origins.outlets.push_back(items[i]->origin);
  }
  origins.copies = items.size() - origins.reports;
  return origins;
}

Voice voice_of(const Rulebook& book, const Fact& fact) {
  if (fact.speaker == "unnamed-sources") return {};
  if (fact.speaker.empty()) {  // told as plain fact: the outlet's own word, if it is known
    return {fact.origin.empty() ? Voice::Kind::kUnnamed : Voice::Kind::kOutlet, fact.origin};
  }
  const Entities& entities = book.entities();
  const EntityIndex index = entities.find(fact.speaker);
  if (index == kNoEntity) return {Voice::Kind::kParty, fact.speaker};
  const Entity& entity = entities[index];
  if (entity.kind == EntityKind::kOutlet) return {Voice::Kind::kOutlet, entity.id};
  return {Voice::Kind::kParty, entity.of == kNoEntity ? entity.id : entities[entity.of].id};
}

std::map<std::string, LastWord> last_words(std::span<const Fact* const> live,
                                           const Rulebook& book) {
  std::map<std::string, LastWord> words;
  for (const Fact* fact : live) {
    if (fact->stance != Stance::kDenial && fact->stance != Stance::kConfirmation) continue;
    Voice voice = voice_of(book, *fact);
    if (voice.kind == Voice::Kind::kUnnamed) continue;
    words[std::move(voice.id)] = LastWord{voice.kind, fact->stance};
  }
  return words;
}

Credibility credibility_of(std::span<const Fact* const> live, const Origins& origins,
                           const Rulebook& book, Status status) {
  size_t party_yes = 0, party_no = 0, outlet_yes = 0, outlet_no = 0;
  for (const auto& [id, word] : last_words(live, book)) {
    const bool yes = word.stance == Stance::kConfirmation;
    if (word.kind == Voice::Kind::kParty) {
      ++(yes ? party_yes : party_no);
    } else {
      ++(yes ? outlet_yes : outlet_no);
    }
  }
  Credibility credibility;
  double odds = kStart;
  const auto add = [&](std::string_view kind, size_t count, double weight) {
    if (count == 0) return;
    credibility.basis.push_back({kind, count, rounded(weight)});
    odds += weight;
  };
  add("origins", origins.reports, kOriginsWeight * std::log(static_cast<double>(origins.reports)));
  // More than two voices of a kind say no more than two.
  const auto twice = [](size_t count) { return static_cast<double>(std::min<size_t>(count, 2)); };
  add("confirmed-by-parties", party_yes, kPartyConfirms * twice(party_yes));
  add("denied-by-parties", party_no, kPartyDenies * twice(party_no));
  add("confirmed-by-outlets", outlet_yes, kOutletConfirms * twice(outlet_yes));
  add("denied-by-outlets", outlet_no, kOutletDenies * twice(outlet_no));
  add("expired", status == Status::kExpired ? 1 : 0, kExpired);
  credibility.value = live.empty() ? 0 : rounded(1 / (1 + std::exp(-odds)));
  return credibility;
}

std::vector<SpokenAmount> amounts_of(std::span<const Fact* const> live) {
  std::map<Amount, SpokenAmount> by_amount;
  for (const Fact* fact : live) {
    for (const Amount& amount : fact->amounts) {
      SpokenAmount& spoken = by_amount[amount];
      spoken.amount = amount;
      ++spoken.items;
      spoken.last = std::max(spoken.last, fact->rank.at);
    }
  }
  std::vector<SpokenAmount> amounts;
  amounts.reserve(by_amount.size());
  for (auto& [amount, spoken] : by_amount) amounts.push_back(std::move(spoken));
  std::stable_sort(amounts.begin(), amounts.end(), [](const auto& a, const auto& b) {
    return std::tie(b.items, b.last) < std::tie(a.items, a.last);
  });
  if (amounts.size() > kAmountsPerClaimMax) amounts.resize(kAmountsPerClaimMax);
  return amounts;
}

}  // namespace hearsay
