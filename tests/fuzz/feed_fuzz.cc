// Any bytes as RSS and Atom: no crash, and what is read keeps the laws of an Item.
#include "parsers/feed.h"
#include "tests/fuzz/laws.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  const std::string text = fuzz::as_utf8({reinterpret_cast<const char*>(bytes), size});
  fuzz::check_read(read_feed(text, fuzz::origin()));
  return 0;
}
