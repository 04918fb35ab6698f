// Encoder: what each token of a text means among the others, by a small transformer.
//
// BERT as Devlin et al. 2019 have it: attention, then two layers of neurons with gelu, each added
// to what was there and normalised after that. Weights are bytes (net_file.h) and so are the rows
// that meet them; sums are exact, and all else is floats. Its file has the keys width, heads,
// layers, inner, positions and senses, and the tensors (d: width, k: a layer from 0)
//   words i8 V d        positions f32 P d     senses f32 S d, of which the first row is 0
//   norm.g, norm.b      f32 1 d
//   k.qkv i8 3d d       k.qkv.b f32 1 3d      k.o i8 d d         k.o.b f32 1 d
//   k.inner i8 I d      k.inner.b f32 1 I     k.outer i8 d I     k.outer.b f32 1 d
//   k.norm1.g, k.norm1.b, k.norm2.g, k.norm2.b   f32 1 d
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "parsers/result.h"
#include "rules/net_file.h"

namespace hearsay {

constexpr uint32_t kNetWidthMax = 4096;      // floats of a token
constexpr uint32_t kNetInnerMax = 16384;     // neurons; sums of so many bytes stay within 32 bits
constexpr uint32_t kNetLayersMax = 48;       // what the header has room for
constexpr uint32_t kNetPositionsMax = 1024;  // tokens: attention needs their square
constexpr uint32_t kNetSensesMax = 65535;    // what Token can name

// Immutable once loaded; any number of threads, each with a Buffer of its own. Keeps the file's
// bytes.
class Encoder {
 public:
  struct Token {
    uint32_t row = 0;                     // of `words`
    std::array<uint16_t, 5> senses = {};  // rows of `senses`; 0 for none
  };
  // The room that encode() works in. What it is used for before changes no result.
  struct Buffer;
  // Views of the buffer, until it is used again.
  struct Encoding {
    std::span<const float> hidden;     // tokens × width
    std::span<const float> attention;  // tokens × tokens: of the last layer, the mean of its heads
  };

  // May fail with "net.shape" or "net.value".
  static Result<Encoder> load(const NetFile& net);

  uint32_t width() const { return width_; }
  uint32_t words() const { return words_.rows; }
  uint32_t senses() const { return senses_count_; }
  uint32_t positions() const { return positions_count_; }

  // The same tokens give the same bits on the same kind of processor. All in the calling thread.
  // REQUIRES at most positions() tokens, with rows below words() and senses below senses().
  Encoding encode(std::span<const Token> tokens, Buffer& buffer) const;

  // A matrix with what is added to its product.
  struct Affine {
    NetFile::Matrix8 weights;
    const float* bias = nullptr;
  };
  // Of the `hidden` of encode(), with the same buffer: tokens × rows of `affine`, which is width()
  // wide and has a multiple of rows::kLanes of them. A view of the buffer as those are.
  std::span<const float> map(const Affine& affine, Buffer& buffer) const;

 private:
  // What a sum and its norm are made with.
  struct Norm {
    const float* gain = nullptr;
    const float* bias = nullptr;
  };
  struct Layer {
    Affine qkv, o, inner, outer;
    Norm norm1, norm2;
  };
  struct Loading;

  void embed(std::span<const Token> tokens, Buffer& buffer) const;
  void attend(const Layer& layer, size_t tokens, Buffer& buffer) const;
  void think(const Layer& layer, size_t tokens, Buffer& buffer) const;
  void multiply(const Affine& affine, size_t tokens, Buffer& buffer) const;
  void add_and_normalize(const Affine& affine, const Norm& norm, size_t tokens,
                         Buffer& buffer) const;

  std::shared_ptr<const void> bytes_;
  uint32_t width_ = 0;
  uint32_t heads_ = 0;
  uint32_t inner_ = 0;
  uint32_t positions_count_ = 0;
  uint32_t senses_count_ = 0;
  NetFile::Matrix8 words_;
  const float* positions_ = nullptr;
  const float* senses_ = nullptr;
  Norm norm_;
  std::vector<Layer> layers_;
};

struct Encoder::Buffer {
  std::vector<float> hidden;     // tokens × width
  std::vector<float> qkv;        // tokens × 3 width
  std::vector<float> context;    // tokens × width: what attention gathers
  std::vector<float> turned;     // keys of one head, column by column
  std::vector<float> scores;     // of one head, tokens × padded tokens
  std::vector<float> attention;  // tokens × tokens
  std::vector<float> neurons;    // of one token
  std::vector<int8_t> bytes;     // a row of bytes for each token
  std::vector<float> scales;     // one for each token
  std::vector<uint32_t> packed;  // what a product makes of them
  std::vector<int32_t> sums;     // of a product
  std::vector<float> mapped;     // what map() makes
};

}  // namespace hearsay
