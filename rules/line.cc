// Building a masked sentence in one pass, with the way back to the folded text.
#include "rules/line.h"

#include <algorithm>

namespace hearsay {

std::string_view mask_char(Mask mask) {
  static constexpr std::string_view chars[] = {"\xEE\x80\x80", "\xEE\x80\x81", "\xEE\x80\x82",
                                               "\xEE\x80\x83", "\xEE\x80\x84"};
  return chars[static_cast<size_t>(mask)];
}

Line::Line(const Text& text, ByteSpan sentence, std::vector<Slot> slots)
    : slots_(std::move(slots)) {
  uint32_t at = sentence.begin;
  const auto copy_to = [&](uint32_t end) {
    s_ += text.folded({at, end});
    for (; at < end; ++at) {
      from_.push_back(at);
      to_.push_back(at + 1);
    }
  };
  for (const Slot& slot : slots_) {
    copy_to(slot.span.begin);
    const std::string_view mark = mask_char(slot.mask);
    places_.push_back(s_.size());
    s_ += mark;
    from_.insert(from_.end(), mark.size(), slot.span.begin);
    to_.insert(to_.end(), mark.size(), slot.span.end);
    at = slot.span.end;
  }
  copy_to(sentence.end);
}

const Slot& Line::slot_at(size_t at) const {
  const auto place = std::lower_bound(places_.begin(), places_.end(), at);
  return slots_[static_cast<size_t>(place - places_.begin())];
}

std::vector<Slot> Line::slots_before(size_t at) const {
  const auto count = std::lower_bound(places_.begin(), places_.end(), at) - places_.begin();
  return {slots_.begin(), slots_.begin() + count};
}

ByteSpan Line::folded(size_t begin, size_t end) const { return {from_[begin], to_[end - 1]}; }

}  // namespace hearsay
