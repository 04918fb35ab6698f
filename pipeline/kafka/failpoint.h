// Failpoints: named places where a test lets the process die as if by kill -9.
#pragma once

namespace hearsay::kafka {

// If HEARSAY_FAILPOINT is "NAME:N" the N-th pass through failpoint NAME ends the process at once
// with status 137, without flushing or destroying anything. Without the variable: one comparison.
void failpoint(const char* name);

}  // namespace hearsay::kafka
