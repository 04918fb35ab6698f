// The loops over rows, written so that compilers turn them into vectors: see rules/CMakeLists.txt.
#include "rules/rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "rules/clones.h"

namespace hearsay::rows {
namespace {

constexpr float kByteMax = 127;
constexpr float kLeast = 1e-30F;  // a row below it counts as zeros: its 127th would have no inverse
constexpr float kNormFloor = 1e-12F;  // of a variance, as in the nets' training

// Sixteen floats that the compiler keeps in as many registers as the processor needs for them.
// They are not returned: how that is done would depend on the processor.
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

inline void load(const float* from, Lanes& to) { std::memcpy(&to, from, sizeof to); }
inline void store(const Lanes& from, float* to) { std::memcpy(to, &from, sizeof from); }

// e^x to 2e-7 of itself for x <= 0, and e^-87 below that: 2^whole times a series in the rest, which
// is at most ln2 / 2.
inline float exponential(float x) {
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2High = 0.693359375F;  // in few bits, so that its multiples are exact
  constexpr float kLn2Low = -2.12194440e-4F;
  constexpr float kWhole = 12582912;  // 1.5 · 2^23: a float near it has no bits for fractions
  x = x > -87 ? x : -87;
  const int whole = std::bit_cast<int>(x * kLog2E + kWhole) - std::bit_cast<int>(kWhole);
  const auto n = static_cast<float>(whole);
  const float rest = (x - n * kLn2High) - n * kLn2Low;
  float series = 1.F / 5040;
  series = series * rest + 1.F / 720;
  series = series * rest + 1.F / 120;
  series = series * rest + 1.F / 24;
  series = series * rest + 1.F / 6;
  series = series * rest + 0.5F;
  series = series * rest + 1;
  series = series * rest + 1;
  return series * std::bit_cast<float>((whole + 127) << 23);
}

// 1 - erf(x) for x >= 0, Abramowitz and Stegun 7.1.26: off by less than 2e-7.
inline float erfc_of(float x) {
  const float t = 1 / (1 + 0.3275911F * x);
  const float series =
      t * (0.254829592F +
           t * (-0.284496736F + t * (1.421413741F + t * (-1.453152027F + t * 1.061405429F))));
  return series * exponential(-x * x);
}

// The greatest of a row of whole lanes. By hand: compilers leave such loops alone for fear of NaN.
inline float greatest(const float* x, size_t size) {
  Lanes most, each;
  load(x, most);
  for (size_t i = kLanes; i < size; i += kLanes) {
    load(x + i, each);
    most = each > most ? each : most;
  }
  float all = most[0];
  for (size_t i = 1; i < kLanes; ++i) all = std::max(all, most[i]);
  return all;
}

// softmax of the first `tokens` of a row; 0 in the rest of it.
HEARSAY_CLONES void soften(float* x, size_t tokens) {
  const size_t size = padded(tokens);
  for (size_t i = tokens; i < size; ++i) x[i] = x[0];
  const float most = greatest(x, size);
  for (size_t i = 0; i < size; ++i) x[i] = exponential(x[i] - most);
  for (size_t i = tokens; i < size; ++i) x[i] = 0;
  float sum = 0;
  for (size_t i = 0; i < size; ++i) sum += x[i];
  const float part = 1 / sum;
  for (size_t i = 0; i < size; ++i) x[i] *= part;
}

// Rows that a tile takes at once, and the lanes beside each other: its sums fill half of AVX-512's
// registers.
constexpr size_t kTileRows = 4;

// A tile of a product: sums[r] = Σ over k < depth of left[r][k] · right[k], `kWide` lanes of it, of
// rows `stride` apart.
template <size_t kWide>
inline void add_tile(const float* const (&left)[kTileRows], const float* right, size_t stride,
                     size_t depth, Lanes (&sums)[kTileRows][kWide]) {
  for (size_t k = 0; k < depth; ++k) {
    Lanes each[kWide];
    for (size_t w = 0; w < kWide; ++w) load(right + k * stride + w * kLanes, each[w]);
    for (size_t r = 0; r < kTileRows; ++r) {
      for (size_t w = 0; w < kWide; ++w) sums[r][w] += left[r][k] * each[w];
    }
  }
}

// out[r] = part · the product of four rows `left` and `right`, which has `width` columns of whole
// lanes.
template <size_t kWide>
inline void multiply_tiles(const float* const (&left)[kTileRows], const float* right, size_t stride,
                           size_t depth, float part, size_t& column, size_t width,
                           float* const (&out)[kTileRows]) {
  for (; column + kWide * kLanes <= width; column += kWide * kLanes) {
    Lanes sums[kTileRows][kWide] = {};
    add_tile(left, right + column, stride, depth, sums);
    for (size_t r = 0; r < kTileRows; ++r) {
      for (size_t w = 0; w < kWide; ++w) store(sums[r][w] * part, out[r] + column + w * kLanes);
    }
  }
}

inline void multiply_rows(const float* const (&left)[kTileRows], const float* right, size_t stride,
                          size_t depth, float part, size_t width, float* const (&out)[kTileRows]) {
  size_t column = 0;
  multiply_tiles<2>(left, right, stride, depth, part, column, width, out);
  multiply_tiles<1>(left, right, stride, depth, part, column, width, out);
}

}  // namespace

HEARSAY_CLONES float quantize(const float* x, size_t size, int8_t* out) {
  Lanes highest, each;
  load(x, highest);
  Lanes lowest = highest;
  for (size_t i = kLanes; i < size; i += kLanes) {
    load(x + i, each);
    highest = each > highest ? each : highest;
    lowest = each < lowest ? each : lowest;
  }
  float most = 0;
  for (size_t i = 0; i < kLanes; ++i) most = std::max({most, highest[i], -lowest[i]});
  if (most < kLeast) most = 0;
  const float part = most > 0 ? kByteMax / most : 0;
  for (size_t i = 0; i < size; ++i) {
    const float scaled = x[i] * part;
    out[i] = static_cast<int8_t>(static_cast<int>(scaled + (scaled < 0 ? -0.5F : 0.5F)));
  }
  return most / kByteMax;
}

HEARSAY_CLONES void restore(const int32_t* __restrict sums, float scale,
                            const float* __restrict scales, const float* __restrict bias,
                            size_t size, float* __restrict out) {
  for (size_t i = 0; i < size; ++i)
    out[i] = static_cast<float>(sums[i]) * (scale * scales[i]) + bias[i];
}

HEARSAY_CLONES void add_restored(const int32_t* __restrict sums, float scale,
                                 const float* __restrict scales, const float* __restrict bias,
                                 size_t size, float* __restrict out) {
  for (size_t i = 0; i < size; ++i)
    out[i] += static_cast<float>(sums[i]) * (scale * scales[i]) + bias[i];
}

HEARSAY_CLONES void add_bytes(const int8_t* __restrict bytes, float scale, size_t size,
                              float* __restrict out) {
  for (size_t i = 0; i < size; ++i) out[i] += static_cast<float>(bytes[i]) * scale;
}

HEARSAY_CLONES void add(const float* __restrict x, size_t size, float* __restrict out) {
  for (size_t i = 0; i < size; ++i) out[i] += x[i];
}

HEARSAY_CLONES void normalize(float* __restrict x, const float* __restrict gain,
                              const float* __restrict bias, size_t size) {
  const auto count = static_cast<float>(size);
  float sum = 0;
  for (size_t i = 0; i < size; ++i) sum += x[i];
  const float mean = sum / count;
  float squares = 0;
  for (size_t i = 0; i < size; ++i) squares += (x[i] - mean) * (x[i] - mean);
  const float part = 1 / std::sqrt(squares / count + kNormFloor);
  for (size_t i = 0; i < size; ++i) x[i] = (x[i] - mean) * part * gain[i] + bias[i];
}

HEARSAY_CLONES void gelu(float* x, size_t size) {
  constexpr float kRootOfHalf = 0.707106781F;
  for (size_t i = 0; i < size; ++i) {
    const float half = 0.5F * erfc_of(std::abs(x[i]) * kRootOfHalf);  // Φ(-|x|)
    x[i] *= x[i] < 0 ? half : 1 - half;
  }
}

HEARSAY_CLONES void attend(const Head& head, float* turned, float* scores) {
  const size_t width = padded(head.tokens);
  for (size_t j = 0; j < head.tokens; ++j) {
    for (size_t c = 0; c < head.depth; ++c) turned[c * width + j] = head.k[j * head.stride + c];
  }
  for (size_t c = 0; c < head.depth; ++c) {
    for (size_t j = head.tokens; j < width; ++j) turned[c * width + j] = 0;
  }
  const float part = 1 / std::sqrt(static_cast<float>(head.depth));
  for (size_t i = 0; i < head.tokens; i += kTileRows) {
    // Past the last row the last is computed again: the same numbers in the same place.
    const float* left[kTileRows];
    float* out[kTileRows];
    for (size_t r = 0; r < kTileRows; ++r) {
      const size_t row = std::min(i + r, head.tokens - 1);
      left[r] = head.q + row * head.stride;
      out[r] = scores + row * width;
    }
    multiply_rows(left, turned, width, head.depth, part, width, out);
    for (size_t r = 0; r < kTileRows && i + r < head.tokens; ++r) soften(out[r], head.tokens);
  }
}

HEARSAY_CLONES void gather(const Head& head, const float* scores, float* out, size_t out_stride) {
  for (size_t i = 0; i < head.tokens; i += kTileRows) {
    const float* left[kTileRows];
    float* to[kTileRows];
    for (size_t r = 0; r < kTileRows; ++r) {
      const size_t row = std::min(i + r, head.tokens - 1);  // as in attend()
      left[r] = scores + row * padded(head.tokens);
      to[r] = out + row * out_stride;
    }
    multiply_rows(left, head.v, head.stride, head.tokens, 1, head.depth, to);
  }
}

HEARSAY_CLONES void add_products(const float* w, size_t stride, const float* x, size_t size,
                                 size_t count, float* out) {
  for (size_t i = 0; i < count; ++i) {
    float sum = 0;
    for (size_t k = 0; k < size; ++k) sum += w[i * stride + k] * x[k];
    out[i] += sum;
  }
}

}  // namespace hearsay::rows
