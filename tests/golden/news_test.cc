// News that nobody tuned anything to: how many of its claims are read. Floors, so that a net or
// pack that broke does not land; the figures themselves are in ARCHITECTURE.md.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "parsers/parse.h"
#include "rules/rulebook.h"

namespace hearsay {
namespace {

const std::string kTests = HEARSAY_SOURCE_DIR "/tests/";

// "TYPE/SUBJECT/OBJECT STANCE" of each item, by uri. Silence is counted apart in the figures, and
// left out here.
std::map<std::string, std::set<std::string>> read_labels(const std::string& path) {
  std::map<std::string, std::set<std::string>> all;
  std::ifstream lines(path);
  simdjson::dom::parser parser;
  for (std::string line; std::getline(lines, line);) {
    const simdjson::dom::element row = parser.parse(line);
    const auto text = [](const simdjson::dom::element& at, const char* key) {
      return std::string(std::string_view(at[key]));
    };
    std::set<std::string>& claims = all[text(row, "uri")];
    for (const simdjson::dom::element one : simdjson::dom::array(row["assertions"])) {
      if (text(one, "stance") == "no-comment") continue;
      claims.insert(text(one, "type") + "/" + text(one, "subject") + "/" + text(one, "object") +
                    " " + text(one, "stance"));
    }
  }
  return all;
}

struct Count {
  double right = 0, wrong = 0, missed = 0;
  double f1() const { return 2 * right / (2 * right + wrong + missed); }
};

// Of each set: more take too long where a sanitizer reads along.
constexpr int kItemsMax = 150;

Count read_news(const Rulebook& book, const std::string& set) {
  const auto labels = read_labels(kTests + "golden/news/labels-" + set + ".jsonl");
  std::ifstream lines(kTests + "golden/news/items-" + set + ".jsonl");
  Count count;
  int items = 0;
  for (std::string line; items < kItemsMax && std::getline(lines, line); ++items) {
    const auto parsed = parse(Format::kNinjs, line, Origin{});
    EXPECT_TRUE(parsed);
    if (!parsed) continue;
    const Text text = fold(parsed->front());
    const std::set<std::string>& wanted = labels.at(parsed->front().uri);
    size_t found = 0, right = 0;
    for (const Assertion& one : book.resolve(text, book.match(text))) {
      if (one.stance == Stance::kNoComment) continue;
      ++found;
      right += wanted.contains(one.claim.str() + " " + std::string(name_of(one.stance)));
    }
    count.right += static_cast<double>(right);
    count.wrong += static_cast<double>(found - right);
    count.missed += static_cast<double>(wanted.size() - right);
  }
  return count;
}

// Floors of F1, for sets whose parties are in one list.
void expect_read(const std::string& entities,
                 const std::vector<std::pair<std::string, double>>& floors) {
  auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {kTests + entities}, {});
  ASSERT_TRUE(sources) << sources.error().text;
  const auto both = Rulebook::load(*sources);
  ASSERT_TRUE(both) << both.error().text;
  sources->nets.clear();
  const auto rules = Rulebook::load(*sources);
  for (const auto& [set, floor] : floors) {
    const Count with = read_news(*both, set), alone = read_news(*rules, set);
    testing::Test::RecordProperty(set + "-f1", std::to_string(with.f1()));
    EXPECT_GE(with.right + with.missed, 150) << set;
    EXPECT_GE(with.f1(), floor) << set;
    EXPECT_GE(with.f1(), alone.f1() + 0.1) << set << ", by the rules alone " << alone.f1();
  }
}

TEST(News, ClaimsOfUnseenItemsAreRead) {
  expect_read("training/news/entities.tsv", {{"en-held-3", 0.66}, {"zh-held-3", 0.66}});
}

TEST(News, ManyClaimsOfFewCompaniesAreRead) {
  expect_read("training/variants/entities.tsv", {{"en-held-4", 0.48}, {"zh-held-4", 0.48}});
}

}  // namespace
}  // namespace hearsay
