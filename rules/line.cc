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

void Line::put(size_t begin, size_t end, Slot slot) {
  slot.span = folded(begin, end);
  const std::string_view mark = mask_char(slot.mask);
  const auto first = std::lower_bound(places_.begin(), places_.end(), begin);
  const auto last = std::lower_bound(first, places_.end(), end);
  const auto offset = [](const auto& from, const auto& to) { return to - from; };
  const auto at = offset(places_.begin(), first), count = offset(first, last);
  slots_.erase(slots_.begin() + at, slots_.begin() + at + count);
  places_.erase(first, last);
  slots_.insert(slots_.begin() + at, slot);
  places_.insert(places_.begin() + at, begin);
  for (auto place = places_.begin() + at + 1; place != places_.end(); ++place)
    *place = *place - (end - begin) + mark.size();
  s_.replace(begin, end - begin, mark);
  const auto swap_in = [&](std::vector<uint32_t>& map, uint32_t value) {
    const auto where = map.begin() + static_cast<std::ptrdiff_t>(begin);
    map.erase(where, map.begin() + static_cast<std::ptrdiff_t>(end));
    map.insert(map.begin() + static_cast<std::ptrdiff_t>(begin), mark.size(), value);
  };
  swap_in(from_, slot.span.begin);
  swap_in(to_, slot.span.end);
}

void Line::widen(size_t at, size_t end) {
  const auto place = std::lower_bound(places_.begin(), places_.end(), at);
  slots_[static_cast<size_t>(place - places_.begin())].span.end = to_[end - 1];
}

ByteSpan Line::folded(size_t begin, size_t end) const { return {from_[begin], to_[end - 1]}; }

}  // namespace hearsay
