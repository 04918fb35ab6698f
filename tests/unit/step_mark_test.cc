// The mark of a step over the deaths of its process; a mark that is dropped without end() is one.
#include "pipeline/kafka/step_mark.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <optional>

namespace hearsay::kafka {
namespace {

class StepMarkTest : public testing::Test {
 protected:
  StepMarkTest() { std::remove(file_.c_str()); }
  ~StepMarkTest() override { std::remove(file_.c_str()); }

  // A process that dies while it reads the record at `offset`, having read those in `before`.
  void live(int64_t offset, const std::vector<int64_t>& before = {}) {
    StepMark mark;
    ASSERT_TRUE(mark.open(file_).has_value());
    for (const int64_t at : before) {
      mark.begin("news", 3, at);
      mark.end();
    }
    mark.begin("news", 3, offset);
  }
  uint32_t deaths(int64_t offset) {
    StepMark mark;
    EXPECT_TRUE(mark.open(file_).has_value());
    return mark.deaths("news", 3, offset);
  }

  const std::string file_ = testing::TempDir() + "mark-" + std::to_string(getpid());
};

TEST_F(StepMarkTest, CountsTheDeathsInARow) {
  live(7);
  live(7, {5, 6});
  EXPECT_EQ(deaths(7), 2u);
  EXPECT_EQ(deaths(6), 0u);
  live(7);
  EXPECT_EQ(deaths(7), kStepDeathsMax);
}

TEST_F(StepMarkTest, ARecordThatIsSurvivedIsInnocent) {
  live(7);
  live(9, {7, 8});
  EXPECT_EQ(deaths(7), 0u);
  EXPECT_EQ(deaths(9), 1u);
}

TEST_F(StepMarkTest, PlacesAreToldApart) {
  live(7);
  StepMark mark;
  ASSERT_TRUE(mark.open(file_).has_value());
  EXPECT_EQ(mark.deaths("news", 3, 7), 1u);
  EXPECT_EQ(mark.deaths("news", 4, 7), 0u);
  EXPECT_EQ(mark.deaths("new", 3, 7), 0u);
}

TEST_F(StepMarkTest, WhatIsNoMarkIsAnEmptyOne) {
  std::ofstream(file_) << std::string(600, 'x');
  EXPECT_EQ(deaths(7), 0u);
  live(7);
  EXPECT_EQ(deaths(7), 1u);
}

TEST_F(StepMarkTest, AFileThatCannotBeMadeIsNamedAndWithoutOneNothingIsKept) {
  StepMark mark;
  const auto opened = mark.open("/nowhere/mark");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, "mark.file");
  EXPECT_NE(opened.error().text.find("/nowhere/mark: cannot be opened: No such"),
            std::string::npos);
  mark.begin("news", 3, 7);
  mark.end();
  EXPECT_EQ(mark.deaths("news", 3, 7), 0u);
}

}  // namespace
}  // namespace hearsay::kafka
