// EngineSlot: the engine that all lanes read with, until a reload stores another. Any thread.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "pipeline/core/engine.h"

namespace hearsay::app {

// A mutex and no std::atomic<std::shared_ptr>: GCC 12's load() unlocks without release, which is a
// race with the next store.
class EngineSlot {
 public:
  explicit EngineSlot(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)) {}

  std::shared_ptr<const Engine> load() const {
    const std::lock_guard lock(mutex_);
    return engine_;
  }
  void store(std::shared_ptr<const Engine> engine) {
    const std::lock_guard lock(mutex_);
    engine_.swap(engine);  // the old one is freed, if it is, outside the lock
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Engine> engine_;
};

}  // namespace hearsay::app
