// Lexis: the phrases of a language, each with its senses, found in a line's tokens.
//
// A phrase is words or Han characters: "walk~ away from", "无稽之谈". In it
//
//   word~     any form of an English verb or noun: call~ is call, calls, called, calling
//   ..        up to kGapMax tokens without punctuation: "take~ .. private"
//   {c} {p}   a company, a person; {a} any mention; {M} a sum of money; {%} a percentage
//
// Where phrases overlap, the one with more words is meant: "neither confirm nor deny" is not
// "deny". So a phrase without a sense that matters shields its words ("no wonder").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/tokens.h"

namespace hearsay {

using Sense = uint16_t;  // what a phrase means: chosen by who adds it

// Tokens that ".." passes at most: more than that and the parts no longer belong together.
inline constexpr uint32_t kGapMax = 8;
// Phrases found at one place before overlaps are settled; a line that has more is no prose.
inline constexpr size_t kFoundMax = 256;

// One phrase found: tokens [first, last].
struct Hit {
  uint32_t first = 0, last = 0;
  std::vector<uint32_t> words;  // its own tokens; those of gaps and mentions are not among them
  const std::vector<Sense>* senses = nullptr;  // lives as long as the lexis
  bool has(Sense sense) const;
};

// Immutable once filled; any number of threads may find in it.
class Lexis {
 public:
  // False when the phrase has no word of its own.
  bool add(std::string_view phrase, Sense sense);

  // Hits in reading order. No token is a word of two hits.
  std::vector<Hit> find(const Line& line, const std::vector<Token>& tokens) const;
  bool empty() const { return senses_.size() <= 1; }

 private:
  struct Found;
  using Node = uint32_t;
  Node step(Node from, std::string_view word);
  void walk(const std::vector<std::string_view>& words, uint32_t first, uint32_t at, Node node,
            uint32_t owned, std::vector<uint32_t>& mine, std::vector<Found>& found) const;
  const Node* next(Node from, std::string_view word) const;

  std::unordered_map<std::string, uint32_t> words_;  // word -> its number
  std::unordered_map<uint64_t, Node> edges_;         // node << 32 | word -> node
  std::vector<std::vector<Sense>> senses_ = {{}};    // per node; 0 is the root
};

// All forms of a regular English word, the word itself first.
std::vector<std::string> forms_of(std::string_view word);

}  // namespace hearsay
