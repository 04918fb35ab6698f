// Text: an item's headline and body folded for matching, and the way back to the text as received.
//
// The folded form is NFKC case-folded, traditional characters made simplified, references
// decoded where the item still has them, invisible and bidi characters dropped, quotes and dashes
// unified, runs of blanks made one, at most eight marks on a letter, letters of other scripts in
// Latin words made Latin and marked. Positions in it are byte offsets; `source()` maps them to code
// points as received.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/item.h"
#include "rules/folding.h"

namespace hearsay {

enum class Field : uint8_t { kHeadline, kBody };
enum class Script : uint8_t { kLatin, kHan };  // of a sentence: which packs read it

// Half-open range of bytes in Text::folded().
struct ByteSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t size() const { return end - begin; }
  bool contains(ByteSpan other) const { return begin <= other.begin && other.end <= end; }
  bool operator==(const ByteSpan&) const = default;
};

// Half-open range of Unicode code points in a field as received.
struct SourceSpan {
  Field field = Field::kHeadline;
  uint32_t start = 0;
  uint32_t end = 0;
  bool operator==(const SourceSpan&) const = default;
};

struct Sentence {
  ByteSpan span;
  Field field = Field::kHeadline;
  Script script = Script::kLatin;
  uint32_t paragraph = 0;  // counts lines of the item: the headline is 0, the body starts at 1
};

// Immutable once built; moves freely, owns copies of the two fields.
class Text {
 public:
  std::string_view folded() const { return folded_.bytes; }
  std::string_view folded(ByteSpan span) const { return folded().substr(span.begin, span.size()); }
  // Sentences in reading order; every non-blank byte of folded() lies in exactly one.
  const std::vector<Sentence>& sentences() const { return sentences_; }

  const std::string& provider() const { return provider_; }  // as received; empty: unknown

  // True when the character at this folded offset was an upper-case letter before case-folding.
  bool upper(uint32_t offset) const { return folded_.is_upper(offset); }
  // True when this folded character was a confusable letter of another script (Cyrillic а for a).
  bool confusable(uint32_t offset) const;

  // The code points that stand for the span; those that were dropped at its ends are not among
  // them. An empty span gives an empty one.
  SourceSpan source(ByteSpan span) const;
  // The text as received that stands at `span`.
  std::string_view quote(SourceSpan span) const;
  std::string_view quote(ByteSpan span) const;

  // The language of a sentence, found by itself: "en", "zh-Hans", "zh-Hant", "zh", "ja", "de", …;
  // empty where nothing tells it. Takes as long as the sentence.
  std::string language(const Sentence& sentence) const;

 private:
  friend Text fold(const Item& item);
  std::string_view field(Field field) const;
  std::pair<uint32_t, uint32_t> source_bytes(ByteSpan span) const;

  std::string source_;        // headline, '\n', body, as received
  size_t headline_size_ = 0;  // bytes
  std::string provider_;
  folding::Folded folded_;           // of source_
  std::vector<uint32_t> points_[2];  // of each field: code points before every kPointsStride bytes
  std::vector<Sentence> sentences_;
};

// Linear in the item's size; pure; any thread.
Text fold(const Item& item);

// The same folding of a short string, for names and patterns in packs ("輝達" -> "辉达").
std::string fold_term(std::string_view term);

}  // namespace hearsay
