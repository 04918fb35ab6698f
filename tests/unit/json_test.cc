// Json: every value that it writes reads back as the value that went in.
#include "pipeline/core/json.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace hearsay {
namespace {

std::string number(double value) {
  Json json;
  json.number(value);
  return std::move(json).str();
}

TEST(Json, WritesWholeNumbersPlainlyAndOthersShortest) {
  EXPECT_EQ(number(1e11), "100000000000");
  EXPECT_EQ(number(-9007199254740992.0), "-9007199254740992");
  EXPECT_EQ(number(0.1), "0.1");
  EXPECT_EQ(number(-0.0), "0");
  EXPECT_EQ(number(2.5e-7), "2.5e-07");
  EXPECT_EQ(number(1e300), "1e+300");
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(number(std::numeric_limits<double>::infinity()), "null");
}

TEST(Json, NumbersReadBackExactly) {
  std::mt19937_64 random(7);
  simdjson::dom::parser parser;
  for (int i = 0; i < 20000; ++i) {
    double value = 0;
    const uint64_t bits = random();
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    double back = 0;
    ASSERT_EQ(parser.parse("[" + number(value) + "]").at(0).get_double().get(back),
              simdjson::SUCCESS)
        << number(value);
    ASSERT_EQ(back, value);
  }
}

TEST(Json, StringsOfEveryCharacterReadBack) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "英偉達否認傳聞 “€” 😀";
  Json json;
  json.object().key(all).string(all).close();
  const std::string text = std::move(json).str();
  for (const char c : text)
    ASSERT_GE(static_cast<unsigned char>(c), 0x20) << "one line, no controls";
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  ASSERT_EQ(parser.parse(text).get_object().get(object), simdjson::SUCCESS);
  const auto field = *object.begin();
  EXPECT_EQ(field.key, all);
  EXPECT_EQ(std::string_view(field.value), all);
}

TEST(Json, PutsCommasWhereTheyBelong) {
  Json json;
  json.object()
      .key("a")
      .array()
      .close()
      .key("b")
      .array()
      .integer(1)
      .null()
      .object()
      .close()
      .close();
  json.key("c").raw("{\"x\":1}").key("d").string_or_null("").close();
  EXPECT_EQ(std::move(json).str(), R"({"a":[],"b":[1,null,{}],"c":{"x":1},"d":null})");
}

}  // namespace
}  // namespace hearsay
