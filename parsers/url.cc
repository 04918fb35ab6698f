// Resolving a reference against a base: parts, merge, dot segments.
#include "parsers/url.h"

#include <algorithm>
#include <vector>

#include "parsers/ascii.h"

namespace hearsay {

namespace {

// The five components of RFC 3986 section 3, each with its own mark ("//host", "?q", "#f").
struct Parts {
  std::string_view scheme, authority, path, query, fragment;
};

size_t scheme_size(std::string_view s) {
  if (s.empty() || !is_letter(s[0])) return 0;
  for (size_t i = 1; i < s.size(); ++i) {
    const char c = s[i];
    if (c == ':') return i + 1;
    if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return 0;
  }
  return 0;
}

Parts split(std::string_view s) {
  Parts parts;
  const auto take = [&s](size_t size) {
    const std::string_view taken = s.substr(0, size);
    s.remove_prefix(taken.size());
    return taken;
  };
  parts.scheme = take(scheme_size(s));
  if (s.starts_with("//")) parts.authority = take(std::min(s.find_first_of("/?#", 2), s.size()));
  parts.path = take(std::min(s.find_first_of("?#"), s.size()));
  parts.query = take(std::min(s.find('#'), s.size()));
  parts.fragment = s;
  return parts;
}

// RFC 3986 section 5.2.4 over whole segments.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool rooted = path.starts_with('/');
  bool ends_open = path.empty();
  for (size_t at = rooted ? 1 : 0; at <= path.size() && !path.empty();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    ends_open = segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
    at = end + 1;
  }
  std::string out = rooted ? "/" : "";
  for (size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) out += '/';
    out += kept[i];
  }
  if (ends_open && !kept.empty()) out += '/';
  return out;
}

}  // namespace

bool has_scheme(std::string_view s) { return scheme_size(s) > 0; }

std::string resolve_url(std::string_view base, std::string_view reference) {
  base = trimmed(base);
  reference = trimmed(reference);
  if (base.size() > kUrlBytesMax || reference.size() > kUrlBytesMax) return {};
  const Parts r = split(reference), b = split(base);
  if (!r.scheme.empty() || b.scheme.empty()) return std::string(reference);
  std::string url(b.scheme);
  if (!r.authority.empty()) {
    url.append(r.authority).append(without_dots(r.path)).append(r.query);
  } else {
    url += b.authority;
    if (r.path.empty()) {
      url.append(b.path).append(r.query.empty() ? b.query : r.query);
    } else if (r.path[0] == '/') {
      url.append(without_dots(r.path)).append(r.query);
    } else {
      const size_t slash = b.path.rfind('/');
      std::string merged = slash == std::string_view::npos
                               ? std::string(b.authority.empty() ? "" : "/")
                               : std::string(b.path.substr(0, slash + 1));
      url.append(without_dots(merged += r.path)).append(r.query);
    }
  }
  url += r.fragment;
  if (url.size() > kUrlBytesMax) url.clear();
  return url;
}

}  // namespace hearsay
