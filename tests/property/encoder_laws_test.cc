// Laws of the encoder: its bits depend on the tokens alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/unit/small_net.h"

namespace hearsay {
namespace {

using Bits = std::vector<float>;  // compared whole: hidden states, then attention

Bits bits_of(const Encoder& encoder, std::span<const Encoder::Token> tokens,
             Encoder::Buffer& buffer) {
  const auto found = encoder.encode(tokens, buffer);
  Bits bits(found.hidden.begin(), found.hidden.end());
  bits.insert(bits.end(), found.attention.begin(), found.attention.end());
  return bits;
}

class EncoderLaws : public testing::Test {
 protected:
  static constexpr SmallShape kShape{.width = 64, .heads = 2, .inner = 96, .positions = 100};

  void SetUp() override {
    auto file = read_net(random_net(kShape, 1).bytes());
    ASSERT_TRUE(file) << file.error().text;
    auto encoder = Encoder::load(*file);
    ASSERT_TRUE(encoder) << encoder.error().text;
    encoder_ = std::make_unique<Encoder>(std::move(*encoder));
    for (const uint32_t size : {1U, 7U, 16U, 33U, 64U, 99U, 100U, 2U})
      items_.push_back(random_tokens(kShape, size, size));
    for (const auto& item : items_) {
      Encoder::Buffer fresh;
      expected_.push_back(bits_of(*encoder_, item, fresh));
    }
  }

  std::unique_ptr<Encoder> encoder_;
  std::vector<std::vector<Encoder::Token>> items_;
  std::vector<Bits> expected_;
};

TEST_F(EncoderLaws, AnyOrderThroughOneBufferGivesTheSameBits) {
  std::vector<size_t> order(items_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::mt19937 random(4);
  Encoder::Buffer buffer;
  for (int round = 0; round < 20; ++round) {
    std::shuffle(order.begin(), order.end(), random);
    for (const size_t i : order) ASSERT_EQ(bits_of(*encoder_, items_[i], buffer), expected_[i]);
  }
}

TEST_F(EncoderLaws, ThreadsAtOnceGiveTheSameBits) {
  std::vector<std::thread> threads;
  std::vector<int> right(4, 0);
  for (size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&, t] {
      Encoder::Buffer buffer;
      for (size_t i = 0; i < 5 * items_.size(); ++i) {
        const size_t item = (i + t) % items_.size();
        right[t] += bits_of(*encoder_, items_[item], buffer) == expected_[item];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int each : right) EXPECT_EQ(each, static_cast<int>(5 * items_.size()));
}

TEST_F(EncoderLaws, TokensSensesAndPlacesAllCount) {
  Encoder::Buffer buffer;
  const auto& item = items_[3];
  auto changed = item;
  changed[5].row = (changed[5].row + 1) % kShape.words;
  EXPECT_NE(bits_of(*encoder_, changed, buffer), expected_[3]);
  changed = item;
  changed[5].senses[2] = static_cast<uint16_t>((changed[5].senses[2] + 1) % kShape.senses);
  EXPECT_NE(bits_of(*encoder_, changed, buffer), expected_[3]);
  // Without places the same tokens all mean the same.
  changed.assign(8, item[0]);
  const auto hidden = encoder_->encode(changed, buffer).hidden;
  const auto row = [&](size_t i) { return hidden.subspan(i * kShape.width, kShape.width); };
  EXPECT_FALSE(std::ranges::equal(row(0), row(1)));
}

}  // namespace
}  // namespace hearsay
