// What an encoder does to rows of floats between its products; each compiled for several
// processors.
//
// Sizes are multiples of kLanes; what is read and what is written do not overlap unless it is said.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearsay::rows {

constexpr size_t kLanes = 16;  // floats taken at once: a register of AVX-512, four of SSE2

// out = bytes of x: x is about out times the result, which is max|x| / 127; 0 for a row of zeros.
float quantize(const float* x, size_t size, int8_t* out);
// A row of a product back to floats: out = sums · scale · scales + bias.
void restore(const int32_t* sums, float scale, const float* scales, const float* bias, size_t size,
             float* out);
// out += the same.
void add_restored(const int32_t* sums, float scale, const float* scales, const float* bias,
                  size_t size, float* out);
// out += bytes · scale.
void add_bytes(const int8_t* bytes, float scale, size_t size, float* out);
void add(const float* x, size_t size, float* out);
// x to mean 0 and variance 1, then times gain plus bias.
void normalize(float* x, const float* gain, const float* bias, size_t size);
// out[i] += w[i] · x, for `count` rows w of `size` floats, `stride` apart; any sizes.
void add_products(const float* w, size_t stride, const float* x, size_t size, size_t count,
                  float* out);
// x · Φ(x) by the error function, in place; off by less than 1e-6 + 1e-6·|x|.
void gelu(float* x, size_t size);

// One head of attention over `tokens` rows of q, k and v, `stride` floats apart and `depth` wide.
struct Head {
  const float* q = nullptr;
  const float* k = nullptr;
  const float* v = nullptr;
  size_t stride = 0;
  size_t depth = 0;
  size_t tokens = 0;  // any number
};
// `tokens` rounded up to whole lanes: the room that each row of scores takes.
constexpr size_t padded(size_t tokens) { return (tokens + kLanes - 1) / kLanes * kLanes; }
// scores[i] = softmax over j of q[i]·k[j] / √depth, rows of padded(tokens) whose padding is 0;
// `turned` has room for depth × padded(tokens).
void attend(const Head& head, float* turned, float* scores);
// out[i] = Σ scores[i][j] · v[j], rows of `depth` floats, `out_stride` apart.
void gather(const Head& head, const float* scores, float* out, size_t out_stride);

}  // namespace hearsay::rows
