// Products of bytes against plain sums, and what is done to rows against double.
#include "rules/product.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "rules/rows.h"

namespace hearsay {
namespace {

struct Matrices {
  size_t n, m, depth;
  std::vector<int8_t> a, b;

  ByteProduct product() const { return {a.data(), b.data(), n, m, depth}; }
};

Matrices random_matrices(size_t n, size_t m, size_t depth) {
  std::mt19937 random(1);
  Matrices all{n, m, depth, std::vector<int8_t>(n * depth), std::vector<int8_t>(m * depth)};
  for (int8_t& each : all.a) each = static_cast<int8_t>(static_cast<int>(random() % 255) - 127);
  for (int8_t& each : all.b) each = static_cast<int8_t>(static_cast<int>(random() % 127) - 63);
  return all;
}

std::vector<int32_t> sums_of(const Matrices& all) {
  std::vector<int32_t> sums;
  for (size_t i = 0; i < all.n; ++i) {
    for (size_t j = 0; j < all.m; ++j) {
      int64_t sum = 0;
      for (size_t k = 0; k < all.depth; ++k)
        sum += int64_t{all.a[i * all.depth + k]} * all.b[j * all.depth + k];
      sums.push_back(static_cast<int32_t>(sum));
    }
  }
  return sums;
}

void expect_sums(const Matrices& all) {
  const auto expected = sums_of(all);
  const std::string sizes =
      std::to_string(all.n) + " × " + std::to_string(all.m) + " × " + std::to_string(all.depth);
  const auto expect = [&](auto multiply_into, const char* way) {
    std::vector<int32_t> sums(expected.size() + 1, 7);  // one more, which nobody may touch
    multiply_into(sums.data());
    EXPECT_EQ(sums.back(), 7) << way << sizes;
    sums.pop_back();
    EXPECT_EQ(sums, expected) << way << sizes;
  };
  std::vector<uint32_t> room;
  expect([&](int32_t* out) { multiply_plainly(all.product(), out); }, "multiply_plainly ");
  for (const Processor processor : {Processor::kAny, Processor::kAvx2, Processor::kAvx512}) {
    if (processor > this_processor()) continue;
    expect([&](int32_t* out) { multiply(all.product(), room, out, processor); }, "multiply ");
  }
}

// No two sides alike, so that rows taken for columns show; tokens that fill one block of a tile,
// two, or neither; depths that fill its registers or not.
TEST(Product, IsTheSumOfProductsOfRows) {
  for (const size_t n : {1U, 2U, 7U, 8U, 9U, 15U, 16U, 17U, 31U, 32U, 33U, 50U}) {
    for (const size_t depth : {16U, 32U, 48U, 64U, 80U, 384U}) {
      expect_sums(random_matrices(n, 16, depth));
      expect_sums(random_matrices(n, 48, depth));
    }
  }
  expect_sums(random_matrices(40, 1152, 384));
  expect_sums(random_matrices(3, 64, 1536));
}

// The largest bytes of either sign at the greatest depth: nothing saturates on the way.
TEST(Product, IsExactAtTheLargestBytes) {
  for (const int8_t one : {int8_t{127}, int8_t{-127}}) {
    for (const int8_t other : {int8_t{63}, int8_t{-63}}) {
      constexpr size_t kDepth = 1U << 16;
      expect_sums({2, 16, kDepth, std::vector<int8_t>(2 * kDepth, one),
                   std::vector<int8_t>(16 * kDepth, other)});
    }
  }
}

TEST(Rows, BytesAreTheNearest127thsOfTheLargest) {
  std::vector<float> x(32, 0);
  std::vector<int8_t> bytes(32, 1);
  EXPECT_EQ(rows::quantize(x.data(), x.size(), bytes.data()), 0);
  EXPECT_EQ(bytes, std::vector<int8_t>(32, 0));
  x[3] = -2.54F;  // a 127th is 0.02
  x[4] = 0.0201F;
  x[20] = 0.0299F;
  x[21] = -0.0301F;
  x[31] = 2.5F;
  EXPECT_FLOAT_EQ(rows::quantize(x.data(), x.size(), bytes.data()), 0.02F);
  EXPECT_EQ(bytes[3], -127);
  EXPECT_EQ(bytes[4], 1);
  EXPECT_EQ(bytes[20], 1);
  EXPECT_EQ(bytes[21], -2);
  EXPECT_EQ(bytes[31], 125);
  EXPECT_EQ(bytes[0], 0);
  std::fill(x.begin(), x.end(), 1e-31F);  // whose 127th would have no inverse
  EXPECT_EQ(rows::quantize(x.data(), x.size(), bytes.data()), 0);
  EXPECT_EQ(bytes, std::vector<int8_t>(32, 0));
}

TEST(Rows, GeluIsThatOfTheErrorFunction) {
  std::vector<float> x;
  for (int i = -16 * 1000; i < 16 * 1000; ++i) x.push_back(static_cast<float>(i) / 1000);
  std::vector<float> found = x;
  rows::gelu(found.data(), found.size());
  for (size_t i = 0; i < x.size(); ++i) {
    const double expected = 0.5 * double{x[i]} * (1 + std::erf(double{x[i]} / std::sqrt(2.0)));
    ASSERT_NEAR(found[i], expected, 1e-6 + 1e-6 * std::abs(x[i])) << x[i];
  }
}

TEST(Rows, NormalizesToMeanAndVariance) {
  std::vector<float> x(48), gain(48), bias(48);
  for (size_t i = 0; i < x.size(); ++i) {
    x[i] = 100 + static_cast<float>(i * i % 17);
    gain[i] = 1 + static_cast<float>(i) / 10;
    bias[i] = static_cast<float>(i);
  }
  double mean = 0, variance = 0;
  for (const float each : x) mean += double{each} / 48;
  for (const float each : x) variance += (each - mean) * (each - mean) / 48;
  std::vector<float> found = x;
  rows::normalize(found.data(), gain.data(), bias.data(), found.size());
  for (size_t i = 0; i < x.size(); ++i)
    EXPECT_NEAR(found[i], (x[i] - mean) / std::sqrt(variance) * gain[i] + bias[i], 1e-4);
  std::vector<float> same(48, 5);  // of no variance: the bias alone
  rows::normalize(same.data(), gain.data(), bias.data(), same.size());
  EXPECT_EQ(same, bias);
}

// Scores far below 0 and far apart neither vanish nor overflow; what is padded gets nothing.
TEST(Rows, AttentionIsSoftmaxOfScaledProducts) {
  for (const float size : {0.1F, 1.F, 30.F}) {
    for (const size_t tokens : {1U, 5U, 16U, 23U, 50U}) {
      constexpr size_t kDepth = 16;
      std::mt19937 random(3);
      std::normal_distribution<float> normal(0, size);
      std::vector<float> qkv(tokens * 3 * kDepth);
      for (float& each : qkv) each = normal(random);
      for (size_t i = 0; i < tokens; ++i) qkv[i * 3 * kDepth] = 3 * size;  // q[0] for all
      for (size_t i = 0; i < tokens; ++i) qkv[i * 3 * kDepth + kDepth] = -3 * size;
      const rows::Head head{&qkv[0], &qkv[kDepth], &qkv[2 * kDepth], 3 * kDepth, kDepth, tokens};
      const size_t width = rows::padded(tokens);
      std::vector<float> turned(kDepth * width, 9), scores(tokens * width, 9), out(tokens * kDepth);
      rows::attend(head, turned.data(), scores.data());
      rows::gather(head, scores.data(), out.data(), kDepth);
      for (size_t i = 0; i < tokens; ++i) {
        std::vector<double> expected(tokens);
        double most = -1e300, sum = 0;
        for (size_t j = 0; j < tokens; ++j) {
          for (size_t c = 0; c < kDepth; ++c)
            expected[j] += double{head.q[i * head.stride + c]} * head.k[j * head.stride + c] / 4;
          most = std::max(most, expected[j]);
        }
        for (double& each : expected) sum += each = std::exp(each - most);
        for (size_t j = 0; j < tokens; ++j)
          ASSERT_NEAR(scores[i * width + j], expected[j] / sum, 1e-3 * size * size + 1e-6);
        for (size_t j = tokens; j < width; ++j) ASSERT_EQ(scores[i * width + j], 0);
        for (size_t c = 0; c < kDepth; ++c) {
          double gathered = 0;
          for (size_t j = 0; j < tokens; ++j)
            gathered += double{scores[i * width + j]} * head.v[j * head.stride + c];
          ASSERT_NEAR(out[i * kDepth + c], gathered, 1e-5 * size);
        }
      }
    }
  }
}

}  // namespace
}  // namespace hearsay
