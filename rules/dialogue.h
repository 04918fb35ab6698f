// Dialogue: whose turn it is in an interview or transcript.
#pragma once

#include <map>
#include <string>

#include "rules/syntax.h"
#include "rules/text.h"

namespace hearsay {

// Who speaks stands before a colon among the first tokens of a paragraph.
inline constexpr uint32_t kTurnTokens = 4;

// Follows the sentences of one item in reading order.
class Dialogue {
 public:
  void hear(const Syntax& syntax, const Sentence& sentence);
  // The paragraph is what a party says: "HUANG: …", and all that follows in it.
  bool own_turn() const { return own_; }
  // It is what somebody without a name says who has spoken before: "Q:", 记者：; a question.
  bool other_turn() const { return other_; }

 private:
  uint32_t paragraph_ = 0;
  bool own_ = false, other_ = false;
  std::map<std::string, int> turns_;  // of each word that stands for a speaker
};

}  // namespace hearsay
