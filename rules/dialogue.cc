// Turns begin with a paragraph.
#include "rules/dialogue.h"

namespace hearsay {

void Dialogue::hear(const Syntax& syntax, const Sentence& sentence) {
  if (sentence.paragraph == paragraph_) return;
  own_ = other_ = false;
  if (sentence.field != Field::kBody) return;
  paragraph_ = sentence.paragraph;
  uint32_t first = 0;  // behind bullets
  while (first < syntax.size() && syntax.tokens()[first].kind == TokenKind::kMark) ++first;
  uint32_t colon = first;
  while (colon < syntax.size() && colon < first + kTurnTokens && !syntax.mark(colon, ":")) ++colon;
  if (colon == first || colon >= first + kTurnTokens || colon >= syntax.size()) return;
  own_ = colon == first + 1 && syntax.mention(first) && syntax.slot(first).mask != Mask::kOutlet;
  other_ = !own_ && !syntax.mention(first) && ++turns_[std::string(syntax.word(first))] > 1;
}

}  // namespace hearsay
