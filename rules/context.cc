// Weighing what stands beside a name that is also a word.
#include "rules/context.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "rules/context_words.h"
#include "rules/words.h"

namespace hearsay {
namespace {

using namespace context_words;

constexpr int kEnough = 2;     // a strong sign, or two weak ones
constexpr int kRoundsMax = 3;  // a name settled in one round may settle its people in the next

bool word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool han(std::string_view s, size_t at) {
  return at < s.size() && static_cast<uint8_t>(s[at]) >= 0xE3;
}

// One sentence, prepared once for the hits in it.
struct Scene {
  ByteSpan span;
  std::vector<LatinWord> words;
  Capitals capitals = Capitals::kSpeak;
  bool deal = false;  // it has a word of deals or money
};

// Judges the doubtful hits of one item.
class Judge {
 public:
  Judge(const Entities& entities, const Text& text, std::vector<NameHit>& hits)
      : entities_(entities), text_(text), hits_(hits) {
    for (const NameHit& hit : hits_) {
      if (hit.certain) know(hit.entity);
    }
  }

  void settle() {
    for (int round = 0; round < kRoundsMax; ++round) {
      bool changed = false;
      size_t sentence = 0;
      Scene scene;
      for (size_t i = 0; i < hits_.size(); ++i) {
        NameHit& hit = hits_[i];
        if (hit.certain) continue;
        const auto& sentences = text_.sentences();
        while (sentence < sentences.size() && sentences[sentence].span.end < hit.span.end)
          ++sentence;
        if (sentence == sentences.size() || !sentences[sentence].span.contains(hit.span)) continue;
        if (!(scene.span == sentences[sentence].span)) {
          scene = {sentences[sentence].span, words_in(text_, sentences[sentence].span), {}};
          scene.capitals = capitals_of(text_, scene.words);
          scene.deal = deal_in(scene);
        }
        if (!stands(scene, i)) continue;
        hit.certain = changed = true;
        know(hit.entity);
      }
      if (!changed) return;
    }
  }

 private:
  void know(EntityIndex entity) {
    known_.insert(entity);
    if (entities_[entity].of != kNoEntity) spoken_for_.insert(entities_[entity].of);
  }

  // REQUIRES a scene with its words.
  bool deal_in(const Scene& scene) const {
    static const std::unordered_set<std::string_view> words(std::begin(kDealEnglish),
                                                            std::end(kDealEnglish));
    if (text_.folded(scene.span).find('$') != std::string_view::npos) return true;
    return std::any_of(scene.words.begin(), scene.words.end(), [&](const LatinWord& word) {
      return words.contains(text_.folded(word.span));
    });
  }

  bool stands(const Scene& scene, size_t i) const {
    const NameHit& hit = hits_[i];
    const std::string_view s = text_.folded();
    const std::string_view before = s.substr(scene.span.begin, hit.span.begin - scene.span.begin);
    const std::string_view after = s.substr(hit.span.end, scene.span.end - hit.span.end);
    if (hit.ticker) return ticker_stands(scene, i, before, after);
    const Entity& entity = entities_[hit.entity];
    int points = known_.contains(hit.entity) ? kEnough : 0;
    if (entity.kind == EntityKind::kPerson && entity.of != kNoEntity && known_.contains(entity.of))
      points += kEnough;
    if (entity.kind == EntityKind::kCompany && spoken_for_.contains(hit.entity)) points += kEnough;
    if (listed_with_company(i)) points += scene.capitals == Capitals::kShouted ? 1 : kEnough;
    return han(s, hit.span.begin) ? han_stands(scene, i, before, after, points)
                                  : latin_stands(scene, i, before, after, points);
  }

  // "(NVDA)", "Nasdaq: NVDA", "(600519)", or a company that is named besides. Codes of six digits,
  // and Hong Kong's five with their zero, are hardly anything else in brackets; "(2330)" may be.
  // In posts one stands bare, in capitals among words in small letters.
  bool ticker_stands(const Scene& scene, size_t i, std::string_view before,
                     std::string_view after) const {
    const NameHit& hit = hits_[i];
    const std::string_view code = text_.folded(hit.span);
    const bool number = code[0] >= '0' && code[0] <= '9';
    const bool known = known_.contains(hit.entity);
    if (known && !number) return true;
    constexpr size_t kBareLettersMin = 4;  // shorter ones are mostly other abbreviations
    if (!number && code.size() >= kBareLettersMin && scene.capitals == Capitals::kSpeak &&
        shouted(hit.span) && (scene.deal || names_other_than(i)))
      return true;
    static constexpr std::string_view kTraded[] = {" shares", " stock", " calls", " puts",
                                                   " options"};
    if (code.size() > 2 && begins_with_any(after, kTraded, true)) return true;
    static constexpr std::string_view kExchanges[] = {
        "nasdaq:",  "nasdaq: ", "nyse:",  "nyse: ", "hkex:",  "hkex: ", "sse:",
        "sse: ",    "szse:",    "szse: ", "twse:",  "twse: ", "代码:",  "代码: ",
        "股票代码", "港股:",    "hk:",    "hk: ",   "amex: ", "lse: "};
    if (ends_with_any(before, kExchanges, true) > 0) return true;
    if (!before.ends_with('(') || after.empty() || (after[0] != ')' && after[0] != ','))
      return false;
    if (number) return known || code.size() == 6 || (code.size() == 5 && code[0] == '0');
    return code.size() > 2 && text_.upper(hit.span.begin);
  }

  // "Google, Apple and Amazon": a neighbour in the list that is certain.
  bool listed_with_company(size_t i) const {
    const auto joined = [&](size_t left, size_t right) {
      const NameHit& other = hits_[left].certain ? hits_[left] : hits_[right];
      if (!other.certain || entities_[other.entity].kind != EntityKind::kCompany) return false;
      const uint32_t from = hits_[left].span.end, to = hits_[right].span.begin;
      const std::string_view between = text_.folded({from, to});
      static constexpr std::string_view kJoins[] = {", ", " and ", ", and ", " or ", "、",
                                                    "和", "与",    "及",     "或",   " & "};
      return std::find(std::begin(kJoins), std::end(kJoins), between) != std::end(kJoins);
    };
    return (i > 0 && joined(i - 1, i)) || (i + 1 < hits_.size() && joined(i, i + 1));
  }

  bool other_company_in(const Scene& scene, size_t i) const {
    auto other =
        std::lower_bound(hits_.begin(), hits_.end(), scene.span.begin,
                         [](const NameHit& hit, uint32_t place) { return hit.span.begin < place; });
    for (; other != hits_.end() && other->span.begin < scene.span.end; ++other) {
      if (other->certain && other->entity != hits_[i].entity &&
          entities_[other->entity].kind == EntityKind::kCompany)
        return true;
    }
    return false;
  }

  bool latin_stands(const Scene& scene, size_t i, std::string_view before, std::string_view after,
                    int points) const {
    const NameHit& hit = hits_[i];
    const bool person = entities_[hit.entity].kind == EntityKind::kPerson;
    if (!text_.upper(hit.span.begin)) return false;
    const bool owns = after.starts_with("'s ");
    if (owns) after.remove_prefix(2);
    const bool mixed =
        han(after, 0) || (!before.empty() && static_cast<uint8_t>(before.back()) >= 0x80);
    const std::string_view next =
        after.substr(std::min(after.size(), after.find_first_not_of(' ')));
    std::string_view last = before;
    while (!last.empty() && (last.back() == ' ' || last.back() == '"')) last.remove_suffix(1);
    if (last.ends_with("'s")) last.remove_suffix(2);
    const bool title = scene.capitals == Capitals::kTitle;
    const bool corporate = begins_with_any(next, kAfterEnglish, true) || acts(next) ||
                           (title && begins_with_any(next, kVerbs, true)) ||
                           (title && next.starts_with("to ") && acts_with(next.substr(3), true));
    const bool led = ends_with_any(last, kBeforeEnglish, true);
    if (scene.capitals == Capitals::kSpeak && !part_free(scene, i, corporate, person, last))
      return false;
    if (person) {
      // A surname alone is anybody's: its bearer or the company must be in the item.
      if (points < kEnough) return false;
      const bool spoken =
          begins_with_any(next, kSpeechAfter, true) || ends_with_any(last, kTitleBefore, true);
      return spoken || scene.capitals == Capitals::kSpeak;
    }
    // A capital marks nothing at a sentence's start, nor in an acronym ("GPT", "POS").
    const bool opens = (!mixed && !has_word_before(scene, hit.span)) || shouted(hit.span);
    if (corporate) points += scene.capitals == Capitals::kShouted ? 1 : kEnough;
    if (led) points += scene.capitals == Capitals::kShouted ? 1 : kEnough;
    if (!led && described(last.ends_with(',') ? last.substr(0, last.size() - 1) : last))
      points += kEnough;
    if (told_as_company(after) || symbol_behind(hit.span.end)) points += kEnough;
    if (scene.capitals == Capitals::kShouted && other_company_in(scene, i)) ++points;
    if (scene.capitals == Capitals::kSpeak && scene.deal && !mixed) {
      // "the Gap" of two prices and "the Delta" are places and things.
      const bool thing = !opens && last.ends_with("the") && !owns;
      const bool bears = !opens || owns || after.starts_with(", which ") ||
                         begins_with_any(next, kFinite, true) > 0;
      if (bears && !thing) ++points;
    } else if (scene.capitals == Capitals::kSpeak && opens && !mixed &&
               begins_with_any(next, kFinite, true) > 0 && other_company_in(scene, i)) {
      ++points;  // "Arm will supply Meta with chips"
    }
    // Between Han characters a capitalised Latin word is a name.
    if (scene.capitals == Capitals::kSpeak && !opens) points += mixed ? kEnough : 1;
    if (scene.capitals == Capitals::kSpeak && opens &&
        (owns || after.starts_with(", which ") || begins_with_any(next, kFinite, true)))
      ++points;
    if (scene.capitals == Capitals::kSpeak && !opens && other_company_in(scene, i)) ++points;
    if (mixed && begins_with_any(after, kStrongAfterHan, false)) points += kEnough;
    return points >= kEnough;
  }

  static bool has_word_before(const Scene& scene, ByteSpan span) {
    return !scene.words.empty() && scene.words.front().span.begin < span.begin;
  }

  bool shouted(ByteSpan span) const {
    for (uint32_t i = span.begin; i < span.end; ++i) {
      if (word_byte(text_.folded()[i]) && !text_.upper(i)) return false;
    }
    return true;
  }

  // Not a part of a longer name: "Harrison Ford", "Ford Foundation".
  bool part_free(const Scene& scene, size_t i, bool corporate, bool person,
                 std::string_view) const {
    const NameHit& hit = hits_[i];
    const auto touches = [&](const LatinWord& word) {
      return (i > 0 && hits_[i - 1].span.contains(word.span)) ||
             (i + 1 < hits_.size() && hits_[i + 1].span.contains(word.span));
    };
    for (const LatinWord& word : scene.words) {
      const std::string_view w = text_.folded(word.span);
      if (word.span.end + 1 == hit.span.begin && word.capital &&
          text_.folded()[word.span.end] == ' ') {
        const bool free = begins_with_any(w, kFreeBefore, true) ||
                          ends_with_any(w, kTitleBefore, true) ||
                          ends_with_any(w, kBeforeEnglish, true) || described(w) || touches(word);
        if (!free) return false;
      }
      if (word.span.begin == hit.span.end + 1 && word.capital && !corporate && !person &&
          text_.folded()[hit.span.end] == ' ' && !touches(word) &&
          !ends_with_any(w, kTitleBefore, true))
        return false;
    }
    return true;
  }

  // "has since agreed", "would not say": a verb of the list behind its auxiliaries.
  static bool acts(std::string_view next) { return acts_with(next, false); }
  static bool acts_with(std::string_view next, bool led) {
    for (bool again = true; again;) {
      again = false;
      for (std::string_view one : kAuxiliaries) {
        if (!next.starts_with(one)) continue;
        next.remove_prefix(one.size());
        led = again = true;
      }
    }
    return led && begins_with_any(next, kVerbs, true);
  }

  // "the iPhone maker Apple": what some company is called stands before.
  static bool described(std::string_view last) { return ends_with_any(last, kKinds, false) > 0; }

  // "Harvey, a legal AI startup,": it stands behind, in an apposition.
  static bool told_as_company(std::string_view after) {
    for (std::string_view opening : {", the ", ", a ", ", an "}) {
      if (!after.starts_with(opening)) continue;
      constexpr size_t kAppositionBytesMax = 60;
      std::string_view told = after.substr(opening.size(), kAppositionBytesMax);
      told = told.substr(0, told.find_first_of(",.;("));
      for (std::string_view link : {" that ", " which ", " behind ", " of ", " backed ", " in "})
        told = told.substr(0, told.find(link));
      return ends_with_any(told, kKinds, false) > 0;
    }
    return false;
  }

  // "Ford (F)", "Alibaba (9988.HK)": a symbol stands behind the name.
  bool symbol_behind(uint32_t end) const {
    const std::string_view s = text_.folded();
    if (s.substr(end, 2) != " (") return false;
    constexpr size_t kSymbolBytesMax = 12;
    const size_t close = s.substr(0, end + 2 + kSymbolBytesMax).find(')', end);
    if (close == std::string_view::npos || close == end + 2) return false;
    for (size_t i = end + 2; i < close; ++i) {
      const bool letter = s[i] >= 'a' && s[i] <= 'z';
      if (letter ? !text_.upper(static_cast<uint32_t>(i)) : !word_byte(s[i]) && s[i] != '.')
        return false;
    }
    return true;
  }

  // "收购" somewhere that does not begin "收购价".
  static bool deal_word(std::string_view s, std::string_view word) {
    for (size_t at = s.find(word); at != std::string_view::npos; at = s.find(word, at + 1)) {
      if (begins_with_any(s.substr(at + word.size()), kNoDealAfterHan, false) == 0) return true;
    }
    return false;
  }
  static bool deals_in_han(std::string_view after) {
    const size_t deal = begins_with_any(after, kDealAfterHan, false);
    return deal > 0 && begins_with_any(after.substr(deal), kNoDealAfterHan, false) == 0;
  }

  static bool deals_in(std::string_view s) {
    return std::any_of(std::begin(kDealHan), std::end(kDealHan),
                       [&](std::string_view word) { return deal_word(s, word); });
  }
  bool news_of_deals() const {
    if (!news_of_deals_) news_of_deals_ = deals_in(text_.folded());
    return *news_of_deals_;
  }
  // Whether the item names for certain a company that is not that of hit `i`.
  bool names_other_than(size_t i) const {
    return std::any_of(known_.begin(), known_.end(), [&](EntityIndex one) {
      return one != hits_[i].entity && entities_[one].kind == EntityKind::kCompany;
    });
  }

  // "福特正与小米商谈": another name in doubt, joined to this one as only parties are.
  bool joined_in_doubt(size_t i) const {
    const auto joined = [&](size_t left, size_t right) {
      if (entities_[hits_[left].entity].kind != EntityKind::kCompany ||
          entities_[hits_[right].entity].kind != EntityKind::kCompany ||
          hits_[left].entity == hits_[right].entity)
        return false;
      static constexpr std::string_view kJoins[] = {"与",   "正与", "和", "拟与",
                                                    "将与", "已与", "向", "对"};
      return std::find(std::begin(kJoins), std::end(kJoins),
                       text_.folded({hits_[left].span.end, hits_[right].span.begin})) !=
             std::end(kJoins);
    };
    return (i > 0 && joined(i - 1, i)) || (i + 1 < hits_.size() && joined(i, i + 1));
  }

  bool han_stands(const Scene& scene, size_t i, std::string_view before, std::string_view after,
                  int points) const {
    const Entity& entity = entities_[hits_[i].entity];
    if (begins_with_any(after, kWordAfterHan, false)) return false;
    while (!before.empty() && (before.back() == ' ' || before.back() == '"'))
      before.remove_suffix(1);
    if (after.starts_with('"') || after.starts_with(' ')) after.remove_prefix(1);
    if (entity.kind == EntityKind::kPerson || entity.kind == EntityKind::kOutlet) {
      static constexpr std::string_view kTitles[] = {"ceo",        "董事长", "总裁",  "创始人",
                                                     "首席执行官", "负责人", "发言人"};
      static constexpr std::string_view kReports[] = {"报道", "援引", "称",   "网",  "独家",
                                                      "周刊", "日报", "记者", "消息"};
      if (entity.kind == EntityKind::kOutlet)
        return begins_with_any(after, kReports, false) || points >= kEnough ||
               (before.ends_with("《") && after.starts_with("》"));
      // "奥特曼回应": a toy does not answer.
      if (begins_with_any(after, kSpeechAfterHan, false) && news_of_deals()) points += kEnough;
      return points >= kEnough &&
             (known_.contains(hits_[i].entity) || ends_with_any(before, kTitles, false) ||
              !before.empty() || !after.empty());
    }
    if (begins_with_any(after, kStrongAfterHan, false)) points += kEnough;
    const std::string_view name = text_.folded(hits_[i].span);
    const auto is_one_of = [&](const auto& list) {
      return std::find(std::begin(list), std::end(list), name) != std::end(list);
    };
    const bool everyday = is_one_of(kEverydayHan);
    const bool sign_after = begins_with_any(after, kWeakAfterHan, false) ||
                            (!everyday && begins_with_any(after, kFaintAfterHan, false));
    const bool sign_before = ends_with_any(before, kWeakBeforeHan, false) ||
                             (!everyday && ends_with_any(before, kFaintBeforeHan, false));
    points += int{sign_after} + int{sign_before};
    // News of a deal, and of another company: one sign is enough.
    if (!everyday && (sign_after || sign_before) && news_of_deals() && names_other_than(i))
      ++points;
    if (ends_with_any(before, kStrongBeforeHan, false)) points += kEnough;
    // "完美的收购": the company 美的 has no character before it.
    const bool inside = text_.folded(hits_[i].span).ends_with("的") && !before.empty() &&
                        before.size() >= 3 && han(before, before.size() - 3);
    if (deals_in_han(after) && !inside && !is_one_of(kAdverbsHan)) points += kEnough;
    if (deals_in(text_.folded(scene.span)) && (other_company_in(scene, i) || joined_in_doubt(i)))
      ++points;
    return points >= kEnough;
  }

  const Entities& entities_;
  const Text& text_;
  std::vector<NameHit>& hits_;
  std::set<EntityIndex> known_;       // entities that the item names for certain
  std::set<EntityIndex> spoken_for_;  // companies whose people it names
  mutable std::optional<bool> news_of_deals_;
};

}  // namespace

void settle_names(const Entities& entities, const Text& text, std::vector<NameHit>& hits) {
  const bool doubtful =
      std::any_of(hits.begin(), hits.end(), [](const NameHit& hit) { return !hit.certain; });
  if (doubtful) Judge(entities, text, hits).settle();
}

}  // namespace hearsay
