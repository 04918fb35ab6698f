// Seats: how well a mention sits in the places that a trigger's entry names for a role.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/pack.h"
#include "rules/syntax.h"

namespace hearsay {

// The cost of a place that a mention does not stand in.
inline constexpr double kNever = 1000;

// Costs grow with what speaks against a mention. Holds references to its arguments.
class Seats {
 public:
  Seats(const Syntax& syntax, const Hit& hit, const Trigger& trigger)
      : syntax_(syntax), hit_(hit), trigger_(trigger), passive_(is_passive()) {}

  bool passive() const { return passive_; }
  // In a passive who is bought stands before, who buys behind "by".
  std::vector<std::string> turned(const std::vector<std::string>& places, bool subject) const;
  // Of the mention in the best of `places`; kNever where it stands in none of them.
  double cost(uint32_t m, const std::vector<std::string>& places, bool subject) const;
  // The best of `places` for it, "" for none.
  std::string_view place(uint32_t m, const std::vector<std::string>& places) const;
  // What follows the name is goods, which are bought instead of it.
  bool goods_follow(uint32_t m) const;

 private:
  bool owner(uint32_t m) const;
  bool object_taken(uint32_t m) const;
  bool is_passive() const;
  bool participle() const;
  double seat(uint32_t m, std::string_view place) const;
  double distance(uint32_t from, uint32_t to) const;
  double reach(uint32_t m) const;
  bool predicate(uint32_t i) const;
  bool owned_by_noun(uint32_t m) const;
  bool gerund(uint32_t m) const;
  double before(uint32_t m) const;
  double after(uint32_t m) const;
  bool adjective(uint32_t i, const Hit& hit) const;
  double own(uint32_t m) const;

  const Syntax& syntax_;
  const Hit& hit_;
  const Trigger& trigger_;
  const bool passive_;
};

}  // namespace hearsay
