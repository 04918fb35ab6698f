// The words that tell a company or a person beside a name that is also a word; in folded form.
#pragma once

#include <string_view>

namespace hearsay::context_words {

// Right after the name (and "'s"), as whole words: what only a company has or does.
inline constexpr std::string_view kAfterEnglish[] = {"inc",
                                                     "corp",
                                                     "corporation",
                                                     "co.",
                                                     "ltd",
                                                     "plc",
                                                     "group",
                                                     "holdings",
                                                     "shares",
                                                     "stock",
                                                     "shareholders",
                                                     "investors",
                                                     "ceo",
                                                     "cfo",
                                                     "coo",
                                                     "chief executive",
                                                     "chief financial",
                                                     "chairman",
                                                     "chair",
                                                     "president",
                                                     "founder",
                                                     "co-founder",
                                                     "spokesperson",
                                                     "spokesman",
                                                     "spokeswoman",
                                                     "executives",
                                                     "board",
                                                     "earnings",
                                                     "said",
                                                     "says",
                                                     "announced",
                                                     "announces",
                                                     "declined to",
                                                     "denied",
                                                     "denies",
                                                     "agreed to",
                                                     "agrees to",
                                                     "acquired",
                                                     "acquires",
                                                     "bought",
                                                     "buys",
                                                     "invested",
                                                     "invests",
                                                     "is in talks",
                                                     "in talks",
                                                     "reported",
                                                     "unveiled",
                                                     "to buy",
                                                     "to acquire",
                                                     "to invest",
                                                     "to sell",
                                                     "to take",
                                                     "plans to",
                                                     "is considering",
                                                     "is weighing",
                                                     "weighs",
                                                     "did not respond",
                                                     "did not immediately",
                                                     "has agreed",
                                                     "is said to",
                                                     "is buying",
                                                     "is investing",
                                                     "will buy",
                                                     "will acquire",
                                                     "will invest",
                                                     "would buy",
                                                     "would acquire",
                                                     "would invest",
                                                     "confirmed",
                                                     "confirms",
                                                     "told reporters",
                                                     "stake",
                                                     "bid",
                                                     "takeover",
                                                     "merger",
                                                     "acquisition",
                                                     "investment",
                                                     "deal",
                                                     "has offered",
                                                     "offered to",
                                                     "pays",
                                                     "paid",
                                                     "and its",
                                                     "led the",
                                                     "backs",
                                                     "walks away",
                                                     "pulls out",
                                                     "filed",
                                                     "headquarters",
                                                     "employees",
                                                     "rejected",
                                                     "rejects",
                                                     "dismissed",
                                                     "sued"};
// What may stand between the name and a verb of the list above.
inline constexpr std::string_view kAuxiliaries[] = {
    "has ",   "had ",   "have ",       "is ",      "was ",      "will ",
    "would ", "may ",   "might ",      "could ",   "also ",     "not ",
    "since ", "later ", "reportedly ", "quietly ", "formally ", "itself "};
// Verbs of companies behind such auxiliaries, and in headlines ("Gap Lifts Outlook").
inline constexpr std::string_view kVerbs[] = {
    "said",        "say",      "agreed",    "announced",   "acquired",  "bought",    "buy",
    "acquire",     "invested", "invest",    "denied",      "deny",      "declined",  "confirmed",
    "offered",     "offer",    "rejected",  "told",        "reported",  "planned",   "planning",
    "considering", "weighing", "exploring", "negotiating", "walk away", "pull out",  "pulled out",
    "back out",    "sold",     "sell",      "raise",       "raised",    "signed",    "sign",
    "approached",  "comment",  "scrapped",  "shelved",     "paused",    "halted",    "abandoned",
    "dropped",     "pay",      "spend",     "held",        "hold",      "discussed", "hired",
    "cut",         "lifts",    "names",     "posts",       "nears",     "seeks",     "eyes",
    "mulls",       "explores", "considers", "scraps",      "shelves",   "halts",     "pauses",
    "snubs",       "spurns",   "offers",    "sells",       "raises",    "signs",     "completes",
    "withdraws",   "slashes",  "sues",      "settles",     "launches",  "hires",     "warns",
    "expects",     "reports",  "taps",      "swings",      "abandons",  "drops"};
// What only a name's bearer does at the beginning of a sentence, where a capital says nothing: a
// finite verb right behind it ("Mars completed", "Target has").
inline constexpr std::string_view kFinite[] = {
    "has",       "had",       "is",       "was",       "will",       "would",     "could",
    "may",       "might",     "did",      "does",      "sold",       "completed", "closed",
    "dropped",   "turned",    "raised",   "owns",      "owned",      "holds",     "held",
    "built",     "hired",     "led",      "joined",    "made",       "took",      "withdrew",
    "abandoned", "ended",     "offered",  "submitted", "sought",     "seeks",     "signed",
    "won",       "lost",      "explored", "discussed", "considered", "weighed",   "approached",
    "topped",    "increased", "lowered",  "scrapped",  "shelved",    "paused",    "halted",
    "spent",     "expects",   "expected", "hopes",     "wants",      "wanted",    "plans",
    "planned",   "named",     "launched", "settled",   "reached",    "walked",    "backed",
    "pulled",    "put",       "gave",     "got",       "began",      "started",   "stopped"};
// Words of deals and money: the sentence is about companies.
inline constexpr std::string_view kDealEnglish[] = {
    "bid",          "bids",         "offer",     "offers",    "offered",    "deal",
    "deals",        "stake",        "stakes",    "merger",    "merge",      "takeover",
    "buyout",       "acquire",      "acquired",  "acquiring", "acquires",   "acquisition",
    "acquisitions", "invest",       "invested",  "investing", "investment", "invests",
    "talks",        "purchase",     "purchases", "billion",   "million",    "bn",
    "shares",       "funding",      "valuation", "valued",    "ipo",        "buy",
    "buying",       "bought",       "buys",      "sale",      "sold",       "sell",
    "selling",      "shareholders", "investors", "investor",  "regulators", "antitrust",
    "venture",      "tie-up",       "financing", "round"};
// What some company is called, before the name or behind it in an apposition.
inline constexpr std::string_view kKinds[] = {
    "maker",    "giant",     "company",  "firm",      "group",    "bank",     "lender",
    "operator", "developer", "provider", "chain",     "airline",  "retailer", "startup",
    "start-up", "chipmaker", "carmaker", "automaker", "grocer",   "insurer",  "brand",
    "platform", "exchange",  "broker",   "drugmaker", "miner",    "producer", "manufacturer",
    "supplier", "studio",    "utility",  "publisher", "designer", "parent",   "conglomerate",
    "fund",     "investor",  "-backed",  "-owned",    "-led"};
// Right before it.
inline constexpr std::string_view kBeforeEnglish[] = {"shares of",
                                                      "shares in",
                                                      "stake in",
                                                      "acquire",
                                                      "acquires",
                                                      "acquired",
                                                      "acquiring",
                                                      "buy",
                                                      "buys",
                                                      "bought",
                                                      "buying",
                                                      "takeover of",
                                                      "acquisition of",
                                                      "purchase of",
                                                      "invest in",
                                                      "invests in",
                                                      "invested in",
                                                      "investment in",
                                                      "merge with",
                                                      "merger with",
                                                      "talks with",
                                                      "deal with",
                                                      "bid for",
                                                      "offer for",
                                                      "partnership with",
                                                      "owned by",
                                                      "backed by",
                                                      "investor in",
                                                      "spokesperson for",
                                                      "spokesman for",
                                                      "spokeswoman for",
                                                      "ceo of",
                                                      "chief executive of",
                                                      "chairman of",
                                                      "founder of",
                                                      "head of",
                                                      "executives at",
                                                      "shareholders of",
                                                      "investors in",
                                                      "parent of",
                                                      "owner of",
                                                      "rival",
                                                      "rivals",
                                                      "competitor",
                                                      "maker",
                                                      "startup",
                                                      "start-up",
                                                      "giant",
                                                      "company",
                                                      "chipmaker",
                                                      "carmaker",
                                                      "retailer",
                                                      "sued",
                                                      "unit of",
                                                      "subsidiary of",
                                                      "valued"};
// A person is meant when a title stands before or a verb of speech behind.
inline constexpr std::string_view kTitleBefore[] = {
    "mr",        "mr.",     "ms",         "ms.",  "mrs",   "mrs.",      "ceo", "chairman",
    "executive", "founder", "co-founder", "boss", "chief", "president", "dr",  "dr."};
inline constexpr std::string_view kSpeechAfter[] = {"said",   "says",      "told",     "added",
                                                    "denied", "wrote",     "replied",  "dismissed",
                                                    "called", "confirmed", "declined", "insisted"};
// A capital before the name that makes no longer name with it.
inline constexpr std::string_view kFreeBefore[] = {
    "the",       "a",        "an",     "but",    "and",    "while",     "if",       "when",
    "why",       "how",      "as",     "at",     "in",     "for",       "with",     "after",
    "before",    "since",    "can",    "will",   "did",    "does",      "is",       "has",
    "both",      "like",     "that",   "its",    "us",     "u.s.",      "american", "chinese",
    "british",   "japanese", "german", "french", "korean", "taiwanese", "ai",       "report",
    "exclusive", "breaking", "update", "iphone", "no",     "yes",       "on",       "to",
    "from",      "what"};

inline constexpr std::string_view kStrongAfterHan[] = {
    "公司",   "集团", "股份",     "股价",     "股票",     "市值", "董事长", "董事会",
    "总裁",   "ceo",  "首席",     "创始人",   "创办人",   "高管", "发言人", "高层",
    "股东",   "宣布", "财报",     "旗下",     "入股",     "并购", "否认",   "辟谣",
    "发公告", "公告", "官方",     "方面",     "内部人士", "总部", "员工",   "控股",
    "系",     "斥资", "考虑收购", "拟收购",   "将收购",   "洽购", "回应",   "表示",
    "被曝",   "被传", "据传",     "据报",     "传出",     "终止", "退出",   "证实",
    "汽车",   "资本", "拒绝置评", "未予置评", "不予置评", "拟",   "投资部"};
inline constexpr std::string_view kSpeechAfterHan[] = {"回应", "表示", "否认", "称", "坦言",
                                                       "透露", "证实", "承认", "说", ":"};
inline constexpr std::string_view kWeakAfterHan[] = {
    "(",      "收购", "投资", "将", "计划", "考虑", "推出", "发布", "称",   "与",   "和",
    "的股权", "正",   "据",   "已", "欲",   "有意", "买下", "签",   "暂停", "放弃", "对"};
// What also shows the company, if its name is no everyday word: answers, and plain words of a
// rumour.
inline constexpr std::string_view kFaintAfterHan[] = {
    ":",    "没",   "未",   "说", "要",   "想", "追加", "认购", "减持", "清仓", "领投",
    "自己", "去年", "今年", "昨", "今天", "则", "也",   "证实", "承认", "不予", "不评论",
    "不理", "不投", "不买", "会", "把",   "给", "那笔", "那边", "的人"};
inline constexpr std::string_view kStrongBeforeHan[] = {
    "入股", "并购",   "参股", "增持", "减持", "洽购", "巨头", "大厂", "厂商", "公司",
    "车企", "手机商", "品牌", "对手", "起诉", "持有", "股东", "龙头", "车厂", "券商"};
inline constexpr std::string_view kWeakBeforeHan[] = {"收购", "投资", "买下", "与", "和", "向",
                                                      "携手", "据",   "对",   "被", "由", "从"};
inline constexpr std::string_view kFaintBeforeHan[] = {
    "把", "给", "听说", "网传", "传", "市传", "否认", "嫌", "卖给", "引入", "谈", "说", "找上"};
// Names that are everyday words, for which such faint signs say nothing.
inline constexpr std::string_view kEverydayHan[] = {
    "老百姓", "数字", "正文", "全新", "精英", "太子", "大地",  "再生", "得力", "正道",
    "根基",   "全科", "幸福", "橘子", "庞大", "转转", "大同",  "统一", "新兴", "蓝天",
    "樱花",   "中环", "精华", "信义", "企鹅", "奇异", "欢聚",  "麒麟", "现代", "新世界",
    "通用",   "卓越", "泰山", "曙光", "浪潮", "厚生", "东洋",  "大集", "台端", "奇偶",
    "兆赫",   "和大", "新普", "可成", "为升", "同程", "新希望"};
inline constexpr std::string_view kDealHan[] = {
    "收购", "投资", "入股", "并购",   "合并", "股权", "亿美元", "亿元", "注资", "出资", "合资",
    "洽谈", "商谈", "谈判", "私有化", "竞购", "参股", "持股",   "股份", "要约", "合作", "协议"};
// Deals that a company does, right behind its name; not when they begin a longer word ("收购价").
inline constexpr std::string_view kDealAfterHan[] = {"收购", "入股", "并购",
                                                     "竞购", "注资", "参股"};
// Names that are how something is done: "统一收购" is no deal of that company.
inline constexpr std::string_view kAdverbsHan[] = {"统一", "联合", "大量", "共同", "全面", "现代"};
inline constexpr std::string_view kNoDealAfterHan[] = {"价", "商", "季", "站", "点", "员", "户",
                                                       "旺", "工", "期", "量", "款", "均", "合同"};
// What shows the word and not the company.
inline constexpr std::string_view kWordAfterHan[] = {
    "主义", "化", "们", "价格", "种植", "产量", "丰收", "熟了", "粥", "饭", "汤",
    "树",   "园", "农", "地",   "辣椒", "无事", "健康", "生活", "感", "之", "性"};

}  // namespace hearsay::context_words
