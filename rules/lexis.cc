// A trie of numbered words, walked from every token; gaps branch; longer phrases win.
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

// Numbers of what is no word: mentions by kind, percentages, gaps.
enum Special : uint32_t { kUnknown, kCompany, kPerson, kAny, kSumMark, kShare, kGapMark };
constexpr std::string_view kSpecials[] = {"{c}", "{p}", "{a}", "{M}", "{%}", kGap};

Special mark_of(const Line& line, const Token& token) {
  if (token.kind == TokenKind::kSum) return kSumMark;
  switch (line.slots()[token.slot].mask) {
    case Mask::kCompany:
      return kCompany;
    case Mask::kPerson:
      return kPerson;
    case Mask::kOutlet:
    case Mask::kOther:
    case Mask::kSum:
      break;
  }
  return kAny;
}

// Marks that no gap passes: what they part is another clause.
bool parts(std::string_view mark) {
  return mark == "," || mark == ";" || mark == ":" || mark == "." || mark == "\"" || mark == "?" ||
         mark == "!" || mark == "。";
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

bool Hit::has(SenseId sense) const {
  return std::binary_search(senses->begin(), senses->end(), sense);
}

Lexis::Lexis() {
  for (const std::string_view special : kSpecials)
    words_.emplace(special, static_cast<Word>(words_.size() + 1));
  first_.resize(words_.size() + 1);
}

Lexis::NodeId Lexis::next(NodeId from, Word word) const {
  if (from == 0) return first_[word];
  const auto& edges = nodes_[from].next;
  const auto edge = std::lower_bound(edges.begin(), edges.end(), std::pair<Word, NodeId>{word, 0});
  return edge != edges.end() && edge->first == word ? edge->second : 0;
}

// Where `word` leads from a node; makes what is missing.
Lexis::NodeId Lexis::step(NodeId from, std::string_view word) {
  const auto [known, fresh] =
      words_.try_emplace(std::string(word), static_cast<Word>(words_.size() + 1));
  if (fresh) first_.push_back(0);
  const Word number = known->second;
  if (const NodeId there = next(from, number)) return there;
  const auto made = static_cast<NodeId>(nodes_.size());
  nodes_.emplace_back();
  if (from == 0) {
    first_[number] = made;
  } else {
    auto& edges = nodes_[from].next;
    const std::pair<Word, NodeId> edge{number, made};
    edges.insert(std::lower_bound(edges.begin(), edges.end(), edge), edge);
  }
  return made;
}

bool Lexis::add(std::string_view phrase, SenseId sense) {
  const size_t open = phrase.find('(');
  const size_t close = open == std::string_view::npos ? open : phrase.find(')', open);
  if (open == std::string_view::npos) return add_one(phrase, sense);
  if (close == std::string_view::npos) return false;
  std::string_view choices = phrase.substr(open + 1, close - open - 1);
  bool all = true;
  for (bool more = true; more;) {
    const size_t end = choices.find('|');
    more = end != std::string_view::npos;
    std::string one(phrase.substr(0, open));
    one += choices.substr(0, end);
    one += phrase.substr(close + 1);
    all = add(one, sense) && all;
    if (more) choices.remove_prefix(end + 1);
  }
  return all;
}

bool Lexis::add_one(std::string_view phrase, SenseId sense) {
  const std::vector<std::string> words = words_of(phrase);
  const bool owns = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word != kGap && word.front() != '{';
  });
  const bool known = std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.front() != '{' ||
           std::find(std::begin(kSpecials), std::end(kSpecials), word) != std::end(kSpecials);
  });
  // A "~" stands for the forms of the whole word, so it ends it.
  const bool formed = std::all_of(words.begin(), words.end(), [](const std::string& word) {
    const size_t tilde = word.find('~');
    return tilde == std::string::npos || (tilde > 0 && tilde + 1 == word.size());
  });
  if (!owns || !known || !formed || words.front() == kGap || words.back() == kGap) return false;
  std::vector<NodeId> ends = {0};
  for (const std::string& word : words) {
    std::vector<std::string> forms = {word};
    if (word.size() > 1 && word.back() == '~') forms = forms_of(word.substr(0, word.size() - 1));
    std::vector<NodeId> after;
    for (const NodeId node : ends) {
      for (const std::string& form : forms) after.push_back(step(node, form));
    }
    ends = std::move(after);
  }
  for (const NodeId node : ends) {
    auto& senses = nodes_[node].senses;
    const auto at = std::lower_bound(senses.begin(), senses.end(), sense);
    if (at == senses.end() || *at != sense) senses.insert(at, sense);
  }
  return true;
}

// One line's tokens as numbers, and the phrases found in them so far.
class Lexis::Walk {
 public:
  struct Found {
    uint32_t first, last;
    uint32_t words;  // with mentions
    NodeId node;
    uint32_t own, owns;  // own_[own, own + owns): its own tokens
  };

  Walk(const Lexis& lexis, const Line& line, const std::vector<Token>& tokens) : lexis_(lexis) {
    numbers_.reserve(tokens.size());
    for (const Token& token : tokens) {
      const bool mention = token.kind == TokenKind::kMention || token.kind == TokenKind::kSum;
      uint8_t flags = mention ? kMention : 0;
      Word word = kUnknown;
      if (mention) {
        word = mark_of(line, token);
      } else {
        const std::string_view written = text_of(line.s(), token);
        const auto known = lexis.words_.find(written);
        if (known != lexis.words_.end()) word = known->second;
        if (written.size() > 1 && written.back() == '%') flags |= kPercent;
        if (token.kind == TokenKind::kMark && parts(written)) flags |= kParts;
      }
      numbers_.push_back({word, flags});
    }
  }

  const std::vector<Found>& all() {
    for (uint32_t at = 0; at < numbers_.size(); ++at) {
      // Most words are in no phrase.
      if (numbers_[at].word == kUnknown && (numbers_[at].flags & kPercent) == 0) continue;
      begin_ = at;
      most_ = found_.size() + kFoundMax;
      go_on(at, 0, 0);
    }
    return found_;
  }

  uint32_t own(uint32_t i) const { return own_[i]; }

 private:
  enum Flag : uint8_t { kMention = 1, kPercent = 2, kParts = 4 };
  struct Numbered {
    Word word;
    uint8_t flags;
  };

  // Goes on from `node`, which the tokens [begin_, at) led to.
  void go_on(uint32_t at, NodeId node, uint32_t words) {
    if (!lexis_.nodes_[node].senses.empty() && found_.size() < most_) {
      found_.push_back({begin_, at - 1, words, node, static_cast<uint32_t>(own_.size()),
                        static_cast<uint32_t>(path_.size())});
      own_.insert(own_.end(), path_.begin(), path_.end());
    }
    if (at >= numbers_.size() || (node != 0 && lexis_.nodes_[node].next.empty())) return;
    const auto [word, flags] = numbers_[at];
    if (const NodeId one = word == kUnknown ? 0 : lexis_.next(node, word)) {
      if ((flags & kMention) == 0) path_.push_back(at);
      go_on(at + 1, one, words + 1);
      if ((flags & kMention) == 0) path_.pop_back();
    }
    if (word == kCompany || word == kPerson) {
      if (const NodeId any = lexis_.next(node, kAny)) go_on(at + 1, any, words + 1);
    }
    if ((flags & kPercent) != 0) {
      if (const NodeId share = lexis_.next(node, kShare)) go_on(at + 1, share, words + 1);
    }
    if (const NodeId gap = lexis_.next(node, kGapMark)) {
      for (uint32_t to = at; to <= at + kGapMax && to < numbers_.size(); ++to) {
        if (to > at && (numbers_[to - 1].flags & kParts) != 0) break;
        go_on(to, gap, words);
      }
    }
  }

  const Lexis& lexis_;
  std::vector<Numbered> numbers_;
  std::vector<Found> found_;
  std::vector<uint32_t> own_, path_;
  uint32_t begin_ = 0;
  size_t most_ = 0;
};

std::vector<Hit> Lexis::find(const Line& line, const std::vector<Token>& tokens) const {
  Walk walk(*this, line, tokens);
  std::vector<Walk::Found> found = walk.all();
  std::stable_sort(found.begin(), found.end(), [](const Walk::Found& a, const Walk::Found& b) {
    return a.words != b.words ? a.words > b.words : a.first < b.first;
  });
  std::vector<bool> taken(tokens.size());
  std::vector<Hit> hits;
  for (const Walk::Found& one : found) {
    bool apart = true;
    for (uint32_t i = one.own; i < one.own + one.owns; ++i) apart = apart && !taken[walk.own(i)];
    if (!apart) continue;
    Hit& hit = hits.emplace_back(Hit{one.first, one.last, {}, &nodes_[one.node].senses});
    for (uint32_t i = one.own; i < one.own + one.owns; ++i) {
      taken[walk.own(i)] = true;
      hit.words.push_back(walk.own(i));
    }
  }
  // Two may begin at one mention; their own words then tell them apart.
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.first != b.first ? a.first < b.first : a.words < b.words;
  });
  return hits;
}

}  // namespace hearsay
