// Products of bytes in tiles that fit a processor's registers, for AVX-512 with VNNI and for AVX2.
//
// A register holds four bytes of `a` for each of 16 (8) tokens, one group of four for all of them,
// which meet the same four bytes of one row of `b`, spread over a register. So `b` is used as it
// lies in its file, and only `a`, which is small, is packed first: block by block of tokens, group
// by group. The instructions take one side without sign: 128 is added to each byte of `a`, and 128
// times the sum of b's row taken off again. A tile is kTileRows rows of `b` by one block of tokens
// or two; its sums lie token beside token and are turned before they are stored.
//
// oneDNN made the same sums as fast with AVX-512 and more slowly with AVX2. It writes its code
// while it runs, which the systemd unit denies (MemoryDenyWriteExecute), and starts threads of its
// own.
#include "rules/product.h"

#include <array>

#include "rules/clones.h"

#if defined(__x86_64__)
#pragma GCC diagnostic push
#if !defined(__clang__)  // GCC 12 warns of what its own header leaves undefined on purpose
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <cstring>
#endif

namespace hearsay {

#if defined(__x86_64__)
namespace {

constexpr size_t kTileRows = 16;
constexpr size_t kGroup = 4;  // bytes that one instruction adds up
constexpr uint32_t kFlip = 0x80808080;

// Where a tile lies.
struct Tile {
  const uint32_t* packed;  // its first block
  const int8_t* b;         // its first row
  size_t depth;
  size_t tokens;  // that are stored
  size_t m;
  int32_t* out;
};

inline uint32_t group_at(const int8_t* bytes) {
  uint32_t group = 0;
  std::memcpy(&group, bytes, sizeof group);
  return group;
}

// Groups that fill no whole register, from `begin` on; past the last token it is packed again.
template <size_t kTokens>
void pack_rest(const ByteProduct& product, size_t token, size_t begin, uint32_t* packed) {
  for (size_t g = begin; g < product.depth / kGroup; ++g) {
    for (size_t t = 0; t < kTokens; ++t) {
      const size_t row = std::min(token + t, product.n - 1);
      packed[g * kTokens + t] = group_at(product.a + row * product.depth + g * kGroup) ^ kFlip;
    }
  }
}

// Both kinds are written out: a function, a template's too, is compiled for one of them.
#define HEARSAY_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
struct Avx512 {
  static constexpr size_t kTokens = 16;
  using Square = __m512i[16];

  // Rows become columns.
  HEARSAY_TARGET static inline void turn(Square& x) {
    Square y;
    for (size_t i = 0; i < 16; i += 2) {
      y[i] = _mm512_unpacklo_epi32(x[i], x[i + 1]);
      y[i + 1] = _mm512_unpackhi_epi32(x[i], x[i + 1]);
    }
    for (size_t i = 0; i < 16; i += 4) {
      x[i] = _mm512_unpacklo_epi64(y[i], y[i + 2]);
      x[i + 1] = _mm512_unpackhi_epi64(y[i], y[i + 2]);
      x[i + 2] = _mm512_unpacklo_epi64(y[i + 1], y[i + 3]);
      x[i + 3] = _mm512_unpackhi_epi64(y[i + 1], y[i + 3]);
    }
    for (size_t i = 0; i < 4; ++i) {
      y[i] = _mm512_shuffle_i32x4(x[i], x[i + 4], 0x88);
      y[i + 4] = _mm512_shuffle_i32x4(x[i], x[i + 4], 0xDD);
      y[i + 8] = _mm512_shuffle_i32x4(x[i + 8], x[i + 12], 0x88);
      y[i + 12] = _mm512_shuffle_i32x4(x[i + 8], x[i + 12], 0xDD);
    }
    for (size_t i = 0; i < 8; ++i) {
      x[i] = _mm512_shuffle_i32x4(y[i], y[i + 8], 0x88);
      x[i + 8] = _mm512_shuffle_i32x4(y[i], y[i + 8], 0xDD);
    }
  }

  HEARSAY_TARGET static void pack(const ByteProduct& product, size_t token, uint32_t* packed) {
    const size_t groups = product.depth / kGroup;
    size_t g = 0;
    for (; g + kTokens <= groups; g += kTokens) {
      Square x;
      for (size_t t = 0; t < kTokens; ++t) {
        const size_t row = std::min(token + t, product.n - 1);
        x[t] = _mm512_xor_si512(_mm512_loadu_si512(product.a + row * product.depth + g * kGroup),
                                _mm512_set1_epi32(static_cast<int>(kFlip)));
      }
      turn(x);
      for (size_t t = 0; t < kTokens; ++t) _mm512_storeu_si512(packed + (g + t) * kTokens, x[t]);
    }
    pack_rest<kTokens>(product, token, g, packed);
  }

  // The sum of a row.
  HEARSAY_TARGET static int32_t sum(const int8_t* row, size_t depth) {
    __m512i sums = _mm512_setzero_si512();
    size_t k = 0;
    for (; k + 64 <= depth; k += 64)
      sums = _mm512_dpbusd_epi32(sums, _mm512_set1_epi8(1), _mm512_loadu_si512(row + k));
    std::array<int32_t, 16> parts = {};
    _mm512_storeu_si512(parts.data(), sums);
    int32_t all = 0;
    for (const int32_t part : parts) all += part;
    for (; k < depth; ++k) all += row[k];
    return all;
  }

  template <size_t kBlocks>
  HEARSAY_TARGET static void multiply(const Tile& tile, const int32_t* starts) {
    constexpr size_t kRows = 8;  // with two blocks their sums fill half of the registers
    const size_t groups = tile.depth / kGroup;
    __m512i turned[kBlocks][kTileRows];
    for (size_t begin = 0; begin < kTileRows; begin += kRows) {
      __m512i sums[kBlocks][kRows];
      for (size_t r = 0; r < kRows; ++r) {
        for (size_t t = 0; t < kBlocks; ++t) sums[t][r] = _mm512_set1_epi32(starts[begin + r]);
      }
      for (size_t g = 0; g < groups; ++g) {
        __m512i tokens[kBlocks];
        for (size_t t = 0; t < kBlocks; ++t)
          tokens[t] = _mm512_loadu_si512(tile.packed + (t * groups + g) * kTokens);
#pragma GCC unroll 8
        for (size_t r = 0; r < kRows; ++r) {
          const __m512i weights = _mm512_set1_epi32(
              static_cast<int>(group_at(tile.b + (begin + r) * tile.depth + g * kGroup)));
          for (size_t t = 0; t < kBlocks; ++t)
            sums[t][r] = _mm512_dpbusd_epi32(sums[t][r], tokens[t], weights);
        }
      }
      for (size_t t = 0; t < kBlocks; ++t) std::copy_n(sums[t], kRows, turned[t] + begin);
    }
    for (size_t t = 0; t < kBlocks; ++t) {
      turn(turned[t]);
      const size_t rows = std::min(kTokens, tile.tokens - t * kTokens);
      for (size_t i = 0; i < rows; ++i)
        _mm512_storeu_si512(tile.out + (t * kTokens + i) * tile.m, turned[t][i]);
    }
  }
};
#undef HEARSAY_TARGET

#define HEARSAY_TARGET __attribute__((target("avx2")))
struct Avx2 {
  static constexpr size_t kTokens = 8;
  using Square = __m256i[8];

  HEARSAY_TARGET static inline __m256i load(const void* from) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
  }
  HEARSAY_TARGET static inline void store(void* to, __m256i x) {
    _mm256_storeu_si256(static_cast<__m256i*>(to), x);
  }
  // Four products of bytes added up, two by two in 16 bits: see net_file.h.
  HEARSAY_TARGET static inline __m256i add_products(__m256i sums, __m256i tokens, __m256i weights) {
    const __m256i pairs = _mm256_maddubs_epi16(tokens, weights);
    return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
  }

  HEARSAY_TARGET static inline void turn(Square& x) {
    Square y;
    for (size_t i = 0; i < 8; i += 2) {
      y[i] = _mm256_unpacklo_epi32(x[i], x[i + 1]);
      y[i + 1] = _mm256_unpackhi_epi32(x[i], x[i + 1]);
    }
    for (size_t i = 0; i < 8; i += 4) {
      x[i] = _mm256_unpacklo_epi64(y[i], y[i + 2]);
      x[i + 1] = _mm256_unpackhi_epi64(y[i], y[i + 2]);
      x[i + 2] = _mm256_unpacklo_epi64(y[i + 1], y[i + 3]);
      x[i + 3] = _mm256_unpackhi_epi64(y[i + 1], y[i + 3]);
    }
    for (size_t i = 0; i < 4; ++i) {
      y[i] = _mm256_permute2x128_si256(x[i], x[i + 4], 0x20);
      y[i + 4] = _mm256_permute2x128_si256(x[i], x[i + 4], 0x31);
    }
    std::copy_n(y, 8, x);
  }

  HEARSAY_TARGET static void pack(const ByteProduct& product, size_t token, uint32_t* packed) {
    const size_t groups = product.depth / kGroup;
    size_t g = 0;
    for (; g + kTokens <= groups; g += kTokens) {
      Square x;
      for (size_t t = 0; t < kTokens; ++t) {
        const size_t row = std::min(token + t, product.n - 1);
        x[t] = _mm256_xor_si256(load(product.a + row * product.depth + g * kGroup),
                                _mm256_set1_epi32(static_cast<int>(kFlip)));
      }
      turn(x);
      for (size_t t = 0; t < kTokens; ++t) store(packed + (g + t) * kTokens, x[t]);
    }
    pack_rest<kTokens>(product, token, g, packed);
  }

  HEARSAY_TARGET static int32_t sum(const int8_t* row, size_t depth) {
    __m256i sums = _mm256_setzero_si256();
    size_t k = 0;
    for (; k + 32 <= depth; k += 32) sums = add_products(sums, _mm256_set1_epi8(1), load(row + k));
    std::array<int32_t, 8> parts = {};
    store(parts.data(), sums);
    int32_t all = 0;
    for (const int32_t part : parts) all += part;
    for (; k < depth; ++k) all += row[k];
    return all;
  }

  template <size_t kBlocks>
  HEARSAY_TARGET static void multiply(const Tile& tile, const int32_t* starts) {
    constexpr size_t kRows = 4;
    const size_t groups = tile.depth / kGroup;
    __m256i turned[kBlocks][kTileRows / kTokens][kTokens];
    for (size_t begin = 0; begin < kTileRows; begin += kRows) {
      __m256i sums[kBlocks][kRows];
      for (size_t r = 0; r < kRows; ++r) {
        for (size_t t = 0; t < kBlocks; ++t) sums[t][r] = _mm256_set1_epi32(starts[begin + r]);
      }
      for (size_t g = 0; g < groups; ++g) {
        __m256i tokens[kBlocks];
        for (size_t t = 0; t < kBlocks; ++t)
          tokens[t] = load(tile.packed + (t * groups + g) * kTokens);
#pragma GCC unroll 4
        for (size_t r = 0; r < kRows; ++r) {
          const __m256i weights = _mm256_set1_epi32(
              static_cast<int>(group_at(tile.b + (begin + r) * tile.depth + g * kGroup)));
          for (size_t t = 0; t < kBlocks; ++t)
            sums[t][r] = add_products(sums[t][r], tokens[t], weights);
        }
      }
      for (size_t t = 0; t < kBlocks; ++t)
        std::copy_n(sums[t], kRows, turned[t][begin / kTokens] + begin % kTokens);
    }
    for (size_t t = 0; t < kBlocks; ++t) {
      const size_t rows = std::min(kTokens, tile.tokens - t * kTokens);
      for (size_t half = 0; half < kTileRows / kTokens; ++half) {
        turn(turned[t][half]);
        for (size_t i = 0; i < rows; ++i)
          store(tile.out + (t * kTokens + i) * tile.m + half * kTokens, turned[t][half][i]);
      }
    }
  }
};
#undef HEARSAY_TARGET

template <typename Processor>
void multiply_by(const ByteProduct& product, std::vector<uint32_t>& room, int32_t* out) {
  constexpr size_t kTokens = Processor::kTokens;
  const size_t block = product.depth / kGroup * kTokens;  // packed
  room.resize((product.n + kTokens - 1) / kTokens * block);
  for (size_t token = 0; token < product.n; token += kTokens)
    Processor::pack(product, token, &room[token / kTokens * block]);
  for (size_t j = 0; j < product.m; j += kTileRows) {
    const int8_t* b = product.b + j * product.depth;
    std::array<int32_t, kTileRows> starts = {};
    for (size_t r = 0; r < kTileRows; ++r)
      starts[r] = -128 * Processor::sum(b + r * product.depth, product.depth);
    for (size_t token = 0; token < product.n;) {
      const Tile tile{
          &room[token / kTokens * block], b, product.depth, product.n - token, product.m,
          out + token * product.m + j};
      if (tile.tokens > kTokens) {
        Processor::template multiply<2>(tile, starts.data());
        token += 2 * kTokens;
      } else {
        Processor::template multiply<1>(tile, starts.data());
        token += kTokens;
      }
    }
  }
}

}  // namespace
#endif

Processor this_processor() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl"))
    return Processor::kAvx512;
  if (__builtin_cpu_supports("avx2")) return Processor::kAvx2;
#endif
  return Processor::kAny;
}

HEARSAY_CLONES void multiply_plainly(const ByteProduct& product, int32_t* out) {
  for (size_t i = 0; i < product.n; ++i) {
    const int8_t* a = product.a + i * product.depth;
    for (size_t j = 0; j < product.m; ++j) {
      const int8_t* b = product.b + j * product.depth;
      int32_t sum = 0;
      for (size_t k = 0; k < product.depth; ++k) sum += a[k] * b[k];
      out[i * product.m + j] = sum;
    }
  }
}

void multiply(const ByteProduct& product, [[maybe_unused]] std::vector<uint32_t>& room,
              int32_t* out, [[maybe_unused]] Processor processor) {
#if defined(__x86_64__)
  if (processor == Processor::kAvx512) return multiply_by<Avx512>(product, room, out);
  if (processor == Processor::kAvx2) return multiply_by<Avx2>(product, room, out);
#endif
  multiply_plainly(product, out);
}

}  // namespace hearsay
