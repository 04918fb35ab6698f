// The driver of the golden cases: finds every folder, runs its stage, compares with want.txt.
#include "tests/golden/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace hearsay::testing {

namespace fs = std::filesystem;

std::string read_case_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

namespace {

struct Case {
  std::string stage;
  fs::path folder;
};

std::vector<Case> find_cases() {
  std::vector<Case> cases;
  for (const auto& stage :
       fs::directory_iterator(fs::path(HEARSAY_SOURCE_DIR) / "tests/golden/cases")) {
    for (const auto& folder : fs::directory_iterator(stage.path())) {
      cases.push_back({stage.path().filename().string(), folder.path()});
    }
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.folder < b.folder; });
  return cases;
}

std::string name_of_case(const ::testing::TestParamInfo<Case>& info) {
  std::string name = info.param.stage + "_" + info.param.folder.filename().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

class Golden : public ::testing::TestWithParam<Case> {};

TEST_P(Golden, GivesWhatIsWanted) {
  const auto stage = stages().find(GetParam().stage);
  ASSERT_NE(stage, stages().end()) << "no such stage: " << GetParam().stage;
  const fs::path want_path = GetParam().folder / "want.txt";
  std::string why, want;
  if (fs::exists(want_path)) {
    std::istringstream text(read_case_file(want_path));
    for (std::string line; std::getline(text, line);) {
      (line.starts_with('#') ? why : want) += line + '\n';
    }
  }
  const std::string got = stage->second(GetParam().folder);
  const char* mode = std::getenv("HEARSAY_GOLDEN");
  if (mode != nullptr && std::string(mode) == "update") {
    std::ofstream(want_path, std::ios::binary) << why << got;
    return;
  }
  EXPECT_FALSE(why.empty()) << want_path << " says in no '#' line why it exists";
  EXPECT_EQ(got, want);
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, ::testing::ValuesIn(find_cases()), name_of_case);

}  // namespace
}  // namespace hearsay::testing
