// Products of matrices of bytes, the larger part of an encoder's work.
//
// Two ways to the same exact sums: tiles for the processor at hand, and plain loops, which are the
// judge of the tiles and work on any processor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hearsay {

// The two matrices, whose rows lie one behind the other. REQUIRES m and depth to be multiples of
// 16, depth at most 2^16, so that no sum leaves 32 bits, and bytes of `b` within ±63 (net_file.h).
struct ByteProduct {
  const int8_t* a = nullptr;  // n × depth
  const int8_t* b = nullptr;  // m × depth
  size_t n = 0;
  size_t m = 0;
  size_t depth = 0;
};

// What the tiles are made for.
enum class Processor : uint8_t { kAny, kAvx2, kAvx512 };
Processor this_processor();

// out[i · m + j] = Σ a[i][k] · b[j][k]. `room` is what it works in and grows. REQUIRES a processor
// up to this_processor(). For any it is multiply_plainly().
void multiply(const ByteProduct& product, std::vector<uint32_t>& room, int32_t* out,
              Processor processor = this_processor());
void multiply_plainly(const ByteProduct& product, int32_t* out);

}  // namespace hearsay
