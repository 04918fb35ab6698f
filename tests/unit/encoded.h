// encoded(): the bytes of a text in another charset, for tests that are kept in UTF-8.
#pragma once

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <string>

namespace hearsay::testing {

// `charset` is a name that ICU knows; no byte order mark is made. A failure of the running test if
// the charset does not have all the letters.
inline std::string encoded(const std::string& utf8, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* to = ucnv_open(charset.c_str(), &status);
  UConverter* from = ucnv_open("UTF-8", &status);
  EXPECT_TRUE(U_SUCCESS(status)) << charset << ": " << u_errorName(status);
  if (U_FAILURE(status)) return {};
  ucnv_setFromUCallBack(to, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::string bytes(utf8.size() * 4 + 16, '\0');
  const char* source = utf8.data();
  char* target = bytes.data();
  ucnv_convertEx(to, from, &target, target + bytes.size(), &source, source + utf8.size(), nullptr,
                 nullptr, nullptr, nullptr, 1, 1, &status);
  EXPECT_TRUE(U_SUCCESS(status)) << charset << ": " << u_errorName(status);
  bytes.resize(static_cast<size_t>(target - bytes.data()));
  ucnv_close(from);
  ucnv_close(to);
  return bytes;
}

}  // namespace hearsay::testing
