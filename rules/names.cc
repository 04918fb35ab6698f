// Finding names: a byte trie walked from each place where a name may begin.
#include "rules/names.h"

#include <algorithm>
#include <array>

namespace hearsay {

namespace {

bool word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Whether `name`, whose bytes stand at [begin, end), is really that name there.
bool stands(const Name& name, const Text& text, size_t begin, size_t end) {
  const std::string_view s = text.folded();
  if (word_char(s[begin]) && begin > 0 && word_char(s[begin - 1])) return false;
  if (word_char(s[end - 1]) && end < s.size() && word_char(s[end])) return false;
  // "$1.3m" is a sum and holds no company 3M.
  const bool figure = s[begin] >= '0' && s[begin] <= '9' && begin > 0;
  if (figure && (s[begin - 1] == '.' || s[begin - 1] == ',' || s[begin - 1] == '$')) return false;
  if (!name.case_sensitive) return true;
  for (size_t i = 0; i < name.folded.size(); ++i) {
    const char c = name.folded[i];
    if (c < 'a' || c > 'z') continue;
    const bool want = name.written.size() == name.folded.size() && name.written[i] >= 'A' &&
                      name.written[i] <= 'Z';
    // In an all-capital headline a capital proves nothing, and a small letter cannot be asked for.
    if (want && !text.upper(static_cast<uint32_t>(begin + i))) return false;
  }
  return true;
}

NameHit hit_of(const Name& name, const Text& text, size_t begin, size_t end) {
  NameHit hit{{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
              name.entity,
              !name.needs_context,
              name.ticker,
              false};
  for (size_t i = begin; i < end && !hit.confusable; ++i)
    hit.confusable = text.confusable(static_cast<uint32_t>(i));
  return hit;
}

bool continuation(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

}  // namespace

struct NameMatcher::Automaton {
  struct Node {
    uint32_t first_child = 0;  // into `edges`, sorted by byte
    uint16_t children = 0;
    uint32_t name = UINT32_MAX;
  };
  struct Edge {
    char byte;
    uint32_t node;
  };
  std::vector<Name> names;  // sorted by folded form
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::array<uint32_t, 256> root{};

  // The node for names [first, last), which share their first `depth` bytes.
  uint32_t grow(size_t first, size_t last, size_t depth) {
    const auto me = static_cast<uint32_t>(nodes.size());
    nodes.emplace_back();
    if (names[first].folded.size() == depth) nodes[me].name = static_cast<uint32_t>(first++);
    std::vector<Edge> mine;
    while (first < last) {
      const char byte = names[first].folded[depth];
      size_t end = first;
      while (end < last && names[end].folded[depth] == byte) ++end;
      mine.push_back({byte, grow(first, end, depth + 1)});
      first = end;
    }
    nodes[me].first_child = static_cast<uint32_t>(edges.size());
    nodes[me].children = static_cast<uint16_t>(mine.size());
    edges.insert(edges.end(), mine.begin(), mine.end());
    return me;
  }

  uint32_t next(uint32_t node, char byte) const {
    const Node& n = nodes[node];
    for (uint32_t i = n.first_child; i < n.first_child + n.children; ++i) {
      if (edges[i].byte == byte) return edges[i].node;
    }
    return UINT32_MAX;
  }
};

NameMatcher::NameMatcher(const Entities& entities) : automaton_(std::make_unique<Automaton>()) {
  automaton_->names = entities.names();
  std::sort(automaton_->names.begin(), automaton_->names.end(),
            [](const Name& a, const Name& b) { return a.folded < b.folded; });
  automaton_->root.fill(UINT32_MAX);
  if (automaton_->names.empty()) return;
  automaton_->grow(0, automaton_->names.size(), 0);
  for (size_t byte = 0; byte < 256; ++byte)
    automaton_->root[byte] = automaton_->next(0, static_cast<char>(byte));
}

NameMatcher::~NameMatcher() = default;
NameMatcher::NameMatcher(NameMatcher&&) noexcept = default;
NameMatcher& NameMatcher::operator=(NameMatcher&&) noexcept = default;

std::vector<NameHit> NameMatcher::match(const Text& text) const {
  std::vector<NameHit> hits;
  const std::string_view s = text.folded();
  for (size_t at = 0; at < s.size();) {
    const Name* best = nullptr;
    size_t best_end = at;
    if (!continuation(s[at]) && !(word_char(s[at]) && at > 0 && word_char(s[at - 1]))) {
      uint32_t node = automaton_->root[static_cast<uint8_t>(s[at])];
      for (size_t end = at + 1; node != UINT32_MAX; ++end) {
        const uint32_t name = automaton_->nodes[node].name;
        if (name != UINT32_MAX && stands(automaton_->names[name], text, at, end)) {
          best = &automaton_->names[name];
          best_end = end;
        }
        if (end >= s.size()) break;
        node = automaton_->next(node, s[end]);
      }
    }
    if (best) {
      hits.push_back(hit_of(*best, text, at, best_end));
      at = best_end;
    } else {
      ++at;
    }
  }
  return hits;
}

std::vector<NameHit> match_names_plainly(const Entities& entities, const Text& text) {
  std::vector<NameHit> hits;
  const std::string_view s = text.folded();
  for (size_t at = 0; at < s.size();) {
    const Name* best = nullptr;
    for (const Name& name : entities.names()) {
      if (continuation(s[at]) || s.compare(at, name.folded.size(), name.folded) != 0) continue;
      if (!stands(name, text, at, at + name.folded.size())) continue;
      if (!best || name.folded.size() > best->folded.size()) best = &name;
    }
    if (best) hits.push_back(hit_of(*best, text, at, at + best->folded.size()));
    at += best ? best->folded.size() : 1;
  }
  return hits;
}

}  // namespace hearsay
