// A second story told by data alone: a pack of supplies beside the shipped ones. Its own cases
// hold, those of the shipped packs go on to hold, and news of other deals is read as before.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <utility>

#include "parsers/parse.h"
#include "rules/cases.h"

namespace hearsay {
namespace {

const std::string kRules = HEARSAY_SOURCE_DIR "/rules";
const std::string kStory = HEARSAY_SOURCE_DIR "/tests/golden/packs/supply.yaml";

Rulebook book_with(const std::vector<std::string>& packs) {
  const auto sources = read_rule_sources(kRules, {}, packs);
  EXPECT_TRUE(sources) << (sources ? "" : sources.error().text);
  auto book = Rulebook::load(*sources);
  EXPECT_TRUE(book) << (book ? "" : book.error().text);
  return std::move(book).value();
}

const Rulebook& shipped() {
  static const Rulebook book = book_with({});
  return book;
}

const Rulebook& both() {
  static const Rulebook book = book_with({kStory});
  return book;
}

TEST(Stories, ItsCasesHoldAndThoseOfTheShippedPacksToo) {
  EXPECT_GE(both().cases().size(), shipped().cases().size() + 12);
  EXPECT_EQ(failed_cases(both()), std::vector<std::string>{});
  EXPECT_EQ(both().id(), shipped().id() + "+supply");
  ASSERT_NE(both().claim_type("supply.stalls"), nullptr);
  EXPECT_EQ(shipped().claim_type("supply.stalls"), nullptr);
}

// What a rulebook tells of the claims that the shipped packs know.
std::set<std::string> told(const Rulebook& book, const Text& text) {
  std::set<std::string> all;
  for (const Assertion& one : book.resolve(text, book.match(text))) {
    if (shipped().claim_type(one.claim.type) != nullptr)
      all.insert(one.claim.str() + " " + std::string(name_of(one.stance)) + " " + one.speaker);
  }
  return all;
}

// Whether the second story tells anything of a text.
bool tells_of_supply(const Text& text) {
  for (const Assertion& one : both().resolve(text, both().match(text)))
    if (shipped().claim_type(one.claim.type) == nullptr) return true;
  return false;
}

// Other news is what the second story tells nothing of: where both have a say, the word that is
// nearer decides, and a delay of supplies is no longer one of an investment. Its words are also
// signs around the deals of the first story, which may tip a close choice.
TEST(Stories, OtherNewsIsReadAsBefore) {
  size_t items = 0, claims = 0, of_supply = 0, changed = 0;
  for (const char* set : {"training/news/items-en-dev", "golden/news/items-en-held",
                          "training/news/items-zh-dev", "golden/news/items-zh-held"}) {
    std::ifstream lines(std::string(HEARSAY_SOURCE_DIR "/tests/") + set + ".jsonl");
    for (std::string line; std::getline(lines, line);) {
      Origin origin;
      origin.place = set;
      const auto parsed = parse(Format::kNinjs, line, origin);
      ASSERT_TRUE(parsed) << parsed.error().text;
      const Text text = fold(parsed->front());
      if (tells_of_supply(text)) {
        ++of_supply;
        continue;
      }
      const auto before = told(shipped(), text);
      changed += told(both(), text) != before;
      claims += before.size();
      ++items;
    }
  }
  EXPECT_GT(items, 100U);
  EXPECT_GT(claims, 50U);
  EXPECT_LT(of_supply, 5U);
  EXPECT_LE(changed, 1U);
}

}  // namespace
}  // namespace hearsay
