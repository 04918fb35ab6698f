// Syntax: one sentence as tokens and phrases, and how its mentions stand to them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/lexis.h"
#include "rules/line.h"
#include "rules/pack.h"

namespace hearsay {

// Tokens [first, last] of a sentence.
struct Range {
  uint32_t first = 0, last = 0;
  bool before(const Range& other) const { return last < other.first; }
};

// How far before a mention its preposition may stand: "in the four-year-old start-up {OpenAI}".
inline constexpr uint32_t kGovernorWords = 5, kGovernorHan = 10;

// Built for one sentence; owns its line. The pack outlives it.
class Syntax {
 public:
  Syntax(const Pack& pack, Line line);

  const Line& line() const { return line_; }
  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Hit>& hits() const { return hits_; }
  uint32_t size() const { return static_cast<uint32_t>(tokens_.size()); }
  std::string_view word(uint32_t token) const { return text_of(line_.s(), tokens_[token]); }

  // The hit whose own word the token is, or null.
  const Hit* hit_at(uint32_t token) const;
  bool cue_at(uint32_t token, Cue cue) const;
  // The first hit of the cue that lies in [range.first, range.last], or null.
  const Hit* cue_in(Cue cue, Range range) const;
  bool has(Cue cue) const { return cue_in(cue, {0, size()}) != nullptr; }

  bool mention(uint32_t token) const { return tokens_[token].kind == TokenKind::kMention; }
  const Slot& slot(uint32_t token) const { return line_.slots()[tokens_[token].slot]; }
  // A company, or a person who heads one: who can be part of a deal.
  bool party(uint32_t token) const;
  bool mark(uint32_t token, std::string_view text) const {
    return tokens_[token].kind == TokenKind::kMark && word(token) == text;
  }

  // "'s", the s of "its", 的: what stands before it owns what follows.
  bool possessive(uint32_t token) const;
  // The preposition that governs a mention: "in" of "in the lab {OpenAI}"; empty if none does.
  std::string_view governor(uint32_t mention) const;
  // Number of the part of the sentence: parts end at breaks and semicolons.
  uint32_t part(uint32_t token) const { return parts_[token]; }
  Range part_around(Range range) const;
  bool quoted(uint32_t token) const { return quoted_[token]; }
  // True when some token strictly between is one of these marks.
  bool marks_between(uint32_t from, uint32_t to, std::string_view marks) const;
  // True when a sentence asks.
  bool question() const { return question_; }

  ByteSpan folded(Range range) const {
    return line_.folded(tokens_[range.first].begin, tokens_[range.last].end);
  }

 private:
  Line line_;
  std::vector<Token> tokens_;
  std::vector<Hit> hits_;
  std::vector<int32_t> owner_;  // per token: index into hits_, -1
  std::vector<uint32_t> parts_;
  std::vector<bool> quoted_;
  bool question_ = false;
};

}  // namespace hearsay
