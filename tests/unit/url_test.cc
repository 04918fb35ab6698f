// resolve_url(): the cases that RFC 3986 lists in section 5.4, and what feeds do beyond them.
#include "parsers/url.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace hearsay {
namespace {

TEST(ResolveUrl, AsTheStandardLists) {
  const std::pair<const char*, const char*> cases[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
  };
  for (const auto& [reference, wanted] : cases)
    EXPECT_EQ(resolve_url("http://a/b/c/d;p?q", reference), wanted) << reference;
}

TEST(ResolveUrl, BeyondTheStandard) {
  EXPECT_EQ(resolve_url("https://news.example", "story/1"), "https://news.example/story/1");
  EXPECT_EQ(resolve_url("", " /story/1\n"), "/story/1");
  EXPECT_EQ(resolve_url("https://news.example/a/", "报道?id=1"),
            "https://news.example/a/报道?id=1");
}

TEST(ResolveUrl, TooLongIsNoAddress) {
  const std::string fits(kUrlBytesMax - 9, 'x');
  EXPECT_EQ(resolve_url("http://a/", fits).size(), kUrlBytesMax);
  EXPECT_EQ(resolve_url("http://a/", fits + "x"), "");
  EXPECT_EQ(resolve_url("http://a/" + fits + "x", "y"), "");
  EXPECT_EQ(resolve_url("", std::string(kUrlBytesMax + 1, 'x')), "");
}

TEST(HasScheme, OnlyWhatBeginsLikeOne) {
  EXPECT_TRUE(has_scheme("tag:news.example,2026:1"));
  EXPECT_TRUE(has_scheme("urn:newsml:x"));
  EXPECT_FALSE(has_scheme("18443"));
  EXPECT_FALSE(has_scheme("1a:b"));
  EXPECT_FALSE(has_scheme("/a:b"));
}

}  // namespace
}  // namespace hearsay
