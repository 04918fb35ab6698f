// Any bytes as ninjs and as JSON behind a field map: no crash, and Items keep their laws.
#include "parsers/mapped_json.h"
#include "parsers/ninjs.h"
#include "tests/fuzz/laws.h"

namespace {

// The map uses each kind of candidate, a date form and a zone; its names are those of ninjs, so
// that one corpus serves both.
const hearsay::FieldMap& fields() {
  static const hearsay::FieldMap map = [] {
    hearsay::FieldMap made;
    made.uri = {"uri", "/altids/0/value"};
    made.version = {"version"};
    made.headline = {"/headlines/0/value", "headline"};
    made.body = {"/bodies", "body_text", "body_xhtml"};
    made.language = {"language"};
    made.published = {"versioncreated", "/firstcreated"};
    made.provider = {"/provider/name", "infosource"};
    made.url = {"url"};
    made.byline = {"byline", "/a~1b/~0"};
    made.zone = "America/New_York";
    return made;
  }();
  return map;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  const std::string text = fuzz::as_utf8({reinterpret_cast<const char*>(bytes), size});
  Origin origin = fuzz::origin();
  fuzz::check_read(read_ninjs(text, origin));
  origin.fields = &fields();
  fuzz::check_read(read_mapped_json(text, origin));
  return 0;
}
