// The encoder against its judge in double, what it refuses to load, and that it works as it should
// among threads and where no program may write code.
#include "rules/encoder.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/unit/plain_encoder.h"
#include "tests/unit/small_net.h"

namespace hearsay {
namespace {

struct Loaded {
  NetFile file;
  Encoder encoder;
};

Loaded load(const SmallShape& shape, uint32_t seed) {
  auto file = read_net(random_net(shape, seed).bytes());
  EXPECT_TRUE(file) << file.error().text;
  auto encoder = Encoder::load(*file);
  EXPECT_TRUE(encoder) << encoder.error().text;
  return {std::move(*file), std::move(*encoder)};
}

// The root of the mean square of the differences, against that of what is expected.
double distance(std::span<const float> found, const Table& expected) {
  double differences = 0, squares = 0;
  size_t at = 0;
  for (const auto& row : expected) {
    for (const double each : row) {
      const double difference = found[at++] - each;
      differences += difference * difference;
      squares += each * each;
    }
  }
  EXPECT_EQ(at, found.size());
  return std::sqrt(differences / squares);
}

class AgainstTheJudge : public testing::TestWithParam<size_t> {};
INSTANTIATE_TEST_SUITE_P(Tokens, AgainstTheJudge, testing::Values(1, 2, 15, 16, 17, 31, 33, 40));

// With the judge's rows in bytes too, only the error of floats is left, some 1e-7 of each number,
// and the few numbers between two bytes that it moves to the other. One such byte changes a row of
// 32 by 1/127 of its largest, which is some 0.4 % of the row and less of all rows. One layer alone,
// since each further product makes more of them.
constexpr double kFewBytes = 3e-3;
constexpr double kFewerBytes = 1e-3;  // before attention there is one product, not four

TEST_P(AgainstTheJudge, OneLayerIsRightToTheErrorOfFloats) {
  const SmallShape shape{.layers = 1};
  for (uint32_t seed = 0; seed < 5; ++seed) {
    const Loaded net = load(shape, seed);
    const auto tokens = random_tokens(shape, GetParam(), seed);
    Encoder::Buffer buffer;
    const auto found = net.encoder.encode(tokens, buffer);
    const auto expected = PlainEncoder(net.file, true).encode(tokens);
    EXPECT_LT(distance(found.hidden, expected.hidden), kFewBytes);
    EXPECT_LT(distance(found.attention, expected.attention), kFewerBytes);
  }
}

// A row in bytes is off by a step over √12 in the mean, which is 0.7 % of its size (its largest is
// some three times that); layers of four products each add up eight such errors, and attention
// sharpens what it gets: 3 % of the hidden states, 5 % of attention.
TEST_P(AgainstTheJudge, LayersAreRightToTheErrorOfBytes) {
  const SmallShape shape{.width = 64, .heads = 2, .layers = 2, .inner = 128};
  for (uint32_t seed = 0; seed < 5; ++seed) {
    const Loaded net = load(shape, seed);
    const auto tokens = random_tokens(shape, GetParam(), seed);
    Encoder::Buffer buffer;
    const auto found = net.encoder.encode(tokens, buffer);
    const auto expected = PlainEncoder(net.file, false).encode(tokens);
    EXPECT_LT(distance(found.hidden, expected.hidden), 0.03);
    EXPECT_LT(distance(found.attention, expected.attention), 0.05);
  }
}

TEST_P(AgainstTheJudge, MapsWhatItEncoded) {
  const SmallShape shape{.layers = 1};
  const Loaded net = load(shape, 1);
  const Encoder::Affine affine{*net.file.matrix8("0.qkv", 96, 32),
                               net.file.floats("0.qkv.b", 1, 96)->data()};
  Encoder::Buffer buffer;
  const auto tokens = random_tokens(shape, GetParam(), 1);
  net.encoder.encode(tokens, buffer);
  const PlainEncoder judge(net.file, true);
  EXPECT_LT(distance(net.encoder.map(affine, buffer),
                     judge.affine("0.qkv", 96, judge.encode(tokens).hidden)),
            kFewBytes);
  net.encoder.encode({}, buffer);
  EXPECT_TRUE(net.encoder.map(affine, buffer).empty());
}

TEST(Encoder, TellsWhatItTakes) {
  const Loaded net = load({}, 1);
  EXPECT_EQ(net.encoder.width(), 32U);
  EXPECT_EQ(net.encoder.words(), 20U);
  EXPECT_EQ(net.encoder.senses(), 5U);
  EXPECT_EQ(net.encoder.positions(), 40U);
  Encoder::Buffer buffer;
  const auto none = net.encoder.encode({}, buffer);
  EXPECT_TRUE(none.hidden.empty());
  EXPECT_TRUE(none.attention.empty());
}

TEST(Encoder, HeadsMayBeOneOrSeveralLanesWide) {
  for (const uint32_t heads : {1U, 2U, 3U, 6U}) {  // 96, 48, 32 and 16 floats
    const SmallShape shape{.width = 96, .heads = heads, .layers = 1};
    const Loaded net = load(shape, heads);
    const auto tokens = random_tokens(shape, 21, heads);
    Encoder::Buffer buffer;
    const auto found = net.encoder.encode(tokens, buffer);
    const auto expected = PlainEncoder(net.file, true).encode(tokens);
    EXPECT_LT(distance(found.hidden, expected.hidden), kFewBytes) << heads;
    EXPECT_LT(distance(found.attention, expected.attention), kFewerBytes) << heads;
  }
}

std::string error_of(const SmallNet& net) {
  const auto file = read_net(net.bytes());
  if (!file) return file.error().text;
  const auto encoder = Encoder::load(*file);
  return encoder ? "" : encoder.error().code + " " + encoder.error().text;
}

SmallNet with(size_t at, const std::string& value) {
  SmallNet net = random_net({}, 1);
  net.values[at] = value;
  return net;
}

TEST(Encoder, ANumberThatIsMissingOrBeyondItsLimitIsRefused) {
  EXPECT_EQ(error_of(with(1, "x 1")),
            "net.shape own.net: width: found none, expected a number from 1 to 4096");
  EXPECT_EQ(error_of(with(1, "width 4097")),
            "net.shape own.net: width: found \"4097\", expected a number from 1 to 4096");
  EXPECT_EQ(error_of(with(2, "heads 0")),
            "net.shape own.net: heads: found \"0\", expected a number from 1 to 4096");
  EXPECT_EQ(error_of(with(3, "layers 49")),
            "net.shape own.net: layers: found \"49\", expected a number from 1 to 48");
  EXPECT_EQ(error_of(with(4, "inner 16385")),
            "net.shape own.net: inner: found \"16385\", expected a number from 1 to 16384");
  EXPECT_EQ(error_of(with(5, "positions 1025")),
            "net.shape own.net: positions: found \"1025\", expected a number from 1 to 1024");
  EXPECT_EQ(error_of(with(6, "senses 65536")),
            "net.shape own.net: senses: found \"65536\", expected a number from 1 to 65535");
  EXPECT_EQ(error_of(with(2, "heads 5")),
            "net.shape own.net: heads: found 5, expected a divisor of the width 32");
  EXPECT_EQ(error_of(with(2, "heads 4")),
            "net.shape own.net: width of a head: found 8, expected a multiple of 16");
  EXPECT_EQ(error_of(random_net({.width = 40, .heads = 1}, 1)),
            "net.shape own.net: width: found 40, expected a multiple of 16");
  EXPECT_EQ(error_of(random_net({.inner = 40}, 1)),
            "net.shape own.net: inner: found 40, expected a multiple of 16");
}

TEST(Encoder, EachTensorIsNeededInItsShape) {
  const SmallNet whole = random_net({}, 1);
  EXPECT_EQ(error_of(whole), "");
  for (size_t i = 0; i < whole.tensors.size(); ++i) {
    SmallNet net = whole;
    const std::string name = net.tensors[i].line.substr(0, net.tensors[i].line.find(' '));
    net.tensors.erase(net.tensors.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(error_of(net).starts_with("net.shape own.net: tensor " + name + ": found none"))
        << name << ": " << error_of(net);
  }
  EXPECT_EQ(error_of(with(5, "positions 41")),
            "net.shape own.net: tensor positions: found f32 40 32, expected f32 41 32");
  EXPECT_EQ(error_of(with(3, "layers 3")),
            "net.shape own.net: tensor 2.qkv: found none, expected i8 96 32");
}

TEST(Encoder, TheRowOfNoSenseIsZero) {
  SmallNet net = random_net({}, 1);
  net.tensor("senses").bytes[31 * sizeof(float) + 3] = 0x3F;  // the last of the first row
  EXPECT_EQ(error_of(net),
            "net.value own.net: senses: found weights in the first row, expected zeros: no sense");
}

// The limits of width, inner, layers and positions in one net each, which is then used.
TEST(Encoder, ReachesItsLimits) {
  for (const SmallShape shape :
       {SmallShape{.width = kNetWidthMax, .heads = 64, .layers = 1, .inner = 16, .words = 1},
        SmallShape{.width = 16, .heads = 1, .layers = 1, .inner = kNetInnerMax},
        SmallShape{.width = 16, .heads = 1, .layers = kNetLayersMax, .inner = 16},
        SmallShape{.width = 16, .heads = 1, .layers = 1, .positions = kNetPositionsMax},
        SmallShape{.width = 16, .heads = 1, .layers = 1, .senses = kNetSensesMax}}) {
    const Loaded net = load(shape, 2);
    auto tokens = random_tokens(shape, std::min(shape.positions, 1024U), 3);
    tokens.back().senses[4] = static_cast<uint16_t>(shape.senses - 1);
    Encoder::Buffer buffer;
    const auto found = net.encoder.encode(tokens, buffer);
    for (const float each : found.hidden) ASSERT_TRUE(std::isfinite(each));
    for (size_t i = 0; i < tokens.size(); ++i) {
      double sum = 0;
      for (size_t j = 0; j < tokens.size(); ++j) sum += found.attention[i * tokens.size() + j];
      ASSERT_NEAR(sum, 1, 1e-4);
    }
  }
}

// The largest floats that a file may hold, everywhere.
TEST(Encoder, NoWeightsThatLoadLeaveTheRangeOfFloats) {
  SmallNet net = random_net({}, 1);
  for (SmallNet::Tensor& tensor : net.tensors) {
    const bool bytes = tensor.line.find(" i8 ") != std::string::npos;
    const size_t floats_begin = bytes ? tensor.bytes.size() / 36 * 32 : 0;
    if (tensor.line.starts_with("senses ")) continue;
    for (size_t at = floats_begin; !bytes && at < tensor.bytes.size(); at += sizeof(float)) {
      const float large = at % 3 == 0 ? kNetFloatMax : -kNetFloatMax;
      std::memcpy(tensor.bytes.data() + at, &large, sizeof large);
    }
    if (!bytes) continue;
    const size_t rows = std::stoul(tensor.line.substr(tensor.line.find(" i8 ") + 4));
    for (size_t i = 0; i < rows; ++i) {
      std::memcpy(tensor.bytes.data() + tensor.bytes.size() - (i + 1) * sizeof(float),
                  &kNetFloatMax, sizeof kNetFloatMax);
    }
  }
  const auto file = read_net(net.bytes());
  ASSERT_TRUE(file) << file.error().text;
  const auto encoder = Encoder::load(*file);
  ASSERT_TRUE(encoder);
  Encoder::Buffer buffer;
  const auto found = encoder->encode(random_tokens({}, 20, 1), buffer);
  for (const float each : found.hidden) ASSERT_TRUE(std::isfinite(each));
  for (const float each : found.attention) ASSERT_TRUE(std::isfinite(each));
}

// systemd's MemoryDenyWriteExecute, by the call that later kernels have for it. It holds for good,
// so a process of its own asks for it, before oneDNN has written any code.
constexpr int kDenyWriteExecute = 65;  // PR_SET_MDWE
constexpr int kNotThere = 77;

std::string bits_of_one() {
  const Loaded net = load({}, 1);
  Encoder::Buffer buffer;
  const auto found = net.encoder.encode(random_tokens({}, 30, 1), buffer);
  return {reinterpret_cast<const char*>(found.hidden.data()), found.hidden.size_bytes()};
}

std::string file_of(pid_t parent) {
  return testing::TempDir() + "encoder-bits-" + std::to_string(parent);
}

TEST(EncoderDeathTest, GivesTheSameBitsWhereNoProgramMayWriteCode) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";  // the child starts anew
  int ended = 0;
  EXPECT_EXIT(
      {
        if (prctl(kDenyWriteExecute, 1, 0, 0, 0) != 0) std::_Exit(kNotThere);
        std::ofstream(file_of(getppid()), std::ios::binary) << bits_of_one();
        std::_Exit(0);
      },
      [&ended](int status) {
        ended = status;
        return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == kNotThere);
      },
      "");
  if (WEXITSTATUS(ended) == kNotThere)
    GTEST_SKIP() << "this kernel denies no program to write code";
  std::ifstream file(file_of(getpid()), std::ios::binary);
  const std::string bits{std::istreambuf_iterator<char>(file), {}};
  std::filesystem::remove(file_of(getpid()));
  EXPECT_FALSE(bits.empty());
  EXPECT_TRUE(bits == bits_of_one());
}

}  // namespace
}  // namespace hearsay
