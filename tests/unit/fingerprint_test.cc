// fingerprint(): copies are near, other reports are far, in both scripts.
#include "pipeline/core/fingerprint.h"

#include <gtest/gtest.h>

namespace hearsay {
namespace {

// Folded texts of some length, as reports have; the numbers make as many different ones as needed.
std::string report(int first, int words) {
  std::string text;
  for (int i = 0; i < words; ++i)
    text += "word" + std::to_string(first + i * 7) + (i % 9 == 8 ? ". " : " ");
  return text;
}

std::string han_report(char32_t first, int characters) {
  std::string text;
  for (int i = 0; i < characters; ++i) {
    const char32_t c = 0x4e00 + (first + static_cast<char32_t>(i) * 131) % 8000;
    text += static_cast<char>(0xe0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (c & 0x3f));
    if (i % 20 == 19) text += "。";
  }
  return text;
}

int distance(const std::string& a, const std::string& b) {
  return std::popcount(fingerprint(a) ^ fingerprint(b));
}

TEST(Fingerprint, IsFrozen) {
  EXPECT_EQ(fingerprint_hex(fingerprint("nvidia denies the report")), "b010668c0a219454");
  EXPECT_EQ(fingerprint_hex(fingerprint("英伟达否认报道")), "a95a002805d14d4c");
}

TEST(Fingerprint, ACopyWithAnotherSignatureIsNear) {
  EXPECT_LE(distance(report(0, 300), report(0, 300) + "(reporting by a. writer)"),
            kCopyDistanceMax);
  EXPECT_LE(distance(han_report(5, 600), han_report(5, 600) + "(记者甲)"), kCopyDistanceMax);
}

TEST(Fingerprint, AnotherReportIsFar) {
  EXPECT_GT(distance(report(0, 300), report(100000, 300)), 3 * kCopyDistanceMax);
  EXPECT_GT(distance(han_report(5, 600), han_report(4000, 600)), 3 * kCopyDistanceMax);
}

TEST(Fingerprint, BlanksAndPunctuationDoNotCount) {
  EXPECT_EQ(fingerprint("nvidia, openai - deal"), fingerprint("nvidia openai  deal!"));
}

TEST(Fingerprint, ATextWithoutAWordIsACopyOfNothing) {
  EXPECT_EQ(fingerprint(" … !? "), 0U);
  EXPECT_FALSE(copies(0, 0));
  EXPECT_TRUE(copies(0b1111U << 8U, 0b0001U << 8U));
  EXPECT_FALSE(copies(0b11111U << 8U, 0b0001U << 8U));
}

TEST(Fingerprint, HexReadsBack) {
  for (const uint64_t value :
       {uint64_t{0}, uint64_t{1}, uint64_t{0xfedcba9876543210}, UINT64_MAX}) {
    EXPECT_EQ(fingerprint_from_hex(fingerprint_hex(value)), value);
  }
  for (const char* text : {"", "12", "000000000000000g", "-000000000000001", "00000000000000000"}) {
    EXPECT_FALSE(fingerprint_from_hex(text)) << text;
  }
}

}  // namespace
}  // namespace hearsay
