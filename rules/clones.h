// HEARSAY_CLONES: a function compiled for several kinds of processor; the best is taken at the
// start.
//
// Debian's baseline is SSE2, with which loops over floats take four times as long. GCC alone: Clang
// 14 names the clones in another way, and ThreadSanitizer is not ready when they are chosen.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define HEARSAY_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define HEARSAY_CLONES
#endif
