// Reading input files line by line or whole.
#include "pipeline/app/source.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string_view>

namespace hearsay::app {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace

Result<Source> Source::open(const std::string& name, Format format) {
  if (name == "-") {
    Source source("standard input", format);
    source.standard_ = &std::cin;
    return source;
  }
  Source source(name, format);
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) {
    return Error{"file.unreadable", name + ": is a folder; expected a file"};
  }
  errno = 0;
  source.file_.open(name, std::ios::binary);
  if (!source.file_.is_open()) {
    return Error{"file.unreadable", name + ": cannot be read: " + std::strerror(errno)};
  }
  return source;
}

bool Source::read_line(std::string& line) {
  while (std::getline(in(), line)) {
    ++line_;
    if (!trimmed(line).empty()) return true;
  }
  return false;
}

// A JSON document that is laid out over lines begins with a bracket alone on its line.
bool Source::line_wise(const std::string& first) const {
  std::string_view text = trimmed(first);
  if (text.starts_with("\xef\xbb\xbf")) text = trimmed(text.substr(3));
  switch (format_) {
    case Format::kNinjs:
    case Format::kMappedJson:
      return text != "{" && text != "[";
    case Format::kDetect:
      return text.starts_with('{') && text != "{";
    case Format::kFeed:
    case Format::kNewsml:
    case Format::kHtml:
    case Format::kText:
      return false;
  }
  return false;
}

bool Source::next(Piece& piece) {
  if (started_) {
    if (line_ == 0) return false;  // it was read whole
    if (!read_line(piece.bytes)) return false;
    piece.line = line_;
    return true;
  }
  started_ = true;
  std::string before;  // a whole file keeps the blank lines that it begins with
  std::string first;
  while (std::getline(in(), first)) {
    ++line_;
    if (!trimmed(first).empty()) break;
    before += first + '\n';
    first.clear();
  }
  if (first.empty()) return false;
  if (line_wise(first)) {
    piece = {std::move(first), line_};
    return true;
  }
  line_ = 0;
  piece.line = 0;
  piece.bytes = before + first;
  if (!in().eof()) piece.bytes += '\n';
  piece.bytes.append(std::istreambuf_iterator<char>(in()), std::istreambuf_iterator<char>());
  return true;
}

}  // namespace hearsay::app
