// One pass over each line; what decides is what stands right before and behind a mark.
#include "rules/sentences.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#include "parsers/byte_words.h"
#include "rules/characters.h"

namespace hearsay {

namespace {

constexpr std::string_view kFullStop = "。";

// Bytes at which the pass stops to look; the two high ones begin 。 and bullets.
constexpr auto kLooked = [] {
  std::array<bool, 256> looked{};
  for (const char c : std::string_view(".!?;\"\xE2\xE3"))
    looked[static_cast<unsigned char>(c)] = true;
  return looked;
}();

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

template <size_t size>
bool is_one_of(const std::array<std::string_view, size>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

// Abbreviations behind which a name or number always follows. Sorted.
constexpr std::array<std::string_view, 33> kNeverEnd = {
    "adm", "approx", "brig", "capt", "cf",  "cmdr", "col", "dr",   "e.g", "est", "fig",
    "fr",  "gen",    "gov",  "hon",  "i.e", "lt",   "maj", "mme",  "mr",  "mrs", "ms",
    "mt",  "pres",   "prof", "rep",  "rev", "sen",  "sgt", "ssgt", "st",  "v",   "vs"};
// Those that may end a sentence: then a word that begins one follows. Sorted.
constexpr std::array<std::string_view, 40> kMayEnd = {
    "apr",  "assn", "aug",  "ave", "bn",  "bros", "calif", "cie", "co",   "conn",
    "corp", "dec",  "dept", "est", "etc", "feb",  "fla",   "inc", "intl", "jan",
    "jr",   "jul",  "jun",  "llc", "ltd", "mar",  "mass",  "md",  "mfg",  "mn",
    "natl", "nov",  "oct",  "plc", "pty", "sep",  "sept",  "sr",  "tex",  "univ"};
constexpr std::array<std::string_view, 32> kStarters = {
    "a",       "an",   "analysts", "asked", "both", "but",       "he",      "his",
    "however", "if",   "in",       "it",    "its",  "meanwhile", "neither", "no",
    "she",     "some", "still",    "that",  "the",  "their",     "there",   "these",
    "they",    "this", "those",    "we",    "what", "when",      "while",   "yet"};
// How the speaker of a quotation before it is told.
constexpr std::array<std::string_view, 13> kSaidVerbs = {
    "added", "asked",  "insisted", "posted",  "quipped", "replied", "said",
    "says",  "stated", "told",     "tweeted", "wrote",   "writes"};
constexpr std::string_view kSaidVerbsHan[] = {
    "说",   "称", "表示", "写道", "回应", "指出", "强调", "补充", "坦言", "透露",
    "认为", "道", "问",   "解释", "回答", "直言", "反驳", "澄清", "重申", "笑称"};
constexpr std::string_view kClosers[] = {"》", "】", "〉", "〕", "』", "」"};
constexpr std::string_view kBullets[] = {"•", "■", "●", "▲", "◆", "▪",
                                         "►", "▶", "★", "※", "‣", "◼"};

static_assert(std::is_sorted(kNeverEnd.begin(), kNeverEnd.end()));
static_assert(std::is_sorted(kMayEnd.begin(), kMayEnd.end()));
static_assert(std::is_sorted(kStarters.begin(), kStarters.end()));

class Splitter {
 public:
  Splitter(const folding::Folded& folded, std::string_view source, size_t headline_end)
      : folded_(folded), s_(folded.bytes), source_(source), headline_end_(headline_end) {}

  std::vector<Sentence> run() {
    for (size_t at = 0; at < s_.size(); ++paragraph_) {
      const size_t end = std::min(s_.find('\n', at), s_.size());
      line(at, end);
      at = end + 1;
    }
    return std::move(sentences_);
  }

 private:
  void line(size_t begin, size_t end) {
    line_begin_ = begin_ = begin;
    end_ = end;
    open_ = open_at_begin_ = false;
    capitals_ = -1;
    for (size_t at = begin; at < end;) {
      at = skip_plain(at);
      if (at == end) break;
      if (!kLooked[static_cast<unsigned char>(s_[at])]) {
        ++at;
      } else if (s_[at] == '"') {
        open_ = opens(at);
        ++at;
      } else if (is_bullet(at)) {
        close(at);
        at += 3;
      } else {
        at = mark(at);
      }
    }
    close(end);
  }

  // Past letters, figures, blanks and Han characters, none of which is looked at.
  size_t skip_plain(size_t at) const {
    for (; at + 8 <= end_; at += 8) {
      const uint64_t word = load_word(s_.data() + at);
      const uint64_t looked = equal_bytes(word, '.') | equal_bytes(word, '!') |
                              equal_bytes(word, '?') | equal_bytes(word, ';') |
                              equal_bytes(word, '"') | (word & kByteHighs);
      if (looked == 0) continue;
      at += static_cast<size_t>(std::countr_zero(looked)) / 8;
      break;
    }
    while (at < end_ && static_cast<unsigned char>(s_[at]) >= 0xE4 &&
           static_cast<unsigned char>(s_[at]) <= 0xE9)
      at += 3;
    return at;
  }

  // A mark that may end a sentence; where to go on.
  size_t mark(size_t at) {
    const bool full = s_.compare(at, kFullStop.size(), kFullStop) == 0;
    const char c = s_[at];
    if (!full && c != '.' && c != '!' && c != '?' && c != ';') return at + 1;
    const bool wide = full || (c != '.' && is_wide(at));
    if (c == ';') {
      if (wide) close(at + 1);
      return at + 1;
    }
    const size_t marks_end = skip_marks(at);
    bool closed_quote = false;
    const size_t end = whole_character(skip_closers(marks_end, &closed_quote));
    const bool quotation = closed_quote && (open_at_begin_ || s_[first_of_sentence()] == '"');
    bool ends = true;
    if (wide) {
      ends = !(quotation && speaker_follows_han(end));
    } else if (end < end_) {
      ends = s_[end] == ' ' && !(c == '.' && marks_end == at + 1 && is_abbreviation(at)) &&
             !goes_on_in_lower_case(end) && !(quotation && c != '.' && speaker_follows_latin(end));
    }
    if (closed_quote) open_ = false;
    if (ends) close(end);
    return end;
  }

  // A full-width mark, or one behind a Han character.
  bool is_wide(size_t at) const {
    return (static_cast<unsigned char>(source_[folded_.source_of(at, source_).first]) & 0x80U) !=
               0 ||
           (at > begin_ && (static_cast<unsigned char>(s_[at - 1]) & 0x80U) != 0);
  }

  size_t skip_marks(size_t at) const {
    while (at < end_) {
      if (s_[at] == '.' || s_[at] == '!' || s_[at] == '?') {
        ++at;
      } else if (s_.compare(at, kFullStop.size(), kFullStop) == 0) {
        at += kFullStop.size();
      } else {
        break;
      }
    }
    return at;
  }

  size_t skip_closers(size_t at, bool* closed_quote) {
    while (at < end_) {
      if (s_[at] == '"') {
        if (opens(at)) break;
        open_ = false;
        *closed_quote = true;
        ++at;
      } else if (s_[at] == ')' || s_[at] == ']' || s_[at] == '\'') {
        ++at;
      } else {
        const auto* closer = std::find_if(
            std::begin(kClosers), std::end(kClosers),
            [&](std::string_view one) { return s_.compare(at, one.size(), one) == 0; });
        if (closer == std::end(kClosers)) break;
        at += closer->size();
      }
    }
    return at;
  }

  // Behind the source character that the byte before `at` comes from: no sentence ends inside one.
  size_t whole_character(size_t at) const {
    if (at == end_ || s_[at] == ' ') return at;
    const auto last = folded_.source_of(at - 1, source_);
    while (at < end_ && folded_.source_of(at, source_) == last) ++at;
    return at;
  }

  // True if the quotation mark begins a quotation: by its form as received, or by turns.
  bool opens(size_t at) const {
    const auto [begin, end] = folded_.source_of(at, source_);
    uint32_t size = 0;
    switch (end - begin > 1 ? decode(source_, begin, &size) : 0) {
      case 0x201C:
      case 0x300C:
      case 0x300E:
      case 0xAB:
      case 0x301D:
        return true;
      case 0x201D:
      case 0x300D:
      case 0x300F:
      case 0xBB:
      case 0x301E:
        return false;
      default:
        return !open_;
    }
  }

  bool is_bullet(size_t at) const {
    if (static_cast<unsigned char>(s_[at]) != 0xE2) return false;
    const bool known =
        std::any_of(std::begin(kBullets), std::end(kBullets),
                    [&](std::string_view one) { return s_.compare(at, one.size(), one) == 0; });
    // ▲ before a figure is a rise.
    size_t next = at + 3;
    while (next < end_ && s_[next] == ' ') ++next;
    return known && next < end_ && !is_digit(static_cast<unsigned char>(s_[next])) &&
           (at == begin_ || s_[at - 1] == ' ' || static_cast<unsigned char>(s_[at - 1]) >= 0x80);
  }

  size_t first_of_sentence() const {
    const size_t first = s_.find_first_not_of(' ', begin_);
    return std::min(first, s_.size() - 1);
  }

  std::string_view word_at(size_t at) const {
    size_t end = at;
    while (end < end_ && is_lower(s_[end])) ++end;
    return s_.substr(at, end - at);
  }

  size_t skip_to_word(size_t at) const {
    while (at < end_ && (s_[at] == ' ' || s_[at] == '"' || s_[at] == '(' || s_[at] == '\'')) ++at;
    return at;
  }

  // "Corp. said": no sentence begins with a small letter, but xAI and iPhone do. A line without any
  // capital tells nothing.
  bool goes_on_in_lower_case(size_t at) {
    at = skip_to_word(at);
    if (at == end_ || !is_lower(s_[at]) || folded_.is_upper(at)) return false;
    for (size_t i = at; i < end_ && is_lower(s_[i]); ++i) {
      if (folded_.is_upper(i)) return false;
    }
    return has_capitals();
  }

  bool has_capitals() {
    if (capitals_ < 0) {
      capitals_ = 0;
      for (size_t i = line_begin_; i < end_ && capitals_ == 0; ++i) capitals_ = folded_.is_upper(i);
    }
    return capitals_ > 0;
  }

  // Whether the full stop at `at` belongs to the word before it.
  bool is_abbreviation(size_t at) const {
    constexpr size_t kWordMax = 16;  // bytes: no abbreviation is longer
    size_t begin = at;
    while (begin > begin_ && at - begin < kWordMax &&
           (is_lower(s_[begin - 1]) || s_[begin - 1] == '.'))
      --begin;
    const std::string_view word = s_.substr(begin, at - begin);
    if (word.empty()) return false;
    const size_t next = skip_to_word(at + 1);
    if (word == "no" || word == "nos")
      return next < end_ && is_digit(static_cast<unsigned char>(s_[next]));
    if (is_one_of(kNeverEnd, word)) return true;
    const bool initials = word.size() == 1 || word.find('.') != std::string_view::npos;
    if (!initials && !is_one_of(kMayEnd, word)) return false;
    // Headlines write every word with a capital, which then tells nothing.
    const bool in_headline = at < headline_end_;
    return in_headline || next == end_ || !folded_.is_upper(next) ||
           !is_one_of(kStarters, word_at(next));
  }

  // "…!" Huang said: within six words, before any mark.
  bool speaker_follows_latin(size_t at) const {
    constexpr int kWordsMax = 6;
    for (int words = 0; words < kWordsMax; ++words) {
      while (at < end_ && s_[at] == ' ') ++at;
      const std::string_view word = word_at(at);
      if (word.empty()) return false;
      if (std::find(kSaidVerbs.begin(), kSaidVerbs.end(), word) != kSaidVerbs.end()) return true;
      at += word.size();
      if (at >= end_ || s_[at] != ' ') return false;
    }
    return false;
  }

  // “……。”黄仁勋说: what stands up to the next mark ends with such a verb.
  bool speaker_follows_han(size_t at) const {
    constexpr size_t kClauseMax = 90;  // bytes: thirty characters
    size_t end = at;
    while (end < end_ && end - at < kClauseMax && s_[end] != ',' && s_[end] != ':' &&
           s_[end] != '!' && s_[end] != '?' && s_[end] != '"' &&
           s_.compare(end, kFullStop.size(), kFullStop) != 0)
      ++end;
    const std::string_view clause = s_.substr(at, end - at);
    return std::any_of(std::begin(kSaidVerbsHan), std::end(kSaidVerbsHan),
                       [&](std::string_view verb) { return clause.ends_with(verb); });
  }

  void close(size_t end) {
    size_t first = begin_, last = end;
    while (first < last && s_[first] == ' ') ++first;
    while (last > first && s_[last - 1] == ' ') --last;
    begin_ = end;
    open_at_begin_ = open_;
    while (last - first > kSentenceBytesSplit) {
      const size_t cut = cut_of(first);
      add(first, cut);
      first = cut;
      while (first < last && s_[first] == ' ') ++first;
    }
    if (first < last) add(first, last);
  }

  // Where a sentence that is too long is cut: behind the last comma or blank of its allowed length.
  size_t cut_of(size_t first) const {
    const size_t most = first + kSentenceBytesSplit;
    const size_t comma = s_.substr(first, kSentenceBytesSplit).find_last_of(",;");
    if (comma != std::string_view::npos && comma > kSentenceBytesSplit / 2)
      return first + comma + 1;
    const size_t blank = s_.substr(first, kSentenceBytesSplit).rfind(' ');
    if (blank != std::string_view::npos && blank > kSentenceBytesSplit / 2) return first + blank;
    size_t cut = most;
    while ((static_cast<unsigned char>(s_[cut]) & 0xC0U) == 0x80U) --cut;
    return cut;
  }

  void add(size_t begin, size_t end) {
    // Letters are counted by their first bytes; those of Han characters are 0xE4 to 0xE9.
    size_t han = 0, letters = 0;
    size_t i = begin;
    for (; i + 8 <= end; i += 8) {
      const uint64_t word = load_word(s_.data() + i), high = word & kByteHighs;
      const uint64_t small = low_at_least(word, 'a') & ~low_at_least(word, 'z' + 1) & ~high;
      const uint64_t leads = low_at_least(word, 0x43) & high;
      const uint64_t han_leads = leads & low_at_least(word, 0x64) & ~low_at_least(word, 0x6A);
      han += count_highs(han_leads);
      letters += count_highs(small | (leads & ~han_leads));
    }
    for (; i < end; ++i) {
      const auto byte = static_cast<unsigned char>(s_[i]);
      const bool is_han_lead = byte >= 0xE4 && byte <= 0xE9;
      han += is_han_lead ? 1U : 0U;
      letters += !is_han_lead && (is_lower(s_[i]) || byte >= 0xC3) ? 1U : 0U;
    }
    while (end > begin && s_[end - 1] == ' ') --end;
    sentences_.push_back({{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                          begin < headline_end_ ? Field::kHeadline : Field::kBody,
                          han * 2 > letters ? Script::kHan : Script::kLatin,
                          paragraph_});
  }

  const folding::Folded& folded_;
  std::string_view s_, source_;
  size_t headline_end_;
  std::vector<Sentence> sentences_;
  uint32_t paragraph_ = 0;
  size_t line_begin_ = 0;
  size_t begin_ = 0, end_ = 0;  // of what is left of the line
  bool open_ = false;           // inside a quotation
  bool open_at_begin_ = false;  // so at the beginning of the sentence
  int capitals_ = 0;            // of the line: it has some; -1: not looked yet
};

}  // namespace

std::vector<Sentence> find_sentences(const folding::Folded& folded, std::string_view source,
                                     size_t headline_end) {
  return Splitter(folded, source, headline_end).run();
}

}  // namespace hearsay
