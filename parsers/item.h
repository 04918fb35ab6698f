// Item: one news article, flash or post, whatever feed it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearsay {

// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
using TimeMs = int64_t;

enum class PubStatus : uint8_t { kUsable, kWithheld, kCanceled };

// Something that a reader of the feed should know and that did not stop the item: a charset that
// was not the declared one, damaged bytes, a language that disagrees with its declaration.
struct Warning {
  std::string code;  // stable, short: "charset.mismatch"
  std::string text;  // place, what was found, what was expected
};

// All strings are valid UTF-8. `headline` and `body` are the fields "as received": evidence spans
// count their code points. What came as HTML is already reduced to text.
struct Item {
  std::string uri;       // never empty: a hash of the content when the feed gave none
  std::string version;   // empty: unknown
  std::string provider;  // the outlet or feed that published it; empty: unknown
  // BCP 47: "en", "zh-Hans", "zh-Hant", "de"; as found where the declaration says otherwise, empty
  // where neither says anything.
  std::string language;
  std::string headline;
  std::string body;
  std::string url;
  std::string byline;
  std::optional<TimeMs> published;
  std::optional<int> urgency;  // 1, the most urgent, to 9, as ninjs counts
  PubStatus status = PubStatus::kUsable;
  // True where the field came as markup, whose references ("&amp;") are decoded: one that still
  // stands there is what readers see. In JSON and plain text fold() decodes them.
  bool headline_decoded = false;
  bool body_decoded = false;
  std::vector<Warning> warnings;
};

}  // namespace hearsay
