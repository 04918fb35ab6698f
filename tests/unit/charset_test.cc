// Charsets: which one is found for bytes that are labelled rightly, wrongly or not at all, and what
// becomes of damage.
#include "parsers/charset.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "parsers/charset_convert.h"
#include "tests/unit/encoded.h"

namespace hearsay {
namespace {

using testing::encoded;

constexpr const char* kSimplified =
    "英伟达首席执行官黄仁勋否认搁置对OpenAI的投资，称有关报道是“无稽之谈”。";
constexpr const char* kTraditional =
    "輝達執行長黃仁勳否認擱置對OpenAI的投資，稱有關報導是「無稽之談」。";
constexpr const char* kWestern =
    "Société Générale’s chief said the €5bn deal was “on track” — no naïve hopes.";

struct Read {
  std::string text;
  std::string codes;  // of the warnings, each with a blank behind it; or the error's
};

Read read(std::string_view bytes, std::string_view content_type = "") {
  const auto decoded = read_charset(bytes, content_type, "news/0@1");
  if (!decoded) {
    EXPECT_TRUE(decoded.error().text.starts_with("news/0@1: ")) << decoded.error().text;
    return {"", decoded.error().code};
  }
  Read result{std::string(decoded->text()), ""};
  for (const Warning& warning : decoded->warnings) result.codes += warning.code + " ";
  return result;
}

struct Row {
  const char* text;
  const char* charset;  // the bytes are in this one
};
constexpr Row kRows[] = {{kSimplified, "UTF-8"},
                         {kSimplified, "GB2312"},
                         {kSimplified, "GBK"},
                         {kSimplified, "GB18030"},
                         {kTraditional, "GBK"},
                         {kTraditional, "Big5"},
                         {kTraditional, "Big5-HKSCS"},
                         {kTraditional, "UTF-8"},
                         {kWestern, "windows-1252"},
                         {kWestern, "UTF-8"},
                         {kSimplified, "UTF-16LE"},
                         {kTraditional, "UTF-16BE"},
                         {"Nvidia fell 3%.", "UTF-16LE"},
                         {"Nvidia fell 3%.", "UTF-16BE"}};

TEST(Charset, IsFoundWithoutALabel) {
  for (const auto& [text, charset] : kRows) {
    const Read got = read(encoded(text, charset));
    EXPECT_EQ(got.text, text) << charset;
    EXPECT_EQ(got.codes, "") << charset;
  }
}

TEST(Charset, IsFoundInAHeadlineWithoutALabel) {
  for (const char* text : {"英伟达否认搁置投资", "黄仁勋：没有这回事", "OpenAI估值5000亿美元"})
    EXPECT_EQ(read(encoded(text, "GBK")).text, text);
  for (const char* text : {"輝達否認擱置投資", "黃仁勳：沒有這回事", "OpenAI估值5000億美元"})
    EXPECT_EQ(read(encoded(text, "Big5")).text, text);
}

TEST(Charset, ARightLabelIsTaken) {
  for (const auto& [text, charset] : kRows) {
    const Read got =
        read(encoded(text, charset), "text/plain; charset=\"" + std::string(charset) + '"');
    EXPECT_EQ(got.text, text) << charset;
    EXPECT_EQ(got.codes, "") << charset;
  }
}

TEST(Charset, AWrongLabelIsNoticed) {
  for (const auto& [text, charset] : kRows) {
    if (std::string_view(text).starts_with("Nvidia")) continue;
    for (const char* label : {"utf-8", "gb2312", "big5", "iso-8859-1", "utf-16"}) {
      const auto named = charset_from_label(label), is = charset_from_label(charset);
      const bool right = named == is || (label == std::string_view("utf-16") &&
                                         std::string_view(charset).starts_with("UTF-16"));
      const Read got = read(encoded(text, charset), std::string("text/html; charset=") + label);
      EXPECT_EQ(got.text, text) << charset << " labelled " << label;
      EXPECT_EQ(got.codes, right ? "" : "charset.mismatch ") << charset << " labelled " << label;
    }
  }
}

TEST(Charset, TheDocumentsOwnLabelIsRead) {
  const std::string xml =
      std::string("<?xml version='1.0' encoding='gb2312'?><a>") + kSimplified + "</a>";
  EXPECT_EQ(read(encoded(xml, "GBK")).text, xml);
  const std::string html =
      std::string("<html><head><META content='text/html; charset=big5'>") + kTraditional;
  EXPECT_EQ(read(encoded(html, "Big5")).text, html);
  const Read lying = read(xml);  // says gb2312 and is UTF-8
  EXPECT_EQ(lying.text, xml);
  EXPECT_EQ(lying.codes, "charset.mismatch ");
  // The header's label is wrong, the document's right.
  EXPECT_EQ(read(encoded(xml, "GBK"), "text/xml; charset=utf-8").text, xml);
}

TEST(Charset, ADeclarationIsLookedForAtTheBeginning) {
  const std::string meta = "<meta charset=gb2312>";
  const auto behind = [&](size_t bytes) { return "<!--" + std::string(bytes - 7, 'x') + "-->"; };
  EXPECT_EQ(label_in_document(behind(kDeclarationBytesMax - meta.size()) + meta), "gb2312");
  // Cut off inside, even inside the label, it is none.
  for (size_t cut = 1; cut <= meta.size(); ++cut)
    EXPECT_EQ(label_in_document(behind(kDeclarationBytesMax - meta.size() + cut) + meta), "");
  EXPECT_EQ(label_in_document("<?xml version='1.0' encoding='gb2312'"), "");
}

TEST(Charset, ALabelIsShownCut) {
  const auto decoded =
      read_charset("Nvidia fell.", "text/plain; charset=" + std::string(1000, 'x'), "news/0@1");
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->warnings.size(), 1U);
  EXPECT_NE(decoded->warnings[0].text.find("\"" + std::string(40, 'x') + "\""), std::string::npos);
}

TEST(Charset, AByteOrderMarkDecides) {
  EXPECT_EQ(read(std::string("\xEF\xBB\xBF") + kSimplified).text, kSimplified);
  EXPECT_EQ(read("\xFF\xFE" + encoded(kSimplified, "UTF-16LE")).text, kSimplified);
  EXPECT_EQ(read("\xFE\xFF" + encoded(kSimplified, "UTF-16BE")).text, kSimplified);
  EXPECT_EQ(read(std::string("\0\0\xFE\xFF", 4) + encoded(kSimplified, "UTF-32BE")).text,
            kSimplified);
  EXPECT_EQ(read(std::string("\xFF\xFE\0\0", 4) + encoded(kSimplified, "UTF-32LE")).text,
            kSimplified);
  EXPECT_EQ(read("\x84\x31\x95\x33" + encoded(kSimplified, "GB18030")).text, kSimplified);
  EXPECT_EQ(read(std::string("\xEF\xBB\xBF") + kSimplified, "text/plain; charset=gbk").codes,
            "charset.mismatch ");
}

TEST(Charset, AsciiIsInAccordWithEveryLabel) {
  for (const char* label : {"gbk", "big5", "utf-8", "us-ascii", "iso-8859-1"})
    EXPECT_EQ(read("Nvidia fell.", std::string("text/plain; charset=") + label).codes, "");
  // But UTF-16 is no ASCII.
  const Read got = read("Nvidia fell.", "text/plain; charset=utf-16");
  EXPECT_EQ(got.text, "Nvidia fell.");
  EXPECT_EQ(got.codes, "charset.mismatch ");
}

TEST(Charset, LabelsInWhichMarkupCanHideAreNoLabels) {
  for (const char* label : {"utf-7", "iso-2022-cn", "hz-gb-2312", "x-made-up", "ibm037"}) {
    EXPECT_FALSE(charset_from_label(label)) << label;
    const Read got = read("+ADw-script+AD4-", std::string("text/html; charset=") + label);
    EXPECT_EQ(got.text, "+ADw-script+AD4-");
    EXPECT_EQ(got.codes, "charset.unknown ");
  }
}

TEST(Charset, HongKongCharactersAndTheEuroSign) {
  EXPECT_EQ(read("\xFB\x49\xAA\xBA", "text/plain; charset=big5").text, "𡣗的");
  EXPECT_EQ(read(encoded("裏面嘅嘢，佢哋喺度", "Big5-HKSCS"), "text/plain; charset=big5").text,
            "裏面嘅嘢，佢哋喺度");
  EXPECT_EQ(read("\xB9\xC9\xBC\xDB 5\x80", "text/plain; charset=gbk").text, "股价 5€");
}

TEST(Charset, ALittleDamageIsCountedAndMuchIsAnError) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += kSimplified;
  std::string bytes = text;
  bytes[0] = '\xFF';
  const auto decoded = read_charset(bytes, "", "news/0@1");
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->warnings.size(), 1U);
  EXPECT_EQ(decoded->warnings[0].code, "charset.damaged");
  // The first byte by itself, and the two that it left behind.
  EXPECT_EQ(decoded->warnings[0].text,
            "news/0@1: 3 of 392 characters of UTF-8 damaged, expected none");
  EXPECT_EQ(decoded->text(), "\uFFFD\uFFFD\uFFFD" + text.substr(3));

  // At the stated share exactly, and one more.
  const auto with = [](int damaged) {
    std::string hundred;
    for (int i = 0; i < damaged; ++i) hundred += "\xFF投";
    for (int i = 2 * damaged; i < 100; ++i) hundred += "资";
    return hundred;
  };
  EXPECT_EQ(read(with(5)).codes, "charset.damaged ");
  EXPECT_EQ(read(with(6)).codes, "charset.damaged");
}

TEST(Charset, RubbishIsNotTakenForWesternText) {
  std::string bytes;
  for (int i = 0; i < 20; ++i) bytes += std::string(kSimplified).substr(0, 9) + "\xFF\xFE\xFF\n";
  EXPECT_EQ(read(bytes).codes, "charset.damaged");
  EXPECT_EQ(read(bytes, "text/plain; charset=iso-8859-1").codes, "charset.damaged");
  std::string binary;
  for (int i = 0; i < 256; ++i) binary += static_cast<char>(i * 97);
  EXPECT_EQ(read(binary).codes, "charset.damaged");
}

TEST(Charset, BytesCutInsideTheLastCharacter) {
  std::string bytes = kSimplified;
  bytes.resize(bytes.size() - 1);
  const Read got = read(bytes);
  EXPECT_EQ(got.text, bytes.substr(0, bytes.size() - 2) + "\uFFFD");
  EXPECT_EQ(got.codes, "charset.damaged ");
}

TEST(Charset, CesuSurrogatesAndOverlongFormsAreDamage) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += kSimplified;
  EXPECT_EQ(read(text + "\xED\xA0\xBD\xED\xB8\x80" + text).codes, "charset.damaged ");
  EXPECT_EQ(read(text + "\xC0\x80" + text).codes, "charset.damaged ");
}

TEST(Charset, NoncharactersAndNulAreCharacters) {
  const std::string text("Nvidia\0\xEF\xBF\xBE fell", 15);
  EXPECT_EQ(read(text).text, text);
}

TEST(Charset, NothingIsNothing) {
  EXPECT_EQ(read("").text, "");
  EXPECT_EQ(read("\xEF\xBB\xBF").text, "");
  EXPECT_EQ(read("\xFF\xFE").text, "");
}

TEST(Convert, ASyntaxCharacterBehindALeadByteIsKept) {
  EXPECT_EQ(convert("\x81<b>", Charset::kGb18030).text, "\uFFFD<b>");
  EXPECT_EQ(convert("\x81\"}", Charset::kBig5).text, "\uFFFD\"}");
}

TEST(Likeness, TellsTextFromRubbish) {
  EXPECT_GT(likeness(kSimplified), 0.6);
  EXPECT_GT(likeness(kTraditional), 0.6);
  EXPECT_GT(likeness(kWestern), 0.6);
  EXPECT_LT(likeness(convert(encoded(kSimplified, "GBK"), Charset::kBig5).text), 0.2);
  EXPECT_LT(likeness(convert(encoded(kTraditional, "Big5"), Charset::kGb18030).text), 0.2);
  EXPECT_LT(likeness(convert(kSimplified, Charset::kGb18030).text), 0.2);
  EXPECT_LT(likeness(convert(kSimplified, Charset::kWindows1252).text), 0.2);
}

}  // namespace
}  // namespace hearsay
