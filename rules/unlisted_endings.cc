// Words that end companies' names, and capitals that are none.
#include <iterator>
#include <unordered_set>

#include "rules/unlisted_cues.h"
#include "rules/unlisted_words.h"

namespace hearsay {

using namespace unlisted_words;

bool company_ending(std::string_view word) {
  static const std::unordered_set<std::string_view> all = [] {
    std::unordered_set<std::string_view> set(std::begin(kLegalForms), std::end(kLegalForms));
    set.insert(std::begin(kEndings), std::end(kEndings));
    return set;
  }();
  return all.contains(word);
}

bool common_capital(std::string_view word) {
  static const std::unordered_set<std::string_view> all = [] {
    std::unordered_set<std::string_view> set(std::begin(kCommon), std::end(kCommon));
    set.insert(std::begin(kTitleWords), std::end(kTitleWords));
    return set;
  }();
  return all.contains(word);
}

}  // namespace hearsay
