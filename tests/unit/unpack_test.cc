// Packed payloads: gzip and zstd within their limits, and each way in which they can be broken.
#include "parsers/unpack.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>
#include <vector>

#include "parsers/parse.h"

namespace hearsay {
namespace {

constexpr size_t kMax = 1024 * 1024;

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  std::vector<Bytef> in(text.begin(), text.end());
  stream.next_in = in.data();
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text, int window_log2 = 0) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  if (window_log2 > 0) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log2);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  }
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  // In two steps, so that the size is not known when the window is written.
  ZSTD_compressStream2(context, &to, &in, ZSTD_e_continue);
  EXPECT_EQ(ZSTD_compressStream2(context, &to, &in, ZSTD_e_end), 0U);
  ZSTD_freeCCtx(context);
  out.resize(to.pos);
  return out;
}

std::string text_of(size_t bytes) {
  std::string text;
  for (uint32_t i = 1; text.size() < bytes; ++i) text += std::to_string(i * 2654435761U) + '\n';
  text.resize(bytes);
  return text;
}

void expect_text(const std::string& packed, const std::string& text) {
  ASSERT_NE(packing_of(packed), Packing::kNone);
  const auto unpacked = unpack(packed, kMax, "news/0@1");
  ASSERT_TRUE(unpacked) << unpacked.error().text;
  EXPECT_EQ(*unpacked, text);
}

void expect_error(const std::string& packed, const std::string& code, size_t bytes_max = kMax) {
  ASSERT_NE(packing_of(packed), Packing::kNone);
  const auto unpacked = unpack(packed, bytes_max, "news/0@1");
  ASSERT_FALSE(unpacked) << code;
  EXPECT_EQ(unpacked.error().code, code);
  EXPECT_TRUE(unpacked.error().text.starts_with("news/0@1: ")) << unpacked.error().text;
  EXPECT_NE(unpacked.error().text.find("expected"), std::string::npos) << unpacked.error().text;
}

TEST(Unpack, GivesBackWhatWasPacked) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{40'000}, kMax}) {
    expect_text(gzip(text_of(size)), text_of(size));
    expect_text(zstd(text_of(size)), text_of(size));
  }
}

TEST(Unpack, MembersFollowEachOther) {
  expect_text(gzip("one ") + gzip("two ") + gzip("three"), "one two three");
  expect_text(zstd("one ") + zstd("two"), "one two");
}

TEST(Unpack, TooLarge) {
  expect_error(gzip(text_of(kMax + 1)), "packing.too-large");
  expect_error(zstd(text_of(kMax + 1)), "packing.too-large");
}

TEST(Unpack, ABombIsLetGoOfEarly) {
  const std::string zeros(10'000'000, '\0');
  expect_error(gzip(zeros), "packing.ratio", 20'000'000);
  expect_error(zstd(zeros), "packing.ratio", 20'000'000);
  expect_error(gzip(zeros), "packing.too-large", 100'000);
}

TEST(Unpack, TheRatioAtItsEdge) {
  // A text of zeros shrinks further than the limit, one of figures not: somewhere between is the
  // edge.
  size_t zeros = 0;
  const auto packed = [&] { return gzip(text_of(2000) + std::string(zeros, '0')); };
  while (packed().size() * kUnpackRatioMax >= 2000 + zeros) zeros += 1000;
  expect_error(packed(), "packing.ratio");
  zeros -= 1000;
  expect_text(packed(), text_of(2000) + std::string(zeros, '0'));
}

TEST(Unpack, CutOffAtEveryByte) {
  for (const std::string& whole : {gzip(text_of(300)), zstd(text_of(300))}) {
    for (size_t size = 4; size < whole.size(); ++size)
      expect_error(whole.substr(0, size), "packing.broken");
  }
}

TEST(Unpack, WrongChecksumsAndBytesBehind) {
  for (std::string packed : {gzip(text_of(300)), zstd(text_of(300))}) {
    expect_error(packed + "x", "packing.broken");
    packed[packed.size() - (packing_of(packed) == Packing::kGzip ? 8 : 1)] ^= 1;
    expect_error(packed, "packing.broken");
  }
}

TEST(Unpack, AHugeWindow) {
  expect_text(zstd(text_of(9000), kZstdWindowLog2Max), text_of(9000));
  expect_error(zstd(text_of(9000), kZstdWindowLog2Max + 1), "packing.window");
}

TEST(Unpack, Nested) {
  // So ends a payload that unpacks to itself, too.
  expect_error(gzip(gzip("x")), "packing.nested");
  expect_error(zstd(gzip("x")), "packing.nested");
}

TEST(Unpack, ParseReadsPackedRecords) {
  Origin origin;
  origin.place = "news/0@1";
  const auto items = parse(Format::kDetect, gzip(R"({"uri":"u:1","headline":"h"})"), origin);
  ASSERT_TRUE(items) << items.error().text;
  EXPECT_EQ(items->front().uri, "u:1");
  origin.item_bytes_max = 100;
  const auto large = parse(Format::kText, gzip(text_of(101)), origin);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, "packing.too-large");
}

}  // namespace
}  // namespace hearsay
