// Labels of charsets, and finding them in headers and in the first bytes of documents.
#include "parsers/charset_names.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "parsers/ascii.h"

namespace hearsay {

namespace {

constexpr size_t kLabelBytesMax = 40;  // the longest known one has 24

struct Label {
  std::string_view name;
  Charset charset;
};

// The labels of the WHATWG Encoding Standard for these encodings, and Java's and Python's names.
constexpr Label kLabels[] = {{"ansi_x3.4-1968", Charset::kWindows1252},
                             {"ascii", Charset::kWindows1252},
                             {"big5", Charset::kBig5},
                             {"big5-hkscs", Charset::kBig5},
                             {"big5hkscs", Charset::kBig5},
                             {"chinese", Charset::kGb18030},
                             {"cn-big5", Charset::kBig5},
                             {"cp1252", Charset::kWindows1252},
                             {"cp936", Charset::kGb18030},
                             {"cp950", Charset::kBig5},
                             {"csbig5", Charset::kBig5},
                             {"csgb2312", Charset::kGb18030},
                             {"euc-cn", Charset::kGb18030},
                             {"gb18030", Charset::kGb18030},
                             {"gb2312", Charset::kGb18030},
                             {"gb_2312", Charset::kGb18030},
                             {"gb_2312-80", Charset::kGb18030},
                             {"gbk", Charset::kGb18030},
                             {"iso-8859-1", Charset::kWindows1252},
                             {"iso8859-1", Charset::kWindows1252},
                             {"iso_8859-1", Charset::kWindows1252},
                             {"l1", Charset::kWindows1252},
                             {"latin1", Charset::kWindows1252},
                             {"ms936", Charset::kGb18030},
                             {"ms950", Charset::kBig5},
                             {"unicode", Charset::kUtf16Le},
                             {"unicode-1-1-utf-8", Charset::kUtf8},
                             {"us-ascii", Charset::kWindows1252},
                             {"utf-16", Charset::kUtf16Le},
                             {"utf-16be", Charset::kUtf16Be},
                             {"utf-16le", Charset::kUtf16Le},
                             {"utf-32", Charset::kUtf32Le},
                             {"utf-32be", Charset::kUtf32Be},
                             {"utf-32le", Charset::kUtf32Le},
                             {"utf-8", Charset::kUtf8},
                             {"utf8", Charset::kUtf8},
                             {"utf8mb4", Charset::kUtf8},
                             {"windows-1252", Charset::kWindows1252},
                             {"windows-936", Charset::kGb18030},
                             {"x-cp1252", Charset::kWindows1252},
                             {"x-gbk", Charset::kGb18030},
                             {"x-x-big5", Charset::kBig5}};

static_assert(std::is_sorted(std::begin(kLabels), std::end(kLabels),
                             [](const Label& a, const Label& b) { return a.name < b.name; }));

// The value behind `name` and "=", quoted or bare; empty if there is none.
std::string value_of(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    size_t i = at + name.size();
    while (i < text.size() && is_blank(text[i])) ++i;
    if (i == text.size() || text[i] != '=') continue;
    for (++i; i < text.size() && is_blank(text[i]);) ++i;
    const bool quoted = i < text.size() && (text[i] == '"' || text[i] == '\'');
    if (quoted) ++i;
    const size_t begin = i;
    while (i < text.size() && text[i] != '"' && text[i] != '\'' && text[i] != ';' &&
           text[i] != '>' && !is_blank(text[i]))
      ++i;
    return std::string(text.substr(begin, std::min(i - begin, kLabelBytesMax)));
  }
  return {};
}

}  // namespace

std::string_view charset_name(Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
      return "UTF-8";
    case Charset::kUtf16Le:
      return "UTF-16LE";
    case Charset::kUtf16Be:
      return "UTF-16BE";
    case Charset::kUtf32Le:
      return "UTF-32LE";
    case Charset::kUtf32Be:
      return "UTF-32BE";
    case Charset::kGb18030:
      return "GB18030";
    case Charset::kBig5:
      return "Big5-HKSCS";
    case Charset::kWindows1252:
      return "windows-1252";
  }
  return "";
}

std::optional<Charset> charset_from_label(std::string_view label) {
  const std::string name = lower(label);
  const auto* found =
      std::lower_bound(std::begin(kLabels), std::end(kLabels), name,
                       [](const Label& a, const std::string& b) { return a.name < b; });
  if (found == std::end(kLabels) || found->name != name) return std::nullopt;
  return found->charset;
}

std::string label_in_content_type(std::string_view content_type) {
  if (content_type.empty()) return {};
  return value_of(lower(content_type), "charset");
}

std::string label_in_document(std::string_view bytes) {
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || bytes[first] != '<') return {};
  const std::string head = lower(bytes.substr(0, kDeclarationBytesMax));
  if (first >= head.size()) return {};
  // A declaration that is cut off is none: what is left of its label may name another charset.
  const auto value_in = [&head](size_t begin, std::string_view closing, std::string_view name) {
    const size_t end = head.find(closing, begin);
    return end == std::string::npos ? std::string()
                                    : value_of(head.substr(begin, end - begin), name);
  };
  if (head.compare(first, 5, "<?xml") == 0) {
    std::string label = value_in(first, "?>", "encoding");
    if (!label.empty()) return label;
  }
  for (size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 1)) {
    std::string label = value_in(at, ">", "charset");
    if (!label.empty()) return label;
  }
  return {};
}

std::optional<ByteOrderMark> byte_order_mark(std::string_view bytes) {
  using namespace std::string_view_literals;
  static constexpr std::pair<std::string_view, Charset> kMarks[] = {
      {"\xEF\xBB\xBF"sv, Charset::kUtf8},    {"\xFF\xFE\0\0"sv, Charset::kUtf32Le},
      {"\0\0\xFE\xFF"sv, Charset::kUtf32Be}, {"\xFF\xFE"sv, Charset::kUtf16Le},
      {"\xFE\xFF"sv, Charset::kUtf16Be},     {"\x84\x31\x95\x33"sv, Charset::kGb18030}};
  for (const auto& [mark, charset] : kMarks) {
    // The first byte answers for nearly all texts, without a call.
    if (!bytes.empty() && bytes.front() == mark.front() && bytes.starts_with(mark))
      return ByteOrderMark{charset, mark.size()};
  }
  return std::nullopt;
}

}  // namespace hearsay
