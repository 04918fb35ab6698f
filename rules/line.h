// Line: one sentence with its mentions masked, so that patterns see structure and not names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/entities.h"
#include "rules/text.h"

namespace hearsay {

// What a mention is in patterns. Each is one character of the private use area, of which fold()
// keeps none.
enum class Mask : uint8_t {
  kCompany,
  kPerson,  // who heads or speaks for a company
  kOutlet,
  kOther,  // an authority, or a person without a company
  kSum,
};
std::string_view mask_char(Mask mask);
// Who can make a deal: a company, also by its people.
inline bool is_party(Mask mask) { return mask == Mask::kCompany || mask == Mask::kPerson; }

// What one mask character stands for.
struct Slot {
  Mask mask = Mask::kCompany;
  ByteSpan span;                      // in Text::folded()
  std::vector<EntityIndex> entities;  // several for "Amazon, SoftBank and Nvidia"; none for a sum
  uint32_t sum = 0;                   // index into Matches::sums, for kSum
  bool named = true;                  // false for a pronoun or description
};

// A masked sentence that can be read further into fewer, larger mentions. Owns its copies.
class Line {
 public:
  // `slots`: in reading order, not overlapping, inside `sentence`. Linear in the sentence.
  Line(const Text& text, ByteSpan sentence, std::vector<Slot> slots);

  const std::string& s() const { return s_; }
  const std::vector<Slot>& slots() const { return slots_; }
  // The slot whose mask character starts at this byte of s(). REQUIRES that one does.
  const Slot& slot_at(size_t at) const;
  // Where the mask character of a slot starts in s().
  size_t place(size_t slot) const { return places_[slot]; }
  // Makes the bytes [begin, end) of s() one mention: `slot` takes the place of all inside.
  // REQUIRES begin and end at character borders.
  void put(size_t begin, size_t end, Slot slot);
  // Widens the slot whose mask character starts at `at`: its span takes in what stands up to `end`
  // ("its" is a mention and an s).
  void widen(size_t at, size_t end);
  // Where the bytes [begin, end) of s() stand in the folded text.
  ByteSpan folded(size_t begin, size_t end) const;

 private:
  std::string s_;
  std::vector<uint32_t> from_, to_;  // per byte of s_: the folded bytes that it stands for
  std::vector<Slot> slots_;
  std::vector<size_t> places_;  // per slot: where its mask character starts in s_
};

}  // namespace hearsay
