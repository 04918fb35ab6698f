// RoleModel: how much each sign speaks for a mention as subject or object of a trigger.
//
// A log-linear model over role_signs.h, made by tests/training/train_roles.py from our own labelled
// news and read from a file of lines, comments with `#` before the first:
//   of TAB FAMILY     it has learned from claims of this family; once for each
//   SIGN TAB WEIGHT
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

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
  // True for a family that it has learned from. Of others the places of triggers say all.
  bool knows(std::string_view family) const;

 private:
  std::vector<std::string> families_;
  boost::unordered_flat_map<uint64_t, float> weights_;  // by the hash of the sign's text
};

}  // namespace hearsay
