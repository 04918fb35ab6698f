// NameTrie: many literal names in one compact double array, asked which of them begin at a place.
//
// Byte by byte, with the ends that only one name has kept as plain text; a bitmap of the names'
// first characters answers "none" for most places without touching the array. For 28,000 names it
// is about 1 MB, so that it stays in the processor's cache.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hearsay {

// Immutable; any number of threads may ask at once.
class NameTrie {
 public:
  // REQUIRES sorted, distinct, non-empty keys without a zero byte. Copies what it needs.
  explicit NameTrie(const std::vector<std::string_view>& keys);

  // Calls found(index of key, end) for each key that stands in `s` at `at`, shortest first. Reads
  // no more bytes than the longest key has. REQUIRES at < s.size().
  template <class Found>
  void keys_at(std::string_view s, size_t at, Found&& found) const;

  size_t bytes() const;  // of memory

 private:
  static constexpr uint32_t kNoKey = UINT32_MAX;
  static constexpr size_t kHeadBits = 1 << 17;       // 16 KiB: half of a level-one cache
  static constexpr uint32_t kFree = UINT32_MAX;      // parent of a place that no node has
  static constexpr uint32_t kRoot = UINT32_MAX - 1;  // parent of the first node
  static constexpr uint32_t kLeaf = 1u << 31;
  // A node of the array. The child for a byte stands at `base ^ byte` and says so in `parent`. A
  // leaf has one key, whose first bytes led here: `base` is their number and kLeaf.
  struct Node {
    uint32_t parent = kFree;
    uint32_t base = 0;
    uint32_t key = kNoKey;  // the key that ends here; of a leaf: the only one
  };
  struct Range;

  static uint32_t word_head(const char* bytes, size_t size);
  static uint32_t han_head(const char* bytes, size_t size);
  bool may_begin(std::string_view s, size_t at) const;
  void place(const std::vector<std::string_view>& keys, const Range& range,
             std::vector<Range>& todo);
  std::string_view key(uint32_t index) const {
    return std::string_view(pool_).substr(starts_[index], starts_[index + 1] - starts_[index]);
  }

  std::vector<Node> nodes_;
  std::vector<bool> bases_;  // while building: a base serves one node only
  uint32_t first_free_ = 1;
  std::string pool_;  // all keys
  std::vector<uint32_t> starts_;
  std::unique_ptr<std::bitset<kHeadBits>> heads_;
};

// What the first bytes of a name say: for Latin script up to three of a word, whose end a short
// name shares with the text; for others the first two characters.
inline uint32_t NameTrie::word_head(const char* bytes, size_t size) {
  const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  uint32_t head = static_cast<uint8_t>(bytes[0]);
  for (size_t i = 1; i < 3 && i < size && word(bytes[i - 1]) && word(bytes[i]); ++i)
    head = head << 8 | static_cast<uint8_t>(bytes[i]);
  return (head * 0x9E3779B1u) >> 15;
}

inline uint32_t NameTrie::han_head(const char* bytes, size_t size) {
  uint64_t head = 0;
  for (size_t i = 0; i < size; ++i) head = head << 8 | static_cast<uint8_t>(bytes[i]);
  return static_cast<uint32_t>((head * 0x9E3779B97F4A7C15u) >> 47);
}

inline bool NameTrie::may_begin(std::string_view s, size_t at) const {
  const char* bytes = s.data() + at;
  const size_t left = s.size() - at;
  const auto lead = static_cast<uint8_t>(bytes[0]);
  if (lead < 0x80) return (*heads_)[word_head(bytes, left)];
  if (lead < 0xE0) return true;         // accented letters: too few to be worth a head
  constexpr size_t kOne = 3, kTwo = 6;  // bytes of one and of two Han characters
  if (left >= kTwo && (*heads_)[han_head(bytes, kTwo)]) return true;
  return left >= kOne ? (*heads_)[han_head(bytes, kOne)] : true;
}

template <class Found>
void NameTrie::keys_at(std::string_view s, size_t at, Found&& found) const {
  if (!may_begin(s, at)) return;
  uint32_t node = 0;
  for (size_t end = at; end < s.size();) {
    const uint32_t next = nodes_[node].base ^ static_cast<uint8_t>(s[end]);
    if (nodes_[next].parent != node) return;
    node = next;
    ++end;
    const Node& here = nodes_[node];
    if (here.base & kLeaf) {
      const std::string_view rest = key(here.key).substr(here.base & ~kLeaf);
      if (s.substr(end).starts_with(rest)) found(here.key, end + rest.size());
      return;
    }
    if (here.key != kNoKey) found(here.key, end);
  }
}

}  // namespace hearsay
