// Products of matrices of bytes, the larger part of an encoder's work.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearsay {

// out[i][j] = Σ a[i][k] · b[j][k], exactly: `a` has n rows of `depth`, `b` m rows of `depth`, `out`
// n rows of m, all row by row. Runs in the calling thread alone, whose number of OpenMP threads it
// sets to one. REQUIRES depth at most 2^16, so that no sum leaves 32 bits.
void multiply(const int8_t* a, size_t n, const int8_t* b, size_t m, size_t depth, int32_t* out);

// The same in plain loops: the judge of the other, and its stand-in where the system lets no
// program write its own code (MemoryDenyWriteExecute of systemd), which oneDNN does.
void multiply_plainly(const int8_t* a, size_t n, const int8_t* b, size_t m, size_t depth,
                      int32_t* out);

}  // namespace hearsay
