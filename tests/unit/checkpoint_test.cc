// Checkpoints: what is written is read back; anything else is refused by name.
#include "pipeline/core/checkpoint.h"

#include <gtest/gtest.h>

#include <limits>

namespace hearsay {
namespace {

TEST(Checkpoint, ComesBackAsItWasWritten) {
  const Checkpoint checkpoint{
      .group = "desk \"one\".track",
      .next = {{"hearsay.assertions", 0}, {"hearsay.items", std::numeric_limits<int64_t>::max()}},
      .proof = {.digest = 0xfedcba9876543210U, .claims = 1, .entities = 2, .items = 3},
      .rules = "954102b4442e3571"};
  const auto read = read_checkpoint(checkpoint_json(checkpoint));
  ASSERT_TRUE(read.has_value()) << read.error().text;
  EXPECT_EQ(*read, checkpoint);
}

TEST(Checkpoint, OfAnotherFormOrCutShortIsRefused) {
  std::string newer = checkpoint_json({});
  newer.replace(newer.find("\"form\":2"), 8, "\"form\":3");
  for (const std::string& bytes :
       {std::string(), std::string("[]"), std::string("{}"), newer,
        checkpoint_json({}).substr(0, 40), std::string(R"({"form":2,"digest":"00"})")}) {
    const auto read = read_checkpoint(bytes);
    ASSERT_FALSE(read.has_value()) << bytes;
    EXPECT_EQ(read.error().code, "state.checkpoint");
    EXPECT_NE(read.error().text.find("expected"), std::string::npos);
  }
  const auto of_form_3 = read_checkpoint(newer);
  EXPECT_NE(of_form_3.error().text.find("form 3"), std::string::npos);
}

}  // namespace
}  // namespace hearsay
