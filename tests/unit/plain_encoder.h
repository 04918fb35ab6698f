// The judge of Encoder: the same pass in double, in the plainest loops.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "rules/encoder.h"
#include "rules/net_file.h"

namespace hearsay {

// Rows of numbers.
using Table = std::vector<std::vector<double>>;

struct PlainEncoding {
  Table hidden;
  Table attention;  // of the last layer, the mean of its heads
};

class PlainEncoder {
 public:
  // `in_bytes`: rows that meet weights are made whole steps of a 127th of their largest, as in
  // Encoder. Without it they stay what they are, as in the net's training.
  PlainEncoder(const NetFile& net, bool in_bytes) : net_(net), in_bytes_(in_bytes) {}

  PlainEncoding encode(std::span<const Encoder::Token> tokens) const {
    const uint32_t d = number("width");
    PlainEncoding out;
    const Table words = bytes("words", net_.rows("words"), d);
    const Table positions = floats("positions", number("positions"), d);
    const Table senses = floats("senses", number("senses"), d);
    for (size_t i = 0; i < tokens.size(); ++i) {
      std::vector<double> x = words[tokens[i].row];
      for (size_t c = 0; c < d; ++c) {
        x[c] += positions[i][c];
        for (const uint16_t sense : tokens[i].senses) x[c] += senses[sense][c];
      }
      out.hidden.push_back(x);
    }
    normalize("norm", out.hidden);
    for (uint32_t k = 0; k < number("layers"); ++k) {
      const std::string layer = std::to_string(k) + ".";
      add(affine(layer + "o", d, attend(affine(layer + "qkv", 3 * d, out.hidden), out.attention)),
          out.hidden);
      normalize(layer + "norm1", out.hidden);
      Table inner = affine(layer + "inner", number("inner"), out.hidden);
      for (auto& row : inner) {
        for (double& x : row) x = 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
      }
      add(affine(layer + "outer", d, inner), out.hidden);
      normalize(layer + "norm2", out.hidden);
    }
    return out;
  }

  // x times an affine map of the file, `rows` high.
  Table affine(const std::string& name, uint32_t rows, Table x) const {
    if (in_bytes_) {
      for (auto& row : x) {
        double most = 0;
        for (const double each : row) most = std::max(most, std::abs(each));
        if (most == 0) continue;
        for (double& each : row) each = std::round(each * 127 / most) * most / 127;
      }
    }
    const auto cols = static_cast<uint32_t>(x[0].size());
    const Table weights = bytes(name, rows, cols);
    const Table bias = floats(name + ".b", 1, rows);
    Table out(x.size(), bias[0]);
    for (size_t i = 0; i < x.size(); ++i) {
      for (uint32_t j = 0; j < rows; ++j) {
        for (uint32_t c = 0; c < cols; ++c) out[i][j] += weights[j][c] * x[i][c];
      }
    }
    return out;
  }

 private:
  uint32_t number(std::string_view key) const { return *net_.number(key, 1U << 20); }

  Table floats(const std::string& name, uint32_t rows, uint32_t cols) const {
    const auto all = *net_.floats(name, rows, cols);
    Table table;
    for (uint32_t i = 0; i < rows; ++i)
      table.emplace_back(all.begin() + i * cols, all.begin() + (i + 1) * cols);
    return table;
  }

  Table bytes(const std::string& name, uint32_t rows, uint32_t cols) const {
    const auto matrix = *net_.matrix8(name, rows, cols);
    Table table(rows, std::vector<double>(cols));
    for (uint32_t i = 0; i < rows; ++i) {
      for (uint32_t c = 0; c < cols; ++c)
        table[i][c] = double{matrix.scales[i]} * matrix.values[i * cols + c];
    }
    return table;
  }

  Table attend(const Table& qkv, Table& mean) const {
    const uint32_t d = number("width");
    const uint32_t heads = number("heads");
    const uint32_t depth = d / heads;
    const size_t n = qkv.size();
    Table out(n, std::vector<double>(d));
    mean.assign(n, std::vector<double>(n));
    for (uint32_t h = 0; h < heads; ++h) {
      for (size_t i = 0; i < n; ++i) {
        std::vector<double> scores(n);
        double sum = 0;
        for (size_t j = 0; j < n; ++j) {
          for (size_t c = h * depth; c < (h + 1) * depth; ++c)
            scores[j] += qkv[i][c] * qkv[j][d + c] / std::sqrt(static_cast<double>(depth));
          scores[j] = std::exp(scores[j]);
          sum += scores[j];
        }
        for (size_t j = 0; j < n; ++j) {
          mean[i][j] += scores[j] / sum / heads;
          for (size_t c = h * depth; c < (h + 1) * depth; ++c)
            out[i][c] += scores[j] / sum * qkv[j][2 * d + c];
        }
      }
    }
    return out;
  }

  void normalize(const std::string& name, Table& x) const {
    const auto d = static_cast<uint32_t>(x[0].size());
    const Table gain = floats(name + ".g", 1, d);
    const Table bias = floats(name + ".b", 1, d);
    for (auto& row : x) {
      double mean = 0, variance = 0;
      for (const double each : row) mean += each / d;
      for (const double each : row) variance += (each - mean) * (each - mean) / d;
      for (uint32_t c = 0; c < d; ++c)
        row[c] = (row[c] - mean) / std::sqrt(variance + 1e-12) * gain[0][c] + bias[0][c];
    }
  }

  static void add(const Table& x, Table& out) {
    for (size_t i = 0; i < x.size(); ++i) {
      for (size_t c = 0; c < x[i].size(); ++c) out[i][c] += x[i][c];
    }
  }

  const NetFile& net_;
  bool in_bytes_;
};

}  // namespace hearsay
