// RoleModel: how much each sign speaks for a mention as subject or object of a trigger.
//
// A log-linear model over role_signs.h, made by tests/training/train_roles.py from our own labelled
// news and read from a file of lines "SIGN TAB WEIGHT", comments with `#` before the first.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <initializer_list>
#include <string_view>

#include "parsers/result.h"
#include "rules/entities.h"

namespace hearsay {

// Immutable once loaded; any number of threads.
class RoleModel {
 public:
  // Knows no sign.
  RoleModel() = default;
  // May fail with "model.syntax"; the text is "FILE:LINE: found, expected".
  static Result<RoleModel> load(const SourceFile& file);

  // Of the sign that the pieces spell; 0 for one that it never saw.
  double weight(std::initializer_list<std::string_view> pieces) const;
  bool empty() const { return weights_.empty(); }

 private:
  boost::unordered_flat_map<uint64_t, float> weights_;  // by the hash of the sign's text
};

}  // namespace hearsay
