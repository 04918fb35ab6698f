// The trap suite: short texts in which words look like names, cues or deals, and none asserts
// anything.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "parsers/item.h"
#include "rules/rulebook.h"

namespace hearsay {
namespace {

// One line of traps/*.tsv: text TAB companies that stand in it. "-" means that there are none;
// nothing means that the line tells nothing about companies.
struct Trap {
  std::string place;
  std::string text;
  std::string companies;
};

std::vector<Trap> all_traps() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(HEARSAY_SOURCE_DIR "/tests/golden/traps")) {
    if (entry.path().extension() == ".tsv") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Trap> traps;
  for (const auto& file : files) {
    std::ifstream in(file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      const size_t tab = line.find('\t');
      const std::string place = file.filename().string() + ":" + std::to_string(number);
      if (tab == std::string::npos) {
        ADD_FAILURE() << place << ": no tab; expected text TAB companies";
        continue;
      }
      traps.push_back({place, line.substr(0, tab), line.substr(tab + 1)});
    }
  }
  return traps;
}

// The rulebook as shipped, loaded once. Tests begin with ASSERT_TRUE on it.
const Result<Rulebook>& shipped_rules() {
  static const Result<Rulebook> book = []() -> Result<Rulebook> {
    auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
    if (!sources) return sources.error();
    return Rulebook::load(*sources);
  }();
  return book;
}

Item item_of(const Trap& trap) {
  Item item;
  item.uri = "trap:" + trap.place;
  item.body = trap.text;
  return item;
}

TEST(Traps, ThereAreAtLeastThreeHundred) { EXPECT_GE(all_traps().size(), 300u); }

TEST(Traps, NoneAssertsAnything) {
  ASSERT_TRUE(shipped_rules()) << shipped_rules().error().text;
  for (const Trap& trap : all_traps()) {
    const Item item = item_of(trap);
    const Text text = fold(item);
    const auto assertions = shipped_rules()->resolve(text, shipped_rules()->match(text));
    EXPECT_TRUE(assertions.empty())
        << trap.place << ": " << trap.text << "\n  found " << assertions.front().claim.str();
  }
}

// What stands certainly in the text is what the line names, and nothing else.
TEST(Traps, NoWordIsTakenForACompany) {
  ASSERT_TRUE(shipped_rules()) << shipped_rules().error().text;
  for (const Trap& trap : all_traps()) {
    if (trap.companies.empty()) continue;
    const Text text = fold(item_of(trap));
    std::set<std::string> found;
    for (const NameHit& hit : shipped_rules()->match(text).names) {
      const Entity& entity = shipped_rules()->entities()[hit.entity];
      if (hit.certain && entity.kind == EntityKind::kCompany) found.insert(entity.id);
    }
    for (const std::string& id : found) {
      EXPECT_NE(("," + trap.companies + ",").find("," + id + ","), std::string::npos)
          << trap.place << ": " << trap.text << "\n  took a word for " << id;
    }
  }
}

}  // namespace
}  // namespace hearsay
