// The laws of folding, over random texts, over every code point, and over real Chinese sentences.
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "rules/fold_table.h"
#include "rules/folding.h"
#include "rules/text.h"

namespace hearsay {
namespace {

std::string utf8(UChar32 c) {
  std::string out;
  icu::UnicodeString(c).toUTF8String(out);
  return out;
}

// What makes folding hard, alone and side by side.
const std::vector<std::string>& pieces() {
  static const std::vector<std::string> all = {"Nvidia",
                                               "nvidia",
                                               "NVIDIA",
                                               "OpenAI's",
                                               "輝達",
                                               "英伟达",
                                               "千億",
                                               "&amp;",
                                               "&#8217;",
                                               "&lt",
                                               "&eacute;",
                                               "\u200B",
                                               "\u202E",
                                               "\u2066",
                                               "\uFEFF",
                                               "\u00AD",
                                               "\uFE0F",
                                               "\uE000",
                                               "\x01",
                                               "Ｎｖ",
                                               "ｶﾞ",
                                               "한",
                                               "\u1112\u1161\u11AB",
                                               "e\u0301",
                                               "\u0301",
                                               "\u0323",
                                               "\u0301\u0323\u0301\u0323\u0301\u0323\u0301",
                                               "\u0385",
                                               "\u0958",
                                               "é",
                                               "ß",
                                               "İ",
                                               "ﬁ",
                                               "…",
                                               "™",
                                               "№",
                                               "①",
                                               "\u00B4",
                                               "\uFDFA",
                                               "\u2028",
                                               "\r\n",
                                               "\r",
                                               "\n",
                                               " ",
                                               "  ",
                                               "\u3000",
                                               "\t",
                                               "。",
                                               "，",
                                               "「",
                                               "」",
                                               "“",
                                               "”",
                                               "—",
                                               "а",
                                               "Аррӏе",
                                               "Νvidіа",
                                               "Яндекс",
                                               "😀",
                                               "👩\u200D💻",
                                               "𝐍𝐯",
                                               "𠀋",
                                               "金",
                                               "\uF90A",
                                               ".",
                                               "!",
                                               "？",
                                               ",",
                                               "3.5%",
                                               "\u0600",
                                               "\u034F",
                                               "\uFFFD",
                                               "\xFF",
                                               "\xE8\xBE",
                                               "著",
                                               "着"};
  return all;
}

std::string random_text(std::mt19937& random, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += pieces()[random() % pieces().size()];
  return text;
}

Text text_of(const std::string& headline, const std::string& body) {
  Item item;
  item.headline = headline;
  item.body = body;
  return fold(item);
}

TEST(FoldLaws, TwiceChangesNothing) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text = random_text(random, 1 + random() % 8);
    // A reference that is decoded once must not be decoded twice: that is another law.
    text.erase(std::remove(text.begin(), text.end(), '&'), text.end());
    const std::string once = fold_term(text);
    ASSERT_EQ(fold_term(once), once) << text;
  }
}

// Alone, and beside Latin letters, letters that look Latin, and marks: what one turns into depends
// on the others.
TEST(FoldLaws, TwiceChangesNothingForEachCodePoint) {
  for (UChar32 c = 1; c <= 0x10FFFF; ++c) {
    if ((c >= 0xD800 && c < 0xE000) || c == '&') continue;
    const std::string one = utf8(c);
    std::vector<std::string> texts = {one, "x" + one + "y"};
    if (c < 0x20000) {  // all that joins, comes apart or looks Latin
      for (const char* text :
           {"x?\u0336", "?\u0336x", "?\u0301", "x\u0336?", "а?x", "x?α", "?\u0345y", "??"}) {
        std::string filled;
        for (const char* at = text; *at != '\0'; ++at)
          filled += *at == '?' ? one : std::string(1, *at);
        texts.push_back(std::move(filled));
      }
    }
    for (const std::string& text : texts) {
      const std::string once = fold_term(text);
      ASSERT_EQ(fold_term(once), once) << std::hex << c;
    }
  }
}

TEST(FoldLaws, AsTheStandardFoldsWhereWeDoNotDiffer) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  ASSERT_TRUE(U_SUCCESS(status));
  size_t compared = 0;
  for (UChar32 c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    icu::UnicodeString form;
    nfkc->normalize(icu::UnicodeString(c), form, status);
    bool ours = folding::is_invisible(static_cast<char32_t>(c)) || c == '&';
    for (int32_t i = 0; i < form.length(); i = form.moveIndex32(i, 1)) {
      const UChar32 one = form.char32At(i);
      ours = ours || folding::unified(static_cast<char32_t>(one)) != static_cast<char32_t>(one) ||
             one == ' ' || u_hasBinaryProperty(one, UCHAR_UNIFIED_IDEOGRAPH);
    }
    ours =
        ours || folding::unified(static_cast<char32_t>(c)) != static_cast<char32_t>(c) || c == '\r';
    if (ours) continue;
    std::string wanted;
    form.toUTF8String(wanted);
    ASSERT_EQ(fold_term(utf8(c)), wanted) << std::hex << c;
    ++compared;
  }
  EXPECT_GT(compared, 800'000U);  // with the unassigned ones
}

TEST(FoldLaws, EveryByteLeadsBackInOrder) {
  std::mt19937 random(2);
  for (int round = 0; round < 20'000; ++round) {
    const std::string source = random_text(random, 1 + random() % 12);
    folding::Folded folded;
    folding::fold_bytes(source, 0, source.size(), {}, folded);
    std::pair<uint32_t, uint32_t> before = {0, 0};
    for (size_t at = 0; at < folded.bytes.size(); ++at) {
      const auto now = folded.source_of(at, source);
      ASSERT_LT(now.first, now.second) << source;
      ASSERT_LE(now.second, source.size()) << source;
      // The next character, or the same one again.
      ASSERT_TRUE(now == before || now.first >= before.second) << source << " at " << at;
      before = now;
    }
  }
}

// The quoted text folded as its field is: a headline is one line.
std::string folded_again(const Text& text, ByteSpan span, Field field) {
  const std::string_view quoted = text.quote(span);
  folding::Folded folded;
  folding::fold_bytes(quoted, 0, quoted.size(), {.one_line = field == Field::kHeadline}, folded);
  while (folded.bytes.ends_with(' ')) folded.bytes.pop_back();
  return folded.bytes;
}

TEST(FoldLaws, WordsFoldAsTheirSourceDoes) {
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    const Text text = text_of(random_text(random, 3), random_text(random, 8));
    for (const Sentence& sentence : text.sentences()) {
      ASSERT_EQ(folded_again(text, sentence.span, sentence.field), text.folded(sentence.span));
      // Each of its words, too.
      for (uint32_t begin = sentence.span.begin; begin < sentence.span.end;) {
        uint32_t end = begin;
        while (end < sentence.span.end && text.folded()[end] != ' ') ++end;
        const ByteSpan word{begin, end};
        if (word.size() > 0) {
          const std::string again = folded_again(text, word, sentence.field);
          // A word may be a part of one character: U+FDFA is four.
          if (again.find(' ') == std::string::npos) {
            ASSERT_EQ(again, text.folded(word)) << text.folded();
          } else {
            ASSERT_NE(again.find(text.folded(word)), std::string::npos) << text.folded();
          }
          ASSERT_EQ(text.quote(text.source(word)), text.quote(word));
        }
        begin = end + 1;
      }
    }
  }
}

TEST(FoldLaws, SentencesHoldEachCharacterOnce) {
  std::mt19937 random(4);
  for (int round = 0; round < 20'000; ++round) {
    const Text text = text_of(random_text(random, 3), random_text(random, 12));
    uint32_t at = 0;
    for (const Sentence& sentence : text.sentences()) {
      ASSERT_LE(at, sentence.span.begin);
      ASSERT_LT(sentence.span.begin, sentence.span.end);
      for (; at < sentence.span.begin; ++at)
        ASSERT_TRUE(text.folded()[at] == ' ' || text.folded()[at] == '\n') << text.folded();
      ASSERT_NE(text.folded()[sentence.span.begin], ' ');
      ASSERT_NE(text.folded()[sentence.span.end - 1], ' ');
      at = sentence.span.end;
    }
    for (; at < text.folded().size(); ++at)
      ASSERT_TRUE(text.folded()[at] == ' ' || text.folded()[at] == '\n') << text.folded();
  }
}

TEST(FoldLaws, NoInvisibleCharacterHidesAName) {
  const std::string name = "Nvidia 英伟达";
  const std::string plain = fold_term(name);
  for (UChar32 c = 1; c <= 0x10FFFF; ++c) {
    if ((c >= 0xD800 && c < 0xE000) || !folding::is_invisible(static_cast<char32_t>(c))) continue;
    if (c >= 0xF0000 && c % 997 != 0) continue;  // of the private planes a sample is enough
    if (c == '\r' || folding::unified(static_cast<char32_t>(c)) != static_cast<char32_t>(c))
      continue;  // a blank for readers
    for (size_t at = 0; at <= name.size(); ++at) {
      if (at < name.size() && (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U) continue;
      std::string hidden = name;
      hidden.insert(at, utf8(c));
      ASSERT_EQ(fold_term(hidden), plain) << std::hex << c << " at " << at;
    }
  }
}

// UTS #36 and #39, CVE-2021-42574: the characters by which names have been hidden are such.
TEST(FoldLaws, EachCharacterOfTheSecurityReportsIsInvisible) {
  constexpr std::pair<char32_t, char32_t> kHiding[] = {
      {0x202A, 0x202E}, {0x2066, 0x2069},   {0x200B, 0x200F},  {0x061C, 0x061C},
      {0x2060, 0x2064}, {0xFEFF, 0xFEFF},   {0x00AD, 0x00AD},  {0x180B, 0x180E},
      {0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}, {0xE0001, 0xE007F}};
  for (const auto& [first, last] : kHiding) {
    for (char32_t c = first; c <= last; ++c)
      EXPECT_EQ(fold_term("Nvi" + utf8(static_cast<UChar32>(c)) + "dia"), "nvidia")
          << std::hex << +c;
  }
}

TEST(FoldLaws, UpperIsWhatTheSourceWas) {
  std::mt19937 random(5);
  for (int round = 0; round < 5'000; ++round) {
    const std::string body = random_text(random, 10);
    const Text text = text_of("", body);
    for (uint32_t at = 0; at < text.folded().size(); ++at) {
      const std::string_view quoted = text.quote(ByteSpan{at, at + 1});
      if (quoted.size() != 1) continue;
      const bool capital = quoted[0] >= 'A' && quoted[0] <= 'Z';
      ASSERT_EQ(text.upper(at), capital) << body;
    }
  }
}

// All lines with Han characters in the project's own test texts.
std::vector<std::string> chinese_lines() {
  namespace fs = std::filesystem;
  std::vector<std::string> lines;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(HEARSAY_SOURCE_DIR) / "tests/golden")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      // ICU makes 計畫 the word 计划, another spelling and no other script; the packs know both.
      if (line.find("的") != std::string::npos && line.find("計畫") == std::string::npos)
        lines.push_back(line);
    }
  }
  return lines;
}

TEST(FoldLaws, BothScriptsFoldAlike) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> to_traditional(
      icu::Transliterator::createInstance("Simplified-Traditional", UTRANS_FORWARD, status));
  const std::unique_ptr<icu::Transliterator> to_simplified(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  ASSERT_TRUE(U_SUCCESS(status));
  const std::vector<std::string> lines = chinese_lines();
  ASSERT_GT(lines.size(), 100U);
  for (const std::string& line : lines) {
    for (const auto* turn : {to_traditional.get(), to_simplified.get()}) {
      icu::UnicodeString other = icu::UnicodeString::fromUTF8(line);
      turn->transliterate(other);
      std::string turned;
      other.toUTF8String(turned);
      ASSERT_EQ(fold_term(turned), fold_term(line));
    }
  }
}

TEST(FoldLaws, GrowthIsBounded) {
  // U+FDFA is eighteen letters; nothing makes more of one character.
  for (UChar32 c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    ASSERT_LE(icu::UnicodeString::fromUTF8(fold_term(utf8(c))).countChar32(), 18) << std::hex << c;
  }
}

}  // namespace
}  // namespace hearsay
