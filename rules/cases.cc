// Reading each case as an item of its own and comparing what it gives.
#include "rules/cases.h"

#include <algorithm>

namespace hearsay {

namespace {

std::string list_of(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += (all.empty() ? "\"" : ", \"") + line + "\"";
  return all.empty() ? "nothing" : all;
}

}  // namespace

std::vector<std::string> failed_cases(const Rulebook& book) {
  std::vector<std::string> failed;
  for (const PackCase& one : book.cases()) {
    Item item;
    item.body = one.text;
    const Text text = fold(item);
    std::vector<std::string> found, want = one.want;
    for (const Assertion& assertion : book.found(text, book.match(text))) {
      found.push_back(assertion.claim.str() + " " + std::string(name_of(assertion.stance)) + " " +
                      assertion.speaker);
    }
    std::sort(found.begin(), found.end());
    std::sort(want.begin(), want.end());
    if (found != want)
      failed.push_back(one.place + ": found " + list_of(found) + ", expected " + list_of(want));
  }
  return failed;
}

}  // namespace hearsay
