// Weighing every pair of mentions for the two roles of a trigger.
#include "rules/roles.h"

#include "rules/role_model.h"
#include "rules/role_signs.h"

namespace hearsay {

namespace {

// What the places say stands unless signs speak clearly against it: our own news, from which the
// model has learned, is odder than newspapers. The best of 0 to 9 on the labelled items and on news
// of other hands.
constexpr double kNearestBonus = 2;

// Start-ups are paid by others. Our own news pairs companies as it likes and cannot teach this.
constexpr double kYoungPays = 1.5;

// The pair that weighs most; of equals the first.
RoleSigns::Pair heaviest(const RoleModel& model, const RoleSigns& signs) {
  double sum = 0;
  const PutSign add = [&](std::initializer_list<std::string_view> pieces) {
    sum += model.weight(pieces);
  };
  std::vector<double> as_subject, as_object;
  for (size_t i = 0; i < signs.parties().size(); ++i) {
    sum = 0;
    signs.mention(i, true, add);
    as_subject.push_back(sum);
    sum = 0;
    signs.mention(i, false, add);
    as_object.push_back(sum);
  }
  RoleSigns::Pair best;
  double most = -kNever;
  for (const RoleSigns::Pair& pair : signs.pairs()) {
    sum = (pair.first ? as_subject[*pair.first] : 0) + (pair.second ? as_object[*pair.second] : 0);
    signs.pair(pair, add);
    if (pair == signs.nearest()) sum += kNearestBonus;
    if (signs.young_pays(pair)) sum -= kYoungPays;
    if (sum <= most) continue;
    most = sum;
    best = pair;
  }
  return best;
}

}  // namespace

Roles fill_roles(const Syntax& syntax, const Hit& hit, const Trigger& trigger, const Known& known,
                 std::string_view family, bool pays, const RoleModel& model) {
  const RoleSigns signs(syntax, hit, trigger, known, pays);
  const auto& [s, o] = model.knows(family) ? heaviest(model, signs) : signs.nearest();
  const auto token = [&](const std::optional<size_t>& index) {
    return index ? std::optional(signs.parties()[*index]) : std::nullopt;
  };
  return {token(s), token(o)};
}

}  // namespace hearsay
