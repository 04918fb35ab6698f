// A net's file: what it gives, each way in which it is refused, and its limits.
#include "rules/net_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include "tests/unit/small_net.h"

namespace hearsay {
namespace {

SmallNet tiny() {
  SmallNet net;
  net.values = {"language zh", "width 2", "note two words"};
  net.add_bytes("w", 2, 2, {1, -2, 3, -63}, {0.5F, 2});
  net.add_floats("b", 1, 3, {1, -2, 0.25F});
  net.add_text("vocabulary", "a\nb");
  return net;
}

std::string error_of(const std::string& bytes) {
  const auto net = read_net(bytes);
  return net ? "" : net.error().code + " " + net.error().text;
}
std::string error_of(const SmallNet& net) { return error_of(net.bytes()); }

std::string header_error(const std::string& lines) {
  return error_of("hearsay net 1\n" + lines + "\n");
}

class OwnFile {
 public:
  explicit OwnFile(std::string_view bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
  ~OwnFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  const std::string path_ = testing::TempDir() + "net-" + std::to_string(getpid());
};

TEST(NetFile, GivesWhatTheFileHolds) {
  const OwnFile file(tiny().bytes());
  const auto net = NetFile::open(file.path());
  ASSERT_TRUE(net) << net.error().text;
  EXPECT_EQ(net->value("language"), "zh");
  EXPECT_EQ(net->value("note"), "two words");
  EXPECT_EQ(net->value("missing"), "");
  EXPECT_EQ(*net->number("width", 2), 2U);
  EXPECT_EQ(net->rows("b"), 1U);
  EXPECT_EQ(net->rows("missing"), 0U);
  const auto w = net->matrix8("w", 2, 2);
  ASSERT_TRUE(w);
  EXPECT_EQ(std::vector<int8_t>(w->values, w->values + 4), (std::vector<int8_t>{1, -2, 3, -63}));
  EXPECT_EQ(std::vector<float>(w->scales, w->scales + 2), (std::vector<float>{0.5F, 2}));
  const auto b = net->floats("b", 1, 3);
  ASSERT_TRUE(b);
  EXPECT_EQ(std::vector<float>(b->begin(), b->end()), (std::vector<float>{1, -2, 0.25F}));
  EXPECT_EQ(*net->text("vocabulary"), "a\nb");
}

TEST(NetFile, ItsBytesStayAsLongAsSomebodyHoldsTheirOwner) {
  const OwnFile file(tiny().bytes());
  std::shared_ptr<const void> owner;
  std::string_view text;
  {
    const auto net = NetFile::open(file.path());
    ASSERT_TRUE(net);
    owner = net->owner();
    text = *net->text("vocabulary");
  }
  EXPECT_EQ(text, "a\nb");
}

TEST(NetFile, AShapeThatIsNotAsExpectedIsToldWithBoth) {
  const auto net = read_net(tiny().bytes());
  ASSERT_TRUE(net);
  const auto told = [](const auto& result) { return result ? "" : result.error().text; };
  EXPECT_EQ(told(net->matrix8("w", 2, 3)), "own.net: tensor w: found i8 2 2, expected i8 2 3");
  EXPECT_EQ(told(net->matrix8("w", 3, 2)), "own.net: tensor w: found i8 2 2, expected i8 3 2");
  EXPECT_EQ(told(net->matrix8("b", 1, 3)), "own.net: tensor b: found f32 1 3, expected i8 1 3");
  EXPECT_EQ(told(net->floats("w", 2, 2)), "own.net: tensor w: found i8 2 2, expected f32 2 2");
  EXPECT_EQ(told(net->floats("x", 2, 2)), "own.net: tensor x: found none, expected f32 2 2");
  EXPECT_EQ(told(net->text("b")), "own.net: tensor b: found f32 1 3, expected text");
  EXPECT_EQ(net->text("b").error().code, "net.shape");
  EXPECT_EQ(told(net->number("width", 1)),
            "own.net: width: found \"2\", expected a number from 1 to 1");
  EXPECT_EQ(told(net->number("height", 9)),
            "own.net: height: found none, expected a number from 1 to 9");
  EXPECT_EQ(told(net->number("language", 9)),
            "own.net: language: found \"zh\", expected a number from 1 to 9");
  EXPECT_EQ(net->number("width", 1).error().code, "net.shape");
}

TEST(NetFile, ABadHeaderIsRefusedWithItsLine) {
  EXPECT_EQ(error_of(""), "net.syntax own.net:1: found \"\", expected \"hearsay net 1\"");
  EXPECT_EQ(error_of("hearsay net 2\n\n"),
            "net.syntax own.net:1: found \"hearsay net 2\", expected \"hearsay net 1\"");
  EXPECT_EQ(error_of("hearsay net 1"),
            "net.syntax own.net:1: found the end of the file, expected an empty line after the "
            "header");
  EXPECT_EQ(error_of("hearsay net 1\nwidth 2\n"),
            "net.syntax own.net:3: found the end of the file, expected an empty line after the "
            "header");
  for (const std::string line : {"width", "width ", " 2"}) {
    EXPECT_EQ(header_error(line + "\n"),
              "net.syntax own.net:2: found \"" + line + "\", expected a key, a blank and a value");
  }
  EXPECT_EQ(header_error("a 1\na 2\n"),
            "net.syntax own.net:3: found \"a\" again, expected each key once");
  EXPECT_EQ(header_error("tensor b f32 1 3\na 1\n"),
            "net.syntax own.net:3: found \"a 1\", expected keys before tensors");
  EXPECT_EQ(header_error("tensor b f32 1 3\ntensor b f32 1 3\n"),
            "net.syntax own.net:3: found \"b\" again, expected each tensor once");
  for (const std::string line : {"tensor b f32 1", "tensor b f32 1 3 4", "tensor  f32 1 3"}) {
    EXPECT_EQ(header_error(line + "\n"),
              "net.syntax own.net:2: found \"" + line + "\", expected tensor NAME KIND ROWS COLS");
  }
  EXPECT_EQ(header_error("tensor b f16 1 3\n"),
            "net.syntax own.net:2: found \"f16\", expected i8, f32 or text");
  for (const std::string size :
       {"0 3", "3 0", "-1 3", "3 x", "3 1x", "268435457 1", "1 268435457", "99999999999 1"}) {
    EXPECT_EQ(header_error("tensor b f32 " + size + "\n"),
              "net.syntax own.net:2: found \"tensor b f32 " + size +
                  "\", expected rows and columns from 1 to 268435456");
  }
  EXPECT_EQ(header_error("tensor b text 1 2\n"),
            "net.syntax own.net:2: found \"tensor b text 1 2\", expected one column of text");
  EXPECT_EQ(header_error("tensor b i8 3 3\n"),
            "net.syntax own.net:2: found \"tensor b i8 3 3\", expected rows × columns of i8 to be "
            "a multiple of 4");
  EXPECT_EQ(header_error(std::string(81, 'x') + "\n"),
            "net.syntax own.net:2: found \"" + std::string(80, 'x') +
                "…\", expected a key, a blank and a value");
}

TEST(NetFile, EndsExactlyWithItsLastTensor) {
  const std::string whole = tiny().bytes();
  const std::string size = std::to_string(whole.size());
  const std::string less = std::to_string(whole.size() - 1);
  const std::string more = std::to_string(whole.size() + 1);
  EXPECT_EQ(error_of(whole), "");
  EXPECT_EQ(error_of(whole.substr(0, whole.size() - 1)), "net.size own.net: found " + less +
                                                             " bytes, expected " + size +
                                                             " up to the end of vocabulary");
  EXPECT_EQ(error_of(whole + "\n"), "net.size own.net: found " + more + " bytes, expected " + size +
                                        ", the end of the last tensor");
  EXPECT_EQ(header_error(""), "");
  EXPECT_EQ(header_error("tensor b f32 268435456 268435456\n"),
            "net.size own.net: found 48 bytes, expected 288230376151711808 up to the end of b");
}

TEST(NetFile, FloatsAreNumbersAndNotTooLarge) {
  const auto with = [](float weight, float scale) {
    SmallNet net;
    net.add_floats("b", 1, 2, {0, weight});
    net.add_bytes("w", 1, 4, {0, 0, 0, 0}, {scale});
    return error_of(net);
  };
  EXPECT_EQ(with(-kNetFloatMax, kNetFloatMax), "");
  const float above = std::nextafter(kNetFloatMax, 2 * kNetFloatMax);
  EXPECT_EQ(with(-above, 1),
            "net.value own.net: found -10000.000977 in b, expected floats within ±10000");
  EXPECT_EQ(with(1, above),
            "net.value own.net: found 10000.000977 in w, expected floats within ±10000");
  EXPECT_EQ(with(std::numeric_limits<float>::quiet_NaN(), 1),
            "net.value own.net: found nan in b, expected floats within ±10000");
  EXPECT_EQ(with(1, std::numeric_limits<float>::infinity()),
            "net.value own.net: found inf in w, expected floats within ±10000");
}

TEST(NetFile, AHeaderHasItsLimits) {
  const std::string line = "a " + std::string(kNetHeaderBytesMax - 14 - 4, 'x') + "\n";
  EXPECT_EQ(header_error(line), "");  // the empty line is the last byte that counts
  EXPECT_EQ(header_error("a" + line),
            "net.limit own.net:3: found no empty line, expected a header of at most 65536 bytes");
  SmallNet net;
  for (size_t i = 0; i < kNetTensorsMax; ++i) net.add_text(std::to_string(i), "x");
  EXPECT_EQ(error_of(net), "");
  net.add_text("more", "x");
  EXPECT_EQ(error_of(net), "net.limit own.net:1026: found one more tensor, expected at most 1024");
}

TEST(NetFile, AFileHasItsLimit) {
  const OwnFile file("hearsay net 1\n\n");
  std::filesystem::resize_file(file.path(), kNetBytesMax);  // of holes: it takes no room
  EXPECT_EQ(NetFile::open(file.path()).error().code, "net.size");
  std::filesystem::resize_file(file.path(), kNetBytesMax + 1);
  EXPECT_EQ(NetFile::open(file.path()).error().text,
            file.path() + ": found 268435457 bytes, expected at most 268435456");
  EXPECT_EQ(NetFile::open(file.path()).error().code, "net.limit");
  // Bytes of memory are not even looked at.
  const char none = 0;
  EXPECT_EQ(NetFile::read("own.net", {&none, kNetBytesMax + 1}, nullptr).error().text,
            "own.net: found 268435457 bytes, expected at most 268435456");
}

TEST(NetFile, WhatCannotBeMappedIsRefusedByName) {
  const std::string folder = testing::TempDir();
  EXPECT_EQ(NetFile::open(folder).error().code, "net.unreadable");
  const std::string missing = folder + "no-such.net";
  EXPECT_EQ(NetFile::open(missing).error().text,
            missing + ": No such file or directory, expected a file of a net");
  const OwnFile empty("");
  EXPECT_EQ(NetFile::open(empty.path()).error().text,
            empty.path() + ":1: found \"\", expected \"hearsay net 1\"");
}

}  // namespace
}  // namespace hearsay
