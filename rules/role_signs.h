// role_signs(): what speaks for or against a mention as subject or object of a trigger.
//
// A sign is a short text such as "Svl|b gov=in": for a subject (S) of an active verb (v) in Latin
// script (l), a mention before it (b) that "in" governs. RoleModel has a weight for each; who
// learns the weights (tests/training) sees the same texts.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/roles.h"
#include "rules/seats.h"

namespace hearsay {

// Called once for each sign, with its pieces in order.
using PutSign = std::function<void(std::initializer_list<std::string_view>)>;

// Of one trigger in one sentence. Holds references to its arguments.
class RoleSigns {
 public:
  RoleSigns(const Syntax& syntax, const Hit& hit, const Trigger& trigger, const Known& known,
            bool pays);

  // Tokens of the mentions that can be parties, in reading order.
  const std::vector<uint32_t>& parties() const { return parties_; }
  // Indices into parties() of a subject and an object; none: the sentence leaves the role open.
  using Pair = std::pair<std::optional<size_t>, std::optional<size_t>>;
  // All that are worth a look: of two companies, both roles open first.
  const std::vector<Pair>& pairs() const { return pairs_; }
  // That whose mentions sit cheapest in the places that the trigger names.
  const Pair& nearest() const { return nearest_; }
  // Of the mention at parties()[i] in one role.
  void mention(size_t i, bool subject, const PutSign& put) const;
  // Of both roles together.
  void pair(const Pair& pair, const PutSign& put) const;
  // What is known beside the signs: a start-up would pay, and no other is paid.
  bool young_pays(const Pair& pair) const;

 private:
  struct Between;
  Between between(uint32_t m) const;
  std::string_view neighbour(uint32_t i) const;
  bool barred(size_t i) const;
  void find_pairs();
  void find_nearest();

  const Syntax& syntax_;
  const Hit& hit_;
  const Trigger& trigger_;
  const Known& known_;
  const bool pays_;
  const Seats seats_;
  const std::vector<std::string> subject_places_, object_places_;
  const std::string_view form_;  // "vl"
  std::vector<uint32_t> parties_;
  std::vector<double> subject_costs_, object_costs_;  // by party: of its seat alone
  std::vector<Pair> pairs_;
  Pair nearest_;
};

}  // namespace hearsay
