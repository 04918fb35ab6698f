// Names of stances, as events spell them.
#include "rules/assertion.h"

namespace hearsay {

std::string_view name_of(Stance stance) {
  switch (stance) {
    case Stance::kRumor:
      return "rumor";
    case Stance::kDenial:
      return "denial";
    case Stance::kConfirmation:
      return "confirmation";
    case Stance::kNoComment:
      return "no-comment";
  }
  return "";
}

}  // namespace hearsay
