// Chinese cues of unlisted companies ("收购澜汐微(Lanxi Micro)") and executives ("首席执行官张三").
#include <algorithm>
#include <bitset>
#include <iterator>

#include "rules/unlisted_cues.h"
#include "rules/unlisted_words_han.h"
#include "rules/words.h"

namespace hearsay {
namespace {

using namespace unlisted_words;

constexpr size_t kHanBytes = 3;                  // every Han character that names use
constexpr size_t kNameBytesMax = 8 * kHanBytes;  // "星河光电半导体" and a little more
constexpr size_t kNameBytesMin = 2 * kHanBytes;
constexpr size_t kStemBytesMax = 4 * kHanBytes;  // of a name without its ending
constexpr size_t kLatinBytesMax = 40;            // of the bracketed form

bool han_at(std::string_view s, size_t at) {
  if (at + 2 >= s.size()) return false;
  const auto lead = static_cast<uint8_t>(s[at]);
  return lead >= 0xE4 && lead <= 0xE9;
}

// The Han characters right before `end`, at most `bytes_max`.
size_t han_before(std::string_view s, size_t floor, size_t end, size_t bytes_max) {
  size_t begin = end;
  while (begin >= floor + kHanBytes && end - begin + kHanBytes <= bytes_max &&
         han_at(s, begin - kHanBytes))
    begin -= kHanBytes;
  return begin;
}

// What leads to a name inside the run [begin, end): the name begins behind the last such word.
struct Led {
  size_t begin;
  bool deal = false, kind = false, title = false, link = false;
};

Led led_to(std::string_view s, size_t begin, size_t end) {
  Led led{begin};
  for (size_t at = begin + kHanBytes; at + kNameBytesMin <= end; at += kHanBytes) {
    const std::string_view before = s.substr(begin, at - begin);
    const bool deal = ends_with_any(before, kHanDealBefore, false) > 0;
    const bool kind = ends_with_any(before, kHanKinds, false) > 0;
    const bool title = ends_with_any(before, kHanTitles, false) > 0;
    const bool link = ends_with_any(before, kHanLinks, false) > 0;
    if (deal || kind || title || link) led = {at, deal, kind, title, link};
  }
  return led;
}

// The first bytes that an ending or a title has: most places are left out by them.
size_t head_of(std::string_view s, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(s[at + i]); };
  return han_at(s, at) ? size_t{byte(1)} << 8 | byte(2) : byte(0);
}

bool may_cue(std::string_view s, size_t at) {
  static const std::bitset<65536> heads = [] {
    std::bitset<65536> set;
    for (const HanEnding& one : kHanEndings) set.set(head_of(one.han, 0));
    for (std::string_view one : kHanTitles) set.set(head_of(one, 0));
    return set;
  }();
  return (static_cast<uint8_t>(s[at]) & 0xC0) != 0x80 && heads[head_of(s, at)];
}

class HanReader {
 public:
  HanReader(const Sight& sight, const Sentence& sentence)
      : sight_(sight), s_(sight.text.folded()), span_(sentence.span) {}

  std::vector<PartyCue> read() {
    for (size_t at = s_.find('(', span_.begin); at < span_.end; at = s_.find('(', at + 1))
      bracketed(at);
    for (size_t at = span_.begin; at < span_.end; ++at) {
      if (!may_cue(s_, at)) continue;
      const std::string_view rest = s_.substr(at, span_.end - at);
      if (const size_t ending = ending_at(rest)) ended(at, at + ending);
      if (const size_t title = begins_with_any(rest, kHanTitles, false)) titled(at, at + title);
    }
    return std::move(cues_);
  }

 private:
  static ByteSpan span_of(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  // Characters of running text that a made-up name hardly has.
  static bool holds_plain_word(std::string_view stem) {
    for (size_t at = 0; at < stem.size(); at += kHanBytes) {
      if (kHanPlain.find(stem.substr(at, kHanBytes)) != std::string_view::npos) return true;
    }
    return false;
  }

  // A name is at its end before a stop or a verb.
  static bool goes_on(std::string_view after) {
    static constexpr std::string_view kOn[] = {
        "已",   "拟",   "将",   "欲",   "正",   "放弃", "未",     "与",     "和",   "被",   "接触",
        "达成", "签",   "终止", "暂停", "取消", "不",   "出资",   "计划",   "考虑", "有意", "获",
        "完成", "从",   "在",   "也",   "则",   "对",   "的谈判", "的传闻", "的股", "后",   "前",
        "事宜", "一事", "重启", "搁置", "洽谈", "谈判", "推迟",   "撤回",   "加码", "减少"};
    if (after.empty() || !han_at(after, 0)) return true;
    return begins_with_any(after, kOn, false) > 0 ||
           begins_with_any(after, kHanCompanyAfter, false) > 0;
  }

  static size_t ending_at(std::string_view rest) {
    size_t longest = 0;
    for (const HanEnding& one : kHanEndings) {
      if (one.han.size() > longest && rest.starts_with(one.han)) longest = one.han.size();
    }
    return longest;
  }

  // A quoted name begins at its quotation mark.
  bool opened(size_t begin) const {
    return begin == span_.begin || !(static_cast<uint8_t>(s_[begin - 1]) & 0x80) ||
           s_[begin - 1] == '"' || s_.substr(0, begin).ends_with("、") ||
           s_.substr(0, begin).ends_with("。");
  }

  bool deal_in_sentence() const {
    const std::string_view sentence = s_.substr(span_.begin, span_.end - span_.begin);
    const auto stands = [&](std::string_view word) {
      return sentence.find(word) != std::string_view::npos;
    };
    return std::any_of(std::begin(kHanDealBefore), std::end(kHanDealBefore), stands) ||
           std::any_of(std::begin(kHanDealWords), std::end(kHanDealWords), stands);
  }

  // "澜汐微(Lanxi Micro)", at its opening bracket.
  void bracketed(size_t open) {
    const size_t length = s_.substr(open, kLatinBytesMax).find(')');
    if (length == std::string_view::npos || open + length > span_.end) return;
    const size_t close = open + length;
    size_t inner = open + 1, end = close;
    if (const size_t comma = s_.substr(0, end).find_first_of(",;", inner); comma < end) end = comma;
    while (end > inner && s_[end - 1] == ' ') --end;
    const std::string_view latin = s_.substr(inner, end - inner);
    if (latin.size() < 3 || !sight_.text.upper(static_cast<uint32_t>(inner))) return;
    for (char c : latin) {
      const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == '-' ||
                        c == '.' || c == '&' || c == '\'';
      if (!fits) return;
    }
    size_t han_end = open;
    while (han_end > span_.begin && (s_[han_end - 1] == ' ' || s_[han_end - 1] == '"')) --han_end;
    const size_t run = han_before(s_, span_.begin, han_end, kNameBytesMax + kNameBytesMin);
    if (han_end - run < kNameBytesMin) return;
    const Led led = led_to(s_, run, han_end);
    const ByteSpan han = span_of(led.begin, han_end), name = span_of(inner, end);
    if (han.size() > kNameBytesMax || sight_.taken(han) || sight_.taken(name)) return;
    if (led.title) {
      cues_.push_back({EntityKind::kPerson, name, han, {}});
      return;
    }
    const std::string_view after = s_.substr(close + 1, span_.end - close - 1);
    const size_t word = latin.rfind(' ');
    // "(WHO)" is an authority or a measure unless a deal leads to it.
    const auto shouted = [&] {
      for (size_t i = inner; i < end; ++i) {
        if (s_[i] >= 'a' && s_[i] <= 'z' && !sight_.text.upper(static_cast<uint32_t>(i)))
          return false;
      }
      return true;
    };
    if (!led.deal && !led.kind && shouted()) return;
    const bool company =
        led.deal || led.kind || han_ending_bytes(s_.substr(han.begin, han.size())) > 0 ||
        (word != std::string_view::npos && company_ending(latin.substr(word + 1))) ||
        begins_with_any(after, kHanCompanyAfter, false) > 0 || (led.link && deal_in_sentence());
    if (company) cues_.push_back({EntityKind::kCompany, name, han, {}});
  }

  // "科晟封测": an ending at [at, end) with a stem before it.
  void ended(size_t at, size_t end) {
    const size_t run = han_before(s_, span_.begin, at, kStemBytesMax + kNameBytesMin);
    if (at - run < kNameBytesMin) return;
    const Led led = led_to(s_, run, at);
    const bool bounded = led.begin != run || opened(run);
    const std::string_view stem = s_.substr(led.begin, at - led.begin);
    if (!bounded || stem.size() < kNameBytesMin || stem.size() > kStemBytesMax) return;
    if (begins_with_any(stem, kHanGeneric, false) > 0 ||
        ends_with_any(stem, kHanGeneric, false) > 0 || ends_with_any(stem, kHanKinds, false) > 0 ||
        begins_with_any(stem, kHanLinks, false) > 0)
      return;
    if (holds_plain_word(stem)) return;
    const std::string_view ending = s_.substr(at, end - at);
    const std::string_view after = s_.substr(end, span_.end - end);
    const bool follows = begins_with_any(after, kHanCompanyAfter, false) > 0;
    const bool short_stem = stem.size() <= 3 * kHanBytes;
    const bool quoted =
        led.begin > span_.begin && s_[led.begin - 1] == '"' && after.starts_with('"');
    // "公司" and single characters end much that is no name.
    const bool weak = ending.size() == kHanBytes || ending == "公司" || ending == "股份" ||
                      ending == "芯片" || ending == "材料";
    // "光学材料公司" is a kind of company.
    static constexpr std::string_view kKindsOf[] = {
        "公司", "企业", "行业", "产业", "领域", "板块", "巨头", "股",   "业",   "市场",
        "园",   "设备", "产品", "技术", "人才", "工厂", "项目", "厂",   "初创", "龙头",
        "大厂", "制造", "研发", "概念", "部门", "供应", "服务", "平台", "基金", "化"};
    if (ending != "公司" && begins_with_any(after, kKindsOf, false) > 0 &&
        !after.starts_with("股权") && !after.starts_with("股价") && !after.starts_with("股份"))
      return;
    const std::string_view front = s_.substr(span_.begin, led.begin - span_.begin);
    const bool called =
        quoted && (ends_with_any(front.substr(0, front.size() - 1), kHanKinds, false) > 0 ||
                   ends_with_any(front.substr(0, front.size() - 1), kHanDealBefore, false) > 0);
    if (!(called || led.deal || (led.kind && !weak) || (follows && !weak && led.begin == run) ||
          (quoted && follows) || (!weak && short_stem && goes_on(after) && deal_in_sentence())))
      return;
    if (weak && !led.deal && !called) return;
    const ByteSpan name = span_of(led.begin, ending == "公司" ? at : end);
    if (!sight_.taken(name)) cues_.push_back({EntityKind::kCompany, {}, name, {}});
  }

  // "首席执行官张三": a title at [at, end).
  void titled(size_t at, size_t end) {
    size_t name_end = end;
    const bool foreign = foreign_name(end, name_end);
    if (!foreign && !native_name(end, name_end)) return;
    const ByteSpan name = span_of(end, name_end);
    if (sight_.taken(name)) return;
    cues_.push_back({EntityKind::kPerson, {}, name, company_before(at)});
  }

  // "约翰·史密斯"
  bool foreign_name(size_t begin, size_t& end) const {
    size_t at = begin, dots = 0;
    for (; at < span_.end && at - begin <= 12 * kHanBytes;) {
      if (s_.substr(at).starts_with("·")) {
        ++dots;
        at += std::string_view("·").size();
      } else if (dots > 0 &&
                 begins_with_any(s_.substr(at, span_.end - at), kHanSpeech, false) > 0) {
        break;
      } else if (han_at(s_, at)) {
        at += kHanBytes;
      } else {
        break;
      }
    }
    end = at;
    return dots > 0 && dots < 3 && s_.substr(begin, at - begin).find("·") > 0;
  }

  // "张三", "王小明": a surname and what ends the name.
  bool native_name(size_t begin, size_t& end) const {
    if (!han_at(s_, begin)) return false;
    const std::string_view surname = s_.substr(begin, kHanBytes);
    if (s_.substr(begin, 9).find("您") != std::string_view::npos) return false;
    const bool known = kSurnames.find(surname) != std::string_view::npos;
    if (!known) return false;
    for (size_t letters : {size_t{3}, size_t{2}, size_t{4}}) {
      const size_t stop = begin + letters * kHanBytes;
      if (stop > span_.end || !all_han(begin, stop)) continue;
      const std::string_view rest = s_.substr(stop, span_.end - stop);
      if (!rest.empty() && begins_with_any(rest, kHanSpeech, false) == 0) continue;
      end = stop;
      return true;
    }
    return false;
  }

  bool all_han(size_t begin, size_t end) const {
    for (size_t at = begin; at < end; at += kHanBytes) {
      if (!han_at(s_, at)) return false;
    }
    return true;
  }

  // The company right before a title: "澜汐微首席执行官", "该公司董事长" (who was named last).
  ByteSpan company_before(size_t at) const {
    for (std::string_view link : {"的", "联合", "集团", "公司", " ", "兼", "(中国)"}) {
      if (s_.substr(span_.begin, at - span_.begin).ends_with(link)) at -= link.size();
    }
    if (at <= span_.begin) return {};
    if (const NameHit* hit = sight_.taken(span_of(at - 1, at))) return hit->span;
    const std::string_view before = s_.substr(span_.begin, at - span_.begin);
    if (before.ends_with("该") || before.ends_with("其")) {
      auto hit =
          std::lower_bound(sight_.names.begin(), sight_.names.end(), at,
                           [](const NameHit& one, size_t place) { return one.span.begin < place; });
      while (hit != sight_.names.begin()) {
        --hit;
        if (hit->certain && sight_.entities[hit->entity].kind == EntityKind::kCompany)
          return hit->span;
      }
      return {};
    }
    return span_of(at - 1, at);  // the end of an unlisted name, if one turns out to stand there
  }

  const Sight& sight_;
  std::string_view s_;
  ByteSpan span_;
  std::vector<PartyCue> cues_;
};

}  // namespace

size_t han_ending_bytes(std::string_view name) {
  size_t longest = 0;
  for (const HanEnding& one : kHanEndings) {
    if (one.han.size() > longest && one.han.size() < name.size() && name.ends_with(one.han))
      longest = one.han.size();
  }
  return longest;
}

std::string_view english_ending(std::string_view ending) {
  const auto found = std::find_if(std::begin(kHanEndings), std::end(kHanEndings),
                                  [&](const HanEnding& one) { return one.han == ending; });
  return found == std::end(kHanEndings) ? ending : found->english;
}

std::vector<PartyCue> han_cues(const Sight& sight, const Sentence& sentence) {
  const std::string_view s = sight.text.folded(sentence.span);
  const bool han =
      std::any_of(s.begin(), s.end(), [](char c) { return static_cast<uint8_t>(c) >= 0xE4; });
  return han ? HanReader(sight, sentence).read() : std::vector<PartyCue>{};
}

}  // namespace hearsay
