// The id that tests give a company of a list: "Aldwych Bank" -> "aldwych-bank".
#pragma once

#include <string>

namespace hearsay {

inline std::string company_id(const std::string& name) {
  std::string id;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (letter || digit) {
      id += letter ? static_cast<char>(c | 0x20) : c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  return id;
}

}  // namespace hearsay
