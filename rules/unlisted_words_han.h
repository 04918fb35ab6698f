// The Chinese words by which unlisted companies and executives are known; in folded form.
#pragma once

#include <string_view>

namespace hearsay::unlisted_words {

// The last part of Chinese companies' names, and what their English names have for it.
struct HanEnding {
  std::string_view han, english;
};
inline constexpr HanEnding kHanEndings[] = {{"半导体", "semiconductor"},
                                            {"微电子", "microelectronics"},
                                            {"机器人", "robotics"},
                                            {"新能源", "new-energy"},
                                            {"人工智能", "ai"},
                                            {"生物医药", "biopharma"},
                                            {"科技", "tech"},
                                            {"集团", "group"},
                                            {"电子", "electronics"},
                                            {"生物", "bio"},
                                            {"医药", "pharma"},
                                            {"制药", "pharma"},
                                            {"汽车", "auto"},
                                            {"能源", "energy"},
                                            {"智能", "intelligence"},
                                            {"资本", "capital"},
                                            {"控股", "holdings"},
                                            {"存储", "storage"},
                                            {"封测", "packaging"},
                                            {"光电", "opto"},
                                            {"材料", "materials"},
                                            {"航空", "aviation"},
                                            {"软件", "software"},
                                            {"网络", "networks"},
                                            {"传媒", "media"},
                                            {"影业", "pictures"},
                                            {"游戏", "games"},
                                            {"物流", "logistics"},
                                            {"食品", "foods"},
                                            {"饮料", "beverages"},
                                            {"电气", "electric"},
                                            {"通信", "communications"},
                                            {"股份", "shares"},
                                            {"精密", "precision"},
                                            {"医疗", "medical"},
                                            {"化工", "chemical"},
                                            {"矿业", "mining"},
                                            {"银行", "bank"},
                                            {"证券", "securities"},
                                            {"保险", "insurance"},
                                            {"地产", "properties"},
                                            {"置业", "properties"},
                                            {"乳业", "dairy"},
                                            {"酒业", "wines"},
                                            {"钢铁", "steel"},
                                            {"动力", "power"},
                                            {"电池", "battery"},
                                            {"公司", "company"},
                                            {"芯片", "chips"},
                                            {"微", "micro"}};
// What begins like a name and is none.
inline constexpr std::string_view kHanGeneric[] = {
    "人工",   "互联",   "上市", "母",   "子",     "有限", "股份", "控股",   "投资",   "国际",
    "跨国",   "初创",   "软件", "芯片", "这家",   "该",   "本",   "新",     "高",     "各",
    "两家",   "一家",   "多家", "那家", "另一家", "他们", "我们", "中国",   "美国",   "日本",
    "韩国",   "台湾",   "欧洲", "全球", "国内",   "海外", "外国", "大型",   "小型",   "某",
    "创业",   "科技",   "网络", "电子", "生物",   "汽车", "能源", "智能",   "材料",   "传媒",
    "游戏",   "物流",   "食品", "保险", "证券",   "银行", "国有", "民营",   "私营",   "独角兽",
    "同行",   "相关",   "旗下", "关联", "合资",   "目标", "被投", "第三方", "外资",   "半导体",
    "机器人", "新能源", "先进", "服务", "咨询",   "消费", "工业", "清洁",   "可再生", "传统",
    "前沿",   "硬"};
// What a name may follow: a boundary on its left.
inline constexpr std::string_view kHanDealBefore[] = {
    "收购", "入股", "并购", "参股", "投资", "注资", "买下", "洽购", "控股",
    "吞下", "拿下", "增持", "减持", "持有", "出售", "合并", "战投", "领投",
    "接盘", "吃下", "认购", "竞购", "求购", "要约", "买入", "领投", "所持"};
// A deal is told somewhere in the sentence.
inline constexpr std::string_view kHanDealWords[] = {"合资", "谈判", "股权",   "股份",
                                                     "融资", "洽谈", "私有化", "合作协议"};
inline constexpr std::string_view kHanKinds[] = {
    "初创公司", "初创企业", "创业公司", "新创公司", "新创",   "公司",   "企业", "厂商",
    "制造商",   "供应商",   "开发商",   "运营商",   "零售商", "巨头",   "大厂", "独角兽",
    "平台",     "车企",     "药企",     "品牌",     "连锁",   "设计商", "机构", "龙头",
    "对手",     "集团",     "券商",     "银行",     "工厂",   "工作室", "超市", "厂"};
inline constexpr std::string_view kHanLinks[] = {"与",   "和", "向", "对", "由", "被", "将", "把",
                                                 "及",   "的", "称", "据", "是", "给", "从", "在",
                                                 "为",   "让", "跟", "指", "等", "传", "令", "使",
                                                 "对手", "了", "过", "着", "拟", "欲", "以", "同"};
inline constexpr std::string_view kHanCompanyAfter[] = {
    "宣布",       "公告",     "股价",   "股份",     "的股权", "股权", "发布公告", "发公告",
    "董事会",     "董事长",   "首席",   "创始人",   "发言人", "公司", "集团",     "旗下",
    "的多数股权", "的控股权", "控股权", "完成收购", "拟",     "否认", "回应",     "表示",
    "证实",       "被收购",   "的交易", "的收购",   "收购",   "入股", "融资",     "ceo",
    "总裁",       "并购",     "合并",   "不予置评"};
inline constexpr std::string_view kHanTitles[] = {
    "首席执行官", "首席财务官", "首席运营官", "首席技术官", "执行长", "财务长",
    "董事长",     "董事会主席", "董事总经理", "总裁",       "总经理", "联合创始人",
    "创始人",     "创办人",     "发言人",     "ceo",        "cfo",    "coo",
    "cto",        "掌门人",     "老板",       "董秘"};
inline constexpr std::string_view kHanSpeech[] = {
    "表示", "称",   "说",   "在",   "对",   "回应", "否认", "强调", "透露", "指出", "告诉",
    "坦言", "则",   "也",   "曾",   "今",   "昨",   "周",   "日前", "亲自", "向",   "近日",
    "直言", "证实", "认为", "写道", "发",   "接受", "公开", "宣布", "随后", ",",    "。",
    ".",    ":",    ";",    "(",    " ",    "\"",   "、",   "和",   "与",   "已",   "将",
    "于",   "当",   "再",   "出面", "拒绝", "没有", "未"};
inline constexpr std::string_view kHanPlain =
    "提交担心求者购的是有不年月日在等了或为将把从到行这那我你他您公股东新可以及其目生产开发现后无未"
    "否能要做用种类"
    "型业品项个些"
    "请问看好回答复没给让被与和对向由于则就都也还又再更最很太着过会应该当需求供货客户司部门局院所级"
    "层种批量质技术"
    "设备资金融券商建立设持加快推进步注册管理监督国家市省区县内外两三多各每何什么样如果因此但虽然且"
    "并而却已经正"
    "投资购买卖出售收入储料固态化转换切削减增长期间时候定位置点线面体系统方式情况问题作参包括含关联"
    "合同";
inline constexpr std::string_view kSurnames =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
    "丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤颜温"
    "施洪欧阳司徒";

}  // namespace hearsay::unlisted_words
