// One pass over the source: plain runs of ASCII eight bytes at a time, other characters by table,
// and a normalizer for those that join.
#include "rules/folding.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>

#include "parsers/byte_words.h"
#include "rules/entity_reference.h"
#include "rules/fold_table.h"

namespace hearsay::folding {

namespace {

// Members marked noinline are called seldom or have a loop of their own: inside run() they would
// take the registers of its loop, which folds half as fast then.
class Folder {
 public:
  Folder(std::string_view source, size_t end, Reading reading, Folded& out)
      : source_(source), end_(end), reading_(reading), out_(out) {
    if (!out_.runs.empty() && out_.runs.back().source_size == 0) {
      const Run& run = out_.runs.back();
      expected_ = run.source + (out_.bytes.size() - run.folded);
    }
  }

  void run(size_t at) {
    while (at < end_) {
      at = static_cast<uint8_t>(source_[at]) < 0x80 ? ascii_words(at) : han_run(at);
      if (at < end_) at = one(at);
    }
  }

 private:
  // Eight bytes at a time while all of them are letters, digits, marks and single blanks.
  size_t ascii_words(size_t at) {
    const size_t begin = at;
    uint64_t blank_before = ends_blank() ? 0x80U : 0U;
    while (at + 8 <= end_) {
      uint64_t w = load_word(source_.data() + at);
      const uint64_t blanks = equal_bytes(w, ' ');
      const uint64_t odd = (w & kByteHighs) | (~low_at_least(w, ' ') & kByteHighs) |
                           equal_bytes(w, '&') | equal_bytes(w, '`') | equal_bytes(w, 0x7F) |
                           (blanks & (blanks << 8U | blank_before));
      if (odd != 0) break;
      blank_before = blanks >> 56U;
      const uint64_t capitals = low_at_least(w, 'A') & ~low_at_least(w, 'Z' + 1);
      linear(at);
      if (capitals != 0) set_upper_bits(((capitals >> 7U) * 0x0102040810204080ULL) >> 56U);
      w |= capitals >> 2U;
      char folded[8];
      std::memcpy(folded, &w, 8);
      out_.bytes.append(folded, 8);
      expected_ += 8;
      at += 8;
    }
    if (at > begin) remember(out_.bytes.size() - 1, at - 1, at);
    return at;
  }

  // Han characters: those that stay as they are copied together, those with a simpler form changed
  // in the copy.
  [[gnu::noinline]] size_t han_run(size_t at) {
    constexpr uint32_t kFirst = 0x3400;  // of those with three bytes that fold to three bytes
    const size_t begin = at, folded_begin = out_.bytes.size();
    const uint16_t* const table = fold_table();
    const auto* bytes = reinterpret_cast<const uint8_t*>(source_.data());
    changes_.clear();
    for (; at + 3 <= end_; at += 3) {
      const uint32_t lead = bytes[at] ^ 0xE0U, second = bytes[at + 1] ^ 0x80U,
                     third = bytes[at + 2] ^ 0x80U;
      if (lead > 9 || (second | third) > 0x3F) break;  // up to U+9FFF, with whole sequences only
      const uint32_t c = lead << 12U | second << 6U | third;
      if (c < kFirst) break;
      if (table[c] == c) continue;
      if (table[c] < kFirst) break;
      changes_.push_back({at - begin, table[c]});
    }
    if (at == begin) return at;
    linear(begin);
    out_.bytes.append(source_.substr(begin, at - begin));
    for (const auto& [offset, to] : changes_) {
      char* const changed = out_.bytes.data() + folded_begin + offset;
      changed[0] = static_cast<char>(0xE0U | to >> 12U);
      changed[1] = static_cast<char>(0x80U | (to >> 6U & 0x3FU));
      changed[2] = static_cast<char>(0x80U | (to & 0x3FU));
    }
    expected_ = at;
    remember(out_.bytes.size() - 3, at - 3, at);
    return at;
  }

  size_t one(size_t at) {
    const size_t from = at;
    const auto byte = static_cast<uint8_t>(source_[at]);
    char32_t c = byte;
    if (byte >= 0x80) {
      c = next(at);
    } else if (byte == '&' && reading_.references) {
      const auto reference = entity_reference(source_.substr(at, end_ - at));
      at += std::max<size_t>(reference.size, 1);
      if (reference.size > 0) c = reference.character;
    } else {
      ++at;
      if (byte == '\r') {
        if (at < end_ && source_[at] == '\n') return at;
        c = '\n';
      }
    }
    if (c >= 0x10000) return other_plane(c, from, at);
    const uint16_t to = fold_table()[c];
    switch (to) {
      case kDropped:
        return at;
      case kJoining:
        return joined(from, at);
      case kComplex:
        block(complex_form(static_cast<char16_t>(c)), static_cast<char16_t>(c), from, at);
        return at;
      case kAlike:
        alike_letter(static_cast<char16_t>(c), from, at);
        return at;
      default:
        character(to, to != c && is_capital(c), from, at);
        return at;
    }
  }

  char32_t next(size_t& at) const {
    const auto* bytes = reinterpret_cast<const uint8_t*>(source_.data());
    auto i = static_cast<int32_t>(at);
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, i, static_cast<int32_t>(end_), c);
    at = static_cast<size_t>(i);
    return static_cast<char32_t>(c);
  }

  // One character from the source bytes [from, at), which may be an entity.
  void character(char32_t to, bool upper, size_t from, size_t at) {
    if (to == '\n' && reading_.one_line) to = ' ';
    if (to == ' ' && ends_blank()) return;
    const size_t begin = out_.bytes.size();
    const size_t size = to < 0x80 ? 1 : to < 0x800 ? 2 : to < 0x10000 ? 3 : 4;
    if (size == at - from) {
      linear(from);
      expected_ = at;
    } else {
      push_block(from, at);
    }
    append(to);
    if (upper) set_upper(begin);
    remember(begin, from, at);
  }

  [[gnu::noinline]] size_t other_plane(char32_t c, size_t from, size_t at) {
    if (is_invisible(c)) return at;
    if (joins(c)) return joined(from, at);
    if (stays(c)) {
      character(c, false, from, at);
    } else {
      block(normalized(std::u32string(1, c)), c, from, at);
    }
    return at;
  }

  // A letter that looks like a Latin one is that if it stands in a word with Latin letters.
  [[gnu::noinline]] void alike_letter(char16_t c, size_t from, size_t at) {
    const Alike twin = alike(c);
    const bool upper = is_capital(c);
    if (after_latin() || before_latin(at)) {
      out_.confusable.push_back(static_cast<uint32_t>(out_.bytes.size()));
      character(static_cast<char32_t>(twin.latin), upper, from, at);
    } else if (twin.own == kComplex) {
      block(complex_form(c), c, from, at);
    } else if (twin.own != kDropped) {
      character(twin.own, upper, from, at);
    }
  }

  bool after_latin() const {
    const char last = out_.bytes.empty() ? ' ' : out_.bytes.back();
    return last >= 'a' && last <= 'z';
  }

  // Looks over the letters of that kind for a Latin one behind them; never twice over the same.
  bool before_latin(size_t at) {
    if (at <= foreign_until_) return false;
    uint32_t letters = 0;
    while (at < end_ && letters < kAlikeRunMax) {
      const char32_t c = first_folded(next(at));
      if (c >= 'a' && c <= 'z') return true;
      if (c != 0 && !is_alike(c)) break;
      if (c != 0) ++letters;
      foreign_until_ = at;
    }
    return false;
  }

  // A character that joins the one before it: both are normalized together, with what else joins.
  [[gnu::noinline]] size_t joined(size_t from, size_t at) {
    std::u32string all;
    uint32_t count = 0;
    size_t joining = from;
    if (last_end_ > 0 && !ends_blank()) {
      if (last_joining_ >= kJoiningMax) return at;
      append_base(all);
      take_back(last_folded_);
      count = last_joining_;
      joining = last_end_;
      from = last_source_;
    }
    while (joining < at) append_joining(joining, all, count);
    while (at < end_ && static_cast<uint8_t>(source_[at]) >= 0x80) {
      size_t i = at;
      const char32_t c = next(i);
      if (!is_invisible(c) && !joins(c)) break;
      append_joining(at, all, count);
    }
    std::u32string form = normalized(all);
    drop_marks(form);
    block(form, all.empty() ? 0 : all[0], from, at);
    last_joining_ = count;
    return at;
  }

  // A letter that comes apart (U+0958, U+0385) has marks of its own: folded again they would count.
  static void drop_marks(std::u32string& form) {
    size_t first = form.size();
    while (first > 0 && joins(form[first - 1])) --first;
    form.resize(std::min(form.size(), first + kJoiningMax));
  }

  // The character folded last, with all that has joined it already.
  void append_base(std::u32string& all) const {
    if (source_[last_source_] == '&' && reading_.references) {
      const auto reference =
          entity_reference(source_.substr(last_source_, last_end_ - last_source_));
      all += reference.size > 0 ? reference.character : U'&';
      return;
    }
    for (size_t at = last_source_; at < last_end_;) {
      const char32_t c = next(at);
      if (!is_invisible(c)) all += unified(c);
    }
  }

  void append_joining(size_t& at, std::u32string& all, uint32_t& count) {
    const char32_t c = next(at);
    if (!is_invisible(c) && joins(c) && ++count <= kJoiningMax) all += c;
  }

  // What the normalizer made of the source bytes [from, at), which begin with `first`. Letters that
  // look Latin are that in a Latin word, unless a mark behind them makes them their own again.
  [[gnu::noinline]] void block(std::u32string_view form, char32_t first, size_t from, size_t at) {
    const size_t begin = out_.bytes.size();
    for (size_t i = 0; i < form.size(); ++i) {
      char32_t c = form[i];
      const uint16_t to =
          c < 0x10000 ? fold_table()[c] : uint16_t{is_invisible(c) ? kDropped : kComplex};
      if (to == kDropped) continue;
      if (to >= '\n') c = to;
      if (c == ' ' && ends_blank()) continue;
      if (out_.bytes.size() == begin) push_block(from, at);
      const bool marked = i + 1 < form.size() && joins(form[i + 1]);
      if (!marked && is_alike(c) && (after_latin() || before_latin(form.substr(i + 1), at))) {
        out_.confusable.push_back(static_cast<uint32_t>(out_.bytes.size()));
        c = static_cast<char32_t>(alike(static_cast<char16_t>(c)).latin);
      }
      append(c);
    }
    if (out_.bytes.size() == begin) return;
    if (is_capital(first)) set_upper(begin);
    remember(begin, from, at);
  }

  // The same as before_latin(at), with the rest of a form before that.
  bool before_latin(std::u32string_view rest, size_t at) {
    for (const char32_t c : rest) {
      if (c >= 'a' && c <= 'z') return true;
      if (!is_alike(c)) return false;
    }
    return before_latin(at);
  }

  bool ends_blank() const {
    return out_.bytes.empty() || out_.bytes.back() == ' ' || out_.bytes.back() == '\n';
  }

  void append(char32_t c) {
    uint8_t bytes[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    out_.bytes.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  }

  // The bytes appended next come one by one from `from` on.
  void linear(size_t from) {
    if (expected_ == from) return;
    out_.runs.push_back({static_cast<uint32_t>(out_.bytes.size()), static_cast<uint32_t>(from), 0});
    expected_ = from;
  }

  void push_block(size_t from, size_t at) {
    out_.runs.push_back({static_cast<uint32_t>(out_.bytes.size()), static_cast<uint32_t>(from),
                         static_cast<uint32_t>(at - from)});
    expected_ = kNone;
  }

  // Forgets what was folded from this offset on.
  void take_back(size_t folded) {
    for (size_t at = folded; at < out_.bytes.size(); ++at) {
      if (at / 64 < out_.upper.size()) out_.upper[at / 64] &= ~(uint64_t{1} << (at % 64));
    }
    out_.bytes.resize(folded);
    while (!out_.runs.empty() && out_.runs.back().folded >= folded) out_.runs.pop_back();
    while (!out_.confusable.empty() && out_.confusable.back() >= folded) out_.confusable.pop_back();
    const bool runs_on = !out_.runs.empty() && out_.runs.back().source_size == 0;
    expected_ = runs_on ? out_.runs.back().source + (folded - out_.runs.back().folded) : kNone;
  }

  void remember(size_t folded, size_t from, size_t at) {
    last_folded_ = folded;
    last_source_ = from;
    last_end_ = at;
    last_joining_ = 0;
  }

  void set_upper(size_t at) {
    if (out_.upper.size() <= at / 64) out_.upper.resize(at / 64 + 1);
    out_.upper[at / 64] |= uint64_t{1} << (at % 64);
  }

  void set_upper_bits(uint64_t bits) {  // of the eight bytes that come next
    const size_t at = out_.bytes.size();
    if (out_.upper.size() <= (at + 8) / 64) out_.upper.resize((at + 8) / 64 + 1);
    out_.upper[at / 64] |= bits << (at % 64);
    if (at % 64 > 56) out_.upper[at / 64 + 1] |= bits >> (64 - at % 64);
  }

  static constexpr size_t kNone = SIZE_MAX;

  std::string_view source_;
  size_t end_;
  Reading reading_;
  Folded& out_;
  size_t expected_ = kNone;  // the source of the next byte if it goes on one by one
  // The character folded last: where it begins in both, and where its source ends; 0 for none.
  size_t last_folded_ = 0, last_source_ = 0, last_end_ = 0;
  uint32_t last_joining_ = 0;  // how many have joined it
  struct Change {
    size_t offset = 0;
    uint32_t to = 0;
  };
  std::vector<Change> changes_;  // of han_run(), kept for its memory
  size_t foreign_until_ = 0;     // letters up to here are known to have no ASCII one behind them
};

}  // namespace

std::pair<uint32_t, uint32_t> Folded::source_of(size_t at, std::string_view source) const {
  const auto after =
      std::upper_bound(runs.begin(), runs.end(), at,
                       [](size_t wanted, const Run& run) { return wanted < run.folded; });
  const Run& run = *std::prev(after);
  if (run.source_size > 0) return {run.source, run.source + run.source_size};
  auto begin = static_cast<uint32_t>(run.source + (at - run.folded));
  const auto trails = [&](uint32_t i) {
    return (static_cast<uint8_t>(source[i]) & 0xC0U) == 0x80U;
  };
  while (begin > run.source && trails(begin)) --begin;
  uint32_t end = begin + 1;
  while (end < source.size() && trails(end)) ++end;
  return {begin, end};
}

void fold_bytes(std::string_view source, size_t begin, size_t end, Reading reading, Folded& out) {
  Folder(source, end, reading, out).run(begin);
  out.upper.resize(out.bytes.size() / 64 + 1);
}

}  // namespace hearsay::folding
