// The model of roles: its file is checked, and signs are spelled from pieces.
#include "rules/role_model.h"

#include <gtest/gtest.h>

namespace hearsay {
namespace {

std::string error_of(const std::string& bytes) {
  const auto loaded = RoleModel::load({"own.model", bytes});
  return loaded ? "" : loaded.error().code + " " + loaded.error().text;
}

TEST(RoleModel, SpellsItsSignsFromPieces) {
  const auto model =
      RoleModel::load({"own.model", "# made\nof\tdeal\nSvl|b gov=in\t0.25\n-\t-3\n"});
  ASSERT_TRUE(model);
  EXPECT_DOUBLE_EQ(model->weight({"Svl|b gov=in"}), 0.25);
  EXPECT_DOUBLE_EQ(model->weight({"S", "vl", "|b", " gov=", "in"}), 0.25);
  EXPECT_DOUBLE_EQ(model->weight({"-"}), -3);
  EXPECT_DOUBLE_EQ(model->weight({"Svl|b gov="}), 0);
  EXPECT_DOUBLE_EQ(model->weight({}), 0);
  EXPECT_TRUE(model->knows("deal"));
  EXPECT_FALSE(model->knows("supply"));
}

TEST(RoleModel, AnErrorNamesFileLineFoundAndExpected) {
  EXPECT_EQ(error_of("# made\na\t1\nb 2\n"),
            "model.syntax own.model:3: found \"b 2\", expected a sign, a tab and a number");
  EXPECT_EQ(error_of("a\t1x\n"),
            "model.syntax own.model:1: found \"a\t1x\", expected a sign, a tab and a number");
  EXPECT_EQ(error_of("a\tnan\n"),
            "model.syntax own.model:1: found \"a\tnan\", expected a sign, a tab and a number");
  EXPECT_EQ(error_of("\t1\n"),
            "model.syntax own.model:1: found \"\t1\", expected a sign, a tab and a number");
  EXPECT_EQ(error_of("a\t1\na\t2\n"),
            "model.syntax own.model:2: found \"a\" again, expected each sign once");
  EXPECT_EQ(error_of("of\t\n"),
            "model.syntax own.model:1: found \"of\t\", expected a sign, a tab and a number");
  EXPECT_EQ(error_of(""), "");
}

}  // namespace
}  // namespace hearsay
