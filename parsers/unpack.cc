// Decompression in steps, so that the limits are met before the memory is taken.
#include "parsers/unpack.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace hearsay {

namespace {

constexpr size_t kStepBytes = 32 * 1024;
constexpr std::string_view kGzipMagic = "\x1F\x8B";
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";

// Takes the output step by step and says when it is too much.
class Sink {
 public:
  Sink(size_t packed, size_t bytes_max, const std::string& place)
      : ratio_max_(packed * kUnpackRatioMax), bytes_max_(bytes_max), place_(place) {}

  std::optional<Error> add(const char* bytes, size_t size) {
    if (out_.size() + size > bytes_max_)
      return Error{"packing.too-large", place_ + ": more than " + std::to_string(bytes_max_) +
                                            " bytes when unpacked, expected at most so many"};
    if (out_.size() + size > ratio_max_)
      return Error{"packing.ratio", place_ + ": more than " + std::to_string(kUnpackRatioMax) +
                                        " times its size when unpacked, expected at most so much"};
    out_.append(bytes, size);
    return std::nullopt;
  }

  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
  size_t ratio_max_, bytes_max_;
  const std::string& place_;
};

Error broken(const std::string& place, const char* kind, const char* how) {
  return {"packing.broken", place + ": " + kind + " " + how + ", expected whole " + kind};
}

std::optional<Error> unpack_gzip(std::string_view bytes, Sink& sink, const std::string& place) {
  constexpr int kGzipOnly = 15 + 16;  // the largest window, and no other wrapping
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return broken(place, "gzip", "without memory");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::array<char, kStepBytes> step{};
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(step.data());
    stream.avail_out = static_cast<uInt>(step.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (status == Z_BUF_ERROR) return broken(place, "gzip", "that is cut off");
    if (status != Z_OK && status != Z_STREAM_END) return broken(place, "gzip", "that is damaged");
    if (auto error = sink.add(step.data(), step.size() - stream.avail_out)) return error;
    if (status == Z_OK) continue;
    if (stream.avail_in == 0) return std::nullopt;
    const std::string_view rest = bytes.substr(bytes.size() - stream.avail_in);
    if (!rest.starts_with(kGzipMagic)) return broken(place, "gzip", "with other bytes behind it");
    if (inflateReset(&stream) != Z_OK) return broken(place, "gzip", "that is damaged");
  }
}

std::optional<Error> unpack_zstd(std::string_view bytes, Sink& sink, const std::string& place) {
  const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                   ZSTD_freeDCtx);
  if (!context) return broken(place, "zstd", "without memory");
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kZstdWindowLog2Max);
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::array<char, kStepBytes> step{};
  for (;;) {
    ZSTD_outBuffer out{step.data(), step.size(), 0};
    const size_t left = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(left) != 0) {
      if (ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge)
        return Error{"packing.window", place + ": zstd with a window above 8 MiB, expected less"};
      return broken(place, "zstd", "that is damaged");
    }
    if (auto error = sink.add(step.data(), out.pos)) return error;
    if (left == 0 && in.pos == in.size) return std::nullopt;
    if (in.pos == in.size && out.pos < out.size) return broken(place, "zstd", "that is cut off");
  }
}

}  // namespace

Packing packing_of(std::string_view bytes) {
  if (bytes.starts_with(kGzipMagic)) return Packing::kGzip;
  return bytes.starts_with(kZstdMagic) ? Packing::kZstd : Packing::kNone;
}

Result<std::string> unpack(std::string_view bytes, size_t bytes_max, const std::string& place) {
  Sink sink(bytes.size(), bytes_max, place);
  const auto error = packing_of(bytes) == Packing::kGzip ? unpack_gzip(bytes, sink, place)
                                                         : unpack_zstd(bytes, sink, place);
  if (error) return *error;
  std::string out = std::move(sink).take();
  if (packing_of(out) != Packing::kNone)
    return Error{"packing.nested", place + ": compressed twice, expected once"};
  return out;
}

}  // namespace hearsay
