// role_signs(): what speaks for or against a mention as subject or object of a trigger.
//
// A sign is a short text such as "Svl|b gov=in": for a subject (S) of an active verb (v) in Latin
// script (l), a mention before it (b) that "in" governs. RoleModel has a weight for each; who
// learns the weights (tests/training) sees the same texts.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
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
  // True for a mention that is no object: its goods are bought, not itself. But who dislikes the
  // goods dislikes their maker.
  bool barred(size_t i) const;
  // Of the mention at parties()[i] in one role.
  void mention(size_t i, bool subject, const PutSign& put) const;
  // Of both roles together; none: the sentence leaves the role open. `nearest`: what by_cost()
  // gave.
  void pair(std::optional<size_t> subject, std::optional<size_t> object, const Roles& nearest,
            const PutSign& put) const;

 private:
  struct Between;
  Between between(uint32_t m) const;
  std::string_view neighbour(uint32_t i) const;

  const Syntax& syntax_;
  const Hit& hit_;
  const Trigger& trigger_;
  const Known& known_;
  const bool pays_;
  const Seats seats_;
  const std::vector<std::string> subject_places_, object_places_;
  const std::string_view form_;  // "vl"
  std::vector<uint32_t> parties_;
};

}  // namespace hearsay
