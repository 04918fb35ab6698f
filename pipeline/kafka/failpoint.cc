// Reads HEARSAY_FAILPOINT once and counts the passes.
#include "pipeline/kafka/failpoint.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>

namespace hearsay::kafka {
namespace {

constexpr int kLikeKill9 = 137;

struct Armed {
  std::string name;
  long passes_left = 0;
};

Armed read_environment() {
  const char* variable = std::getenv("HEARSAY_FAILPOINT");
  if (variable == nullptr) return {};
  const std::string_view text = variable;
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {std::string(text), 1};
  return {std::string(text.substr(0, colon)), std::strtol(variable + colon + 1, nullptr, 10)};
}

}  // namespace

void failpoint(const char* name) {
  static const Armed armed = read_environment();
  if (armed.name.empty() || armed.name != name) return;
  static std::atomic<long> left{armed.passes_left};
  if (left.fetch_sub(1) == 1) _exit(kLikeKill9);
}

}  // namespace hearsay::kafka
