// Milliseconds of a pass through a net of the size of the English one, beside the products of a
// layer in floats by oneDNN in the same run: "share" is a layer's time against that of those
// products alone.
#include <benchmark/benchmark.h>
#include <oneapi/dnnl/dnnl.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "rules/encoder.h"
#include "tests/unit/small_net.h"

#ifdef HEARSAY_ONEDNN
extern "C" void omp_set_num_threads(int count);  // of libgomp; its header is GCC's alone
#endif

namespace hearsay {
namespace {

constexpr SmallShape kShape{.width = 384,
                            .heads = 12,
                            .layers = 6,
                            .inner = 1536,
                            .positions = 512,
                            .senses = 80,
                            .words = 5000};

#ifdef HEARSAY_ONEDNN
// The shortest of ten.
template <typename Work>
double seconds_of(Work work) {
  double best = 1e9;
  for (int i = 0; i < 10; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

// The four products of one layer, rows by rows as the encoder's are.
void multiply_floats(size_t tokens, const std::vector<float>& left,
                     const std::vector<float>& weights, std::vector<float>& out) {
  omp_set_num_threads(1);
  const auto n = static_cast<dnnl_dim_t>(tokens);
  const dnnl_dim_t d = kShape.width, inner = kShape.inner;
  const std::pair<dnnl_dim_t, dnnl_dim_t> sizes[] = {{3 * d, d}, {d, d}, {inner, d}, {d, inner}};
  for (const auto& [m, depth] : sizes) {
    dnnl_sgemm('N', 'T', n, m, depth, 1.F, left.data(), depth, weights.data(), depth, 0.F,
               out.data(), m);
  }
}

#endif

void encodes(benchmark::State& state) {
  const auto count = static_cast<size_t>(state.range(0));
  static const auto file = read_net(random_net(kShape, 1).bytes());
  static const auto encoder = Encoder::load(*file);
  const auto tokens = random_tokens(kShape, count, 1);
  Encoder::Buffer buffer;
  for (auto _ : state) benchmark::DoNotOptimize(encoder->encode(tokens, buffer));
#ifdef HEARSAY_ONEDNN
  const std::vector<float> left(count * kShape.inner, 0.5F);
  const std::vector<float> weights(size_t{kShape.inner} * kShape.width, 0.25F);
  std::vector<float> out(count * kShape.inner);
  const double layer = seconds_of([&] { encoder->encode(tokens, buffer); }) / kShape.layers;
  const double floats = seconds_of([&] { multiply_floats(count, left, weights, out); });
  state.counters["float_products_ms"] = floats * 1e3;
  state.counters["share"] = layer / floats;
#endif
}
BENCHMARK(encodes)->Arg(32)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hearsay

BENCHMARK_MAIN();
