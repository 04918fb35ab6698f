// Packs and reading: the shipped cases hold, mistakes in a pack are named, long sentences are
// passed over.
#include "rules/resolve.h"

#include <gtest/gtest.h>

#include <utility>

#include "rules/cases.h"
#include "rules/drafts.h"

namespace hearsay {
namespace {

const Rulebook& shipped() {
  static const Rulebook book = [] {
    const auto sources = read_rule_sources(std::string(HEARSAY_SOURCE_DIR) + "/rules", {}, {});
    return std::move(Rulebook::load(*sources)).value();
  }();
  return book;
}

std::string pack_error(const std::string& yaml) {
  const auto pack = load_packs({{"p.yaml", yaml}});
  return pack ? "" : pack.error().text;
}

constexpr const char* kGood =
    "id: p\n"
    "version: '1'\n"
    "claims: [{id: deal, subject: 0, object: 0.5}]\n"
    "triggers: [{id: f, claim: deal, words: [buy~], subject: [before], object: [after]}]\n"
    "cues: {not: [never], deny: [denies], say: [says]}\n";

std::string changed(const std::string& from, const std::string& to) {
  std::string yaml = kGood;
  return yaml.replace(yaml.find(from), from.size(), to);
}

TEST(Cases, TheShippedPacksKeepTheirs) {
  ASSERT_GE(shipped().cases().size(), 10U);
  EXPECT_EQ(failed_cases(shipped()), std::vector<std::string>{});
}

TEST(Cases, AWrongOneIsNamed) {
  const auto book = Rulebook::load(
      {{{"e.tsv", "id\tkind\tnames\na\tcompany\tAlpha\nb\tcompany\tBeta\n"}},
       {{"p.yaml", std::string(kGood) + "cases: [{text: Alpha buys Beta., want: []}]\n"}},
       {}});
  ASSERT_TRUE(book) << book.error().text;
  EXPECT_EQ(failed_cases(*book),
            std::vector<std::string>{
                "p.yaml: case 1: found \"deal/a/b confirmation a\", expected nothing"});
}

TEST(Packs, MistakesAreNamedWithPlaceAndNearestWord) {
  EXPECT_EQ(pack_error(kGood), "");
  EXPECT_EQ(pack_error(changed("triggers:", "trigers:")),
            "p.yaml:4:1: unknown key \"trigers\"; did you mean \"triggers\"?");
  EXPECT_NE(pack_error(changed("claim: deal", "claim: deel")).find("p.yaml:4:27: "),
            std::string::npos);
  EXPECT_NE(pack_error(changed("claim: deal", "claim: deel")).find("did you mean \"deal\"?"),
            std::string::npos);
  EXPECT_NE(pack_error(changed("buy~", "'{c}'")).find("expected a phrase with a word"),
            std::string::npos);
  EXPECT_NE(pack_error(changed("object: 0.5", "object: 5")).find("expected a number"),
            std::string::npos);
  EXPECT_NE(pack_error(changed("not:", "nott:")).find("nott"), std::string::npos);
  EXPECT_NE(pack_error(changed("claim: deal", "form: verbs, claim: deal"))
                .find("expected one of verb, noun, pair, did you mean \"verb\"?"),
            std::string::npos);
  EXPECT_NE(pack_error(changed("claim: deal", "whole: perhaps, claim: deal"))
                .find("expected true or false"),
            std::string::npos);
  const std::string good = kGood;
  EXPECT_NE(pack_error(good + "references: [{what: firm, pattern: it}]\n")
                .find("found \"firm\"; expected one of company, person"),
            std::string::npos);
  EXPECT_NE(
      pack_error(good + "reductions: [{pattern: '({k}'}]\n").find("expected an RE2 expression"),
      std::string::npos);
  EXPECT_NE(pack_error(good + "reductions: [{pattern: '{k}|the {k}'}]\n").find("{k} stands twice"),
            std::string::npos);
  EXPECT_NE(pack_error("version: '1'\n").find("id: missing"), std::string::npos);
  EXPECT_NE(pack_error("id: [").find("p.yaml:1:"), std::string::npos);
}

}  // namespace
}  // namespace hearsay
