// Source: a file or standard input, cut into the records that a parser wants.
#pragma once

#include <cstdint>
#include <fstream>
#include <istream>
#include <string>

#include "parsers/parse.h"
#include "parsers/result.h"

namespace hearsay::app {

// Lines for JSON (one item a line), the whole for everything else and for one JSON document laid
// out over several lines. Lines come as they arrive, so that a pipe is followed live.
//
//   auto source = Source::open("feed.jsonl", Format::kDetect);
//   while (source->next(piece)) use(piece.bytes, piece.line);
class Source {
 public:
  struct Piece {
    std::string bytes;
    int64_t line = 0;  // from 1; 0: the whole file
  };

  // "-" is standard input. May fail with "file.unreadable".
  static Result<Source> open(const std::string& name, Format format);

  // False at the end. Blank lines are passed over.
  bool next(Piece& piece);

  const std::string& name() const { return name_; }

 private:
  Source(std::string name, Format format) : name_(std::move(name)), format_(format) {}
  bool read_line(std::string& line);
  bool line_wise(const std::string& first) const;

  std::istream& in() { return file_.is_open() ? file_ : *standard_; }

  std::string name_;
  Format format_;
  std::ifstream file_;
  std::istream* standard_ = nullptr;
  int64_t line_ = 0;
  bool started_ = false;
};

}  // namespace hearsay::app
