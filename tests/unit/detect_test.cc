// What format and language a record has that does not say it, or says it wrongly.
#include "parsers/detect.h"

#include <gtest/gtest.h>

#include "parsers/language.h"

namespace hearsay {
namespace {

TEST(FormatOfContentType, NamesOrLeavesOpen) {
  EXPECT_EQ(format_of_content_type("application/vnd.iptc.ninjs+json"), Format::kNinjs);
  EXPECT_EQ(format_of_content_type("Application/RSS+XML; charset=gbk"), Format::kFeed);
  EXPECT_EQ(format_of_content_type("application/atom+xml"), Format::kFeed);
  EXPECT_EQ(format_of_content_type("application/vnd.iptc.g2.newsitem+xml"), Format::kNewsml);
  EXPECT_EQ(format_of_content_type(" text/html "), Format::kHtml);
  for (const char* open : {"", "application/xml", "text/plain", "application/json", "image/png"})
    EXPECT_EQ(format_of_content_type(open), Format::kDetect) << open;
}

TEST(FormatOfText, ByTheFirstElement) {
  EXPECT_EQ(format_of_text(" \n{\"a\":1}", false), Format::kNinjs);
  EXPECT_EQ(format_of_text("{}", true), Format::kMappedJson);
  EXPECT_EQ(format_of_text("<?xml version='1.0'?><!-- x --><rss>", false), Format::kFeed);
  EXPECT_EQ(format_of_text("<rdf:RDF xmlns='u'>", false), Format::kFeed);
  EXPECT_EQ(format_of_text("<feed>", false), Format::kFeed);
  EXPECT_EQ(format_of_text("<a:entry>", false), Format::kFeed);
  EXPECT_EQ(format_of_text("<newsMessage>", false), Format::kNewsml);
  EXPECT_EQ(format_of_text("<nar:newsItem guid='u'/>", false), Format::kNewsml);
  EXPECT_EQ(format_of_text("<!DOCTYPE html>\n<HTML>", false), Format::kHtml);
  EXPECT_EQ(format_of_text("<p>Nvidia fell.</p>", false), Format::kHtml);
  EXPECT_EQ(format_of_text("<?xml version='1.0'?><other/>", false), Format::kFeed);  // an error
  for (const char* text : {"", "Nvidia fell", "<NVDA.O> fell", "< 5", "<!-- x", "[Update] fell"})
    EXPECT_EQ(format_of_text(text, false), Format::kText) << text;
}

TEST(PlainTag, ComparesWhatFeedsDeclare) {
  for (const char* tag : {"en", "en-US", "EN_gb", "eng", "English", "en; q=1", "en, fr"})
    EXPECT_EQ(plain_tag(tag), "en") << tag;
  for (const char* tag : {"zh-CN", "zh_cn", "zh-Hans", "zh-hans-HK", "zh-CHS", "cmn-Hans"})
    EXPECT_EQ(plain_tag(tag), "zh-Hans") << tag;
  for (const char* tag : {"zh-TW", "zh-HK", "zh-Hant", "zho-Hant-MO"})
    EXPECT_EQ(plain_tag(tag), "zh-Hant") << tag;
  EXPECT_EQ(plain_tag("zh"), "zh");
  EXPECT_EQ(plain_tag(""), "");
  EXPECT_EQ(plain_tag("und"), "");
  EXPECT_EQ(plain_tag("pt-BR"), "pt");
}

TEST(FindLanguage, ByLettersAndSmallWords) {
  EXPECT_EQ(find_language("Nvidia denies rift").tag, "en");
  EXPECT_FALSE(find_language("Nvidia denies rift").sure);
  EXPECT_TRUE(find_language("The chief of Nvidia said that the deal is on track").sure);
  EXPECT_EQ(find_language("英伟达否认搁置对OpenAI的投资").tag, "zh-Hans");
  EXPECT_EQ(find_language("輝達否認擱置對OpenAI的投資").tag, "zh-Hant");
  EXPECT_TRUE(find_language("輝達否認擱置對OpenAI的投資").sure);
  EXPECT_EQ(find_language("人人有").tag, "zh");
  EXPECT_EQ(find_language("エヌビディアは投資を否定した").tag, "ja");
  EXPECT_EQ(find_language("엔비디아는 투자를 부인했다").tag, "ko");
  EXPECT_EQ(find_language("Der Chef von Nvidia hat nicht mit den Banken und der Börse geredet").tag,
            "de");
  EXPECT_EQ(find_language("Le patron des puces et les banques parlent pour une fois").tag, "fr");
  EXPECT_EQ(find_language("2026 — 5%").tag, "");
}

TEST(FindLanguage, LooksAtTheBeginning) {
  const std::string words = "the head of the chip maker said";
  EXPECT_EQ(find_language(std::string(kLanguageBytesMax - words.size(), ' ') + words).tag, "en");
  EXPECT_TRUE(find_language(std::string(kLanguageBytesMax - words.size(), ' ') + words).sure);
  EXPECT_EQ(find_language(std::string(kLanguageBytesMax, ' ') + words).tag, "");
}

TEST(FindLanguage, StopsWhereTheRestHardlyMatters) {
  const std::string english = "The head of the maker said that the deal is on and with the bank. ";
  EXPECT_EQ(find_language(english + "Der Chef und die Bank und das Haus mit der Zeit.").tag, "en");
  const std::string korean = "투자를 부인했다";
  EXPECT_EQ(find_language(korean + korean + korean + " by the head of the bank").tag, "ko");
}

std::string settled(const std::string& declared, const std::string& body, std::string* code) {
  Item item;
  item.language = declared;
  item.body = body;
  settle_language(item, "news/0@1");
  *code = item.warnings.empty() ? "" : item.warnings.front().text;
  return item.language;
}

TEST(SettleLanguage, DisagreementIsNoted) {
  std::string warning;
  const std::string simplified = "英伟达否认搁置对OpenAI的投资",
                    traditional = "輝達否認擱置對OpenAI的投資";
  EXPECT_EQ(settled("zh-CN", simplified, &warning), "zh-Hans");
  EXPECT_EQ(warning, "");
  EXPECT_EQ(settled("zh", traditional, &warning), "zh-Hant");
  EXPECT_EQ(warning, "");
  EXPECT_EQ(settled("", simplified, &warning), "zh-Hans");
  EXPECT_EQ(settled("zh-CN", traditional, &warning), "zh-Hant");
  EXPECT_EQ(warning, "news/0@1: a text in zh-Hant, expected zh-Hans as declared");
  EXPECT_EQ(settled("en", simplified, &warning), "zh-Hans");
  EXPECT_NE(warning, "");
  EXPECT_EQ(settled("de", "Nvidia", &warning), "de");  // one word is no proof
  EXPECT_EQ(warning, "");
  EXPECT_EQ(settled("zh-TW", "人人有", &warning), "zh-Hant");
  EXPECT_EQ(warning, "");
}

}  // namespace
}  // namespace hearsay
