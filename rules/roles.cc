// Weighing every pair of mentions for the two roles of a trigger.
#include "rules/roles.h"

#include "rules/role_model.h"
#include "rules/role_signs.h"

namespace hearsay {

namespace {

// Costs beside those of seats.cc.
constexpr double kMissingCost = 5;  // a role left open
constexpr double kYoungCost = 1.2;  // a start-up that pays
constexpr double kHintCost = 2.5;   // it had the other role before

// What the places say stands unless signs speak clearly against it: our own news, from which the
// model has learned, is odder than newspapers. The best of 0 to 9 on news of other hands.
constexpr double kNearestBonus = 2;

// Start-ups are paid by others. Our own news pairs companies as it likes and cannot teach this.
constexpr double kYoungPays = 1.5;

struct Best {
  Roles roles;
  double score = 0;
  bool any = false;
};

// The pair, or part of one, that scores highest; of equals the first.
template <typename Score>
Roles best_of(const std::vector<uint32_t>& parties, const Known& known, const Score& score) {
  Best best;
  const auto consider = [&](std::optional<size_t> s, std::optional<size_t> o) {
    const double one = score(s, o);
    if (best.any && one <= best.score) return;
    best = {{s ? std::optional(parties[*s]) : std::nullopt,
             o ? std::optional(parties[*o]) : std::nullopt},
            one,
            true};
  };
  consider(std::nullopt, std::nullopt);
  for (size_t i = 0; i < parties.size(); ++i) {
    consider(i, std::nullopt);
    consider(std::nullopt, i);
    for (size_t j = 0; j < parties.size(); ++j) {
      if (i != j && known.company[parties[i]] != known.company[parties[j]]) consider(i, j);
    }
  }
  return best.roles;
}

Roles by_weight(const RoleModel& model, const RoleSigns& signs, const Known& known, bool pays,
                const Roles& nearest) {
  const auto& parties = signs.parties();
  double sum = 0;
  const PutSign add = [&](std::initializer_list<std::string_view> pieces) {
    sum += model.weight(pieces);
  };
  std::vector<double> as_subject, as_object;
  for (size_t i = 0; i < parties.size(); ++i) {
    sum = 0;
    signs.mention(i, true, add);
    as_subject.push_back(sum);
    sum = 0;
    signs.mention(i, false, add);
    as_object.push_back(signs.barred(i) ? -kNever : sum);
  }
  return best_of(parties, known, [&](std::optional<size_t> s, std::optional<size_t> o) {
    sum = 0;
    signs.pair(s, o, nearest, add);
    const bool near = (s ? std::optional(parties[*s]) : std::nullopt) == nearest.subject &&
                      (o ? std::optional(parties[*o]) : std::nullopt) == nearest.object;
    if (near) sum += kNearestBonus;
    if (pays && s && known.young[parties[*s]] && !(o && known.young[parties[*o]]))
      sum -= kYoungPays;
    return sum + (s ? as_subject[*s] : 0) + (o ? as_object[*o] : 0);
  });
}

}  // namespace

Roles nearest_roles(const Syntax& syntax, const Hit& hit, const Trigger& trigger,
                    const Known& known, bool pays) {
  const Seats seats(syntax, hit, trigger);
  const auto subject_places = seats.turned(trigger.subject, true);
  const auto object_places = seats.turned(trigger.object, false);
  std::vector<uint32_t> parties;
  std::vector<double> as_subject, as_object;
  for (uint32_t m = 0; m < syntax.size(); ++m) {
    if (!syntax.party(m)) continue;
    parties.push_back(m);
    as_subject.push_back(seats.cost(m, subject_places, true) + (known.hint[m] > 0 ? kHintCost : 0) +
                         (pays && known.young[m] ? kYoungCost : 0));
    as_object.push_back(seats.cost(m, object_places, false) + (known.hint[m] < 0 ? kHintCost : 0));
  }
  return best_of(parties, known, [&](std::optional<size_t> s, std::optional<size_t> o) {
    return -(s ? as_subject[*s] : kMissingCost) - (o ? as_object[*o] : kMissingCost);
  });
}

Roles fill_roles(const Syntax& syntax, const Hit& hit, const Trigger& trigger, const Known& known,
                 std::string_view family, bool pays, const RoleModel& model) {
  const Roles nearest = nearest_roles(syntax, hit, trigger, known, pays);
  if (!model.knows(family)) return nearest;
  return by_weight(model, RoleSigns(syntax, hit, trigger, known, pays), known, pays, nearest);
}

}  // namespace hearsay
