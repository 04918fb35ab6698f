// unpack(): payloads that were compressed with gzip or zstd, within limits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/result.h"

namespace hearsay {

// Times the compressed size: text shrinks to a tenth or, full of repetitions, to a fiftieth.
inline constexpr size_t kUnpackRatioMax = 100;
// Of a zstd frame: what a decoder must hold in memory for it; zstd's own limit for untrusted data.
inline constexpr int kZstdWindowLog2Max = 23;

enum class Packing : uint8_t { kNone, kGzip, kZstd };

// By the first bytes, with which no text in a charset of ours begins.
Packing packing_of(std::string_view bytes);

// All members or frames, one after the other. Memory and time are bounded by the result's limits.
// REQUIRES packing_of(bytes) != kNone. Any thread. May fail with
//   "packing.too-large"  more than `bytes_max`,
//   "packing.ratio"      more than kUnpackRatioMax times the compressed size,
//   "packing.window"     a zstd window above kZstdWindowLog2Max,
//   "packing.broken"     cut off, a wrong checksum, or bytes behind the last member,
//   "packing.nested"     the result is itself compressed.
Result<std::string> unpack(std::string_view bytes, size_t bytes_max, const std::string& place);

}  // namespace hearsay
