// Building the double array of names.
#include "rules/name_trie.h"

#include <algorithm>
#include <array>

namespace hearsay {
namespace {

// Of the places between the first free one and the one that fitted: as many taken are nearly full.
constexpr double kFullShare = 0.95;

}  // namespace

// The keys [first, last) that share their first `depth` bytes, and the node that stands for these.
struct NameTrie::Range {
  uint32_t first, last, depth, node;
};

NameTrie::NameTrie(const std::vector<std::string_view>& keys)
    : nodes_(1024), bases_(nodes_.size()), heads_(std::make_unique<std::bitset<kHeadBits>>()) {
  starts_.push_back(0);
  for (std::string_view key : keys) {
    pool_ += key;
    starts_.push_back(static_cast<uint32_t>(pool_.size()));
    constexpr size_t kOne = 3, kTwo = 6;  // bytes of one and of two Han characters
    const bool latin = (key[0] & 0x80) == 0;
    const size_t size = key.size() >= kTwo ? kTwo : std::min(key.size(), kOne);
    heads_->set(latin ? word_head(key.data(), key.size()) : han_head(key.data(), size));
  }
  nodes_[0].parent = kRoot;
  std::vector<Range> todo;
  if (!keys.empty()) todo.push_back({0, static_cast<uint32_t>(keys.size()), 0, 0});
  while (!todo.empty()) {
    const Range range = todo.back();
    todo.pop_back();
    place(keys, range, todo);
  }
  // Whole blocks of 256 stay: base ^ byte is always inside.
  size_t used = nodes_.size();
  while (used > 256 && nodes_[used - 1].parent == kFree) --used;
  nodes_.resize((used + 255) / 256 * 256);
  nodes_.shrink_to_fit();
  bases_ = {};
}

void NameTrie::place(const std::vector<std::string_view>& keys, const Range& range,
                     std::vector<Range>& todo) {
  // The first bytes behind the shared ones, each with the keys that go on with it.
  std::vector<Range> children;
  std::vector<uint8_t> bytes;
  uint32_t first = range.first;
  if (keys[first].size() == range.depth) nodes_[range.node].key = first++;
  while (first < range.last) {
    const char byte = keys[first][range.depth];
    uint32_t last = first;
    while (last < range.last && keys[last][range.depth] == byte) ++last;
    children.push_back({first, last, range.depth + 1, 0});
    bytes.push_back(static_cast<uint8_t>(byte));
    first = last;
  }
  // The first base that no node has and under which all children are free.
  const auto grow_to = [&](uint32_t size) {
    if (nodes_.size() < size) {
      nodes_.resize(size * 2);
      bases_.resize(nodes_.size());
    }
  };
  while (first_free_ < nodes_.size() && nodes_[first_free_].parent != kFree) ++first_free_;
  uint32_t base = 0;
  uint32_t slot = first_free_;
  uint32_t taken = 0;
  for (;; ++slot) {
    grow_to((slot | 0xFF) + 1);
    if (nodes_[slot].parent != kFree) {
      ++taken;
      continue;
    }
    base = slot ^ bytes[0];
    if (bases_[base]) continue;
    const bool fits = std::all_of(bytes.begin(), bytes.end(), [&](uint8_t byte) {
      return nodes_[base ^ byte].parent == kFree;
    });
    if (fits) break;
  }
  // What is nearly full is not searched again: its few free places are dearer than they are worth.
  if (taken > (slot - first_free_) * kFullShare) first_free_ = slot;
  bases_[base] = true;
  nodes_[range.node].base = base;
  for (size_t i = 0; i < children.size(); ++i) {
    Range& child = children[i];
    child.node = base ^ bytes[i];
    nodes_[child.node].parent = range.node;
    if (child.last - child.first == 1) {
      nodes_[child.node].base = kLeaf | child.depth;
      nodes_[child.node].key = child.first;
    } else {
      todo.push_back(child);
    }
  }
}

size_t NameTrie::bytes() const {
  return nodes_.size() * sizeof(Node) + pool_.size() + starts_.size() * sizeof(uint32_t) +
         kHeadBits / 8;
}

}  // namespace hearsay
