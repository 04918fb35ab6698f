// Stages of the daemon's lanes: the tagger behind the lane's interface, with rules that can be
// swapped.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/app/config.h"
#include "pipeline/core/engine.h"
#include "pipeline/core/tagger.h"
#include "pipeline/kafka/stage.h"

namespace hearsay::app {

// The engine that all lanes read with; a reload stores another. Any thread.
using EngineSlot = std::atomic<std::shared_ptr<const Engine>>;

// One TAG lane's stage. `slot` and `input` outlive it. The engine is taken anew for each record, so
// that a reload takes effect between two of them.
class TagStage final : public kafka::Stage {
 public:
  TagStage(const EngineSlot& slot, const std::vector<InputTopic>& input);
  Output step(const Record& record) override;

 private:
  const EngineSlot& slot_;
  std::map<std::string, const InputTopic*, std::less<>> input_;
};

}  // namespace hearsay::app
