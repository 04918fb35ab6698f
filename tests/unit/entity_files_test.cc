// The shipped entity files: their columns, their ids, how many there are, and names that are easily
// confused.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hearsay {
namespace {

struct Row {
  std::string place;  // "core.tsv:7"
  std::vector<std::string> columns;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  size_t from = 0;
  for (size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

constexpr std::string_view kHeader = "id\tkind\tnames\tof\ttickers\tis";

std::vector<Row> shipped_rows() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(HEARSAY_SOURCE_DIR "/rules/entities")) {
    if (entry.path().extension() == ".tsv") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Row> rows;
  for (const auto& file : files) {
    std::ifstream in(file);
    std::string line;
    bool header_seen = false;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      if (!header_seen) {
        EXPECT_EQ(line, kHeader) << file.filename();
        header_seen = true;
        continue;
      }
      rows.push_back({file.filename().string() + ":" + std::to_string(number), split(line, '\t')});
    }
  }
  return rows;
}

std::string without_marks(const std::string& name) {
  return name.substr(std::min(name.size(), name.find_first_not_of("?=")));
}

bool needs_context(const std::string& name) {
  return name.substr(0, name.size() - without_marks(name).size()).find('?') != std::string::npos;
}

// The names of `id`, with their marks.
std::set<std::string> names_of(const std::string& id) {
  static const std::vector<Row> rows = shipped_rows();
  for (const Row& row : rows) {
    if (row.columns[0] != id) continue;
    const auto names = split(row.columns[2], '|');
    return {names.begin(), names.end()};
  }
  return {};
}

TEST(EntityFiles, EveryLineHasSixColumnsAndAnIdOfItsOwn) {
  static const std::set<std::string> kKinds = {"company", "person", "outlet", "other"};
  std::map<std::string, std::string> seen;
  for (const Row& row : shipped_rows()) {
    ASSERT_EQ(row.columns.size(), 6u) << row.place;
    const std::string& id = row.columns[0];
    EXPECT_FALSE(id.empty()) << row.place;
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos)
        << row.place << ": id " << id;
    EXPECT_TRUE(kKinds.count(row.columns[1])) << row.place << ": kind " << row.columns[1];
    const auto [first, is_new] = seen.emplace(id, row.place);
    EXPECT_TRUE(is_new) << row.place << ": id " << id << " stands at " << first->second;
    for (const std::string& name : split(row.columns[2], '|')) {
      EXPECT_FALSE(without_marks(name).empty()) << row.place << ": a name is empty";
    }
  }
}

TEST(EntityFiles, ANameThatNeedsNoContextBelongsToOneId) {
  std::map<std::string, std::string> owner;
  for (const Row& row : shipped_rows()) {
    for (const std::string& name : split(row.columns[2], '|')) {
      if (needs_context(name)) continue;
      const auto [first, is_new] = owner.emplace(without_marks(name), row.columns[0]);
      EXPECT_TRUE(is_new || first->second == row.columns[0])
          << row.place << ": name " << name << " belongs to " << first->second;
    }
  }
}

TEST(EntityFiles, PeopleSpeakForSomebodyWhoIsThere) {
  std::set<std::string> ids;
  const auto rows = shipped_rows();
  for (const Row& row : rows) ids.insert(row.columns[0]);
  for (const Row& row : rows) {
    if (row.columns[3].empty()) continue;
    EXPECT_EQ(row.columns[1], "person") << row.place;
    EXPECT_TRUE(ids.count(row.columns[3])) << row.place << ": no entity " << row.columns[3];
  }
}

TEST(EntityFiles, ThereAreAsManyAsPromised) {
  std::map<std::string, int> count;
  for (const Row& row : shipped_rows()) ++count[row.columns[1]];
  EXPECT_GE(count["company"], 3000);
  EXPECT_GE(count["outlet"], 150);
  EXPECT_GE(count["person"], 400);
}

TEST(EntityFiles, OrdinaryWordsNeedContext) {
  EXPECT_TRUE(names_of("apple").count("?Apple"));
  EXPECT_TRUE(names_of("apple").count("?苹果"));
  EXPECT_TRUE(names_of("target").count("?Target"));
  EXPECT_TRUE(names_of("gap").count("?Gap"));
  EXPECT_TRUE(names_of("arm").count("?Arm"));
  EXPECT_TRUE(names_of("xiaomi").count("?小米"));
  EXPECT_TRUE(names_of("great-wall-motor").count("?长城"));
  EXPECT_TRUE(names_of("midea").count("?美的"));
  EXPECT_TRUE(names_of("ping-an").count("?平安"));
  EXPECT_TRUE(names_of("uni-president").count("?統一"));
}

TEST(EntityFiles, NeighboursInSpellingAreEntitiesOfTheirOwn) {
  EXPECT_TRUE(names_of("boe").count("京东方"));
  EXPECT_TRUE(names_of("jd").count("京东"));
  EXPECT_TRUE(names_of("openai").count("OpenAI"));
  EXPECT_TRUE(names_of("great-wall-motor").count("长城汽车"));
  EXPECT_TRUE(names_of("not-nvidia-product").count("Nvidia Shield"));
  EXPECT_TRUE(names_of("not-great-wall").count("长城脚下"));
  EXPECT_TRUE(names_of("not-ping-an").count("平安夜"));
}

TEST(EntityFiles, VariantsOfThreeRegionsMeetInOneId) {
  EXPECT_TRUE(names_of("nvidia").count("英伟达"));
  EXPECT_TRUE(names_of("nvidia").count("輝達"));
  EXPECT_TRUE(names_of("mercedes-benz").count("賓士"));
  EXPECT_TRUE(names_of("mercedes-benz").count("?平治"));
  EXPECT_TRUE(names_of("disney").count("迪士尼"));
}

}  // namespace
}  // namespace hearsay
