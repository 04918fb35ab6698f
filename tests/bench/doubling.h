// best_seconds(): the time of a call, for benchmarks that compare an input with its double.
#pragma once

#include <algorithm>
#include <ctime>

namespace hearsay {

inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// The best of several runs: a neighbour on the machine only ever adds time.
template <typename Call>
double best_seconds(const Call& call) {
  constexpr int kRuns = 5;
  double best = 1e9;
  for (int i = 0; i < kRuns; ++i) {
    const double begin = cpu_seconds();
    call();
    best = std::min(best, cpu_seconds() - begin);
  }
  return best;
}

}  // namespace hearsay
