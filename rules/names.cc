// Finding names: the trie asked at each place where a name may begin.
#include "rules/names.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/name_trie.h"

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
  std::vector<Name> names;  // sorted by folded form: the trie's keys
  NameTrie trie;
};

namespace {

std::vector<Name> sorted(std::vector<Name> names) {
  std::sort(names.begin(), names.end(),
            [](const Name& a, const Name& b) { return a.folded < b.folded; });
  return names;
}

std::vector<std::string_view> keys_of(const std::vector<Name>& names) {
  std::vector<std::string_view> keys;
  keys.reserve(names.size());
  for (const Name& name : names) keys.push_back(name.folded);
  return keys;
}

}  // namespace

NameMatcher::NameMatcher(const Entities& entities) {
  std::vector<Name> names = sorted(entities.names());
  NameTrie trie(keys_of(names));
  automaton_ = std::make_unique<Automaton>(Automaton{std::move(names), std::move(trie)});
}

NameMatcher::~NameMatcher() = default;
NameMatcher::NameMatcher(NameMatcher&&) noexcept = default;
NameMatcher& NameMatcher::operator=(NameMatcher&&) noexcept = default;

std::vector<NameHit> NameMatcher::match(const Text& text) const {
  std::vector<NameHit> hits;
  const std::string_view s = text.folded();
  bool in_word = false;  // whether the byte before is of a Latin word, in which no name begins
  for (size_t at = 0; at < s.size();) {
    const bool word = word_char(s[at]);
    if ((word && in_word) || continuation(s[at])) {
      in_word = word;
      ++at;
      continue;
    }
    in_word = word;
    const Name* best = nullptr;
    size_t best_end = at;
    automaton_->trie.keys_at(s, at, [&](uint32_t key, size_t end) {
      const Name& name = automaton_->names[key];
      if (!stands(name, text, at, end)) return;
      best = &name;
      best_end = end;
    });
    if (best) {
      hits.push_back(hit_of(*best, text, at, best_end));
      at = best_end;
      in_word = word_char(s[at - 1]);
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
