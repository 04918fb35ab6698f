// Carrying on from one sentence whom the next one's pronouns mean.
#include "rules/focus.h"

namespace hearsay {

void follow(Focus& focus, const Syntax& syntax, const std::vector<Voice>& voices) {
  // "It" is who the sentence was about: its first company that no preposition governs.
  std::vector<EntityIndex> any, subject;
  for (uint32_t i = 0; i < syntax.size(); ++i) {
    if (!syntax.party(i)) continue;
    const Slot& slot = syntax.slot(i);
    if (slot.mask == Mask::kPerson) focus.person = slot.entities;
    if (any.empty()) any = slot.entities;
    if (subject.empty() && slot.mask == Mask::kCompany && syntax.governor(i).empty())
      subject = slot.entities;
  }
  if (!any.empty()) focus.company = subject.empty() ? any : subject;
  for (const Voice& voice : voices) {
    if (voice.who && syntax.party(*voice.who)) focus.speaker = syntax.slot(*voice.who).entities;
  }
}

}  // namespace hearsay
