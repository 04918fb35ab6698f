// Warnings that repeat: at the limit the rest is counted, and the count is told.
#include "pipeline/app/log_gate.h"

#include <gtest/gtest.h>

namespace hearsay::app {
namespace {

TEST(LogGate, AtTheLimitTheRestIsCounted) {
  LogGate gate;
  uint64_t left_out = 0;
  const LogLine warning{LogLevel::kWarn, "kafka.client", {}};
  for (uint32_t i = 0; i < kWarningsMax; ++i) EXPECT_TRUE(gate.admit(warning, 1'000'000, left_out));
  EXPECT_FALSE(gate.admit(warning, 1'000'000, left_out));
  EXPECT_FALSE(gate.admit(warning, 1'000'000 + kWarningsTimeMs - 1, left_out));
  EXPECT_TRUE(gate.admit({LogLevel::kWarn, "record.dead", {}}, 1'000'000, left_out))
      << "another code";
  EXPECT_TRUE(gate.admit({LogLevel::kError, "kafka.client", {}}, 1'000'000, left_out))
      << "an error";
  EXPECT_EQ(left_out, 0u);
  EXPECT_TRUE(gate.admit(warning, 1'000'000 + kWarningsTimeMs, left_out));
  EXPECT_EQ(left_out, 2u);
  EXPECT_TRUE(gate.admit(warning, 1'000'000 + kWarningsTimeMs, left_out));
  EXPECT_EQ(left_out, 0u) << "told once";
}

TEST(LogGate, AClockThatGoesBackOpensIt) {
  LogGate gate;
  uint64_t left_out = 0;
  const LogLine warning{LogLevel::kWarn, "kafka.client", {}};
  for (uint32_t i = 0; i <= kWarningsMax; ++i) gate.admit(warning, 1'000'000, left_out);
  EXPECT_TRUE(gate.admit(warning, 5, left_out));
  EXPECT_EQ(left_out, 1u);
}

}  // namespace
}  // namespace hearsay::app
