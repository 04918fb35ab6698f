// Making the feed: sentence forms of business news, filled at random.
#include "tests/bench/news_feed.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <random>
#include <string_view>

namespace hearsay {
namespace {

// {N} a company, {W} a word, {P} a person, {M} a sum, {D} a figure. One in six of the forms is of a
// deal, which is more than a general wire has.
constexpr std::string_view kEnglish[] = {
    "{N} reported revenue of {M} for the quarter, up {D}% from a year earlier, as demand for {W} "
    "grew.",
    "Shares of {N} fell {D}% in early trading after the {W} regulator opened an inquiry.",
    "\"We expect the {W} market to remain difficult until at least next spring,\" {P} said.",
    "The central bank kept its key rate at {D}% and said that {W} prices were easing.",
    "{N} will open a new plant in {W} that employs {D} people, the city said on Tuesday.",
    "Analysts at {N} raised their target for {N} to {M} from {M}, citing {W}.",
    "{N} is in talks to buy a stake in {N} for {M}, people familiar with the matter said.",
    "{P}, who runs the {W} unit of {N}, denied that the company would sell it.",
    "The {W} index rose {D} points, led by makers of {W} and by {N}.",
    "A spokesperson for {N} declined to comment on the report about {W}.",
    "The company's board approved a dividend of ${D} a share, payable on {W} 12.",
    "Exports of {W} from the region dropped {D}% in the month, the ministry said.",
    "{N} agreed to acquire {W} Systems in a deal that values the {W} maker at {M}.",
    "Workers at the {W} port voted for a strike that could begin within {D} days.",
    "The new {W} model of {N} sold {D} units in its first week, according to {W} data.",
    "{P} told reporters in {W} that the plan was \"on track\" and that {D} sites were chosen.",
    "Investors moved money out of {W} funds for the {D} week in a row.",
    "The court in {W} ruled that {N} must pay {M} for infringing on {D} patents of {N}.",
    "It was not immediately clear how the {W} rules would affect lenders such as {N}.",
    "{N} plans to cut {D} jobs, most of them in {W}, to save {M} a year.",
    "Crude prices were little changed at ${D} a barrel as traders waited for {W}.",
    "The {W} ministry will publish its review of the {D} contracts later this year.",
    "{N} named {P} as head of its {W} business, which has {D} customers.",
    "Rain in the {W} valley has delayed the harvest, and growers expect {D}% less.",
};
constexpr std::string_view kChinese[] = {
    "{N}发布季报，营收{M}，同比增长{D}%，主要受{W}需求带动。",
    "受{W}监管消息影响，{N}早盘股价下跌{D}%，成交明显放大。",
    "{P}表示，{W}市场在明年春季之前仍将面临较大压力。",
    "央行维持基准利率{D}%不变，并称{W}价格涨势放缓。",
    "{N}将在{W}新建工厂，预计带动就业{D}人。",
    "多家券商上调{N}目标价，理由是{W}业务改善。",
    "据知情人士透露，{N}正洽谈以{M}收购{N}的部分股权。",
    "{P}否认公司将出售{W}业务，称相关传闻不实。",
    "{W}指数收涨{D}点，{N}及{W}板块领涨。",
    "{N}发言人对{W}一事不予置评。",
    "董事会通过每股派息{D}元的方案，{W}十二日派发。",
    "该地区{W}出口当月下降{D}%，主管部门表示将继续观察。",
    "{N}宣布与{W}科技达成协议，交易金额约{M}。",
    "{W}港口工人投票决定罢工，最早将于{D}天后开始。",
    "{N}新款{W}首周销量达{D}台，高于市场预期。",
    "{P}在{W}对记者说，项目进展顺利，已选定{D}处厂址。",
    "{W}法院裁定{N}向{N}支付{M}，涉及{D}项专利。",
    "目前尚不清楚{W}新规对{N}等机构有何影响。",
    "{N}计划裁员{D}人，每年可节省{M}。",
    "国际油价变动不大，报每桶{D}美元，市场等待{W}数据。",
};
constexpr std::string_view kSyllables[] = {"ka",  "lo",  "men", "tri", "sor", "va",  "ne", "pol",
                                           "der", "mi",  "shu", "ga",  "ten", "bro", "li", "quin",
                                           "fa",  "rek", "o",   "zan", "stu", "wel", "hy", "cor"};
constexpr std::string_view kHan[] = {"远", "海", "星", "汇", "联", "源", "城", "光", "材", "石",
                                     "林", "港", "青", "川", "锦", "泰", "安", "达", "维", "瑞",
                                     "康", "宁", "信", "通", "华", "云", "同", "盛", "鑫", "元",
                                     "化", "工", "机", "床", "轴", "承", "棉", "纱", "豆", "粕"};
constexpr std::string_view kPeople[] = {"Anna Moreau", "Tom Okafor", "Lena Brandt", "Raj Iyer"};
constexpr std::string_view kHanPeople[] = {"陈立群", "赵一鸣", "高桥健", "林佩珊"};

class Maker {
 public:
  Maker(uint32_t seed, const std::vector<std::string>& names) : random_(seed) {
    for (const std::string& name : names) ((name[0] & 0x80) == 0 ? latin_ : han_).push_back(name);
  }

  double share() { return static_cast<double>(random_() % 1000) / 1000; }

  std::string sentence(bool english) {
    const std::string_view form = english ? one_of(kEnglish) : one_of(kChinese);
    std::string out;
    for (size_t at = 0; at < form.size(); ++at) {
      if (form[at] == '{') {
        fill(out, form[at + 1], english);
        at += 2;
      } else {
        out += form[at];
      }
    }
    return out;
  }

  std::string list_of_names(bool english) {
    std::string out;
    for (int i = 0; i < 12; ++i) out += name(english) + (english ? ", " : "、");
    return out;
  }

 private:
  template <size_t N>
  std::string_view one_of(const std::string_view (&list)[N]) {
    return list[random_() % N];
  }

  const std::string& name(bool english) {
    // One in four names of a Chinese text is written in Latin letters.
    const auto& from = english || random_() % 4 == 0 ? latin_ : han_;
    return from[random_() % from.size()];
  }

  void fill(std::string& out, char slot, bool english) {
    switch (slot) {
      case 'N':
        out += name(english);
        break;
      case 'P':
        out += english ? one_of(kPeople) : one_of(kHanPeople);
        break;
      case 'D':
        out += std::to_string(random_() % 90 + 2);
        break;
      case 'M':
        out += english ? "$" + std::to_string(random_() % 90 + 1) + " billion"
                       : std::to_string(random_() % 900 + 10) + "亿元";
        break;
      default:
        for (uint32_t i = 0, n = 2 + random_() % 2; i < n; ++i)
          out += english ? one_of(kSyllables) : one_of(kHan);
    }
  }

  std::mt19937 random_;
  std::vector<std::string> latin_, han_;
};

std::string traditional(const icu::Transliterator& turn, const std::string& text) {
  icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  turn.transliterate(wide);
  std::string out;
  wide.toUTF8String(out);
  return out;
}

void put_json(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

}  // namespace

std::vector<Item> made_feed(const FeedPlan& plan, const std::vector<std::string>& names) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> turn(
      icu::Transliterator::createInstance("Simplified-Traditional", UTRANS_FORWARD, status));
  Maker maker(plan.seed, names);
  std::vector<Item> items;
  for (size_t bytes = 0; bytes < plan.bytes;) {
    const size_t kind = items.size() % 4;
    const bool english = kind < 2;
    Item item;
    item.uri = "bench:" + std::to_string(items.size());
    item.language = english ? "en" : kind == 2 ? "zh-Hans" : "zh-Hant";
    item.provider = "bench";
    item.published = 1'760'000'000'000 + static_cast<TimeMs>(items.size()) * 1000;
    item.headline = maker.sentence(english);
    for (int i = 0; i < 14; ++i) {
      item.body +=
          maker.share() < plan.dense ? maker.list_of_names(english) : maker.sentence(english);
      item.body += i % 3 == 2 ? "\n" : english ? " " : "";
    }
    if (kind == 3 && turn) {
      item.headline = traditional(*turn, item.headline);
      item.body = traditional(*turn, item.body);
    }
    bytes += item.headline.size() + item.body.size();
    items.push_back(std::move(item));
  }
  return items;
}

std::string ninjs_line(const Item& item) {
  std::string out = R"({"uri":")" + item.uri + R"(","type":"text","language":")" + item.language +
                    R"(","versioncreated":"2026-03-02T08:00:00Z","provider":"bench","headline":")";
  put_json(out, item.headline);
  out += R"(","body_text":")";
  put_json(out, item.body);
  return out + "\"}";
}

}  // namespace hearsay
