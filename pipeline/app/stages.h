// Stages of the daemon's lanes: the tagger and the tracker behind the lane's interface, with rules
// that can be swapped.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/app/config.h"
#include "pipeline/app/engine_slot.h"
#include "pipeline/core/engine.h"
#include "pipeline/core/tagger.h"
#include "pipeline/core/tracker.h"
#include "pipeline/kafka/stage.h"

namespace hearsay::app {

// What the stages read and write; a tagger reads the configuration's inputs.
inline constexpr std::array kTagOutputs = {Topic::kAssertions, Topic::kSentiment, Topic::kItems};
inline constexpr std::array kTrackInputs = {Topic::kAssertions, Topic::kSentiment, Topic::kItems};
inline constexpr std::array kTrackOutputs = {Topic::kAssertions, Topic::kItems, Topic::kClaims,
                                             Topic::kTransitions, Topic::kEntities};

// One TAG lane's stage. `slot` and `input` outlive it. The engine is taken anew for each record, so
// that a reload takes effect between two of them.
class TagStage final : public kafka::Stage {
 public:
  TagStage(const EngineSlot& slot, const std::vector<InputTopic>& input);
  Output step(const Record& record) override;
  std::string rules_hash() const override { return slot_.load()->book().hash(); }

 private:
  const EngineSlot& slot_;
  std::map<std::string, const InputTopic*, std::less<>> input_;
};

// One TRACK lane's stage: a tracker for each partition number. `slot` outlives it. New rules are
// taken between two transactions.
class TrackStage final : public kafka::KeyedStage {
 public:
  TrackStage(const EngineSlot& slot, const TrackerLimits& limits);
  Output step(const Record& record) override;
  std::string rules_hash() const override { return engine_->book().hash(); }
  void open(int32_t partition) override;
  Result<bool> restore(const Record& record) override;
  Proof proof(int32_t partition) const override;
  Size size() const override;
  Events flush(int32_t partition) override;
  void commit() override;
  void rollback() override;
  void drop() override;

 private:
  const EngineSlot& slot_;
  const TrackerLimits limits_;
  std::shared_ptr<const Engine> engine_;  // what the trackers judge with
  std::map<int32_t, Tracker> trackers_;
};

}  // namespace hearsay::app
