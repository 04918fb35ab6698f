// Products of bytes by oneDNN, and in plain loops.
#include "rules/product.h"

#include <oneapi/dnnl/dnnl.h>

#include "rules/clones.h"

// Of libgomp, which oneDNN brings along; its header is GCC's alone.
extern "C" void omp_set_num_threads(int count);

namespace hearsay {

void multiply(const ByteProduct& product, std::vector<uint32_t>& room, int32_t* out) {
  // Of this thread and the parallel regions that it starts; others keep theirs. It is one variable
  // of the thread, so that setting it each time costs nothing.
  omp_set_num_threads(1);
  const auto n = static_cast<dnnl_dim_t>(product.n);
  const auto m = static_cast<dnnl_dim_t>(product.m);
  const auto depth = static_cast<dnnl_dim_t>(product.depth);
  const int32_t offset = 0;
  // oneDNN's C calls take rows: `a` as it is ('N'), `b` turned ('T'), the rows of both `depth`
  // apart.
  const dnnl_status_t status = dnnl_gemm_s8s8s32('N', 'T', 'F', n, m, depth, 1.F, product.a, depth,
                                                 0, product.b, depth, 0, 0.F, out, m, &offset);
  if (status != dnnl_success) multiply_in_tiles(product, room, out);
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

}  // namespace hearsay
