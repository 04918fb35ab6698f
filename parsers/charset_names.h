// Charset: the encodings that news comes in, the labels that feeds give them, and where they do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hearsay {

// kGb18030 also stands for GB2312 and GBK, kBig5 for Big5 with the Hong Kong additions,
// kWindows1252 for ISO 8859-1: each reads the smaller ones as they are meant, and labels mix them
// up.
enum class Charset : uint8_t {
  kUtf8,
  kUtf16Le,
  kUtf16Be,
  kUtf32Le,
  kUtf32Be,
  kGb18030,
  kBig5,
  kWindows1252
};

// "UTF-8", "GB18030" and so on, for messages.
std::string_view charset_name(Charset charset);

// The charset of a label ("gb2312", "x-gbk", "latin1"), whatever its case; nothing for a label that
// is none of ours. UTF-7 and other charsets in which markup can hide are never ours.
std::optional<Charset> charset_from_label(std::string_view label);

// The label in "text/html; charset=gbk"; empty if there is none.
std::string label_in_content_type(std::string_view content_type);

// The label in the XML declaration or in a <meta> among the first kDeclarationBytesMax bytes; empty
// if there is none. For bytes that are ASCII there, as all charsets but UTF-16 and UTF-32 are.
inline constexpr size_t kDeclarationBytesMax = 2048;  // HTML asks for 1024; comments come before it
std::string label_in_document(std::string_view bytes);

// The charset of a byte order mark, and the mark's size.
struct ByteOrderMark {
  Charset charset = Charset::kUtf8;
  size_t size = 0;
};
std::optional<ByteOrderMark> byte_order_mark(std::string_view bytes);

}  // namespace hearsay
