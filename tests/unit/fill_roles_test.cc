// fill_roles(): who is subject and who is object around a trigger.
#include "rules/role_model.h"
#include "rules/roles.h"
#include "tests/unit/small_pack.h"

namespace hearsay {
namespace {

using testing::Small;

struct Hints {
  std::string subject, object, young;  // ids
};

// "subject>object" of the sentence's first trigger; "-" for a role left open.
std::string roles(const std::string& sentence, const Hints& hints = {}, bool pays = false,
                  const RoleModel& model = {}) {
  const Small s(sentence);
  const Syntax& syntax = s.syntax();
  Known known{std::vector<EntityIndex>(syntax.size(), kNoEntity), std::vector<int>(syntax.size()),
              std::vector<bool>(syntax.size())};
  for (uint32_t i = 0; i < syntax.size(); ++i) {
    known.company[i] = s.company(i);
    if (s.id(i).empty()) continue;
    known.hint[i] = s.id(i) == hints.subject ? -1 : s.id(i) == hints.object ? 1 : 0;
    known.young[i] = s.id(i) == hints.young;
  }
  for (const Hit& hit : syntax.hits()) {
    const SenseId sense = hit.senses->back();
    if (sense < kTriggerSense || sense >= kTurnSense) continue;
    const Roles found =
        fill_roles(syntax, hit, testing::small_pack().triggers[sense - kTriggerSense], known,
                   "deal", pays, model);
    return (found.subject ? s.id(*found.subject) : "-") + ">" +
           (found.object ? s.id(*found.object) : "-");
  }
  return "no trigger";
}

TEST(FillRoles, TheActiveAndThePassive) {
  EXPECT_EQ(roles("Halden buys Norvik."), "halden>norvik");
  EXPECT_EQ(roles("Norvik was bought by Halden."), "halden>norvik");
  EXPECT_EQ(roles("Norvik, bought by Halden, grows."), "halden>norvik");
  EXPECT_EQ(roles("哈尔登收购诺维克。"), "halden>norvik");
  EXPECT_EQ(roles("诺维克被哈尔登收购。"), "halden>norvik");
  EXPECT_EQ(roles("哈尔登把诺维克收购。"), "halden>norvik");
}

TEST(FillRoles, APrepositionNamesTheObject) {
  EXPECT_EQ(roles("Halden invests in Norvik."), "halden>norvik");
  EXPECT_EQ(roles("哈尔登向诺维克投资。"), "halden>norvik");
  EXPECT_EQ(roles("Halden invests, Norvik said."), "halden>-");
}

TEST(FillRoles, OwnersAndFirstPartsOfANoun) {
  EXPECT_EQ(roles("Halden's Norvik stake"), "halden>norvik");
  EXPECT_EQ(roles("Halden's stake in Norvik"), "halden>norvik");
  EXPECT_EQ(roles("the Norvik stake", {"halden", "norvik", ""}), "->norvik");
}

TEST(FillRoles, APairStandsTogether) {
  EXPECT_EQ(roles("哈尔登与诺维克合并。"), "halden>norvik");
  EXPECT_EQ(roles("诺维克与哈尔登合并。", {"halden", "norvik", ""}), "halden>norvik");
}

TEST(FillRoles, AHeadStandsForTheCompanyAndNobodyDealsWithThemselves) {
  EXPECT_EQ(roles("Jane Roe will buy Norvik."), "jane-roe>norvik");
  EXPECT_EQ(roles("Jane Roe will buy Halden."), "->halden");
}

TEST(FillRoles, GoodsAreBoughtAndNotTheirMaker) {
  EXPECT_EQ(roles("Halden buys Norvik chips."), "halden>-");
}

TEST(FillRoles, AnotherPartOfTheSentenceIsFar) {
  EXPECT_EQ(roles("Sabrelight fell, but Halden buys Norvik."), "halden>norvik");
  EXPECT_EQ(roles("Halden buys Norvik, but Sabrelight said no."), "halden>norvik");
}

TEST(FillRoles, WhatWasToldBeforeDecidesALoneOwner) {
  EXPECT_EQ(roles("Norvik's stake", {"norvik", "", ""}), "norvik>-");
}

TEST(FillRoles, WithoutPartiesBothStayOpen) { EXPECT_EQ(roles("Morning Wire buys it."), "->-"); }

TEST(FillRoles, WhatAModelKnowsOutweighsWhatIsNearest) {
  const auto model_of = [](const std::string& lines) {
    auto model = RoleModel::load({"own.model", "of\tdeal\n" + lines});
    EXPECT_TRUE(model.has_value()) << (model ? "" : model.error().text);
    return std::move(model).value();
  };
  EXPECT_EQ(roles("Halden buys Norvik.", {}, false, model_of("unknown\t9\n")), "halden>norvik");
  // A verb's subject before it is not believed, nor one that stands alone.
  const RoleModel odd = model_of("SO vl\t-9\nno subject vl\t-9\nno object vl\t-9\n");
  EXPECT_EQ(roles("Halden buys Norvik.", {}, false, odd), "norvik>halden");
  // What is bought of a name is not the name, whatever the model says.
  EXPECT_EQ(roles("Halden buys Norvik chips.", {}, false, model_of("SO vl\t9\n")), "halden>-");
  // Other stories are not its own.
  EXPECT_EQ(roles("Halden buys Norvik.", {}, false,
                  RoleModel::load({"own.model", "of\tother\nSO vl\t-9\n"}).value()),
            "halden>norvik");
  // Of two the start-up is paid.
  EXPECT_EQ(roles("Halden invests in Norvik.", {"", "", "halden"}, true,
                  model_of("OS vl\t2.2\nSO vl\t1\n")),
            "norvik>halden");
}

}  // namespace
}  // namespace hearsay
