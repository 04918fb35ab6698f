// Turns begin with a paragraph.
#include "rules/dialogue.h"

namespace hearsay {

void Dialogue::hear(const Syntax& syntax, const Sentence& sentence) {
  if (sentence.paragraph == paragraph_) return;
  own_ = other_ = false;
  if (sentence.field != Field::kBody) return;
  paragraph_ = sentence.paragraph;
  uint32_t colon = 0;
  while (colon < syntax.size() && colon < kTurnTokens && !syntax.mark(colon, ":")) ++colon;
  if (colon == 0 || colon >= kTurnTokens || colon >= syntax.size()) return;
  own_ = colon == 1 && syntax.mention(0) && syntax.slot(0).mask != Mask::kOutlet;
  other_ = !own_ && ++turns_[std::string(syntax.word(0))] > 1;
}

}  // namespace hearsay
