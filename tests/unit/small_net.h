// Nets that a test makes: the bytes of a file with any header and tensors, and a random small
// encoder.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/encoder.h"
#include "rules/net_file.h"

namespace hearsay {

// What a file holds, in order. bytes() are those of the file.
struct SmallNet {
  struct Tensor {
    std::string line;  // "NAME KIND ROWS COLS"
    std::string bytes;
  };
  std::vector<std::string> values;  // "KEY VALUE"
  std::vector<Tensor> tensors;

  void add_bytes(const std::string& name, size_t rows, size_t cols,
                 const std::vector<int8_t>& weights, const std::vector<float>& scales) {
    std::string bytes(weights.size() + scales.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), weights.data(), weights.size());
    std::memcpy(bytes.data() + weights.size(), scales.data(), scales.size() * sizeof(float));
    add(name, "i8", rows, cols, std::move(bytes));
  }
  void add_floats(const std::string& name, size_t rows, size_t cols,
                  const std::vector<float>& weights) {
    std::string bytes(weights.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), weights.data(), bytes.size());
    add(name, "f32", rows, cols, std::move(bytes));
  }
  void add_text(const std::string& name, const std::string& text) {
    add(name, "text", text.size(), 1, text);
  }
  void add(const std::string& name, const std::string& kind, size_t rows, size_t cols,
           std::string bytes) {
    tensors.push_back({name + " " + kind + " " + std::to_string(rows) + " " + std::to_string(cols),
                       std::move(bytes)});
  }
  // The tensor of this name, to be spoilt.
  Tensor& tensor(std::string_view name) {
    for (Tensor& each : tensors) {
      if (each.line.starts_with(std::string(name) + " ")) return each;
    }
    std::abort();
  }

  std::string bytes() const {
    std::string file = "hearsay net 1\n";
    for (const std::string& value : values) file += value + "\n";
    for (const Tensor& each : tensors) file += "tensor " + each.line + "\n";
    file += "\n";
    for (const Tensor& each : tensors) {
      file.resize((file.size() + kNetAlignment - 1) / kNetAlignment * kNetAlignment);
      file += each.bytes;
    }
    return file;
  }
};

// Read from memory, aligned as NetFile::read asks for.
inline Result<NetFile> read_net(std::string_view bytes) {
  struct alignas(kNetAlignment) Block {
    char bytes[kNetAlignment];
  };
  const auto blocks =
      std::make_shared<std::vector<Block>>(bytes.size() / kNetAlignment + 1);  // never empty
  char* begin = blocks->data()->bytes;
  std::memcpy(begin, bytes.data(), bytes.size());
  return NetFile::read("own.net", {begin, bytes.size()}, blocks);
}

struct SmallShape {
  uint32_t width = 32, heads = 2, layers = 2, inner = 48, positions = 40, senses = 5, words = 20;
};

// An encoder of random weights of about the sizes that training gives.
inline SmallNet random_net(const SmallShape& shape, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> weight(-63, 63);
  std::normal_distribution<float> normal(0, 1);
  SmallNet net;
  net.values = {"language en",
                "width " + std::to_string(shape.width),
                "heads " + std::to_string(shape.heads),
                "layers " + std::to_string(shape.layers),
                "inner " + std::to_string(shape.inner),
                "positions " + std::to_string(shape.positions),
                "senses " + std::to_string(shape.senses)};
  const auto bytes = [&](const std::string& name, size_t rows, size_t cols, float size) {
    std::vector<int8_t> weights(rows * cols);
    for (int8_t& each : weights) each = static_cast<int8_t>(weight(random));
    std::vector<float> scales(rows);
    // Weights of variance size² on the whole: 63 / √3 is the deviation of what is drawn.
    for (float& each : scales) each = size / 36 * (1 + 0.2F * normal(random));
    net.add_bytes(name, rows, cols, weights, scales);
  };
  const auto floats = [&](const std::string& name, size_t rows, size_t cols, float mean, float size,
                          size_t zeros = 0) {
    std::vector<float> weights(rows * cols);
    for (size_t i = zeros; i < weights.size(); ++i) weights[i] = mean + size * normal(random);
    net.add_floats(name, rows, cols, weights);
  };
  const size_t d = shape.width;
  const float each = 1 / std::sqrt(static_cast<float>(d));  // keeps a row's size
  bytes("words", shape.words, d, 1);
  floats("positions", shape.positions, d, 0, 0.3F);
  floats("senses", shape.senses, d, 0, 0.5F, d);
  floats("norm.g", 1, d, 1, 0.2F);
  floats("norm.b", 1, d, 0, 0.2F);
  for (uint32_t k = 0; k < shape.layers; ++k) {
    const std::string name = std::to_string(k) + ".";
    bytes(name + "qkv", 3 * d, d, 1.5F * each);
    floats(name + "qkv.b", 1, 3 * d, 0, 0.2F);
    bytes(name + "o", d, d, each);
    floats(name + "o.b", 1, d, 0, 0.2F);
    floats(name + "norm1.g", 1, d, 1, 0.2F);
    floats(name + "norm1.b", 1, d, 0, 0.2F);
    bytes(name + "inner", shape.inner, d, 1.5F * each);
    floats(name + "inner.b", 1, shape.inner, 0, 0.5F);
    bytes(name + "outer", d, shape.inner, each);
    floats(name + "outer.b", 1, d, 0, 0.2F);
    floats(name + "norm2.g", 1, d, 1, 0.2F);
    floats(name + "norm2.b", 1, d, 0, 0.2F);
  }
  return net;
}

inline std::vector<Encoder::Token> random_tokens(const SmallShape& shape, size_t count,
                                                 uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<Encoder::Token> tokens(count);
  for (Encoder::Token& token : tokens) {
    token.row = static_cast<uint32_t>(random() % shape.words);
    for (uint16_t& sense : token.senses) {
      if (random() % 3 == 0) sense = static_cast<uint16_t>(random() % shape.senses);
    }
  }
  return tokens;
}

}  // namespace hearsay
