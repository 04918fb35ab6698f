// PlainText: what a reader of marked-up text sees, built piece by piece: lines and single blanks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hearsay {

// What an element does to the text around it.
enum class TagKind : uint8_t {
  kInline,  // nothing: b, a, span and every name that is not known
  kBlock,   // a line of its own: p, div, li, h1, …
  kBreak,   // a line end: br, hr
  kCell,    // a blank on both sides: td, th
  kPre,     // a block whose blanks and line ends count: pre
  kHidden,  // no text for readers: script, style, template, select, …
};

// The kind of an element of HTML, XHTML or NITF, by its lower-case name without prefix.
TagKind tag_kind(std::string_view name);

// Takes the text of a document in order and lays it out. Runs of ASCII blanks become one blank, or
// nothing where they hold a line end between two Han or full-width characters (which browsers and
// readers join); lines and the whole carry no blanks at their ends, and no line is empty. Valid
// UTF-8 in gives valid UTF-8 out. Linear time. One thread; holds no views.
class PlainText {
 public:
  void text(std::string_view s);
  void preformatted(std::string_view s);  // blanks inside lines and line ends are kept
  void line_end();                        // what follows begins a new line
  void blank();                           // at least a blank before what follows

  std::string take() &&;

 private:
  void put_gap(unsigned char next);

  std::string out_;
  bool blank_ = false;       // blanks came since the last character
  bool soft_line_ = false;   // one of them was a line end of the source
  bool hard_blank_ = false;  // one of them was asked for by blank()
  bool line_ = false;        // a line end came since the last character
};

}  // namespace hearsay
