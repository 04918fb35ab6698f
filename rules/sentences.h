// find_sentences(): where the sentences of a folded text begin and end, in both languages.
#pragma once

#include <string_view>
#include <vector>

#include "rules/folding.h"
#include "rules/text.h"

namespace hearsay {

// A longer one is cut at a comma or blank: such is a list or a table. What reads sentences may take
// more than linear time for one, and so stays linear in the item.
inline constexpr size_t kSentenceBytesSplit = 4096;

// Sentences in reading order; each non-blank byte lies in exactly one. `source` is what was folded;
// the headline ends at the folded offset `headline_end`.
//
// A line's end ends a sentence; so do 。！？ and, in Chinese, ；, with the closing quotes and
// brackets behind them, and . ! ? before a blank. Not: decimals, initials, abbreviations that go
// on, "No. 5", a mark before a word in lower case, or the end of a quotation whose speaker follows
// (“…。”他说). Bullets (•, ■, ▲) begin a new one.
std::vector<Sentence> find_sentences(const folding::Folded& folded, std::string_view source,
                                     size_t headline_end);

}  // namespace hearsay
