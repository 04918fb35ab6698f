// Tokens of a line: words, single Han characters, mentions, sums and marks, in reading order.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/line.h"

namespace hearsay {

enum class TokenKind : uint8_t {
  kWord,     // a Latin word or number ("don't", "4.99%"), or the possessive "'s"
  kHan,      // one Han character: Chinese puts no blanks between words
  kMention,  // a party, outlet or authority
  kSum,
  kMark,  // one punctuation mark
};

// Bytes [begin, end) of the line.
struct Token {
  TokenKind kind = TokenKind::kWord;
  uint32_t begin = 0, end = 0;
  uint32_t slot = 0;  // index into Line::slots(), for mentions and sums
};

// Linear in the line; blanks are no tokens. Mask characters of `slots` places become mentions.
std::vector<Token> tokenize(std::string_view s);

inline std::string_view text_of(std::string_view s, const Token& token) {
  return s.substr(token.begin, token.end - token.begin);
}

}  // namespace hearsay
