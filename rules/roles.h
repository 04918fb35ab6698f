// fill_roles(): which mentions of a sentence are subject and object of a trigger found in it.
#pragma once

#include <optional>

#include "rules/pack.h"
#include "rules/syntax.h"

namespace hearsay {

class RoleModel;

// Tokens of the mentions; empty where the sentence names none.
struct Roles {
  std::optional<uint32_t> subject, object;
  bool both() const { return subject && object; }
};

// What is known of a sentence's mentions, by token.
struct Known {
  std::vector<EntityIndex> company;  // whom a party stands for; kNoEntity for other tokens
  // The role that it had in the deal told last, for a lone owner ("the {OpenAI} deal"): negative
  // for subject, positive for object, 0 for neither.
  std::vector<int> hint;
  std::vector<bool> young;  // a start-up: seldom the one who pays
};

// The pair of mentions of two companies for which the signs around the trigger weigh most
// (role_signs.h); either role may be left open. `family`: of the claim that it makes; where the
// model does not know it, the pair that stands nearest to the places which the trigger names.
// `pays`: the claim is that its subject gives its object money.
Roles fill_roles(const Syntax& syntax, const Hit& hit, const Trigger& trigger, const Known& known,
                 std::string_view family, bool pays, const RoleModel& model);

}  // namespace hearsay
