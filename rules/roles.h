// fill_roles(): which mentions of a sentence are subject and object of a trigger found in it.
#pragma once

#include <optional>

#include "rules/pack.h"
#include "rules/syntax.h"

namespace hearsay {

// Tokens of the mentions; empty where the sentence names none.
struct Roles {
  std::optional<uint32_t> subject, object;
  bool both() const { return subject && object; }
};

// The pair of mentions that stands nearest to the places which the trigger names. `hint` tells
// which of the sentence's mentions were subject or object before, for a lone owner ("the {OpenAI}
// deal"): negative for subject, positive for object, 0 for neither.
Roles fill_roles(const Syntax& syntax, const Hit& hit, const Trigger& trigger,
                 const std::vector<int>& hint);

}  // namespace hearsay
