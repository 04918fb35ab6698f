// Checking a net's tensors, and the forward pass.
#include "rules/encoder.h"

#include <algorithm>
#include <optional>
#include <string>

#include "rules/product.h"
#include "rules/rows.h"

namespace hearsay {

// Takes tensors out of a file; the first that is not as expected is kept as the error.
struct Encoder::Loading {
  const NetFile& net;
  std::optional<Error> failed = std::nullopt;

  template <typename T>
  T take(Result<T> found) {
    if (found) return std::move(*found);
    if (!failed) failed = found.error();
    return T{};
  }
  uint32_t number(std::string_view key, uint32_t max) { return take(net.number(key, max)); }
  const float* floats(const std::string& name, uint32_t rows, uint32_t cols) {
    return take(net.floats(name, rows, cols)).data();
  }
  Affine affine(const std::string& name, uint32_t rows, uint32_t cols) {
    return {take(net.matrix8(name, rows, cols)), floats(name + ".b", 1, rows)};
  }
  Norm norm(const std::string& name, uint32_t cols) {
    return {floats(name + ".g", 1, cols), floats(name + ".b", 1, cols)};
  }
  // Vectors of floats are taken whole.
  void whole_lanes(std::string_view what, uint32_t found) {
    if (failed || found % rows::kLanes == 0) return;
    failed = Error{"net.shape", net.name() + ": " + std::string(what) + ": found " +
                                    std::to_string(found) + ", expected a multiple of " +
                                    std::to_string(rows::kLanes)};
  }
};

Result<Encoder> Encoder::load(const NetFile& net) {
  Encoder encoder;
  Loading loading{net};
  encoder.bytes_ = net.owner();
  const uint32_t d = encoder.width_ = loading.number("width", kNetWidthMax);
  const uint32_t inner = encoder.inner_ = loading.number("inner", kNetInnerMax);
  encoder.heads_ = loading.number("heads", kNetWidthMax);
  const uint32_t layers = loading.number("layers", kNetLayersMax);
  encoder.positions_count_ = loading.number("positions", kNetPositionsMax);
  encoder.senses_count_ = loading.number("senses", kNetSensesMax);
  if (loading.failed) return *loading.failed;
  loading.whole_lanes("width", d);
  loading.whole_lanes("inner", inner);
  if (d % encoder.heads_ != 0) {
    return Error{"net.shape", net.name() + ": heads: found " + std::to_string(encoder.heads_) +
                                  ", expected a divisor of the width " + std::to_string(d)};
  }
  loading.whole_lanes("width of a head", d / encoder.heads_);
  encoder.words_ = loading.take(net.matrix8("words", std::max(1U, net.rows("words")), d));
  encoder.positions_ = loading.floats("positions", encoder.positions_count_, d);
  encoder.senses_ = loading.floats("senses", encoder.senses_count_, d);
  encoder.norm_ = loading.norm("norm", d);
  for (uint32_t k = 0; k < layers; ++k) {
    const std::string name = std::to_string(k) + ".";
    encoder.layers_.push_back(
        {loading.affine(name + "qkv", 3 * d, d), loading.affine(name + "o", d, d),
         loading.affine(name + "inner", inner, d), loading.affine(name + "outer", d, inner),
         loading.norm(name + "norm1", d), loading.norm(name + "norm2", d)});
  }
  if (loading.failed) return *loading.failed;
  if (!std::all_of(encoder.senses_, encoder.senses_ + d, [](float x) { return x == 0; })) {
    return Error{"net.value",
                 net.name() + ": senses: found weights in the first row, expected zeros: no sense"};
  }
  return encoder;
}

void Encoder::embed(std::span<const Token> tokens, Buffer& buffer) const {
  for (size_t i = 0; i < tokens.size(); ++i) {
    float* x = &buffer.hidden[i * width_];
    std::copy_n(positions_ + i * width_, width_, x);
    const size_t row = tokens[i].row;
    rows::add_bytes(words_.values + row * width_, words_.scales[row], width_, x);
    for (const uint16_t sense : tokens[i].senses) {
      if (sense != 0) rows::add(senses_ + size_t{sense} * width_, width_, x);
    }
    rows::normalize(x, norm_.gain, norm_.bias, width_);
  }
}

// Of buffer.bytes, into buffer.sums.
void Encoder::multiply(const Affine& affine, size_t tokens, Buffer& buffer) const {
  const NetFile::Matrix8& weights = affine.weights;
  hearsay::multiply({buffer.bytes.data(), weights.values, tokens, weights.rows, weights.cols},
                    buffer.packed, buffer.sums.data());
}

// hidden = norm(hidden + affine(bytes)).
void Encoder::add_and_normalize(const Affine& affine, const Norm& norm, size_t tokens,
                                Buffer& buffer) const {
  multiply(affine, tokens, buffer);
  for (size_t i = 0; i < tokens; ++i) {
    float* x = &buffer.hidden[i * width_];
    rows::add_restored(&buffer.sums[i * width_], buffer.scales[i], affine.weights.scales,
                       affine.bias, width_, x);
    rows::normalize(x, norm.gain, norm.bias, width_);
  }
}

void Encoder::attend(const Layer& layer, size_t tokens, Buffer& buffer) const {
  const size_t d = width_;
  const size_t room = rows::padded(tokens);
  for (size_t i = 0; i < tokens; ++i)
    buffer.scales[i] = rows::quantize(&buffer.hidden[i * d], d, &buffer.bytes[i * d]);
  multiply(layer.qkv, tokens, buffer);
  for (size_t i = 0; i < tokens; ++i) {
    rows::restore(&buffer.sums[i * 3 * d], buffer.scales[i], layer.qkv.weights.scales,
                  layer.qkv.bias, 3 * d, &buffer.qkv[i * 3 * d]);
  }
  const size_t depth = d / heads_;
  const bool last = &layer == &layers_.back();
  for (size_t h = 0; h < heads_; ++h) {
    const float* q = &buffer.qkv[h * depth];
    const rows::Head head{q, q + d, q + 2 * d, 3 * d, depth, tokens};
    rows::attend(head, buffer.turned.data(), buffer.scores.data());
    rows::gather(head, buffer.scores.data(), &buffer.context[h * depth], d);
    if (!last) continue;
    for (size_t i = 0; i < tokens; ++i) {
      for (size_t j = 0; j < tokens; ++j)
        buffer.attention[i * tokens + j] += buffer.scores[i * room + j];
    }
  }
  for (size_t i = 0; i < tokens; ++i)
    buffer.scales[i] = rows::quantize(&buffer.context[i * d], d, &buffer.bytes[i * d]);
  add_and_normalize(layer.o, layer.norm1, tokens, buffer);
}

void Encoder::think(const Layer& layer, size_t tokens, Buffer& buffer) const {
  const size_t d = width_;
  for (size_t i = 0; i < tokens; ++i)
    buffer.scales[i] = rows::quantize(&buffer.hidden[i * d], d, &buffer.bytes[i * d]);
  multiply(layer.inner, tokens, buffer);
  for (size_t i = 0; i < tokens; ++i) {
    float* neurons = buffer.neurons.data();
    rows::restore(&buffer.sums[i * inner_], buffer.scales[i], layer.inner.weights.scales,
                  layer.inner.bias, inner_, neurons);
    rows::gelu(neurons, inner_);
    buffer.scales[i] = rows::quantize(neurons, inner_, &buffer.bytes[i * inner_]);
  }
  add_and_normalize(layer.outer, layer.norm2, tokens, buffer);
}

Encoder::Encoding Encoder::encode(std::span<const Token> tokens, Buffer& buffer) const {
  const size_t n = tokens.size();
  const size_t d = width_;
  const size_t room = rows::padded(n);
  buffer.hidden.resize(n * d);
  if (n == 0) return {};
  buffer.qkv.resize(n * 3 * d);
  buffer.context.resize(n * d);
  buffer.turned.resize(d / heads_ * room);
  buffer.scores.resize(n * room);
  buffer.attention.assign(n * n, 0);
  buffer.neurons.resize(inner_);
  buffer.bytes.resize(n * std::max<size_t>(d, inner_));
  buffer.scales.resize(n);
  buffer.sums.resize(n * std::max<size_t>(3 * d, inner_));
  embed(tokens, buffer);
  for (const Layer& layer : layers_) {
    attend(layer, n, buffer);
    think(layer, n, buffer);
  }
  const float part = 1 / static_cast<float>(heads_);
  for (float& each : buffer.attention) each *= part;
  return {buffer.hidden, buffer.attention};
}

std::span<const float> Encoder::map(const Affine& affine, Buffer& buffer) const {
  const size_t n = buffer.hidden.size() / width_, out = affine.weights.rows;
  buffer.sums.resize(std::max(buffer.sums.size(), n * out));
  buffer.mapped.resize(n * out);
  for (size_t i = 0; i < n; ++i)
    buffer.scales[i] =
        rows::quantize(&buffer.hidden[i * width_], width_, &buffer.bytes[i * width_]);
  multiply(affine, n, buffer);
  for (size_t i = 0; i < n; ++i) {
    rows::restore(&buffer.sums[i * out], buffer.scales[i], affine.weights.scales, affine.bias, out,
                  &buffer.mapped[i * out]);
  }
  return buffer.mapped;
}

}  // namespace hearsay
