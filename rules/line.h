// Line: one sentence with its mentions masked, so that patterns see structure and not names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/entities.h"
#include "rules/text.h"

namespace hearsay {

// The characters that stand for mentions, U+E000…, from the private use area: fold() keeps none.
enum class Mask : uint8_t {
  kCompany,  // {C}
  kPerson,   // {P}
  kOutlet,   // {O}
  kOther,    // {G}
  kSum,      // {M}
  kSources,  // {U}
  kDeal,     // {D}
  kReport,   // {K}
  kAnalyst,  // {A}
  kGroup,    // {B}
};
inline constexpr size_t kMaskCount = 10;
inline constexpr size_t kMaskBytes = 3;  // each is three bytes of UTF-8
std::string_view mask_char(Mask mask);

using PartyIndex = uint32_t;

// What one mask character stands for.
struct Slot {
  Mask mask = Mask::kCompany;
  ByteSpan span;                    // in Text::folded()
  std::vector<PartyIndex> parties;  // the companies meant; a person's is the company they head
  EntityIndex entity = kNoEntity;   // the person, outlet or authority itself
  uint32_t sum = 0;                 // index into Matches::sums, for kSum
  bool by_reference = false;        // a pronoun or description, resolved inside the item
  std::string rule;                 // the phrase that made it; empty for a name
};

// A masked sentence. Offsets named "at" are bytes of `s`.
class Line {
 public:
  Line(const Text& text, uint32_t sentence);

  const std::string& s() const { return s_; }
  uint32_t sentence() const { return sentence_; }
  const std::vector<Slot>& slots() const { return slots_; }
  Slot& slot(int index) { return slots_[static_cast<size_t>(index)]; }
  const Slot& slot(int index) const { return slots_[static_cast<size_t>(index)]; }
  // The slot whose mask character starts at `at`, or -1.
  int slot_at(size_t at) const { return slot_[at]; }
  // Indices of the slots whose mask characters lie in [begin, end), left to right.
  std::vector<int> slots_in(size_t begin, size_t end) const;

  // Where [begin, end) of s() stands in the folded text.
  ByteSpan folded(size_t begin, size_t end) const;
  // Where a folded offset stands in s().
  size_t at(uint32_t folded_offset) const;

  // Replaces [begin, end) by the slot's mask character.
  void mask(size_t begin, size_t end, Slot slot);
  // Takes [begin, end) out; its slots are no longer seen.
  void drop(size_t begin, size_t end);

 private:
  uint32_t sentence_;
  std::string s_;
  std::vector<uint32_t> from_, to_;  // per byte of s_: the folded bytes that it stands for
  std::vector<int> slot_;            // per byte of s_
  std::vector<Slot> slots_;
};

}  // namespace hearsay
