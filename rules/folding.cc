// One pass over the source: plain runs of ASCII eight bytes at a time, other characters by table,
// and a normalizer for those that join.
#include "rules/folding.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "rules/entity_reference.h"
#include "rules/fold_table.h"

namespace hearsay::folding {

namespace {

static_assert(std::endian::native == std::endian::little, "words of eight bytes are read in order");

constexpr uint64_t kOnes = 0x0101010101010101ULL;
constexpr uint64_t kHighs = 0x8080808080808080ULL;

// The high bit of each byte of `w`, all below 0x80, that is at least / equal to `c`.
constexpr uint64_t at_least(uint64_t w, uint8_t c) { return (w + (0x80U - c) * kOnes) & kHighs; }
constexpr uint64_t equal(uint64_t w, uint8_t c) {
  return ~((w ^ (c * kOnes)) + 0x7F * kOnes) & kHighs;
}

class Folder {
 public:
  Folder(std::string_view source, size_t end, bool one_line, Folded& out)
      : source_(source), end_(end), one_line_(one_line), out_(out) {
    if (!out_.runs.empty() && out_.runs.back().source_size == 0) {
      const Run& run = out_.runs.back();
      expected_ = run.source + (out_.bytes.size() - run.folded);
    }
  }

  void run(size_t at) {
    while (at < end_) {
      at = ascii_words(at);
      if (at >= end_) break;
      at = one(at);
    }
  }

 private:
  // Eight bytes at a time while all of them are letters, digits, marks and single blanks.
  size_t ascii_words(size_t at) {
    const size_t begin = at;
    while (at + 8 <= end_) {
      uint64_t w = 0;
      std::memcpy(&w, source_.data() + at, 8);
      if ((w & kHighs) != 0) break;
      const uint64_t blanks = equal(w, ' ');
      const bool blank_before =
          out_.bytes.empty() || out_.bytes.back() == ' ' || out_.bytes.back() == '\n';
      const uint64_t doubled = blanks & (blanks << 8U | (blank_before ? 0x80U : 0U));
      const uint64_t odd =
          (~at_least(w, ' ') & kHighs) | equal(w, '&') | equal(w, '`') | equal(w, 0x7F) | doubled;
      if (odd != 0) break;
      const uint64_t capitals = at_least(w, 'A') & ~at_least(w, 'Z' + 1);
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

  size_t one(size_t at) {
    const size_t from = at;
    const auto byte = static_cast<uint8_t>(source_[at]);
    char32_t c = byte;
    if (byte >= 0x80) {
      c = next(at);
    } else if (byte == '&') {
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
    if (c >= 0x10000) {
      other_plane(c, from, at);
      return at;
    }
    const uint16_t to = fold_table()[c];
    switch (to) {
      case kDropped:
        return at;
      case kJoining:
        return joined(from, at);
      case kComplex:
        block(icu::UnicodeString(static_cast<UChar32>(c)), from, at, false);
        return at;
      case kAlike:
        alike_letter(static_cast<char16_t>(c), from, at);
        return at;
      default:
        character(to, u_isupper(static_cast<UChar32>(c)) != 0, from, at);
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
    if (to == '\n' && one_line_) to = ' ';
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

  void other_plane(char32_t c, size_t from, size_t at) {
    if (is_invisible(c)) return;
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto point = static_cast<UChar32>(c);
    if (nfkc->isInert(point)) return character(c, false, from, at);
    if (!nfkc->hasBoundaryBefore(point)) return static_cast<void>(joined(from, at));
    block(icu::UnicodeString(point), from, at, false);
  }

  // A letter that looks like a Latin one is that if it stands in a word with Latin letters.
  void alike_letter(char16_t c, size_t from, size_t at) {
    const Alike twin = alike(c);
    const bool upper = u_isupper(c) != 0;
    if (after_latin() || before_latin(at)) {
      out_.confusable.push_back(static_cast<uint32_t>(out_.bytes.size()));
      character(static_cast<char32_t>(twin.latin), upper, from, at);
    } else if (twin.own == kComplex) {
      block(icu::UnicodeString(c), from, at, false);
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

  // The first character that `c` becomes, letters of kAlike as they are; 0 if it becomes nothing.
  static char32_t first_folded(char32_t c) {
    if (c < 0x10000) {
      const uint16_t to = fold_table()[c];
      if (to != kComplex) return to >= '\n' || to == kDropped ? to : c;
    } else if (is_invisible(c)) {
      return 0;
    }
    const icu::UnicodeString form = normalized(icu::UnicodeString(static_cast<UChar32>(c)));
    return form.isEmpty() ? 0 : static_cast<char32_t>(form.char32At(0));
  }

  static bool is_alike(char32_t c) { return c < 0x10000 && fold_table()[c] == kAlike; }

  static icu::UnicodeString normalized(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString form;
    nfkc->normalize(text, form, status);
    return form;
  }

  // A character that joins the one before it: both are normalized together, with what else joins.
  size_t joined(size_t from, size_t at) {
    icu::UnicodeString all;
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
    block(all, from, at, true);
    last_joining_ = count;
    return at;
  }

  // The character folded last, with all that has joined it already.
  void append_base(icu::UnicodeString& all) const {
    if (source_[last_source_] == '&') {
      const auto reference =
          entity_reference(source_.substr(last_source_, last_end_ - last_source_));
      all.append(static_cast<UChar32>(reference.size > 0 ? reference.character : U'&'));
      return;
    }
    for (size_t at = last_source_; at < last_end_;) {
      const char32_t c = next(at);
      if (!is_invisible(c)) all.append(static_cast<UChar32>(unified(c)));
    }
  }

  static bool joins(char32_t c) {
    if (c < 0x10000) return fold_table()[c] == kJoining;
    UErrorCode status = U_ZERO_ERROR;
    return !icu::Normalizer2::getNFKCCasefoldInstance(status)->hasBoundaryBefore(
        static_cast<UChar32>(c));
  }

  void append_joining(size_t& at, icu::UnicodeString& all, uint32_t& count) {
    const char32_t c = next(at);
    if (!is_invisible(c) && joins(c) && ++count <= kJoiningMax) all.append(static_cast<UChar32>(c));
  }

  // What the normalizer makes of `all`, all of it from the source bytes [from, at). Letters that
  // look Latin are that in a Latin word, unless `joined`: a mark makes them their own again.
  void block(const icu::UnicodeString& all, size_t from, size_t at, bool joined) {
    const icu::UnicodeString form = normalized(all);
    const size_t begin = out_.bytes.size();
    for (int32_t i = 0; i < form.length(); i = form.moveIndex32(i, 1)) {
      auto c = static_cast<char32_t>(form.char32At(i));
      if (c < 0x10000 && fold_table()[c] >= '\n') c = fold_table()[c];
      c = unified(c);
      if (is_invisible(c) || (c == ' ' && ends_blank())) continue;
      if (out_.bytes.size() == begin) push_block(from, at);
      if (!joined && is_alike(c)) {
        const int32_t next = form.moveIndex32(i, 1);
        const char32_t after =
            next < form.length() ? static_cast<char32_t>(form.char32At(next)) : 0;
        const bool before = after != 0 ? after >= 'a' && after <= 'z' : before_latin(at);
        if (after_latin() || before) {
          out_.confusable.push_back(static_cast<uint32_t>(out_.bytes.size()));
          c = static_cast<char32_t>(alike(static_cast<char16_t>(c)).latin);
        }
      }
      append(c);
    }
    if (out_.bytes.size() == begin) return;
    if (u_isupper(all.char32At(0)) != 0) set_upper(begin);
    remember(begin, from, at);
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
  bool one_line_;
  Folded& out_;
  size_t expected_ = kNone;  // the source of the next byte if it goes on one by one
  // The character folded last: where it begins in both, and where its source ends; 0 for none.
  size_t last_folded_ = 0, last_source_ = 0, last_end_ = 0;
  uint32_t last_joining_ = 0;  // how many have joined it
  size_t foreign_until_ = 0;   // letters up to here are known to have no ASCII one behind them
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

void fold_bytes(std::string_view source, size_t begin, size_t end, bool one_line, Folded& out) {
  Folder(source, end, one_line, out).run(begin);
  out.upper.resize(out.bytes.size() / 64 + 1);
}

}  // namespace hearsay::folding
