// A trie of words, walked from every token; gaps branch; longer phrases win.
#include "rules/lexis.h"

#include <algorithm>

#include "rules/text.h"

namespace hearsay {

namespace {

constexpr std::string_view kGap = "..";

bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// The words of a phrase: blanks part Latin words, Han characters stand alone.
std::vector<std::string> words_of(std::string_view phrase) {
  std::vector<std::string> words;
  for (size_t at = 0; at < phrase.size();) {
    size_t end = phrase.find(' ', at);
    if (end == std::string_view::npos) end = phrase.size();
    const std::string_view part = phrase.substr(at, end - at);
    at = end + 1;
    if (part.empty()) continue;
    if (part == kGap || part.front() == '{') {
      words.emplace_back(part);
      continue;
    }
    const bool inflected = part.back() == '~';
    // "..." between Han characters: 把..买下.
    std::string rest = inflected ? std::string(part.substr(0, part.size() - 1)) : std::string(part);
    for (size_t from = 0; from <= rest.size();) {
      const size_t gap = rest.find(kGap, from);
      const size_t mark = rest.find('{', from);
      const size_t stop = std::min({gap, mark, rest.size()});
      const std::string folded = fold_term(rest.substr(from, stop - from));
      for (const Token& token : tokenize(folded)) words.emplace_back(text_of(folded, token));
      if (stop == rest.size()) break;
      if (stop == gap) {
        words.emplace_back(kGap);
        from = stop + kGap.size();
      } else {
        const size_t close = rest.find('}', stop);
        if (close == std::string::npos) break;
        words.push_back(rest.substr(stop, close - stop + 1));
        from = close + 1;
      }
    }
    if (inflected && !words.empty()) words.back() += '~';
  }
  return words;
}

// The word that phrases use for a mention.
std::string_view mark_of(const Line& line, const Token& token) {
  if (token.kind == TokenKind::kSum) return "{M}";
  switch (line.slots()[token.slot].mask) {
    case Mask::kCompany:
      return "{c}";
    case Mask::kPerson:
      return "{p}";
    case Mask::kOutlet:
    case Mask::kOther:
    case Mask::kSum:
      break;
  }
  return "{a}";
}

}  // namespace

std::vector<std::string> forms_of(std::string_view word) {
  std::string w(word);
  std::vector<std::string> forms = {w};
  if (w.size() < 2) return forms;
  const char last = w.back(), before = w[w.size() - 2];
  const auto put = [&](std::string form) { forms.push_back(std::move(form)); };
  const bool sibilant = last == 's' || last == 'x' || last == 'z' || w.ends_with("ch") ||
                        w.ends_with("sh") || last == 'o';
  if (last == 'y' && !vowel(before)) {
    const std::string stem = w.substr(0, w.size() - 1);
    put(stem + "ies");
    put(stem + "ied");
    put(w + "ing");
    return forms;
  }
  put(w + (sibilant ? "es" : "s"));
  if (last == 'e') {
    put(w + "d");
    put(w.substr(0, w.size() - (w.ends_with("ie") ? 2 : 1)) + (w.ends_with("ie") ? "ying" : "ing"));
    return forms;
  }
  put(w + "ed");
  put(w + "ing");
  // "scrapped", "cancelled": doubled where English may double; a form that does not exist is
  // never met.
  if (!vowel(last) && vowel(before) && last != 'w' && last != 'x' && last != 'y') {
    put(w + last + "ed");
    put(w + last + "ing");
  }
  return forms;
}

bool Hit::has(Sense sense) const {
  return std::binary_search(senses->begin(), senses->end(), sense);
}

struct Lexis::Found {
  uint32_t first, last, words;
  Node node;
  std::vector<uint32_t> mine;  // its own tokens
};

Lexis::Node Lexis::step(Node from, std::string_view word) {
  const auto number =
      words_.try_emplace(std::string(word), static_cast<uint32_t>(words_.size() + 1)).first->second;
  const auto [edge, fresh] =
      edges_.try_emplace(uint64_t{from} << 32 | number, static_cast<Node>(senses_.size()));
  if (fresh) senses_.emplace_back();
  return edge->second;
}

const Lexis::Node* Lexis::next(Node from, std::string_view word) const {
  const auto number = words_.find(std::string(word));
  if (number == words_.end()) return nullptr;
  const auto edge = edges_.find(uint64_t{from} << 32 | number->second);
  return edge == edges_.end() ? nullptr : &edge->second;
}

bool Lexis::add(std::string_view phrase, Sense sense) {
  const std::vector<std::string> words = words_of(phrase);
  std::vector<Node> nodes = {0};
  bool owns = false;
  for (const std::string& word : words) {
    std::vector<std::string> forms = {word};
    if (word.size() > 1 && word.back() == '~') forms = forms_of(word.substr(0, word.size() - 1));
    owns = owns || (word != kGap && word.front() != '{');
    std::vector<Node> after;
    for (const Node node : nodes) {
      for (const std::string& form : forms) after.push_back(step(node, form));
    }
    nodes = std::move(after);
  }
  if (!owns) return false;
  for (const Node node : nodes) {
    auto& senses = senses_[node];
    const auto at = std::lower_bound(senses.begin(), senses.end(), sense);
    if (at == senses.end() || *at != sense) senses.insert(at, sense);
  }
  return true;
}

void Lexis::walk(const std::vector<std::string_view>& words, uint32_t first, uint32_t at, Node node,
                 uint32_t owned, std::vector<uint32_t>& mine, std::vector<Found>& found) const {
  if (!senses_[node].empty() && found.size() < kFoundMax)
    found.push_back({first, at - 1, owned, node, mine});
  if (at >= words.size()) return;
  if (const Node* one = next(node, words[at])) {
    const bool mark = words[at].front() == '{';
    if (!mark) mine.push_back(at);
    walk(words, first, at + 1, *one, owned + 1, mine, found);
    if (!mark) mine.pop_back();
  }
  if (words[at].size() == 3 && words[at].front() == '{') {
    if (const Node* any = next(node, "{a}");
        any != nullptr && words[at] != "{a}" && words[at] != "{M}")
      walk(words, first, at + 1, *any, owned + 1, mine, found);
  }
  if (words[at].size() > 1 && words[at].back() == '%') {
    if (const Node* share = next(node, "{%}"))
      walk(words, first, at + 1, *share, owned + 1, mine, found);
  }
  if (const Node* gap = next(node, kGap)) {
    for (uint32_t to = at; to <= at + kGapMax && to < words.size(); ++to) {
      if (to > at && (words[to - 1].size() == 1 || words[to - 1] == "。")) {
        const char c = words[to - 1].front();
        if (c == ',' || c == ';' || c == ':' || c == '.' || c == '"' || c == '?' || c == '!' ||
            words[to - 1] == "。")
          break;
      }
      walk(words, first, to, *gap, owned, mine, found);
    }
  }
}

std::vector<Hit> Lexis::find(const Line& line, const std::vector<Token>& tokens) const {
  std::vector<std::string_view> words;
  words.reserve(tokens.size());
  for (const Token& token : tokens) {
    const bool mention = token.kind == TokenKind::kMention || token.kind == TokenKind::kSum;
    words.push_back(mention ? mark_of(line, token) : text_of(line.s(), token));
  }
  std::vector<Found> found;
  std::vector<uint32_t> mine;
  for (uint32_t first = 0; first < words.size(); ++first)
    walk(words, first, first, 0, 0, mine, found);
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.words != b.words ? a.words > b.words : a.first < b.first;
  });
  std::vector<bool> taken(words.size());
  std::vector<Hit> hits;
  for (const Found& one : found) {
    if (std::any_of(one.mine.begin(), one.mine.end(), [&](uint32_t i) { return taken[i]; }))
      continue;
    for (const uint32_t i : one.mine) taken[i] = true;
    hits.push_back({one.first, one.last, one.mine, &senses_[one.node]});
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.first < b.first; });
  return hits;
}

}  // namespace hearsay
