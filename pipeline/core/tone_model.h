// ToneModel: a small linear model over the words of a sentence. It hears a tone where the lexicon
// knows no word.
//
// It is made by tests/training/train.py from our own sentences and read from a file of lines
// parted by tabs, comments with `#` before the first:
//   version  1
//   share    how much its verdict counts beside the words' tones, 0…1
//   bias     of negative, neutral, positive
//   FEATURE  weight for negative, neutral, positive
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/result.h"
#include "pipeline/core/tone_features.h"
#include "rules/lexicon.h"

namespace hearsay {

struct Verdict {
  double score = 0;             // −1…1: good less bad; 0 where neutral is the likeliest
  std::vector<ByteSpan> spans;  // what spoke for it most, in reading order; none for 0
};

// Immutable once loaded; any number of threads.
class ToneModel {
 public:
  // May fail with "model.*"; the text is "FILE:LINE: found, expected".
  static Result<std::unique_ptr<const ToneModel>> load(const SourceFile& file);

  Verdict judge(const std::vector<Feature>& features) const;
  double share() const { return share_; }
  size_t size() const { return weights_.size(); }

 private:
  using Weights = std::array<double, 3>;  // negative, neutral, positive
  double share_ = 0;
  Weights bias_{};
  std::unordered_map<std::string, Weights, ViewHash, std::equal_to<>> weights_;
};

}  // namespace hearsay
