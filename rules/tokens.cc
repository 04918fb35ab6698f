// Cutting a masked line into tokens.
#include "rules/tokens.h"

#include "rules/characters.h"

namespace hearsay {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool word_part(std::string_view s, uint32_t at) {
  if (at >= s.size()) return false;
  uint32_t size;
  const uint32_t c = decode(s, at, &size);
  return is_digit(c) || is_letter(c);
}

uint32_t end_of_word(std::string_view s, uint32_t at) {
  while (at < s.size()) {
    if (word_part(s, at)) {
      uint32_t size;
      decode(s, at, &size);
      at += size;
    } else if (s[at] == '%' && digit(s[at - 1])) {
      return at + 1;
    } else if ((s[at] == '-' || s[at] == '.') && word_part(s, at + 1) &&
               (s[at] == '-' || digit(s[at + 1]))) {
      ++at;
    } else if (s[at] == ',' && digit(s[at - 1]) && at + 1 < s.size() && digit(s[at + 1])) {
      ++at;
    } else if (s[at] == '\'' && at + 1 < s.size() && s[at + 1] == 't' && !word_part(s, at + 2)) {
      return at + 2;  // "n't"
    } else {
      break;
    }
  }
  return at;
}

}  // namespace

std::vector<Token> tokenize(std::string_view s) {
  std::vector<Token> tokens;
  uint32_t slot = 0;
  for (uint32_t at = 0; at < s.size();) {
    uint32_t wide;
    const uint32_t character = decode(s, at, &wide);
    if (s[at] == ' ' || s[at] == '\n' || s[at] == '\t') {
      ++at;
    } else if (s.compare(at, 2, "\xEE\x80") == 0) {
      const bool sum = s.substr(at, 3) == mask_char(Mask::kSum);
      tokens.push_back({sum ? TokenKind::kSum : TokenKind::kMention, at, at + 3, slot++});
      at += 3;
    } else if (word_part(s, at)) {
      const uint32_t end = end_of_word(s, at);
      tokens.push_back({TokenKind::kWord, at, end, 0});
      at = end;
    } else if (s[at] == '\'' && s.compare(at, 2, "'s") == 0 && !word_part(s, at + 2)) {
      tokens.push_back({TokenKind::kWord, at, at + 2, 0});
      at += 2;
    } else {
      const bool han = is_han(character);
      tokens.push_back({han ? TokenKind::kHan : TokenKind::kMark, at, at + wide, 0});
      at += wide;
    }
  }
  return tokens;
}

}  // namespace hearsay
