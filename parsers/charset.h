// read_charset(): the bytes of a record become valid UTF-8, whatever charset they are in.
//
// A byte order mark decides. Else bytes that are valid UTF-8 beyond chance are that. Else the label
// in the content type and the one in the document are believed if the text that they give is like
// text; where it is rubbish, all charsets of Charset are tried and the likest wins, with a warning
// "charset.mismatch". Damaged sequences become U+FFFD and are told in a warning "charset.damaged".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/item.h"
#include "parsers/result.h"

namespace hearsay {

// Of all characters of a record; one more may be cut off at its end. A line gone bad in a story of
// a page stays below, a text in a charset that we do not know is far above.
inline constexpr double kDamagedShareMax = 0.05;

// Text that is either the record's own bytes or a conversion of them. Owns the latter.
class Decoded {
 public:
  explicit Decoded(std::string_view text) : view_(text) {}
  explicit Decoded(std::string text) : own_(std::move(text)), owns_(true) {}

  std::string_view text() const { return owns_ ? std::string_view(own_) : view_; }

  std::vector<Warning> warnings;

 private:
  std::string own_;
  std::string_view view_;
  bool owns_ = false;
};

// The bytes outlive the result. The text has no byte order mark. Linear time; any thread. May fail
// with "charset.damaged": no charset gives a text with few enough damaged characters.
Result<Decoded> read_charset(std::string_view bytes, std::string_view content_type,
                             const std::string& place);

}  // namespace hearsay
