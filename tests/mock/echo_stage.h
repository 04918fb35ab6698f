// EchoStage: a stage for tests of the lane alone; its records say what they give.
#pragma once

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "pipeline/kafka/stage.h"

namespace hearsay::test {

// "crash…" ends the process; "poison…" is a reject; "quiet…" gives nothing; "double…" gives two
// events; anything else gives one assertion with the record's value as data and its key as subject.
// "late…" gives it half a second later.
class EchoStage final : public kafka::Stage {
 public:
  Output step(const Record& record) override {
    ++steps;
    Output output;
    if (record.value.starts_with("crash")) std::abort();
    if (record.value.starts_with("poison")) {
      output.reject = Error{"test.poison", "a poisoned record; expected a sound one"};
      return output;
    }
    if (record.value.starts_with("quiet")) return output;
    if (record.value.starts_with("late"))
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const int copies = record.value.starts_with("double") ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
      Event event;
      event.id = std::to_string(record.offset) + "." + std::to_string(i);
      event.type = "io.hearsay.assertion.v1";
      event.source = "/test";
      event.subject = std::string(record.key);
      event.data = std::string(record.value);
      output.events.emplace_back(Topic::kAssertions, std::move(event));
    }
    return output;
  }

  int steps = 0;
};

}  // namespace hearsay::test
