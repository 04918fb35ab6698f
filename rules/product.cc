// Products of bytes by oneDNN, and in plain loops where it cannot work.
#include "rules/product.h"

#include <oneapi/dnnl/dnnl.h>

#include "rules/clones.h"

// Of libgomp, which oneDNN brings along; its header is GCC's alone.
extern "C" void omp_set_num_threads(int count);

namespace hearsay {

void multiply(const int8_t* a, size_t n, const int8_t* b, size_t m, size_t depth, int32_t* out) {
  // Of this thread and the parallel regions that it starts; others keep theirs. It is one variable
  // of the thread, so that setting it each time costs nothing.
  omp_set_num_threads(1);
  const auto rows = static_cast<dnnl_dim_t>(n);
  const auto columns = static_cast<dnnl_dim_t>(m);
  const auto inner = static_cast<dnnl_dim_t>(depth);
  const int32_t offset = 0;
  // oneDNN's C calls count by rows: `a` as it is ('N'), `b` turned ('T'), whose rows lie `inner`
  // apart.
  const dnnl_status_t status = dnnl_gemm_s8s8s32('N', 'T', 'F', rows, columns, inner, 1.F, a, inner,
                                                 0, b, inner, 0, 0.F, out, columns, &offset);
  if (status != dnnl_success) multiply_plainly(a, n, b, m, depth, out);
}

HEARSAY_CLONES void multiply_plainly(const int8_t* a, size_t n, const int8_t* b, size_t m,
                                     size_t depth, int32_t* out) {
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < m; ++j) {
      int32_t sum = 0;
      for (size_t k = 0; k < depth; ++k) sum += a[i * depth + k] * b[j * depth + k];
      out[i * m + j] = sum;
    }
  }
}

}  // namespace hearsay
