// Any bytes under any label: valid UTF-8 or an error, damage within its limit, and UTF-8 stays as
// it is.
#include "parsers/charset.h"
#include "parsers/charset_convert.h"
#include "tests/fuzz/laws.h"

// The first byte chooses the label, the rest is the record.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  if (size == 0) return 0;
  constexpr const char* kLabels[] = {"",       "utf-8",        "gb2312", "gb18030", "big5",
                                     "utf-16", "windows-1252", "utf-32", "utf-7"};
  const std::string_view record(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const std::string label = kLabels[bytes[0] % std::size(kLabels)];
  const auto decoded =
      read_charset(record, label.empty() ? "" : "text/plain; charset=" + label, "fuzz");
  if (!decoded) {
    fuzz::require(decoded.error().code == "charset.damaged", "only damage is an error");
    fuzz::require(decoded.error().text.starts_with("fuzz: "), "an error begins with its place");
  } else {
    const std::string_view text = decoded->text();
    fuzz::require(simdjson::validate_utf8(text.data(), text.size()), "text is valid UTF-8");
    fuzz::require(text.size() <= 3 * record.size() + 3, "a byte becomes at most three");
  }
  for (const Charset charset :
       {Charset::kUtf8, Charset::kUtf16Le, Charset::kUtf16Be, Charset::kUtf32Le, Charset::kUtf32Be,
        Charset::kGb18030, Charset::kBig5, Charset::kWindows1252}) {
    const Converted converted = convert(record, charset);
    const std::string& text = converted.text;
    fuzz::require(simdjson::validate_utf8(text.data(), text.size()), "text is valid UTF-8");
    fuzz::require(converted.damaged <= converted.characters, "damage is part of the characters");
    fuzz::require(!converted.cut_off || text.ends_with("\xEF\xBF\xBD"), "cut off at the end");
    const double score = likeness(text);
    fuzz::require(score >= -4 && score <= 1, "likeness has its bounds");
  }
  if (simdjson::validate_utf8(record.data(), record.size()))
    fuzz::require(convert(record, Charset::kUtf8).text == record, "UTF-8 stays as it is");
  return 0;
}
