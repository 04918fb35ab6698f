// Any record, packed or not, of any content type: parse() gives Items that keep their laws or an
// error.
#include "parsers/parse.h"
#include "parsers/unpack.h"
#include "tests/fuzz/laws.h"

// The first byte chooses content type and format, the rest is the record.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  if (size == 0) return 0;
  constexpr const char* kTypes[] = {"", "text/html; charset=gbk", "application/rss+xml",
                                    "application/vnd.iptc.ninjs+json; charset=\"big5\"",
                                    "application/vnd.iptc.g2.newsitem+xml"};
  const std::string_view record(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  Origin origin = fuzz::origin();
  origin.content_type = kTypes[bytes[0] % std::size(kTypes)];
  const Format format = bytes[0] >= 0x80 ? Format::kText : Format::kDetect;
  fuzz::check_read(parse(format, record, origin));
  if (packing_of(record) != Packing::kNone) {
    const auto unpacked = unpack(record, 1 << 20, "fuzz");
    if (unpacked) {
      fuzz::require(unpacked->size() <= kUnpackRatioMax * record.size(),
                    "unpacked within the ratio");
    } else {
      fuzz::require(unpacked.error().code.starts_with("packing."), "an error of packing");
    }
  }
  return 0;
}
