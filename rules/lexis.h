// Lexis: the phrases of a language, each with its senses, found in a line's tokens.
//
// A phrase is words or Han characters: "walk~ away from", "无稽之谈". In it
//
//   word~     any form of an English verb or noun: call~ is call, calls, called, calling
//   ..        up to kGapMax tokens without punctuation: "take~ .. private"
//   (a|b)     one of these, which may be empty: "on (ice|hold)", "has (|already )died"
//   {c} {p}   a company, a person; {a} any mention; {M} a sum of money; {%} a percentage
//
// Where phrases overlap, the one with more words is meant: "neither confirm nor deny" is not
// "deny". So a phrase without a sense that matters shields its words ("no wonder"). Of phrases with
// as many words the one that begins first is meant; of those the one that goes on soonest.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules/tokens.h"

namespace hearsay {

using SenseId = uint16_t;  // what a phrase means: chosen by who adds it

// Tokens that ".." passes at most: more than that and the parts no longer belong together.
inline constexpr uint32_t kGapMax = 8;
// Phrases that begin at one token before overlaps are settled. Gaps multiply them; a line in which
// more begin at one place repeats itself and is no prose. The rest of that place is passed over.
inline constexpr size_t kFoundMax = 256;

// One phrase found: tokens [first, last].
struct Hit {
  uint32_t first = 0, last = 0;
  std::vector<uint32_t> words;  // its own tokens; those of gaps and mentions are not among them
  const std::vector<SenseId>* senses = nullptr;  // lives as long as the lexis
  bool has(SenseId sense) const;
};

// Immutable once filled; any number of threads may find in it.
class Lexis {
 public:
  Lexis();
  // False when the phrase has no word of its own, a gap at an end, a mark that is none, a "~"
  // inside a word, or choices that do not close.
  bool add(std::string_view phrase, SenseId sense);

  // Hits in reading order. No token is a word of two hits. Linear in the line for a given lexis.
  std::vector<Hit> find(const Line& line, const std::vector<Token>& tokens) const;
  bool empty() const { return nodes_.size() <= 1; }

 private:
  using Word = uint32_t;    // number of a word or mark; 0 is one that no phrase has
  using NodeId = uint32_t;  // index into nodes_; 0 is the root, which no step leads to
  struct Node {
    std::vector<std::pair<Word, NodeId>> next;  // sorted
    std::vector<SenseId> senses;                // sorted
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  class Walk;

  NodeId next(NodeId from, Word word) const;
  bool add_one(std::string_view phrase, SenseId sense);
  NodeId step(NodeId from, std::string_view word);

  std::unordered_map<std::string, Word, Hash, std::equal_to<>> words_;
  std::vector<NodeId> first_;  // per word: the root's step, which every token tries
  std::vector<Node> nodes_ = {{}};
};

// All forms of a regular English word, the word itself first.
std::vector<std::string> forms_of(std::string_view word);

}  // namespace hearsay
