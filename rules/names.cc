// Finding names: the trie asked at each place where a name may begin.
#include "rules/names.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "rules/name_trie.h"

namespace hearsay {

namespace {

bool word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

constexpr size_t kHanBytes = 3;

// Words that end with the first character of some short name, and words that begin with the last:
// 努力|拓展 holds no 力拓, 平台|达成 no 台达, 中国|航空 no 国航.
constexpr std::string_view kWordsBefore[] = {
    "努力", "能力", "动力", "压力", "实力", "主力", "电力", "潜力", "活力", "助力", "平台", "后台",
    "舞台", "表达", "到达", "抵达", "传达", "雷达", "转达", "提高", "最高", "新高", "更高", "充电",
    "发电", "用电", "供电", "创新", "更新", "最新", "全新", "上海", "中国", "我国", "全国", "美国",
    "各国", "手工", "员工", "施工", "增强", "加强", "东南", "越南", "海南", "云南", "湖南", "河南",
    "广东", "山东", "股东", "京东", "普通", "交通", "沟通", "互联", "相关", "推广", "集中", "其中"};
constexpr std::string_view kWordsBehind[] = {
    "拓展", "拓宽", "成为", "成立", "成功", "成果", "成本", "成长", "达成", "达到", "能力", "能够",
    "能源", "能量", "意识", "意见", "意味", "意义", "意愿", "装置", "装备", "装机", "地位", "航空",
    "航天", "航运", "航母", "信息", "信用", "信号", "信贷", "行业", "行动", "行为", "行情", "生产",
    "生命", "生态", "生活", "生成", "生物", "美元", "美容", "美妆", "美食", "巨大", "巨头", "美国"};

// Whether the short Han name at [begin, end) is cut out of two words.
bool cut_out(std::string_view s, size_t begin, size_t end) {
  if (end - begin != 2 * kHanBytes || begin < kHanBytes || end + kHanBytes > s.size()) return false;
  const auto among = [](const auto& words, std::string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
  };
  return among(kWordsBefore, s.substr(begin - kHanBytes, 2 * kHanBytes)) &&
         among(kWordsBehind, s.substr(end - kHanBytes, 2 * kHanBytes));
}

// Whether `name`, whose bytes stand at [begin, end), is really that name there.
bool stands(const Name& name, const Text& text, size_t begin, size_t end) {
  const std::string_view s = text.folded();
  if (word_char(s[begin]) && begin > 0 && word_char(s[begin - 1])) return false;
  if (word_char(s[end - 1]) && end < s.size() && word_char(s[end])) return false;
  // "$1.3m" is a sum and holds no company 3M.
  const bool figure = s[begin] >= '0' && s[begin] <= '9' && begin > 0;
  if (figure && (s[begin - 1] == '.' || s[begin - 1] == ',' || s[begin - 1] == '$')) return false;
  if ((s[begin] & 0x80) != 0 && cut_out(s, begin, end)) return false;
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
