// Masked sentences: replacing mentions by one character while keeping the way back.
#include "rules/line.h"

#include <algorithm>

namespace hearsay {

namespace {
constexpr std::string_view kMaskChars[kMaskCount] = {
    "\xEE\x80\x80", "\xEE\x80\x81", "\xEE\x80\x82", "\xEE\x80\x83", "\xEE\x80\x84",
    "\xEE\x80\x85", "\xEE\x80\x86", "\xEE\x80\x87", "\xEE\x80\x88", "\xEE\x80\x89"};
}  // namespace

std::string_view mask_char(Mask mask) { return kMaskChars[static_cast<size_t>(mask)]; }

Line::Line(const Text& text, uint32_t sentence) : sentence_(sentence) {
  const ByteSpan span = text.sentences()[sentence].span;
  s_ = text.folded(span);
  from_.resize(s_.size());
  to_.resize(s_.size());
  slot_.assign(s_.size(), -1);
  for (uint32_t i = 0; i < s_.size(); ++i) {
    from_[i] = span.begin + i;
    to_[i] = span.begin + i + 1;
  }
}

std::vector<int> Line::slots_in(size_t begin, size_t end) const {
  std::vector<int> found;
  for (size_t i = begin; i < end && i < slot_.size(); ++i) {
    if (slot_[i] >= 0) found.push_back(slot_[i]);
  }
  return found;
}

ByteSpan Line::folded(size_t begin, size_t end) const {
  if (s_.empty()) return {};
  begin = std::min(begin, s_.size() - 1);
  end = std::clamp(end, begin + 1, s_.size());
  return {from_[begin], to_[end - 1]};
}

size_t Line::at(uint32_t folded_offset) const {
  const auto place = std::upper_bound(from_.begin(), from_.end(), folded_offset);
  return place == from_.begin() ? 0 : static_cast<size_t>(place - from_.begin()) - 1;
}

void Line::mask(size_t begin, size_t end, Slot slot) {
  const uint32_t from = from_[begin], to = to_[end - 1];
  const std::string_view mark = mask_char(slot.mask);
  const auto b = static_cast<std::ptrdiff_t>(begin), e = static_cast<std::ptrdiff_t>(end);
  s_.replace(begin, end - begin, mark);
  const auto put = [&](auto& column, auto value) {
    column.erase(column.begin() + b, column.begin() + e);
    column.insert(column.begin() + b, mark.size(), value);
  };
  put(from_, from);
  put(to_, to);
  put(slot_, -1);
  slot_[begin] = static_cast<int>(slots_.size());
  slots_.push_back(std::move(slot));
}

void Line::drop(size_t begin, size_t end) {
  const auto b = static_cast<std::ptrdiff_t>(begin), e = static_cast<std::ptrdiff_t>(end);
  s_.erase(begin, end - begin);
  from_.erase(from_.begin() + b, from_.begin() + e);
  to_.erase(to_.begin() + b, to_.begin() + e);
  slot_.erase(slot_.begin() + b, slot_.begin() + e);
}

}  // namespace hearsay
