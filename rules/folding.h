// fold_bytes(): a text in the form that is used for matching, with the way back. What Text is made
// of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hearsay::folding {

inline constexpr uint32_t kJoiningMax = 8;  // marks on one letter; more are only there to hide it
inline constexpr uint32_t kAlikeRunMax =
    64;  // letters looked ahead for a Latin one; words are short

// A stretch of folded bytes. Where `source_size` is 0 each byte comes from one source byte, the
// first from `source`; else all of them come from that many source bytes together.
struct Run {
  uint32_t folded = 0;
  uint32_t source = 0;
  uint32_t source_size = 0;
};

struct Folded {
  std::string bytes;                 // valid UTF-8
  std::vector<Run> runs;             // by Run::folded, the first at 0; none for an empty text
  std::vector<uint64_t> upper;       // a bit for each folded byte: its character was upper-case
  std::vector<uint32_t> confusable;  // sorted folded offsets of letters that another script's made

  bool is_upper(size_t at) const { return upper[at / 64] >> (at % 64) & 1; }

  // The source bytes of the character at the folded offset, half-open, in `source` as folded.
  // REQUIRES an offset inside `bytes`.
  std::pair<uint32_t, uint32_t> source_of(size_t at, std::string_view source) const;
};

struct Reading {
  bool one_line = false;   // ends of lines become blanks
  bool references = true;  // "&amp;" stands for "&"
};

// Appends the folded form of source[begin, end) to `out`; offsets of runs count from the source's
// beginning. REQUIRES that the source is valid UTF-8
// (damage becomes U+FFFD) and below 4 GiB, and that all calls for one `out` are in its order.
// Linear time. Any thread.
void fold_bytes(std::string_view source, size_t begin, size_t end, Reading reading, Folded& out);

}  // namespace hearsay::folding
