// Reading a net's file: the header line by line, then the places of its tensors and their floats.
#include "rules/net_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

namespace hearsay {
namespace {

static_assert(std::endian::native == std::endian::little, "weights are used as they lie");

constexpr std::string_view kFirstLine = "hearsay net 1";
constexpr size_t kQuoteBytesMax = 80;  // of a line, in an error's text
constexpr std::array<std::string_view, 3> kKinds = {"i8", "f32", "text"};

std::string quoted(std::string_view found) {
  return "found \"" + std::string(found.substr(0, kQuoteBytesMax)) +
         (found.size() > kQuoteBytesMax ? "…\"" : "\"");
}

// A whole number from 1 to `max`, or 0.
uint32_t number_in(std::string_view written, uint32_t max) {
  uint32_t number = 0;
  const auto read = std::from_chars(written.data(), written.data() + written.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == written.data() + written.size();
  return whole && number <= max ? number : 0;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at <= line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

size_t aligned(size_t at) { return (at + kNetAlignment - 1) / kNetAlignment * kNetAlignment; }

}  // namespace

// Reads the header's lines into a NetFile; where they end is where the tensors begin.
struct NetFile::Header {
  NetFile& net;
  std::vector<std::string> order = {};  // of the tensors
  size_t end = 0;
  size_t line_number = 0;

  Error error(std::string code, std::string found, std::string_view expected) const {
    return {std::move(code), net.name_ + ":" + std::to_string(line_number) + ": " +
                                 std::move(found) + ", expected " + std::string(expected)};
  }

  std::optional<Error> add_tensor(std::string_view line) {
    const auto words = words_of(line);
    if (words.size() != 5 || words[1].empty())
      return error("net.syntax", quoted(line), "tensor NAME KIND ROWS COLS");
    const auto kind = std::find(kKinds.begin(), kKinds.end(), words[2]);
    if (kind == kKinds.end()) return error("net.syntax", quoted(words[2]), "i8, f32 or text");
    Tensor tensor;
    tensor.kind = static_cast<Kind>(kind - kKinds.begin());
    tensor.rows = number_in(words[3], kNetBytesMax);
    tensor.cols = number_in(words[4], kNetBytesMax);
    if (tensor.rows == 0 || tensor.cols == 0) {
      return error("net.syntax", quoted(line),
                   "rows and columns from 1 to " + std::to_string(kNetBytesMax));
    }
    if (tensor.kind == Kind::kText && tensor.cols != 1)
      return error("net.syntax", quoted(line), "one column of text");
    if (tensor.kind == Kind::kBytes && uint64_t{tensor.rows} * tensor.cols % 4 != 0)
      return error("net.syntax", quoted(line), "rows × columns of i8 to be a multiple of 4");
    if (order.size() == kNetTensorsMax) {
      return error("net.limit", "found one more tensor",
                   "at most " + std::to_string(kNetTensorsMax));
    }
    if (!net.tensors_.emplace(words[1], tensor).second)
      return error("net.syntax", quoted(words[1]) + " again", "each tensor once");
    order.emplace_back(words[1]);
    return std::nullopt;
  }

  std::optional<Error> add_value(std::string_view line) {
    const size_t blank = line.find(' ');
    if (blank == 0 || blank == std::string_view::npos || blank + 1 == line.size())
      return error("net.syntax", quoted(line), "a key, a blank and a value");
    if (!order.empty()) return error("net.syntax", quoted(line), "keys before tensors");
    if (!net.values_.emplace(line.substr(0, blank), line.substr(blank + 1)).second)
      return error("net.syntax", quoted(line.substr(0, blank)) + " again", "each key once");
    return std::nullopt;
  }

  std::optional<Error> read() {
    const std::string_view head = net.bytes_.substr(0, kNetHeaderBytesMax);
    for (;;) {
      ++line_number;
      const size_t line_end = head.find('\n', end);
      if (line_number == 1 && head.substr(0, line_end) != kFirstLine)
        return error("net.syntax", quoted(head.substr(0, line_end)), "\"hearsay net 1\"");
      if (line_end == std::string_view::npos) {
        if (head.size() < kNetHeaderBytesMax)
          return error("net.syntax", "found the end of the file", "an empty line after the header");
        return error("net.limit", "found no empty line",
                     "a header of at most " + std::to_string(kNetHeaderBytesMax) + " bytes");
      }
      const std::string_view line = head.substr(end, line_end - end);
      end = line_end + 1;
      if (line.empty()) return std::nullopt;
      if (line_number == 1) continue;
      auto failed = line.starts_with("tensor ") ? add_tensor(line) : add_value(line);
      if (failed) return failed;
    }
  }
};

// No sum here overflows: rows and columns are at most 2^28.
size_t NetFile::Tensor::size() const {
  const size_t count = size_t{rows} * cols;
  switch (kind) {
    case Kind::kBytes:
      return count + size_t{rows} * sizeof(float);
    case Kind::kFloats:
      return count * sizeof(float);
    case Kind::kText:
      break;
  }
  return count;
}

std::string NetFile::Tensor::shape() const {
  return std::string(kKinds[static_cast<size_t>(kind)]) + " " + std::to_string(rows) + " " +
         std::to_string(cols);
}

// The bytes of all floats that a tensor has.
std::string_view NetFile::floats_of(const Tensor& tensor) const {
  switch (tensor.kind) {
    case Kind::kBytes:
      return bytes_.substr(tensor.begin + size_t{tensor.rows} * tensor.cols,
                           tensor.rows * sizeof(float));
    case Kind::kFloats:
      return bytes_.substr(tensor.begin, tensor.size());
    case Kind::kText:
      break;
  }
  return {};
}

Result<NetFile> NetFile::open(const std::string& path) {
  using namespace boost::interprocess;
  std::error_code failed;
  const uint64_t size = std::filesystem::file_size(path, failed);
  if (failed)
    return Error{"net.unreadable", path + ": " + failed.message() + ", expected a file of a net"};
  if (size == 0) return read(path, {}, nullptr);  // nothing to map
  if (size > kNetBytesMax) {
    return Error{"net.limit", path + ": found " + std::to_string(size) +
                                  " bytes, expected at most " + std::to_string(kNetBytesMax)};
  }
  try {
    const file_mapping file(path.c_str(), read_only);
    const auto region = std::make_shared<const mapped_region>(file, read_only);
    return read(path, {static_cast<const char*>(region->get_address()), region->get_size()},
                region);
  } catch (const interprocess_exception& error) {
    return Error{"net.unreadable", path + ": " + error.what() + ", expected a file of a net"};
  }
}

Result<NetFile> NetFile::read(std::string name, std::string_view bytes,
                              std::shared_ptr<const void> owner) {
  NetFile net;
  net.name_ = std::move(name);
  net.owner_ = std::move(owner);
  net.bytes_ = bytes;
  if (bytes.size() > kNetBytesMax) {
    return Error{"net.limit", net.name_ + ": found " + std::to_string(bytes.size()) +
                                  " bytes, expected at most " + std::to_string(kNetBytesMax)};
  }
  Header header{net};
  if (const auto failed = header.read()) return *failed;
  size_t end = header.end;
  for (const std::string& each : header.order) {
    Tensor& tensor = net.tensors_.find(each)->second;
    tensor.begin = aligned(end);
    end = tensor.begin + tensor.size();
    if (end > bytes.size()) {
      return Error{"net.size", net.name_ + ": found " + std::to_string(bytes.size()) +
                                   " bytes, expected " + std::to_string(end) +
                                   " up to the end of " + each};
    }
    const std::string_view floats = net.floats_of(tensor);
    for (size_t at = 0; at < floats.size(); at += sizeof(float)) {
      float number = 0;
      std::memcpy(&number, floats.data() + at, sizeof number);
      if (!(std::abs(number) <= kNetFloatMax)) {  // nor is a NaN
        return Error{"net.value", net.name_ + ": found " + std::to_string(number) + " in " + each +
                                      ", expected floats within ±" +
                                      std::to_string(static_cast<int>(kNetFloatMax))};
      }
    }
  }
  if (end != bytes.size()) {
    return Error{"net.size", net.name_ + ": found " + std::to_string(bytes.size()) +
                                 " bytes, expected " + std::to_string(end) +
                                 ", the end of the last tensor"};
  }
  return net;
}

std::string_view NetFile::value(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? std::string_view{} : found->second;
}

Result<uint32_t> NetFile::number(std::string_view key, uint32_t max) const {
  const std::string_view written = value(key);
  const uint32_t number = number_in(written, max);
  if (number != 0) return number;
  return Error{"net.shape", name_ + ": " + std::string(key) + ": " +
                                (written.empty() ? "found none" : quoted(written)) +
                                ", expected a number from 1 to " + std::to_string(max)};
}

uint32_t NetFile::rows(std::string_view name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? 0 : found->second.rows;
}

// Text may have any number of rows.
Result<NetFile::Tensor> NetFile::tensor(std::string_view name, const Tensor& expected) const {
  const auto found = tensors_.find(name);
  const bool text = expected.kind == Kind::kText;
  if (found != tensors_.end() && found->second.kind == expected.kind &&
      (text || (found->second.rows == expected.rows && found->second.cols == expected.cols)))
    return found->second;
  return Error{"net.shape", name_ + ": tensor " + std::string(name) + ": found " +
                                (found == tensors_.end() ? "none" : found->second.shape()) +
                                ", expected " + (text ? "text" : expected.shape())};
}

const float* NetFile::floats_at(size_t begin) const {
  return reinterpret_cast<const float*>(bytes_.data() + begin);
}

Result<NetFile::Matrix8> NetFile::matrix8(std::string_view name, uint32_t rows,
                                          uint32_t cols) const {
  const auto found = tensor(name, {Kind::kBytes, rows, cols});
  if (!found) return found.error();
  return Matrix8{reinterpret_cast<const int8_t*>(bytes_.data() + found->begin),
                 floats_at(found->begin + size_t{rows} * cols), rows, cols};
}

Result<std::span<const float>> NetFile::floats(std::string_view name, uint32_t rows,
                                               uint32_t cols) const {
  const auto found = tensor(name, {Kind::kFloats, rows, cols});
  if (!found) return found.error();
  return std::span(floats_at(found->begin), size_t{rows} * cols);
}

Result<std::string_view> NetFile::text(std::string_view name) const {
  const auto found = tensor(name, {Kind::kText});
  if (!found) return found.error();
  return bytes_.substr(found->begin, found->rows);
}

}  // namespace hearsay
