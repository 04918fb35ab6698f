// Reading the model's file.
#include "rules/role_model.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "parsers/fnv.h"

namespace hearsay {

Result<RoleModel> RoleModel::load(const SourceFile& file) {
  RoleModel model;
  const std::string_view bytes = file.bytes;
  size_t number = 0;
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    ++number;
    const bool head = model.families_.empty() && model.weights_.empty();
    if (line.empty() || (head && line.starts_with('#'))) continue;
    const size_t tab = line.rfind('\t');
    if (line.starts_with("of\t") && line.size() > 3) {
      model.families_.emplace_back(line.substr(3));
      continue;
    }
    float weight = 0;
    const std::string_view written = tab == std::string_view::npos ? "" : line.substr(tab + 1);
    const auto read = std::from_chars(written.data(), written.data() + written.size(), weight);
    if (tab == 0 || written.empty() || read.ec != std::errc() ||
        read.ptr != written.data() + written.size() || !std::isfinite(weight)) {
      return Error{"model.syntax", file.name + ":" + std::to_string(number) + ": found \"" +
                                       std::string(line) +
                                       "\", expected a sign, a tab and a number"};
    }
    if (!model.weights_.emplace(fnv1a(line.substr(0, tab)), weight).second) {
      return Error{"model.syntax", file.name + ":" + std::to_string(number) + ": found \"" +
                                       std::string(line.substr(0, tab)) +
                                       "\" again, expected each sign once"};
    }
  }
  return model;
}

bool RoleModel::knows(std::string_view family) const {
  return std::find(families_.begin(), families_.end(), family) != families_.end();
}

double RoleModel::weight(std::initializer_list<std::string_view> pieces) const {
  uint64_t hash = kFnvBasis;
  for (const std::string_view piece : pieces) hash = fnv1a(piece, hash);
  const auto found = weights_.find(hash);
  return found == weights_.end() ? 0 : found->second;
}

}  // namespace hearsay
