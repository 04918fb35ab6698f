// The words and signs of sums of money, in folded form; longer ones stand before their beginnings.
#pragma once

#include <string_view>

#include "rules/sums.h"

namespace hearsay::sums_words {

struct Currency {
  std::string_view written, code;
};
// Before the figure.
inline constexpr Currency kCurrencyBefore[] = {
    {"us$", "USD"}, {"us $", "USD"},   {"usd", "USD"},    {"hk$", "HKD"},  {"hkd", "HKD"},
    {"nt$", "TWD"}, {"ntd", "TWD"},    {"twd", "TWD"},    {"a$", "AUD"},   {"aud", "AUD"},
    {"s$", "SGD"},  {"sgd", "SGD"},    {"c$", "CAD"},     {"cad", "CAD"},  {"r$", "BRL"},
    {"$", "USD"},   {"€", "EUR"},      {"eur", "EUR"},    {"£", "GBP"},    {"gbp", "GBP"},
    {"cn¥", "CNY"}, {"rmb", "CNY"},    {"cny", "CNY"},    {"jp¥", "JPY"},  {"jpy", "JPY"},
    {"¥", ""},      {"₩", "KRW"},      {"krw", "KRW"},    {"₹", "INR"},    {"inr", "INR"},
    {"rs.", "INR"}, {"rs", "INR"},     {"chf", "CHF"},    {"sek", "SEK"},  {"nok", "NOK"},
    {"dkk", "DKK"}, {"人民币", "CNY"}, {"新台币", "TWD"}, {"台币", "TWD"}, {"港币", "HKD"},
    {"美金", "USD"}};
// Behind it, English: whole words.
inline constexpr Currency kCurrencyAfter[] = {{"us dollars", "USD"},
                                              {"u.s. dollars", "USD"},
                                              {"american dollars", "USD"},
                                              {"hong kong dollars", "HKD"},
                                              {"hk dollars", "HKD"},
                                              {"new taiwan dollars", "TWD"},
                                              {"taiwan dollars", "TWD"},
                                              {"australian dollars", "AUD"},
                                              {"canadian dollars", "CAD"},
                                              {"singapore dollars", "SGD"},
                                              {"dollars", "USD"},
                                              {"dollar", "USD"},
                                              {"usd", "USD"},
                                              {"euros", "EUR"},
                                              {"euro", "EUR"},
                                              {"eur", "EUR"},
                                              {"pounds", "GBP"},
                                              {"pound", "GBP"},
                                              {"gbp", "GBP"},
                                              {"yuan", "CNY"},
                                              {"renminbi", "CNY"},
                                              {"rmb", "CNY"},
                                              {"cny", "CNY"},
                                              {"yen", "JPY"},
                                              {"jpy", "JPY"},
                                              {"won", "KRW"},
                                              {"krw", "KRW"},
                                              {"rupees", "INR"},
                                              {"swiss francs", "CHF"},
                                              {"francs", "CHF"},
                                              {"roubles", "RUB"},
                                              {"rubles", "RUB"},
                                              {"dirhams", "AED"},
                                              {"riyals", "SAR"},
                                              {"reais", "BRL"},
                                              {"ringgit", "MYR"},
                                              {"baht", "THB"},
                                              {"hkd", "HKD"},
                                              {"swedish crowns", "SEK"},
                                              {"swedish kronor", "SEK"},
                                              {"norwegian crowns", "NOK"},
                                              {"danish crowns", "DKK"}};
// Behind it, Chinese.
inline constexpr Currency kCurrencyHan[] = {
    {"美元", "USD"},     {"美金", "USD"},     {"美刀", "USD"},     {"欧元", "EUR"},
    {"英镑", "GBP"},     {"港元", "HKD"},     {"港币", "HKD"},     {"日元", "JPY"},
    {"日圆", "JPY"},     {"日币", "JPY"},     {"韩元", "KRW"},     {"韩圆", "KRW"},
    {"韩币", "KRW"},     {"新台币", "TWD"},   {"新台币元", "TWD"}, {"台币", "TWD"},
    {"人民币", "CNY"},   {"元人民币", "CNY"}, {"元新台币", "TWD"}, {"元台币", "TWD"},
    {"新加坡元", "SGD"}, {"新元", "SGD"},     {"坡币", "SGD"},     {"澳元", "AUD"},
    {"加元", "CAD"},     {"瑞士法郎", "CHF"}, {"瑞郎", "CHF"},     {"卢比", "INR"},
    {"卢布", "RUB"},     {"林吉特", "MYR"},   {"令吉", "MYR"},     {"泰铢", "THB"},
    {"迪拉姆", "AED"},   {"里亚尔", "SAR"},   {"雷亚尔", "BRL"},   {"元", "CNY"}};

struct Scale {
  std::string_view written;
  double value;
};
// Words, with a blank or a hyphen before them.
inline constexpr Scale kScales[] = {
    {"trillion", 1e12}, {"billion", 1e9}, {"million", 1e6}, {"thousand", 1e3}, {"crore", 1e7},
    {"trn", 1e12},      {"tn", 1e12},     {"bln", 1e9},     {"bil", 1e9},      {"bn", 1e9},
    {"mln", 1e6},       {"mil", 1e6},     {"mn", 1e6}};
// Letters, right behind the figure and only with a currency before it ("$30b", not "30b").
inline constexpr Scale kScaleLetters[] = {{"t", 1e12}, {"b", 1e9}, {"m", 1e6}, {"k", 1e3}};
inline constexpr Scale kScalesHan[] = {
    {"万亿", 1e12}, {"千亿", 1e11}, {"百亿", 1e10}, {"十亿", 1e9}, {"亿", 1e8}, {"千万", 1e7},
    {"百万", 1e6},  {"十万", 1e5},  {"万", 1e4},    {"千", 1e3},   {"百", 1e2}};

// Number words of English before "billion".
inline constexpr Scale kNumberWords[] = {{"a", 1},
                                         {"an", 1},
                                         {"one", 1},
                                         {"two", 2},
                                         {"three", 3},
                                         {"four", 4},
                                         {"five", 5},
                                         {"six", 6},
                                         {"seven", 7},
                                         {"eight", 8},
                                         {"nine", 9},
                                         {"ten", 10},
                                         {"eleven", 11},
                                         {"twelve", 12},
                                         {"fifteen", 15},
                                         {"twenty", 20},
                                         {"thirty", 30},
                                         {"forty", 40},
                                         {"fifty", 50},
                                         {"sixty", 60},
                                         {"seventy", 70},
                                         {"eighty", 80},
                                         {"ninety", 90},
                                         {"half a", 0.5},
                                         {"a half", 0.5},
                                         {"a hundred", 100},
                                         {"one hundred", 100},
                                         {"two hundred", 200},
                                         {"three hundred", 300},
                                         {"four hundred", 400},
                                         {"five hundred", 500},
                                         {"one and a half", 1.5}};
// The least that a vague number may be.
inline constexpr Scale kVagueWords[] = {{"tens of", 10}, {"hundreds of", 100}, {"several", 2},
                                        {"a few", 2},    {"dozens of", 12},    {"many", 1}};

struct BoundWord {
  std::string_view written;
  Bound bound;
};
// Before a bound: what follows compares.
inline constexpr std::string_view kMuchBefore[] = {
    " a lot",  " far", " much",          " way",           " well", " considerably",
    " rather", "远",   " significantly", " substantially", "大大"};

inline constexpr BoundWord kBoundBefore[] = {
    {"up to", Bound::kUpTo},           {"as much as", Bound::kUpTo},
    {"as high as", Bound::kUpTo},      {"as many as", Bound::kUpTo},
    {"at most", Bound::kUpTo},         {"no more than", Bound::kUpTo},
    {"not more than", Bound::kUpTo},   {"less than", Bound::kUpTo},
    {"a maximum of", Bound::kUpTo},    {"capped at", Bound::kUpTo},
    {"under", Bound::kUpTo},           {"at least", Bound::kAtLeast},
    {"more than", Bound::kAtLeast},    {"over", Bound::kAtLeast},
    {"upwards of", Bound::kAtLeast},   {"in excess of", Bound::kAtLeast},
    {"no less than", Bound::kAtLeast}, {"not less than", Bound::kAtLeast},
    {"north of", Bound::kAtLeast},     {"above", Bound::kAtLeast},
    {"exceeding", Bound::kAtLeast},    {"a minimum of", Bound::kAtLeast},
    {"about", Bound::kAbout},          {"around", Bound::kAbout},
    {"roughly", Bound::kAbout},        {"approximately", Bound::kAbout},
    {"nearly", Bound::kAbout},         {"almost", Bound::kAbout},
    {"close to", Bound::kAbout},       {"some", Bound::kAbout},
    {"an estimated", Bound::kAbout},   {"estimated", Bound::kAbout}};
inline constexpr BoundWord kBoundBeforeHan[] = {
    {"最高可达", Bound::kUpTo},  {"最高达", Bound::kUpTo},    {"最高至", Bound::kUpTo},
    {"最高", Bound::kUpTo},      {"至多", Bound::kUpTo},      {"最多可达", Bound::kUpTo},
    {"最多达", Bound::kUpTo},    {"最多", Bound::kUpTo},      {"不超过", Bound::kUpTo},
    {"不高于", Bound::kUpTo},    {"不多于", Bound::kUpTo},    {"多达", Bound::kUpTo},
    {"高达", Bound::kUpTo},      {"上限为", Bound::kUpTo},    {"上限", Bound::kUpTo},
    {"不到", Bound::kUpTo},      {"不足", Bound::kUpTo},      {"至少", Bound::kAtLeast},
    {"不低于", Bound::kAtLeast}, {"不少于", Bound::kAtLeast}, {"超过", Bound::kAtLeast},
    {"超出", Bound::kAtLeast},   {"起码", Bound::kAtLeast},   {"逾", Bound::kAtLeast},
    {"超", Bound::kAtLeast},     {"大约", Bound::kAbout},     {"约为", Bound::kAbout},
    {"约合", Bound::kAbout},     {"约", Bound::kAbout},       {"将近", Bound::kAbout},
    {"接近", Bound::kAbout},     {"近", Bound::kAbout},       {"大概", Bound::kAbout},
    {"估计", Bound::kAbout},     {"左右", Bound::kAbout}};
inline constexpr BoundWord kBoundAfter[] = {
    {" or more", Bound::kAtLeast}, {"-plus", Bound::kAtLeast}, {"+", Bound::kAtLeast},
    {" or less", Bound::kUpTo},    {" or so", Bound::kAbout},  {"以上", Bound::kAtLeast},
    {"以内", Bound::kUpTo},        {"以下", Bound::kUpTo},     {"左右", Bound::kAbout},
    {"上下", Bound::kAbout}};

struct KindWord {
  std::string_view written;
  SumKind kind;
};
inline constexpr KindWord kKindAfter[] = {{" a share", SumKind::kPerShare},
                                          {" per share", SumKind::kPerShare},
                                          {" apiece", SumKind::kPerShare},
                                          {"-a-share", SumKind::kPerShare},
                                          {"-per-share", SumKind::kPerShare},
                                          {"/share", SumKind::kPerShare},
                                          {" each share", SumKind::kPerShare},
                                          {" per american depositary", SumKind::kPerShare},
                                          {"/股", SumKind::kPerShare},
                                          {"每股", SumKind::kPerShare},
                                          {" valuation", SumKind::kValuation},
                                          {" market value", SumKind::kValuation},
                                          {" market cap", SumKind::kValuation},
                                          {"估值", SumKind::kValuation},
                                          {"的估值", SumKind::kValuation},
                                          {"市值", SumKind::kValuation},
                                          {"的市值", SumKind::kValuation},
                                          {" in revenue", SumKind::kAccounts},
                                          {" of revenue", SumKind::kAccounts},
                                          {" in sales", SumKind::kAccounts},
                                          {" in annual", SumKind::kAccounts},
                                          {" of annual", SumKind::kAccounts},
                                          {" in profit", SumKind::kAccounts},
                                          {" in debt", SumKind::kAccounts},
                                          {" of debt", SumKind::kAccounts},
                                          {" break-up fee", SumKind::kAccounts},
                                          {" breakup fee", SumKind::kAccounts},
                                          {" termination fee", SumKind::kAccounts},
                                          {" reverse termination", SumKind::kAccounts},
                                          {" fine", SumKind::kAccounts},
                                          {" penalty", SumKind::kAccounts},
                                          {" loss", SumKind::kAccounts},
                                          {"分手费", SumKind::kAccounts},
                                          {"违约金", SumKind::kAccounts},
                                          {"终止费", SumKind::kAccounts},
                                          {"罚款", SumKind::kAccounts},
                                          {"债务", SumKind::kAccounts},
                                          {"的债务", SumKind::kAccounts},
                                          {"营收", SumKind::kAccounts},
                                          {"的营收", SumKind::kAccounts},
                                          {"收入", SumKind::kAccounts},
                                          {"的收入", SumKind::kAccounts},
                                          {"净利", SumKind::kAccounts},
                                          {"亏损", SumKind::kAccounts}};
// What may stand before, with small words between ("valuation of", 估值或逾).
inline constexpr KindWord kKindBefore[] = {{"share price of", SumKind::kPerShare},
                                           {"valuation of", SumKind::kValuation},
                                           {"valuation at", SumKind::kValuation},
                                           {"valuation to", SumKind::kValuation},
                                           {"valued at", SumKind::kValuation},
                                           {"market value of", SumKind::kValuation},
                                           {"market cap of", SumKind::kValuation},
                                           {"market capitalisation of", SumKind::kValuation},
                                           {"market capitalization of", SumKind::kValuation},
                                           {"revenue of", SumKind::kAccounts},
                                           {"revenues of", SumKind::kAccounts},
                                           {"sales of", SumKind::kAccounts},
                                           {"profit of", SumKind::kAccounts},
                                           {"loss of", SumKind::kAccounts},
                                           {"debt of", SumKind::kAccounts},
                                           {"fee of", SumKind::kAccounts},
                                           {"fine of", SumKind::kAccounts},
                                           {"income of", SumKind::kAccounts},
                                           {"earnings of", SumKind::kAccounts},
                                           {"penalty of", SumKind::kAccounts}};
inline constexpr KindWord kKindBeforeHan[] = {
    {"每股", SumKind::kPerShare},     {"每股作价", SumKind::kPerShare},
    {"每股价格", SumKind::kPerShare}, {"股价", SumKind::kPerShare},
    {"估值", SumKind::kValuation},    {"市值", SumKind::kValuation},
    {"营收", SumKind::kAccounts},     {"收入", SumKind::kAccounts},
    {"净利润", SumKind::kAccounts},   {"净利", SumKind::kAccounts},
    {"利润", SumKind::kAccounts},     {"亏损", SumKind::kAccounts},
    {"净亏", SumKind::kAccounts},     {"销售额", SumKind::kAccounts},
    {"营业额", SumKind::kAccounts},   {"负债", SumKind::kAccounts},
    {"债务", SumKind::kAccounts},     {"罚款", SumKind::kAccounts},
    {"分手费", SumKind::kAccounts},   {"违约金", SumKind::kAccounts},
    {"终止费", SumKind::kAccounts},   {"佣金", SumKind::kAccounts},
    {"欠款", SumKind::kAccounts}};
// Between such a word and its sum.
inline constexpr std::string_view kFillersHan[] = {
    "为",   "达",   "达到", "或",   "已",   "升至", "升到", "至",  "到", "是",
    "将",   "突破", "可达", "一度", "高达", "合计", "总额", "仅",  "的", "以",
    "作价", "价格", "要价", "报",   "定为", "定在", "出价", "支付"};
// Right behind a Chinese figure without a currency: it is money.
inline constexpr std::string_view kDealAfterBare[] = {
    "投资", "的投资", "注资", "融资", "的融资", "收购", "入股", "大单", "订单", "的订单", "并购",
    "资金", "的交易", "交易", "合作", "协议",   "豪赌", "押注", "美债", "承诺", "的承诺"};

}  // namespace hearsay::sums_words
