// Reads the model's file and judges a sentence by the weights of its features.
#include "pipeline/core/tone_model.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace hearsay {
namespace {

// A verdict is at least this much: where good and bad are likely alike, neutral is not likely.
constexpr double kLeast = 0.25;
// Quoted as evidence at most: more would be the whole sentence.
constexpr size_t kSpansMax = 3;

}  // namespace

Result<std::unique_ptr<const ToneModel>> ToneModel::load(const SourceFile& file) {
  auto loaded = std::make_unique<ToneModel>();
  ToneModel& model = *loaded;
  bool versioned = false;
  bool biased = false;
  size_t row = 0;
  for (size_t begin = 0; begin < file.bytes.size();) {
    const size_t end = std::min(file.bytes.find('\n', begin), file.bytes.size());
    std::string_view line(file.bytes.data() + begin, end - begin);
    begin = end + 1;
    ++row;
    if (!versioned && line.starts_with('#')) continue;  // later it may be a feature
    const auto error = [&](std::string code, std::string_view expected) {
      return Error{std::move(code), file.name + ":" + std::to_string(row) + ": found \"" +
                                        std::string(line) + "\", expected " +
                                        std::string(expected)};
    };
    const std::string_view name = line.substr(0, line.find('\t'));
    std::vector<double> numbers;
    for (size_t at = name.size(); at < line.size();) {
      const size_t stop = std::min(line.find('\t', at + 1), line.size());
      double value = 0;
      const auto [rest, code] = std::from_chars(line.data() + at + 1, line.data() + stop, value);
      if (code != std::errc() || rest != line.data() + stop || !std::isfinite(value)) {
        return error("model.number", "numbers parted by tabs after the feature");
      }
      numbers.push_back(value);
      at = stop;
    }
    if (!versioned) {
      if (name != "version" || numbers != std::vector<double>{1})
        return error("model.version", "version 1 in the first line");
      versioned = true;
    } else if (name == "share" && numbers.size() == 1) {
      if (numbers[0] < 0 || numbers[0] > 1) return error("model.share", "a share from 0 to 1");
      model.share_ = numbers[0];
    } else if (numbers.size() != 3) {
      return error("model.weights", "three weights: negative, neutral, positive");
    } else if (!biased) {
      if (name != "bias") return error("model.bias", "the bias before the features");
      std::copy(numbers.begin(), numbers.end(), model.bias_.begin());
      biased = true;
    } else {
      const bool fresh =
          model.weights_.try_emplace(std::string(name), Weights{numbers[0], numbers[1], numbers[2]})
              .second;
      if (!fresh) return error("model.twice", "each feature once");
    }
  }
  if (!biased) {
    return Error{"model.bias", file.name + ":" + std::to_string(row) +
                                   ": found the end of the file, expected version and bias"};
  }
  return std::unique_ptr<const ToneModel>(std::move(loaded));
}

Verdict ToneModel::judge(const std::vector<Feature>& features) const {
  Weights sum = bias_;
  struct Heard {
    double lean = 0;
    ByteSpan span;
  };
  std::vector<Heard> heard;
  for (const Feature& feature : features) {
    const auto found = weights_.find(std::string_view(feature.text));
    if (found == weights_.end()) continue;
    for (size_t c = 0; c < 3; ++c) sum[c] += found->second[c];
    if (feature.span.size() != 0)
      heard.push_back({found->second[2] - found->second[0], feature.span});
  }
  if (sum[1] >= sum[0] && sum[1] >= sum[2]) return {};
  const double top = std::max({sum[0], sum[1], sum[2]});
  double total = 0;
  for (double& s : sum) total += s = std::exp(s - top);
  const double lean = (sum[2] - sum[0]) / total;
  const double side = lean > 0 ? 1 : -1;
  Verdict verdict{side * std::max(std::abs(lean), kLeast), {}};
  std::stable_sort(heard.begin(), heard.end(),
                   [&](const Heard& a, const Heard& b) { return side * a.lean > side * b.lean; });
  for (const Heard& h : heard) {
    const bool inside = std::any_of(verdict.spans.begin(), verdict.spans.end(), [&](ByteSpan s) {
      return h.span.begin < s.end && s.begin < h.span.end;
    });
    if (verdict.spans.size() < kSpansMax && side * h.lean > 0 && !inside)
      verdict.spans.push_back(h.span);
  }
  std::sort(verdict.spans.begin(), verdict.spans.end(),
            [](ByteSpan a, ByteSpan b) { return a.begin < b.begin; });
  return verdict;
}

}  // namespace hearsay
