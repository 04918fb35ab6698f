// The command line: help, exit statuses, and how tag, explain and lint behave on good and bad
// input.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "tests/unit/process.h"

namespace hearsay {
namespace {

using testing::hearsay;
using testing::Outcome;
using testing::Scratch;

std::string item(const std::string& uri, const std::string& headline, const std::string& body) {
  return R"({"uri":")" + uri + R"(","type":"text","language":"en","versioncreated":)" +
         R"("2026-02-05T04:00:00Z","provider":"example-wire","headline":")" + headline +
         R"(","body_text":")" + body + "\"}\n";
}

const std::string kDenied =
    item("urn:test:1", "Nvidia denies that its OpenAI investment is on hold",
         "Nvidia denied on Thursday that its planned investment in OpenAI has stalled.");
const std::string kRumour =
    item("urn:test:2", "Nvidia has shelved its investment in OpenAI, sources say",
         "Nvidia has put its planned investment in OpenAI on ice, people familiar with the matter "
         "said.");
const std::string kChinese =
    item("urn:test:3", "英伟达否认暂停投资OpenAI", "英伟达周四否认暂停对OpenAI的投资。");

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

// Asks `command` for help and then each of its subcommands; returns how many there are.
size_t check_help(const Scratch& scratch, const std::string& command) {
  const Outcome help = hearsay(scratch, command + " --help");
  EXPECT_EQ(help.status, 0) << command;
  EXPECT_NE(help.out.find("Example: hearsay " + command), std::string::npos) << help.out;
  EXPECT_EQ(help.err, "") << command;
  size_t count = 0;
  bool listed = false;
  for (const std::string& line : lines(help.out)) {
    if (listed && line.starts_with("  ") && line.size() > 2 && line[2] != ' ') {
      const std::string name = line.substr(2, line.find(' ', 2) - 2);
      count += 1 + check_help(scratch, command.empty() ? name : command + " " + name);
    }
    listed |= line == "Subcommands:";
  }
  return count;
}

TEST(Cli, EveryCommandHasHelpWithAnExample) {
  const Scratch scratch;
  EXPECT_GE(check_help(scratch, ""), 9U);  // among them "topics create"
}

TEST(Cli, UsageErrorsGoToStandardErrorWithStatusTwo) {
  const Scratch scratch;
  for (const char* arguments : {"", "no-such-command", "tag --no-such-flag", "tag --format pdf",
                                "tag --format json", "tag --field headline"}) {
    const Outcome outcome = hearsay(scratch, arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_NE(outcome.err, "") << arguments;
  }
}

TEST(Cli, MissingRuleDataIsAConfigurationError) {
  const Scratch scratch;
  for (const char* command : {"tag", "explain", "lint"}) {
    const Outcome outcome =
        hearsay(scratch, std::string(command) + " --rules " + scratch.path("none"));
    EXPECT_EQ(outcome.status, 78) << command;
    EXPECT_NE(outcome.err.find("none: no rule data found; expected a folder"), std::string::npos)
        << outcome.err;
  }
}

TEST(Run, AConfigurationThatCannotBeMeantIsRefusedWithItsPlace) {
  const Scratch scratch;
  const std::string sound = "brokers: 127.0.0.1:1\ninput: [{topic: news}]\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"roles: [tagg]\n", "run.yaml:3:8: roles: found \"tagg\"; expected tag, track or both"},
      {"roles: []\n", "found none; expected tag, track or both"},
      {"delivery: maybe\n", "found \"maybe\"; expected exactly-once or at-least-once"},
      {"delivery: at-least-once\n", "found at-least-once with the role track"},
      {"roles: [track]\ndelivery: at-least-once\n", "found at-least-once with the role track"}};
  for (const auto& [line, expected] : cases) {
    const Outcome outcome =
        hearsay(scratch, "run --config " + scratch.write("run.yaml", sound + line));
    EXPECT_EQ(outcome.status, 78) << line;
    EXPECT_NE(outcome.err.find(expected), std::string::npos) << outcome.err;
  }
}

TEST(Cli, VersionNamesTheProgram) {
  const Scratch scratch;
  EXPECT_TRUE(hearsay(scratch, "version").out.starts_with("hearsay "));
  EXPECT_EQ(hearsay(scratch, "--version").status, 0);
}

TEST(Tag, ABrokenLineAmongGoodOnesIsReportedAndTheRunGoesOn) {
  const Scratch scratch;
  const std::string good = scratch.write("good.jsonl", kDenied + kRumour);
  const std::string mixed =
      scratch.write("mixed.jsonl", kDenied + "\n{\"uri\": \"urn:test:broken\", \n" + kRumour);
  const Outcome whole = hearsay(scratch, "tag " + good);
  EXPECT_EQ(whole.status, 0) << whole.err;
  EXPECT_EQ(whole.err, "");
  ASSERT_NE(whole.out, "");
  const Outcome outcome = hearsay(scratch, "tag " + mixed);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, whole.out);
  const auto messages = lines(outcome.err);
  ASSERT_EQ(messages.size(), 2U) << outcome.err;
  EXPECT_TRUE(messages[0].starts_with(mixed + ":3: ")) << messages[0];
  EXPECT_EQ(messages[1], "hearsay tag: 1 of 3 inputs could not be read");
  EXPECT_EQ(outcome.err.find("urn:test:broken"), std::string::npos) << "never the payload";
}

TEST(Tag, AFileThatIsNotThereIsReportedAndTheOthersAreRead) {
  const Scratch scratch;
  const std::string good = scratch.write("good.jsonl", kDenied);
  const Outcome outcome = hearsay(scratch, "tag " + scratch.path("absent") + " " + good);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, hearsay(scratch, "tag " + good).out);
  EXPECT_NE(outcome.err.find("absent: cannot be read: No such file"), std::string::npos)
      << outcome.err;
}

TEST(Tag, TheSameItemGivesTheSameBytesInAnyProcessAndOrder) {
  const Scratch scratch;
  const std::vector<std::string> items = {kDenied, kRumour, kChinese};
  std::vector<std::string> alone;
  for (const std::string& one : items) alone.push_back(hearsay(scratch, "tag --all", one).out);
  std::vector<size_t> order = {0, 1, 2};
  do {
    std::string input, expected;
    for (const size_t i : order) {
      input += items[i] + "\n";
      expected += alone[i];
    }
    EXPECT_EQ(hearsay(scratch, "tag --all", input).out, expected);
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(hearsay(scratch, "tag --all", kRumour + kRumour).out, alone[1] + alone[1]);
}

TEST(Tag, ItemStatesAreShownOnlyOnDemand) {
  const Scratch scratch;
  const auto count = [](const std::string& text) {
    size_t found = 0;
    for (const std::string& line : lines(text))
      found += line.find("io.hearsay.item.v1") != std::string::npos;
    return found;
  };
  EXPECT_EQ(count(hearsay(scratch, "tag", kDenied + kRumour).out), 0U);
  EXPECT_EQ(count(hearsay(scratch, "tag --all", kDenied + kRumour).out), 2U);
}

TEST(Tag, AJsonDocumentOverSeveralLinesIsOneItem) {
  const Scratch scratch;
  std::string laid_out = kDenied;
  for (const char* name : {"\"type\"", "\"headline\"", "\"body_text\""}) {
    laid_out.insert(laid_out.find(name), "\n  ");
  }
  laid_out.insert(1, "\n  ");
  EXPECT_EQ(hearsay(scratch, "tag", laid_out).out, hearsay(scratch, "tag", kDenied).out);
}

TEST(Tag, ReadsOtherJsonThroughNamedFields) {
  const Scratch scratch;
  const std::string line =
      R"({"id":"x1","title":"Nvidia denies that its OpenAI investment is on hold","data":{"text":"Nvidia denied )"
      R"(that its planned investment in OpenAI has stalled."}})"
      "\n";
  const Outcome outcome = hearsay(
      scratch,
      "tag --all --format json --field uri=id --field headline=title --field body=/data/text",
      line);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.out.find(R"("uri":"x1")"), std::string::npos) << outcome.out;
}

TEST(Explain, MarksTheEvidenceAndSaysWhy) {
  const Scratch scratch;
  const Outcome outcome = hearsay(scratch, "explain", kDenied);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("denial of investment.stalls/nvidia/openai"), std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("⟦"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("because"), std::string::npos) << outcome.out;
  EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos) << "colours only on a terminal";
}

TEST(Explain, ShowsChineseAsItStandsAndNoControlCharacters) {
  const Scratch scratch;
  const Outcome outcome =
      hearsay(scratch, "explain",
              kChinese + item("urn:test:4", "A \\u001b[2J headline \\u009b1m", "Body."));
  std::string unmarked = outcome.out;
  for (const std::string mark : {"⟦", "⟧"}) {
    for (size_t at; (at = unmarked.find(mark)) != std::string::npos;)
      unmarked.erase(at, mark.size());
  }
  EXPECT_NE(unmarked.find("英伟达周四否认暂停对OpenAI的投资。"), std::string::npos) << unmarked;
  EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(outcome.out.find("\xc2\x9b"), std::string::npos);
}

TEST(Explain, ShowsOneItemByItsUri) {
  const Scratch scratch;
  const std::string file = scratch.write("items.jsonl", kDenied + kRumour);
  const Outcome outcome = hearsay(scratch, "explain " + file + " --uri urn:test:2 --json");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(lines(outcome.out).size(), 1U);
  EXPECT_NE(outcome.out.find("urn:test:2"), std::string::npos);
  const Outcome none = hearsay(scratch, "explain " + file + " --uri urn:test:9");
  EXPECT_EQ(none.status, 1);
  EXPECT_NE(none.err.find("found no item with the uri urn:test:9"), std::string::npos) << none.err;
}

TEST(Explain, GivesReasonsAndPlacesAsJson) {
  const Scratch scratch;
  const Outcome outcome = hearsay(scratch, "explain --json", kDenied);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  for (const char* part : {"\"reasons\":[\"trigger ", "\"denial by nvidia\"",
                           "\"role\":\"trigger\"", "\"role\":\"subject\"", "\"start\":"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in " << outcome.out;
  EXPECT_EQ(outcome.out.find("near_misses"), std::string::npos);
}

// What `explain --why-not` names as the guard of a body; every guard that refused, in order.
std::string guards(const std::string& body) {
  const Scratch scratch;
  const Outcome outcome =
      hearsay(scratch, "explain --why-not --json", item("urn:test:5", "", body));
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  std::string all;
  const std::string key = "\"guard\":\"";
  for (size_t at = outcome.out.find(key); at != std::string::npos;
       at = outcome.out.find(key, at + 1)) {
    const size_t begin = at + key.size();
    all +=
        (all.empty() ? "" : " ") + outcome.out.substr(begin, outcome.out.find('"', begin) - begin);
  }
  return all;
}

TEST(Explain, WhyNotNamesTheGuardOfEachNearMiss) {
  EXPECT_EQ(guards("Should SoftBank invest in CoreWeave?"), "question");
  EXPECT_EQ(guards("If SoftBank invests in CoreWeave, prices will rise."), "condition");
  EXPECT_EQ(guards("Analysts said that SoftBank will invest in CoreWeave."), "view");
  EXPECT_EQ(guards("Broadcom has not invested in Cerebras."), "negated");
  EXPECT_EQ(guards("There was talk of a rift between Nvidia and OpenAI."), "no-direction");
  EXPECT_EQ(guards("如果比亚迪收购蔚来，品牌怎么办？"), "question");
  EXPECT_EQ(guards("比亚迪没有投资蔚来。"), "negated");
  EXPECT_EQ(guards("SoftBank will invest $5 billion in CoreWeave, SoftBank announced."), "")
      << "what was told is no miss";
  EXPECT_EQ(guards("The weather in Oslo was mild."), "");
}

TEST(Explain, WhyNotShowsTheSentenceAndTheReason) {
  const Scratch scratch;
  const Outcome outcome =
      hearsay(scratch, "explain --why-not",
              item("urn:test:5", "", "It rained. Broadcom has not invested in Cerebras."));
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  for (const char* part :
       {"Near misses\n", "\"Broadcom has not invested in Cerebras.\" (body 11-49)",
        "investment.goes-ahead/broadcom/cerebras by \"invested\" (rule en.invest)",
        "refused, negated: it is negated, and nobody is known to have claimed it (\"not\")"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in " << outcome.out;
  const Outcome none = hearsay(scratch, "explain --why-not", item("urn:test:6", "", "It rained."));
  EXPECT_NE(none.out.find("Nothing else came near to a claim.\n"), std::string::npos) << none.out;
  EXPECT_EQ(hearsay(scratch, "explain", item("urn:test:6", "", "It rained.")).out.find("Near"),
            std::string::npos);
}

TEST(Test, RunsTheCasesOfAFurtherPackBesideTheShippedOnes) {
  const Scratch scratch;
  const std::string pack = HEARSAY_SOURCE_DIR "/tests/golden/packs/supply.yaml";
  const Outcome shipped = hearsay(scratch, "test");
  EXPECT_EQ(shipped.status, 0) << shipped.out;
  const Outcome both = hearsay(scratch, "test --packs " + pack);
  EXPECT_EQ(both.status, 0) << both.out;
  EXPECT_TRUE(both.out.ends_with(" passed, 0 failed\n")) << both.out;
  EXPECT_GT(std::stoi(both.out), std::stoi(shipped.out) + 11);
  const std::string wrong = scratch.write(
      "wrong.yaml", "id: wrong\nversion: '1'\ncases: [{text: Nothing happened., want: [x]}]\n");
  const Outcome failed = hearsay(scratch, "test --packs " + wrong);
  EXPECT_EQ(failed.status, 1);
  EXPECT_NE(failed.out.find("wrong.yaml: case 1: found nothing, expected \"x\""), std::string::npos)
      << failed.out;
}

TEST(Lint, AcceptsTheShippedRulesAndNamesTheLineOfABadOne) {
  const Scratch scratch;
  const Outcome good = hearsay(scratch, "lint");
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_NE(good.out.find(": good: "), std::string::npos);
  const std::string bad =
      scratch.write("bad.tsv", "id\tkind\tnames\tof\ttickers\nacme\tplanet\tAcme\t\t\n");
  const Outcome outcome = hearsay(scratch, "lint --entities " + bad);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("bad.tsv:2: "), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace hearsay
