// Putting an item's text together: folding, sentences, and finding the way back.
#include "rules/text.h"

#include <algorithm>

#include "parsers/byte_words.h"
#include "parsers/language.h"
#include "rules/sentences.h"

namespace hearsay {

namespace {

constexpr size_t kPointsStride = 256;  // bytes: what is counted anew for one position

bool begins_point(char byte) { return (static_cast<uint8_t>(byte) & 0xC0U) != 0x80U; }

std::vector<uint32_t> index_points(std::string_view field) {
  std::vector<uint32_t> before = {0};
  for (size_t at = kPointsStride; at <= field.size(); at += kPointsStride)
    before.push_back(before.back() + static_cast<uint32_t>(count_points(
                                         field.substr(at - kPointsStride, kPointsStride))));
  return before;
}

// How many code points begin before the byte.
uint32_t points_before(std::string_view field, const std::vector<uint32_t>& index, size_t byte) {
  byte = std::min(byte, field.size());
  const size_t stride = byte / kPointsStride, begin = stride * kPointsStride;
  return index[stride] + static_cast<uint32_t>(count_points(field.substr(begin, byte - begin)));
}

// The byte at which the code point of this number begins; the end where there are not so many.
size_t byte_of(std::string_view field, const std::vector<uint32_t>& index, uint32_t point) {
  const auto after = std::upper_bound(index.begin(), index.end(), point);
  const auto stride = static_cast<size_t>(after - index.begin()) - 1;
  uint32_t left = point - index[stride];
  for (size_t at = stride * kPointsStride; at < field.size(); ++at) {
    if (begins_point(field[at]) && left-- == 0) return at;
  }
  return field.size();
}

}  // namespace

std::string fold_term(std::string_view term) {
  folding::Folded folded;
  folding::fold_bytes(term, 0, term.size(), {}, folded);
  while (!folded.bytes.empty() && folded.bytes.back() == ' ') folded.bytes.pop_back();
  return std::move(folded.bytes);
}

bool Text::confusable(uint32_t offset) const {
  return std::binary_search(folded_.confusable.begin(), folded_.confusable.end(), offset);
}

std::string_view Text::field(Field field) const {
  const std::string_view all = source_;
  return field == Field::kHeadline ? all.substr(0, headline_size_) : all.substr(headline_size_ + 1);
}

// The bytes of source_ from the first character of the span to its last.
std::pair<uint32_t, uint32_t> Text::source_bytes(ByteSpan span) const {
  if (folded_.bytes.empty()) return {0, 0};
  const auto last = static_cast<uint32_t>(folded_.bytes.size() - 1);
  const auto first = folded_.source_of(std::min(span.begin, last), source_);
  if (span.end <= span.begin) return {first.first, first.first};
  return {first.first, folded_.source_of(std::min(span.end - 1, last), source_).second};
}

SourceSpan Text::source(ByteSpan span) const {
  const auto [begin, end] = source_bytes(span);
  const bool headline = begin < headline_size_ || headline_size_ + 1 >= source_.size();
  const Field which = headline ? Field::kHeadline : Field::kBody;
  const size_t base = headline ? 0 : headline_size_ + 1;
  const auto point = [&](size_t byte) {
    return points_before(field(which), points_[static_cast<size_t>(which)],
                         byte - std::min(byte, base));
  };
  return {which, point(begin), point(end)};
}

std::string_view Text::quote(SourceSpan span) const {
  const std::string_view bytes = field(span.field);
  const std::vector<uint32_t>& index = points_[static_cast<size_t>(span.field)];
  const size_t begin = byte_of(bytes, index, span.start);
  return bytes.substr(begin, byte_of(bytes, index, span.end) - begin);
}

std::string_view Text::quote(ByteSpan span) const {
  const auto [begin, end] = source_bytes(span);
  const std::string_view all = source_;
  return all.substr(begin, end - begin);
}

std::string Text::language(const Sentence& sentence) const {
  return find_language(quote(sentence.span)).tag;
}

Text fold(const Item& item) {
  Text text;
  text.source_.reserve(item.headline.size() + 1 + item.body.size());
  text.source_.append(item.headline).append(1, '\n').append(item.body);
  text.headline_size_ = item.headline.size();
  text.provider_ = item.provider;
  folding::Folded& folded = text.folded_;
  folded.bytes.reserve(text.source_.size() + 8);
  folded.upper.reserve(text.source_.size() / 64 + 2);
  folding::fold_bytes(text.source_, 0, text.headline_size_,
                      {.one_line = true, .references = !item.headline_decoded}, folded);
  const size_t headline_end = folded.bytes.size();
  folding::fold_bytes(text.source_, text.headline_size_, text.headline_size_ + 1, {}, folded);
  folding::fold_bytes(text.source_, text.headline_size_ + 1, text.source_.size(),
                      {.references = !item.body_decoded}, folded);
  for (const Field field : {Field::kHeadline, Field::kBody})
    text.points_[static_cast<size_t>(field)] = index_points(text.field(field));
  text.sentences_ = find_sentences(folded, text.source_, headline_end);
  return text;
}

}  // namespace hearsay
