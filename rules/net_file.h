// NetFile: a net's weights as they lie in a file, mapped and checked.
//
//   hearsay net 1
//   KEY VALUE                    any number; each key once
//   tensor NAME KIND ROWS COLS   any number; each name once
//                                an empty line ends the header
// Then the tensors in that order, each from the next multiple of kNetAlignment bytes of the file:
//   i8    ROWS × COLS signed bytes, row by row, then ROWS floats: a weight is its byte times the
//         float of its row. ROWS × COLS is a multiple of 4, so that the floats are aligned
//   f32   ROWS × COLS floats, row by row
//   text  ROWS bytes; COLS is 1
// Numbers are little-endian; the file ends with its last tensor. Bytes of i8 lie within ±63: on
// processors without VNNI two products of a byte are added in 16 bits and would saturate beyond
// that. Nobody checks it: a larger one makes a sum wrong there, never a place in memory, and
// looking would read the whole file that mapping spares us to read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "parsers/result.h"

namespace hearsay {

constexpr size_t kNetAlignment = 64;                // bytes: a line of cache, a register of AVX-512
constexpr size_t kNetHeaderBytesMax = 64 * 1024;    // 48 layers of 12 tensors need 30 KB
constexpr size_t kNetTensorsMax = 1024;             // the same 48 layers, and what is beside them
constexpr size_t kNetBytesMax = 256 * 1024 * 1024;  // ten times the nets that we have
// Of a float, either sign: no sum of the encoder leaves the range of float then. Trained weights
// stay below 100.
constexpr float kNetFloatMax = 1e4F;

// Immutable; any number of threads. Views of tensors live as long as the owner(), others as long as
// the NetFile.
class NetFile {
 public:
  struct Matrix8 {
    const int8_t* values = nullptr;  // rows × cols
    const float* scales = nullptr;   // rows
    uint32_t rows = 0;
    uint32_t cols = 0;
  };

  // Maps the file read-only: processes share its pages, and only what is used is read. A new net
  // is moved into its place; writing into a mapped file changes the weights in use.
  // May fail with "net.unreadable" and as read() does.
  static Result<NetFile> open(const std::string& path);
  // Of bytes that somebody else holds: `owner` keeps them. REQUIRES that they begin at a multiple
  // of kNetAlignment. May fail with "net.syntax", "net.limit", "net.size" or "net.value"; the text
  // is "NAME:LINE: found, expected" or "NAME: found, expected".
  static Result<NetFile> read(std::string name, std::string_view bytes,
                              std::shared_ptr<const void> owner);

  const std::string& name() const { return name_; }
  const std::shared_ptr<const void>& owner() const { return owner_; }

  // Empty where there is no such key.
  std::string_view value(std::string_view key) const;
  // A whole number from 1 to `max`. May fail with "net.shape".
  Result<uint32_t> number(std::string_view key, uint32_t max) const;
  // Rows of a tensor of any kind, 0 where there is none.
  uint32_t rows(std::string_view name) const;
  // A tensor of this kind and shape. May fail with "net.shape".
  Result<Matrix8> matrix8(std::string_view name, uint32_t rows, uint32_t cols) const;
  Result<std::span<const float>> floats(std::string_view name, uint32_t rows, uint32_t cols) const;
  Result<std::string_view> text(std::string_view name) const;

 private:
  enum class Kind : uint8_t { kBytes, kFloats, kText };
  struct Tensor {
    Kind kind = Kind::kText;
    uint32_t rows = 0;
    uint32_t cols = 0;
    size_t begin = 0;  // in bytes_
    size_t size() const;
    std::string shape() const;
  };
  struct Header;

  const float* floats_at(size_t begin) const;
  std::string_view floats_of(const Tensor& tensor) const;
  Result<Tensor> tensor(std::string_view name, const Tensor& expected) const;

  std::string name_;
  std::shared_ptr<const void> owner_;
  std::string_view bytes_;
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, Tensor, std::less<>> tensors_;
};

}  // namespace hearsay
