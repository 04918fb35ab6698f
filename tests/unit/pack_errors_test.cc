// Mistakes in a pack: each is named with file, line, column, what was found, what was expected and
// the nearest valid name.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "rules/pack.h"

namespace hearsay {
namespace {

constexpr const char* kGood =
    "id: p\n"
    "version: '1'\n"
    "claims:\n"
    "  - {id: deal.goes-ahead, subject: 0, object: 0.5, contradicts: [deal.stalls]}\n"
    "  - {id: deal.stalls, subject: 0, object: -0.5}\n"
    "references:\n"
    "  - {what: company, pattern: 'the (?P<g>firm)'}\n"
    "reductions:\n"
    "  - {pattern: '{k}(?: inc| ltd){1,2}'}\n"
    "triggers:\n"
    "  - {id: buy, claim: deal.goes-ahead, words: [buy~, bought], subject: [before], object: "
    "[after]}\n"
    "turns:\n"
    "  - {id: ice, to: .stalls, words: [on ice]}\n"
    "cues: {not: [never], say: [says]}\n"
    "cases:\n"
    "  - {text: A buys B., want: []}\n";

struct Mistake {
  const char* name;
  const char* from;    // part of kGood
  const char* to;      // what stands there instead
  const char* points;  // what the place of the error begins with
  const char* error;
};

// "p.yaml:LINE:COLUMN: " of `part`.
std::string place_of(const std::string& yaml, const std::string& part) {
  const size_t at = yaml.find(part);
  const std::string before = yaml.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return "p.yaml:" + std::to_string(line) + ":" + std::to_string(at - begin + 1) + ": ";
}

const Mistake kMistakes[] = {
    {"NoMapping", "cues: {not: [never], say: [says]}", "cues: never", "never\n",
     "cues is \"never\"; expected a mapping"},
    {"NoId", "id: p\n", "", "version", "id: missing; expected it here"},
    {"KeyOfTheFile", "triggers:", "trigers:", "trigers",
     "unknown key \"trigers\"; did you mean \"triggers\"?"},
    {"KeyOfATrigger", "subject: [before]", "subjekt: [before]", "subjekt",
     "unknown key \"triggers[0].subjekt\"; did you mean \"subject\"?"},
    {"KeyOfATurn", "to: .stalls", "too: .stalls",
     "too:", "unknown key \"turns[0].too\"; did you mean \"to\"?"},
    {"KeyOfACase", "want: []", "wants: []", "wants",
     "unknown key \"cases[0].wants\"; did you mean \"want\"?"},
    {"KeyOfAReference", "what: company", "waht: company", "waht",
     "unknown key \"references[0].waht\"; did you mean \"what\"?"},
    {"KeyTwice", "id: ice,", "id: ice, id: ice,", "id: ice, to",
     "\"turns[0].id\" stands here twice; expected it once"},
    {"ClassOfCues", "say:", "sai:", "sai:", "unknown key \"cues.sai\"; did you mean \"say\"?"},
    {"TypeOfAList", "claims:\n", "claims: none\nnone:\n", "none\n",
     "claims: found \"none\"; expected a list"},
    {"TypeOfWords", "words: [on ice]", "words: {on: ice}", "{on: ice}",
     "turns[0].words: found a mapping; expected a text or a list of texts"},
    {"TypeOfOneWord", "bought]", "[bought]]", "[bought]",
     "triggers[0].words: found a list; expected a text"},
    {"TypeOfANumber", "object: 0.5", "object: half", "half",
     "claims[0].object: found \"half\"; expected a number from -1.0"},
    {"RangeOfANumber", "object: -0.5", "object: -5", "-5",
     "claims[1].object: found \"-5\"; expected a number from -1.0"},
    {"TypeOfAFlag", "to: .stalls", "to: .stalls, keep: perhaps", "perhaps",
     "turns[0].keep: found \"perhaps\"; expected true or false"},
    {"EmptyText", "id: buy", "id: ''", "''", "triggers[0].id: found \"\"; expected a text"},
    {"NoWords", ", words: [on ice]", "", "{id: ice", "turns[0].words: missing; expected it here"},
    {"ClaimOfATrigger", "claim: deal.goes-ahead", "claim: deal.goes-ahed", "deal.goes-ahed",
     "triggers[0].claim: found \"deal.goes-ahed\"; expected one of `claims`, did you "
     "mean \"deal.goes-ahead\"?"},
    {"EndOfAClaim", "claim: deal.goes-ahead", "claim: .gose-ahead", ".gose-ahead",
     "triggers[0].claim: found \".gose-ahead\"; expected one of `claims`, did you "
     "mean \".goes-ahead\"?"},
    {"ClaimOfATurn", "to: .stalls", "to: .stals", ".stals",
     "turns[0].to: found \".stals\"; expected one of `claims`, did you mean "
     "\".stalls\"?"},
    {"WholeClaimOfATurn", "to: .stalls", "to: deal.stalls", "deal.stalls, words",
     "turns[0].to: found \"deal.stalls\"; expected the end of a claim"},
    {"MajorityOfATrigger", "object: [after]", "object: [after], majority: deel.stalls",
     "deel.stalls",
     "triggers[0].majority: found \"deel.stalls\"; expected one of `claims`, did you mean "
     "\"deal.stalls\"?"},
    {"Contradiction", "[deal.stalls]", "[deal.stall]", "[deal.stall]",
     "claims[0].contradicts: found \"deal.stall\"; expected one of `claims`, did you "
     "mean \"deal.stalls\"?"},
    {"ClaimTwice", "id: deal.stalls", "id: deal.goes-ahead",
     "deal.goes-ahead, subject: 0, object: -0.5",
     "claims[1].id: found \"deal.goes-ahead\" again; expected each claim once"},
    {"Form", "id: buy,", "id: buy, form: nown,", "nown",
     "triggers[0].form: found \"nown\"; expected one of verb, noun, pair, did you "
     "mean \"noun\"?"},
    {"Referent", "what: company", "what: compny", "compny",
     "references[0].what: found \"compny\"; expected one of company, person, speaker, "
     "subject, object, pair, addressee, did you mean \"company\"?"},
    {"Expression", "the (?P<g>firm)", "the (firm", "'the (firm'",
     "references[0].pattern: missing ): the (firm; expected an RE2 expression"},
    {"Group", "(?P<g>", "(?P<part>", "'the (?P<part>",
     "references[0].pattern: found the group \"part\"; expected g or k"},
    {"MarkOfAnExpression", "'{k}(", "'{who}(", "'{who}",
     "reductions[0].pattern: found \"{who}\"; expected one of {k}, {a}, {c}"},
    {"MarkTwice", "{k}(?: inc", "{k}|{k}(?: inc", "'{k}|",
     "reductions[0].pattern: {k} stands twice; expected it once"},
    {"NoWordOfAPhrase", "[buy~, bought]", "[buy~, '{c} .. {M}']", "'{c} ..",
     "words: found \"{c} .. {M}\"; expected a phrase with a word of its own"},
    {"MarkOfAPhrase", "[never]", "[never, 'not {q}']", "'not {q}",
     "not: found \"not {q}\"; expected a phrase"},
    {"GapAtAnEnd", "[never]", "['never ..']", "'never ..",
     "not: found \"never ..\"; expected a phrase"},
};

class PackErrors : public ::testing::TestWithParam<Mistake> {};

TEST_P(PackErrors, NameThePlaceAndWhatIsWrong) {
  const Mistake& mistake = GetParam();
  std::string yaml = kGood;
  const size_t at = yaml.find(mistake.from);
  ASSERT_NE(at, std::string::npos);
  yaml.replace(at, std::string(mistake.from).size(), mistake.to);
  const auto pack = load_packs({{"p.yaml", yaml}});
  ASSERT_FALSE(pack);
  ASSERT_NE(yaml.find(mistake.points), std::string::npos);
  const std::string expected = place_of(yaml, mistake.points) + mistake.error;
  EXPECT_TRUE(pack.error().text.starts_with(expected))
      << pack.error().text << "\nexpected " << expected;
  EXPECT_TRUE(pack.error().code.starts_with("pack.")) << pack.error().code;
}

INSTANTIATE_TEST_SUITE_P(All, PackErrors, ::testing::ValuesIn(kMistakes),
                         [](const auto& mistake) { return mistake.param.name; });

TEST(Packs, WhatIsNoYamlIsNamedWithItsPlace) {
  const auto pack = load_packs({{"p.yaml", "id: p\nclaims: [\n"}});
  ASSERT_FALSE(pack);
  EXPECT_TRUE(pack.error().text.starts_with("p.yaml:3:1: ")) << pack.error().text;
  EXPECT_TRUE(pack.error().text.ends_with("; expected YAML")) << pack.error().text;
}

TEST(Packs, AGoodPackHasNone) {
  const auto pack = load_packs({{"p.yaml", kGood}});
  ASSERT_TRUE(pack) << pack.error().text;
  EXPECT_EQ(pack->claims.size(), 2U);
  EXPECT_EQ(pack->triggers.size(), 1U);
}

TEST(Packs, ALaterFileMayUseTheClaimsOfAnEarlierOne) {
  const std::string more =
      "id: more\nversion: '2'\n"
      "triggers: [{id: sell, claim: deal.goes-ahead, words: [sell~]}]\n";
  EXPECT_TRUE(load_packs({{"p.yaml", kGood}, {"q.yaml", more}}));
  const auto two = load_packs({}, {{"one.model", ""}, {"two.model", ""}});
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().code, "model.twice");
  EXPECT_EQ(two.error().text, "two.model: a second model of roles, expected one beside one.model");
  const auto alone = load_packs({{"q.yaml", more}});
  ASSERT_FALSE(alone);
  EXPECT_TRUE(alone.error().text.starts_with("q.yaml:3:30: ")) << alone.error().text;
}

}  // namespace
}  // namespace hearsay
