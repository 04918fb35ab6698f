// Folding and sentences: what is made alike, and that every span leads back to the text as
// received.
#include "rules/text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "parsers/parse.h"
#include "rules/sentences.h"

namespace hearsay {
namespace {

Text text_of(const std::string& headline, const std::string& body = "") {
  Item item;
  item.headline = headline;
  item.body = body;
  return fold(item);
}

std::vector<std::string> sentences(const std::string& body) {
  const Text text = text_of("", body);
  std::vector<std::string> all;
  for (const Sentence& sentence : text.sentences()) all.emplace_back(text.quote(sentence.span));
  return all;
}

TEST(Fold, MakesFormsAlike) {
  EXPECT_EQ(fold_term("輝達投資千億"), fold_term("辉达投资千亿"));
  EXPECT_EQ(fold_term("ＯｐｅｎＡＩ"), "openai");
  EXPECT_EQ(fold_term("英\u200B伟\u202E达"), "英伟达");
  EXPECT_EQ(fold_term("「x」“y”’s—z"), "\"x\"\"y\"'s-z");
  EXPECT_EQ(fold_term("A&amp;B &#8211; &lt;NVDA.O&gt;"), "a&b - <nvda.o>");
  EXPECT_EQ(fold_term("&amp;lt;"), "&lt;");  // once, not twice
  EXPECT_EQ(fold_term("\uE000x"), "x");
}

TEST(Fold, MarksLookAlikes) {
  const Text text = text_of("Nvidiа");  // the last letter is Cyrillic
  EXPECT_EQ(text.folded().substr(0, 6), "nvidia");
  EXPECT_TRUE(text.confusable(5));
  EXPECT_FALSE(text.confusable(4));
}

TEST(Fold, ConfusableLettersAreFoundAndMarked) {
  // Cyrillic а, і, е, о and р, Greek Ν and ν, in names; each is marked where it stands.
  for (const char* name : {"Nvidiа", "Nvіdia", "Νvidia", "ΝVΙDΙΑ", "Nνidia"}) {
    const Text text = text_of(name);
    EXPECT_EQ(text.folded().substr(0, 6), "nvidia") << name;
    uint32_t marked = 0;
    for (uint32_t at = 0; at < 6; ++at) marked += text.confusable(at) ? 1U : 0U;
    EXPECT_GT(marked, 0U) << name;
  }
  EXPECT_EQ(fold_term("Арple"), "apple");  // two at the beginning
  EXPECT_EQ(fold_term("ОреnАI"), "openai");
  EXPECT_EQ(fold_term("ᾳi"), "aii");  // found by fuzzing: one letter that becomes two of them
  // Found by fuzzing: of these two only the second has the mark that makes it its own again.
  EXPECT_EQ(fold_term("Aᾳ\u0336"), "aaι\u0336");
  EXPECT_EQ(fold_term("aα\u0336"), "aα\u0336");
  // Words of their own script stay what they are.
  EXPECT_EQ(fold_term("Россия"), "россия");
  EXPECT_EQ(fold_term("Αθήνα"), "αθήνα");
  EXPECT_FALSE(text_of("Россия").confusable(0));
}

TEST(Fold, MarksOnOneLetterAreCapped) {
  std::string zalgo = "N";
  for (int i = 0; i < 1000; ++i) zalgo += "\u0336\u0323";
  EXPECT_EQ(text_of(zalgo).folded().size(), 1 + 8 * 2U + 1);  // and the line's end
  // Found by fuzzing: a mark of another plane with others behind it told them twice.
  EXPECT_EQ(fold_term("p\U0001E016\u0301\u0301"), "p\U0001E016\u0301\u0301");
  // Found by fuzzing: a letter that comes apart brought its own mark beside eight others.
  const std::string eight = "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301";
  EXPECT_EQ(fold_term("\u0958" + eight), "\u0915\u093C" + eight.substr(2));
  EXPECT_EQ(fold_term("\u00E9" + eight), "\u00E9" + eight);
  EXPECT_EQ(fold_term("e\u0301"), "é");
  EXPECT_EQ(fold_term("ｶﾞ"), "ガ");
  EXPECT_EQ(fold_term("\u1112\u1161\u11AB"), "한");
}

TEST(Fold, LineEndsAndControls) {
  EXPECT_EQ(text_of("a\nb", "c\rd\r\ne\u2028f").folded(), "a b\nc\nd\ne\nf");
  EXPECT_EQ(fold_term(std::string("Nvi\0dia", 8)), "nvidia");
  EXPECT_EQ(fold_term("Nvi\uFFFFdia"), "nvidia");
}

TEST(Fold, ReferencesOnce) {
  EXPECT_EQ(fold_term("caf&eacute; &hellip;"), "café ...");
  EXPECT_EQ(fold_term("&amp;amp;"), "&amp;");
  for (const char* none : {"AT&T", "a & b;", "&;", "&nosuchname;", "&#;", "&#x;", "&amp"})
    EXPECT_EQ(fold_term(none), fold_term(none + std::string("\u200B"))) << none;
  EXPECT_EQ(fold_term("&nosuchname;"), "&nosuchname;");
  EXPECT_EQ(fold_term("&#1114112;"), "\uFFFD");
}

// What readers of each format see as "&lt;" stays that, and what they see as "AT&T" becomes that.
TEST(Fold, ReferencesOfEachFormatOnce) {
  const struct {
    Format format;
    const char *document, *headline, *body;
  } kCases[] = {
      {Format::kNinjs, R"({"headline":"AT&amp;T","body_text":"&amp;lt;"})", "at&t", "&lt;"},
      {Format::kNinjs, R"({"headlines":[{"value":"<b>&amp;lt;"}],"body_xhtml":"<p>&amp;lt;</p>"})",
       "&lt;", "&lt;"},
      {Format::kNinjs, R"({"title":"AT&amp;T","bodies":[{"value":"<p>&amp;lt;"}]})", "at&t",
       "&lt;"},
      {Format::kNinjs, R"({"title":"h","body_x":"<p>&amp;lt;"})", "h", "&lt;"},
      {Format::kNinjs, R"({"title":"h","description_text":"AT&amp;T"})", "h", "at&t"},
      {Format::kMappedJson, R"({"title":"AT&amp;T","text":"<p>&amp;lt;</p>"})", "at&t", "&lt;"},
      {Format::kMappedJson, R"({"title":"<b>&amp;lt;</b>","text":"AT&amp;T"})", "&lt;", "at&t"},
      {Format::kText, "AT&amp;T\n&amp;lt;", "at&t", "&lt;"},
      {Format::kHtml, "<title>AT&amp;T</title><p>&amp;lt;", "at&t", "&lt;"},
      {Format::kHtml,
       "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"AT&amp;T\","
       "\"articleBody\":\"&amp;lt;\"}</script>",
       "at&t", "&lt;"},
      {Format::kFeed,
       "<rss><channel><item><title>AT&amp;amp;T</title><description>&lt;p&gt;&amp;amp;lt;"
       "</description></item></channel></rss>",
       "at&t", "&lt;"},
      {Format::kFeed,
       "<entry><title>AT&amp;T</title><content type='html'>&amp;amp;lt;</content></entry>", "at&t",
       "&lt;"},
      {Format::kFeed,
       "<entry><title type='html'>&amp;amp;lt;</title><summary>AT&amp;amp;T</summary></entry>",
       "&lt;", "at&t"},
      {Format::kNewsml,
       "<newsItem><contentMeta><headline>AT&amp;T</headline></contentMeta><contentSet><inlineXML>"
       "<nitf><body><body.content><p>&amp;lt;</p></body.content></body></nitf></inlineXML>"
       "</contentSet></newsItem>",
       "at&t", "&lt;"},
      {Format::kNewsml,
       "<newsItem><contentSet><inlineData contenttype='text/html'>&lt;p&gt;&amp;amp;lt;"
       "</inlineData></contentSet></newsItem>",
       "", "&lt;"},
      {Format::kNewsml,
       "<newsItem><contentSet><inlineData contenttype='text/plain'>AT&amp;amp;T</inlineData>"
       "</contentSet></newsItem>",
       "", "at&t"},
  };
  FieldMap fields;
  fields.headline = {"title"};
  fields.body = {"text"};
  Origin origin;
  origin.fields = &fields;
  for (const auto& one : kCases) {
    const auto items = parse(one.format, one.document, origin);
    ASSERT_TRUE(items) << one.document << items.error().text;
    ASSERT_EQ(items->size(), 1U);
    EXPECT_EQ(fold(items->front()).folded(), one.headline + std::string("\n") + one.body)
        << one.document;
  }
}

TEST(Fold, VariantsOfHongKongAndTaiwan) {
  EXPECT_EQ(fold_term("滙豐"), fold_term("汇丰"));
  EXPECT_EQ(fold_term("台積電"), fold_term("台积电"));
  EXPECT_EQ(fold_term("臺積電"), fold_term("台积电"));
  EXPECT_EQ(fold_term("英偉達"), fold_term("英伟达"));
  EXPECT_EQ(fold_term("輝達"), "辉达");
  EXPECT_EQ(fold_term("甚麼"), fold_term("什么"));
}

TEST(Fold, QuotesTheCodePointsAsReceived) {
  const Text text = text_of("「輝達」&amp; 😀 Ｎ", "第二行");
  const size_t at = text.folded().find("辉达");
  const ByteSpan span{static_cast<uint32_t>(at), static_cast<uint32_t>(at + 6)};
  EXPECT_EQ(text.source(span), (SourceSpan{Field::kHeadline, 1, 3}));
  EXPECT_EQ(text.quote(text.source(span)), "輝達");
  const size_t amp = text.folded().find('&');
  EXPECT_EQ(text.quote(ByteSpan{static_cast<uint32_t>(amp), static_cast<uint32_t>(amp + 1)}),
            "&amp;");
  const size_t n = text.folded().find('n');
  EXPECT_EQ(text.source({static_cast<uint32_t>(n), static_cast<uint32_t>(n + 1)}),
            (SourceSpan{Field::kHeadline, 12, 13}));
  EXPECT_TRUE(text.upper(static_cast<uint32_t>(n)));
  const size_t body = text.folded().find("第");
  EXPECT_EQ(text.source({static_cast<uint32_t>(body), static_cast<uint32_t>(body + 9)}),
            (SourceSpan{Field::kBody, 0, 3}));
}

TEST(Fold, FarIntoALongBody) {
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "輝達x，";
  const Text text = text_of("h", body + "Nvidia");
  const auto at = static_cast<uint32_t>(text.folded().find("nvidia"));
  EXPECT_EQ(text.source({at, at + 6}), (SourceSpan{Field::kBody, 4000, 4006}));
  EXPECT_EQ(text.quote(SourceSpan{Field::kBody, 4000, 4006}), "Nvidia");
}

TEST(Fold, LanguageOfEachSentence) {
  const Text text = text_of("輝達否認擱置對OpenAI的投資",
                            "英伟达否认搁置投资。\nThe chief said that it is nonsense.");
  ASSERT_EQ(text.sentences().size(), 3U);
  EXPECT_EQ(text.language(text.sentences()[0]), "zh-Hant");
  EXPECT_EQ(text.language(text.sentences()[1]), "zh-Hans");
  EXPECT_EQ(text.language(text.sentences()[2]), "en");
  EXPECT_EQ(text.sentences()[2].script, Script::kLatin);
}

// One text a row, its sentences parted by "|".
TEST(Sentences, EndWhereAReaderEndsThem) {
  const char* const rows[] = {
      // Abbreviations, decimals, numbers.
      "Nvidia Corp. rose 3.5%.| U.S. shares fell.",
      "Nvidia Inc.| The company declined to comment.",
      "C.C. Wei said no.| He left.",
      "It leads in the U.S.| The company said so on Feb. 5.",
      "See No. 5 for details.| Asked, he said no.| It is over.",
      "Mr. Huang met Gov. Lee, Dr. Wu et al. on Jan. 7 at 9 a.m. in Taipei.",
      "OpenAI is worth $500bn, up from $157bn.| It said v. 2.0 of gpt-5.5 is near.",
      "Visit openai.com or sec.gov/filing.html for more.",
      "Acme Ltd. and Bolt Co. merged.",
      // Small letters go on, brands do not.
      "The deal. said one, is off.",
      "It sold Twitter.| xAI bought it.| iPhone sales fell.",
      "no capitals here.| nothing to go by.",
      // Quotations.
      "\"Is it true?\" he said.| It is.",
      "“It is nonsense!” Huang told reporters.| “We invest.”| He left.",
      "He said: “We are not unhappy.”| Shares rose.",
      "Wait... what?| Yes...| He agreed.",
      // Chinese.
      "英伟达否认。|OpenAI未回应！|真的吗？",
      "“这是无稽之谈。”黄仁勋说。|他在台北表示，投资没有搁置。",
      "「沒有的事。」黃仁勳週四在台北表示，「我們會投資。」|他離開了。",
      "他说：“没有的事。”|英伟达股价上涨。",
      "“甲。|乙。”黄仁勋说。|完。",
      "涨3.5%；|跌2%。",
      "估值5000亿美元！|投资OpenAI？|不会。",
      "他说……没有，真的没有。",
      "《公告》称没有搁置（见附件。）|完。",
      // Lists and digests.
      "• Nvidia fell 2% |• OpenAI raised $40bn |• Arm rose",
      "■英伟达否认搁置 |■OpenAI回应 |■台积电▲2.5%",
      "one\n|two\n|three",
      "NVIDIA DENIES RIFT.| OPENAI SILENT.| U.S. FED HOLDS RATES",
  };
  for (const std::string row : rows) {
    std::string body, shown;
    std::vector<std::string> wanted(1);
    for (const char c : row) {
      if (c == '|') {
        wanted.emplace_back();
      } else {
        body += c;
        wanted.back() += c;
      }
    }
    for (std::string& one : wanted) {
      while (one.starts_with(' ') || one.starts_with('\n')) one.erase(0, 1);
      while (one.ends_with(' ') || one.ends_with('\n')) one.pop_back();
    }
    EXPECT_EQ(sentences(body), wanted) << row;
  }
}

TEST(Sentences, HeadlinesWriteEveryWordWithACapital) {
  EXPECT_EQ(text_of("Nvidia Inc. In Talks With U.S. The Report Says").sentences().size(), 1U);
}

TEST(Sentences, OverlongOnesAreCutAtCommas) {
  std::string body;
  while (body.size() < 3 * kSentenceBytesSplit) body += "name and name, ";
  const Text text = text_of("", body);
  ASSERT_GT(text.sentences().size(), 3U);
  for (const Sentence& sentence : text.sentences()) {
    EXPECT_LE(sentence.span.size(), kSentenceBytesSplit);
    EXPECT_TRUE(text.folded(sentence.span).ends_with(',')) << sentence.span.end;
  }
  const std::string solid(kSentenceBytesSplit + 1, 'x');
  EXPECT_EQ(text_of("", solid).sentences().size(), 2U);
  EXPECT_EQ(text_of("", solid.substr(1)).sentences().size(), 1U);
}

}  // namespace
}  // namespace hearsay
