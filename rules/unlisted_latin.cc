// English and Latin-script cues of unlisted companies ("startup Kumo Robotics") and executives.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_set>

#include "rules/unlisted_cues.h"
#include "rules/unlisted_words.h"
#include "rules/unlisted_words_han.h"
#include "rules/words.h"

namespace hearsay {
namespace {

using namespace unlisted_words;

constexpr size_t kNameWordsMax = 4;    // longer runs of capitals are headings or addresses
constexpr size_t kPlainWordsMax = 4;   // "acquire privately held sensor maker Kumo"
constexpr size_t kPersonWordsMax = 3;  // "Jane van Roe" has its small word, and is left out

template <size_t N>
bool is_in(const std::string_view (&list)[N], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool han_at(std::string_view s, size_t at) {
  return at < s.size() && static_cast<uint8_t>(s[at]) >= 0xE3;
}

// Small words across which a deal verb does not reach its object.
constexpr std::string_view kStops[] = {"of",    "in",   "from",    "for",   "by",   "to",  "and",
                                       "with",  "that", "which",   "on",    "at",   "as",  "or",
                                       "after", "but",  "when",    "would", "than", "was", "is",
                                       "says",  "said", "because", "while", "who",  "will"};

// Reads one sentence word by word.
class LatinReader {
 public:
  LatinReader(const Sight& sight, const Sentence& sentence)
      : sight_(sight),
        s_(sight.text.folded()),
        span_(sentence.span),
        words_(words_in(sight.text, sentence.span)),
        capitals_(capitals_of(sight.text, words_)) {}

  std::vector<PartyCue> read() {
    for (size_t i = 0; i < words_.size();) {
      const size_t end = run_end(i);
      if (end == i) {
        ++i;
        continue;
      }
      look(i, end);
      i = end;
    }
    return std::move(cues_);
  }

 private:
  std::string_view str(size_t i) const { return sight_.text.folded(words_[i].span); }
  bool next_to(size_t i) const {  // words i-1 and i have one blank or " & " between
    const std::string_view between =
        sight_.text.folded({words_[i - 1].span.end, words_[i].span.begin});
    return between == " " || between == " & ";
  }
  bool letter_first(size_t i) const { return str(i)[0] > '9'; }

  bool nameable(size_t i) const {
    return words_[i].capital && letter_first(i) && !sight_.taken(words_[i].span) &&
           !is_in(kTitleWords, str(i));
  }

  // Words [i, result) are one run of capitalised words that are no listed name and no title.
  size_t run_end(size_t i) const {
    if (!nameable(i)) return i;
    size_t end = i + 1;
    while (end < words_.size() && nameable(end) && next_to(end)) ++end;
    return end;
  }

  void look(size_t begin, size_t end) {
    while (begin < end && common_capital(str(begin)) && !(end - begin > 2 && str(begin) == "new"))
      ++begin;
    while (end - begin > 1 && tailed(str(begin))) ++begin;  // "London-listed Harrowgate"
    while (end > begin && common_capital(str(end - 1)) && !company_ending(str(end - 1))) --end;
    if (begin == end || end - begin > kNameWordsMax) return;
    const ByteSpan name{words_[begin].span.begin, words_[end - 1].span.end};
    if (name.size() < 3 || part_of_another(name)) return;
    bool endings_only = true;
    for (size_t i = begin; i < end; ++i) endings_only = endings_only && company_ending(str(i));
    if (endings_only || (end - begin == 1 && named(name))) return;
    if (person(begin, end, name)) return;
    if (company(begin, end, name)) cues_.push_back({EntityKind::kCompany, name, {}, {}});
  }

  // A part of a listed name's phrase ("Apple Watches"), or a symbol ("(ADT)", "$ADT").
  bool part_of_another(ByteSpan name) const {
    if (name.begin <= span_.begin) return false;
    const char before = s_[name.begin - 1];
    if (before == '(' || before == '$' || before == ':' || before == '#' || before == '@')
      return true;
    return before == ' ' && name.begin >= 2 &&
           sight_.taken({name.begin - 2, name.begin - 1}) != nullptr && s_[name.begin - 2] >= 'a' &&
           s_[name.begin - 2] <= 'z' && !possessive_before(name.begin);
  }
  // Whether a listed name stands there, certain or not: an uncertain one was judged already.
  bool named(ByteSpan span) const {
    const auto hit =
        std::lower_bound(sight_.names.begin(), sight_.names.end(), span.begin,
                         [](const NameHit& one, uint32_t at) { return one.span.end <= at; });
    return hit != sight_.names.end() && hit->span.begin < span.end;
  }
  bool possessive_before(uint32_t at) const { return s_.substr(0, at).ends_with("'s "); }

  bool company(size_t begin, size_t end, ByteSpan name) {
    const std::string_view last = str(end - 1);
    if (end - begin > 1 && is_in(kLegalForms, last)) return true;
    if (capitals_ != Capitals::kSpeak) return false;  // other cues rest on the capitals
    const std::string_view before = s_.substr(span_.begin, name.begin - span_.begin);
    std::string_view after = s_.substr(name.end, span_.end - name.end);
    if (after.starts_with("'s ")) after.remove_prefix(2);
    if (!after.empty() && after.front() == ' ') after.remove_prefix(1);
    std::string_view last_before = before;
    while (!last_before.empty() && (last_before.back() == ' ' || last_before.back() == '"'))
      last_before.remove_suffix(1);
    const bool ending = end - begin > 1 && is_in(kEndings, last);
    const bool han = ends_with_any(last_before, kHanDealBefore, false) > 0 ||
                     ends_with_any(last_before, kHanKinds, false) > 0 ||
                     (han_at(after, 0) && begins_with_any(after, kHanCompanyAfter, false) > 0);
    // "收购MEMS业务": a symbol or a technology.
    if (han) return !(end == begin + 1 && words_[begin].shouted);
    if (end == begin + 1 && is_in(kGeneric, last)) return false;
    const bool owned = possessive(last_before);
    // "Adobe's Creative Cloud", a product; "Microsoft's bid for "Call of Duty" maker", a title.
    if (owned && listed_before(last_before)) return false;
    if (name.begin > span_.begin && s_[name.begin - 1] == '"' && s_.substr(name.end, 1) != "\"")
      return false;
    const bool kind =
        begin > 0 && is_in(kKinds, str(begin - 1)) && words_[begin - 1].span.end + 1 == name.begin;
    // "the sale of its NAND business": capitals alone are a symbol or a thing.
    if (end == begin + 1 && words_[begin].shouted) return kind;
    if (described(begin, last_before, s_.substr(name.end, span_.end - name.end))) return true;
    const bool follows = begins_with_any(after, kCompanyAfter, true) > 0;
    if (follows && (begin > 0 || ending)) return true;
    if (follows && begin == 0)
      return after.starts_with("said it") || after.starts_with("has ") ||
             after.starts_with("is in talks") || after.starts_with("agreed to");
    if (speaks_as_it(after) && listed_company()) return true;
    if (deal_told() && !owned && paired(begin, end)) return true;
    if (!ending && !kind && ends_with_any(last_before, kArticle, true) > 0) return false;
    const bool led = ends_with_any(last_before, kDealBefore, true) > 0 || reached_by_deal(begin);
    return (led && ends_there(after)) || kind ||
           (ending && (deal_in_sentence() || (deal_told() && listed_company())));
  }

  // "the startup, Quillmark AI,", "Oslo-based Brandvik", "a spokesperson for Kestrane", "Kestrane,
  // a maker of sensors,": it is called what only a company is. `after` begins right behind the
  // name.
  bool described(size_t begin, std::string_view before, std::string_view after) const {
    if (ends_with_any(before, kCalledBefore, true) > 0) return true;
    if (before.ends_with(',')) {
      before.remove_suffix(1);
      if (ends_with_any(before, kRoles, true) > 0) return true;
    }
    if (begin > 0 && next_to(begin) && tailed(str(begin - 1)) && deal_or_company()) return true;
    for (std::string_view opening : {", a ", ", an ", ", the "}) {
      if (!after.starts_with(opening)) continue;
      constexpr size_t kAppositionBytesMax = 60;
      std::string_view told = after.substr(opening.size(), kAppositionBytesMax);
      told = told.substr(0, told.find_first_of(",.;("));
      for (std::string_view link : {" that ", " which ", " behind ", " of ", " backed ", " in "})
        told = told.substr(0, told.find(link));
      return ends_with_any(told, kRoles, true) > 0;
    }
    return false;
  }

  // "Amazon-backed", "Oslo-based": an adjective of companies.
  static bool tailed(std::string_view word) {
    static constexpr std::string_view kTails[] = {"-backed", "-based", "-listed", "-owned", "-led"};
    return ends_with_any(word, kTails, false) > 0;
  }

  static bool possessive(std::string_view before) {
    return before.ends_with("'s") || before.ends_with("s'");
  }
  // Whether the possessive at the end of `before` is a listed company's.
  bool listed_before(std::string_view before) const {
    constexpr uint32_t kMark = 3;  // at least one letter and "'s"
    const auto end = static_cast<uint32_t>(before.data() + before.size() - s_.data());
    return end >= span_.begin + kMark && sight_.taken({end - kMark, end}) != nullptr;
  }

  // "said on Tuesday it had": who speaks is a thing.
  static bool speaks_as_it(std::string_view after) {
    constexpr size_t kReachBytesMax = 60;
    const std::string_view told = after.substr(0, kReachBytesMax);
    if (!told.starts_with("said ") && !told.starts_with("denied ") &&
        !told.starts_with("confirmed "))
      return false;
    const size_t it = told.find(" it ");
    return it != std::string_view::npos && told.substr(0, it).find(',') == std::string_view::npos;
  }

  // "Oracle and Kestrane", "between Kestrane and Oracle", "Oracle's takeover of Kestrane": a listed
  // company is the other one of two.
  bool paired(size_t begin, size_t end) const {
    const auto company = [&](uint32_t at) {
      const NameHit* hit = sight_.taken({at, at + 1});
      return hit && sight_.entities[hit->entity].kind == EntityKind::kCompany;
    };
    const uint32_t from = words_[begin].span.begin, to = words_[end - 1].span.end;
    if (s_.substr(to).starts_with(" and ") && company(to + 5)) return true;
    constexpr uint32_t kAnd = 5;  // " and "
    return from > span_.begin + kAnd && s_.substr(0, from).ends_with(" and ") &&
           company(from - kAnd - 1);
  }

  bool listed_company() const {
    auto hit =
        std::lower_bound(sight_.names.begin(), sight_.names.end(), span_.begin,
                         [](const NameHit& one, uint32_t at) { return one.span.begin < at; });
    for (; hit != sight_.names.end() && hit->span.begin < span_.end; ++hit) {
      if (hit->certain && sight_.entities[hit->entity].kind == EntityKind::kCompany) return true;
    }
    return false;
  }
  // Whether the sentence has a word of deals at all.
  bool deal_told() const {
    return std::any_of(words_.begin(), words_.end(), [&](const LatinWord& word) {
      return is_in(kDealWords, sight_.text.folded(word.span));
    });
  }
  bool deal_or_company() const { return deal_told() || listed_company(); }

  // The name's phrase is at its end: "bought Roman coins" buys coins.
  static bool ends_there(std::string_view after) {
    if (after.empty() || after[0] < 'a' || after[0] > 'z') return true;
    static constexpr std::string_view kOn[] = {
        "for",    "in",     "to",    "from",    "at",      "and",     "with",     "last",
        "this",   "as",     "after", "on",      "by",      "would",   "is",       "was",
        "has",    "had",    "said",  "which",   "that",    "when",    "while",    "because",
        "before", "who",    "will",  "but",     "or",      "instead", "outright", "over",
        "under",  "if",     "could", "may",     "might",   "since",   "should",   "does",
        "did",    "are",    "have",  "were",    "earlier", "later",   "next",     "again",
        "soon",   "shares", "stock", "despite", "amid",    "through", "via",      "during",
        "than",   "a",      "back",  "too",     "once"};
    return begins_with_any(after, kOn, true) > 0;
  }

  // "acquire the privately held sensor maker Kumo": small words between the verb and the name.
  bool reached_by_deal(size_t begin) const {
    size_t i = begin;
    for (size_t steps = 0; i > 0 && steps < kPlainWordsMax; --i, ++steps) {
      if (i < words_.size() && !next_to(i)) return false;
      const std::string_view word = str(i - 1);
      const std::string_view upto = s_.substr(span_.begin, words_[i - 1].span.end - span_.begin);
      if (ends_with_any(upto, kDealBefore, true) > 0) return true;
      if (is_in(kStops, word) || (words_[i - 1].capital && !common_capital(word))) return false;
    }
    return false;
  }

  bool deal_in_sentence() {
    if (!deal_) deal_ = finds_deal();
    return *deal_;
  }
  bool finds_deal() const {
    for (size_t i = 0; i < words_.size(); ++i) {
      if (ends_with_any(s_.substr(span_.begin, words_[i].span.end - span_.begin), kDealBefore,
                        true) > 0)
        return true;
    }
    return false;
  }

  // "chief executive Jane Roe", "Jane Roe, chief executive of Kumo".
  bool person(size_t begin, size_t end, ByteSpan name) {
    if (end - begin < 2 || end - begin > kPersonWordsMax || company_ending(str(end - 1)))
      return false;
    std::string_view before = s_.substr(span_.begin, name.begin - span_.begin);
    while (before.ends_with(' ') || before.ends_with(',')) before.remove_suffix(1);
    if (const size_t title = ends_with_any(before, kTitles, true); title > 0) {
      before.remove_suffix(title);
      put_person(name, company_before(before));
      return true;
    }
    std::string_view after = s_.substr(name.end, span_.end - name.end);
    if (!after.starts_with(", ")) return false;
    if (const ByteSpan of = titled_before(before); of.size() > 0) {
      put_person(name, of);
      return true;
    }
    after.remove_prefix(2);
    for (std::string_view article : {"the ", "company's ", "firm's ", "group's ", "its ", "a "}) {
      if (after.starts_with(article)) after.remove_prefix(article.size());
    }
    ByteSpan of{};
    if (const NameHit* hit = hit_at(after)) {  // "Jane Roe, Kumo's chief executive"
      of = hit->span;
      after.remove_prefix(hit->span.size());
      if (after.starts_with("'s")) after.remove_prefix(2);
      if (after.starts_with(' ')) after.remove_prefix(1);
    }
    const size_t title = begins_with_any(after, kTitles, true);
    if (title == 0) return false;
    after.remove_prefix(title);
    const size_t link = after.starts_with(" of ") ? 4 : after.starts_with(" for ") ? 5 : 0;
    if (of.size() == 0 && link > 0) {
      after.remove_prefix(link);
      if (after.starts_with("the ")) after.remove_prefix(4);
      if (const NameHit* hit = hit_at(after)) of = hit->span;
      if (of.size() == 0) of = run_at(after);
    }
    put_person(name, of);
    return true;
  }

  // "The chief executive of Ostwind, ": the company at the end, behind a title.
  ByteSpan titled_before(std::string_view before) const {
    const ByteSpan of = company_before(before);
    if (of.size() == 0 || of.end != before.data() + before.size() - s_.data()) return {};
    std::string_view lead = s_.substr(span_.begin, of.begin - span_.begin);
    if (!lead.ends_with(" of ")) return {};
    lead.remove_suffix(std::string_view(" of ").size());
    return ends_with_any(lead, kTitles, true) > 0 ? of : ByteSpan{};
  }

  // Who has a chief executive or a spokesperson is a company, listed or not.
  void put_person(ByteSpan name, ByteSpan of) {
    if (of.size() >= 3 && !sight_.taken(of) && !named(of) && s_[of.begin] > '9' &&
        !is_in(kGeneric, sight_.text.folded(of)) && !company_ending(sight_.text.folded(of)))
      cues_.push_back({EntityKind::kCompany, of, {}, {}});
    cues_.push_back({EntityKind::kPerson, name, {}, of});
  }

  // The listed company that stands at the front of `rest`, a tail of this sentence.
  const NameHit* hit_at(std::string_view rest) const {
    const auto at = static_cast<uint32_t>(rest.data() - s_.data());
    return rest.empty() ? nullptr : sight_.taken({at, at + 1});
  }

  // The capitalised run there.
  ByteSpan run_at(std::string_view rest) const {
    const auto at = static_cast<uint32_t>(rest.data() - s_.data());
    for (size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].span.begin != at) continue;
      const size_t end = run_end(i);
      return end == i ? ByteSpan{} : ByteSpan{at, words_[end - 1].span.end};
    }
    return {};
  }

  // "Kumo's chief executive", "Kumo chief executive": what `before` ends with. "The company's" and
  // "its" mean who was named last.
  ByteSpan company_before(std::string_view before) const {
    while (before.ends_with(' ') || before.ends_with(',')) before.remove_suffix(1);
    if (before.ends_with("'s")) before.remove_suffix(2);
    if (before.empty()) return {};
    const auto end = static_cast<uint32_t>(before.data() + before.size() - s_.data());
    if (const NameHit* hit = sight_.taken({end - 1, end})) return hit->span;
    for (size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].span.end != end || !nameable(i) || common_capital(str(i))) continue;
      size_t begin = i;
      while (begin > 0 && nameable(begin - 1) && next_to(begin)) --begin;
      return {words_[begin].span.begin, end};
    }
    static constexpr std::string_view kBack[] = {"its", "company", "their", "firm", "group"};
    if (ends_with_any(before, kBack, true) == 0) return {};
    auto hit =
        std::lower_bound(sight_.names.begin(), sight_.names.end(), end,
                         [](const NameHit& one, uint32_t at) { return one.span.begin < at; });
    while (hit != sight_.names.begin()) {
      --hit;
      if (hit->certain && sight_.entities[hit->entity].kind == EntityKind::kCompany)
        return hit->span;
    }
    return {};
  }

  const Sight& sight_;
  std::string_view s_;
  ByteSpan span_;
  std::vector<LatinWord> words_;
  Capitals capitals_;
  std::vector<PartyCue> cues_;
  std::optional<bool> deal_;
};

}  // namespace

std::vector<PartyCue> latin_cues(const Sight& sight, const Sentence& sentence) {
  return LatinReader(sight, sentence).read();
}

}  // namespace hearsay
