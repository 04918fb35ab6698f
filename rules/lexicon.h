// Lexicon: tone words, directions, measures and cues of both languages, compiled from
// rules/lexicons.
//
// Form of a file: tab-separated `terms`, `sense`, `weight`, `options`; `#` comments; blank lines.
//   terms    alternatives with `|` between, each one or more elements with blanks between:
//            a word (`loss`), a verb in all its forms (`rise/v`), a noun with its plural
//            (`order/n`; a hyphen is a blank), Chinese characters (`下滑`), a class (`@order`), any
//            number (`#`), a percentage with its sign (`+#`, `-#`), any name (`@name`), a gap
//            (`..`: at most kGapPlaces of the same clause)
//   sense    one of the names of Sense below; `class` defines the class that `terms` names from the
//            words in the third column; `forms` gives an irregular verb's other forms there
//   weight   what it means depends on the sense, see Sense
//   options  `free=0.3 subject=0.5 object=-0.5 transitive adjective near inner value backward
//            moved price ends`, blanks between
// Of the entries that match at one place the one with the most elements wins, then the longest; the
// words of a match are used up, those in its gaps are not.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/result.h"
#include "rules/entities.h"
#include "rules/text.h"

namespace hearsay {

enum class Sense : uint8_t {
  kTone,     // "tone": good or bad in itself; weight −1…1
  kUp,       // "up": a measure rises; weight is its strength 0…1, `free` its tone with no measure
  kDown,     // "down": a measure falls; likewise
  kMeasure,  // "measure": weight is how good it is that it rises, −1…1; `free` its tone if it
             // stands alone
  kNot,      // "not": negates what follows in the clause
  kDegree,   // "degree": weight is the factor on the tone beside it
  kBut,      // "but": what follows outweighs what stands before
  kAlthough,  // "although": its own clause weighs less
  kIf,        // "if": the clause is not said to be so
  kMay,       // "may": the clause is likely at most
  kThan,      // "than": a figure of before follows; weight 1: so does all that is said up to the
              // clause's end
  kPast,  // "past": the clause tells of a longer time or an earlier one ("this year", 今年以来)
  kRole,  // "role": a relation; weight is its tone, `subject` and `object` what it is for the two
  kPassive,  // "passive": turns a relation after it round (被, 遭, 获)
  kLink,     // "link": makes a name before it an attribute of another ("Apple supplier Foxconn")
  kSay,      // "say": a name before it is who says the rest
  kBreak,    // "break": begins a clause ("while", 而)
  kCause,    // "cause": begins a clause that tells why, and weighs less ("as", "amid", 由于)
  kAfter,    // "after": what follows came first and weighs less
  kCall,     // "call": advice, if a clause begins with it ("Buy …", "Avoid …")
  kOf,       // "of": binds a movement to the measure after it ("a rise in costs")
  kNone,     // "none": means nothing here; keeps its words from other entries
};

struct LexiconEntry {
  Sense sense = Sense::kNone;
  double weight = 0;
  double free = 0;
  double subject = 0;
  double object = 0;
  bool inner = false;       // of a relation: who stands in its gap is the one that gains by it
  bool adjective = false;   // it moves a measure close by, before or after ("strong sales")
  bool near = false;        // a measure that only a word beside it moves (跌幅收窄)
  bool transitive = false;  // its measure follows it ("cut costs", 下调评级)
  bool value = false;       // good or bad whatever it moves: "the deficit improved"
  bool backward = false;    // its measure stands before it, never after ("profit was up")
  bool moved = false;       // a cue only where a movement stands before it ("fell on fears")
  bool price = false;       // a measure: what the market pays for a company (shares, 股价)
  bool ends = false;        // says that what is told beside it is over: "shrugs off fears"
  std::string rule;         // "en.tsv:41": the evidence's rule id
};

// A word of Latin script, a piece of Chinese text that the lexicon knows, one other Chinese
// character, a number, or a punctuation mark.
struct Word {
  enum class Kind : uint8_t { kWord, kNumber, kMark };
  Kind kind = Kind::kWord;
  uint32_t id = 0;  // of a known word; 0: unknown. Of a mark: its character.
  ByteSpan span;
  uint32_t at = 0;         // place in the sentence: a Latin word counts 2, a Chinese character 1
  uint32_t width = 2;      // places that it takes; a mark: none
  double value = 0;        // of a number, with its sign
  bool is_signed = false;  // a number written with "+" or "-"
  bool percent = false;    // a number with a percent sign or word
  bool name = false;       // a whole name: no entry is looked for in it
};

// One entry found. `first` and `last` index the words given to match().
struct LexiconHit {
  uint32_t entry = 0;
  uint32_t first = 0;
  uint32_t last = 0;
  ByteSpan span;
};

// What `..` spans at most, in places (Word::at): five Latin words ("wins a large follow-up order")
// or ten Chinese characters.
inline constexpr uint32_t kGapPlaces = 10;

// Lets a map of strings be asked with a view, without a copy.
struct ViewHash {
  using is_transparent = void;
  size_t operator()(std::string_view view) const { return std::hash<std::string_view>{}(view); }
};

// Immutable once loaded; any number of threads.
class Lexicon {
 public:
  // May fail with "lexicon.*"; the text is "FILE:LINE: found, expected".
  static Result<Lexicon> load(const std::vector<SourceFile>& files);

  // The words of one sentence, into `words` (cleared first: a caller may reuse the memory). Each of
  // `names` is one word: "Power" of "Meru Power" is no power. They are in reading order.
  void split(const Text& text, const Sentence& sentence, std::span<const ByteSpan> names,
             std::vector<Word>& words) const;
  // The entries in them, in reading order, not overlapping; into `hits` (cleared first).
  void match(const std::vector<Word>& words, std::vector<LexiconHit>& hits) const;

  const LexiconEntry& operator[](uint32_t entry) const { return entries_[entry]; }
  size_t size() const { return entries_.size(); }

 private:
  friend class LexiconBuilder;
  struct Element {
    enum class Kind : uint8_t { kWord, kNumber, kRise, kFall, kName };
    Kind kind = Kind::kWord;
    std::vector<uint32_t> ids;  // of a word, sorted
    bool after_gap = false;
  };
  struct Pattern {
    uint32_t entry = 0;
    std::vector<Element> elements;
  };
  struct Literal {
    std::string text;
    uint32_t id = 0;
  };
  bool try_pattern(const Pattern& pattern, const std::vector<Word>& words, uint32_t at,
                   const std::vector<bool>& used, std::vector<uint32_t>& places) const;

  std::vector<LexiconEntry> entries_;
  std::vector<Pattern> patterns_;
  std::vector<std::vector<uint32_t>>
      by_first_;                        // word id -> patterns, those of most elements first
  std::vector<uint32_t> number_first_;  // patterns that begin with a number
  std::vector<uint32_t> name_first_;    // with a name
  std::unordered_map<std::string, uint32_t, ViewHash, std::equal_to<>> latin_;
  std::unordered_map<uint32_t, std::vector<Literal>> han_;  // first character -> longest first
};

}  // namespace hearsay
