// Finds the input's format and runs the tagger with the engine of the moment.
#include "pipeline/app/stages.h"

namespace hearsay::app {

TagStage::TagStage(const EngineSlot& slot, const std::vector<InputTopic>& input) : slot_(slot) {
  for (const InputTopic& topic : input) input_[topic.topic] = &topic;
}

Output TagStage::step(const Record& record) {
  const std::shared_ptr<const Engine> engine = slot_.load();
  const auto found = input_.find(record.topic);
  if (found == input_.end()) return Tagger(*engine).step(record, Format::kDetect, nullptr);
  const InputTopic& input = *found->second;
  return Tagger(*engine).step(record, input.format, &input.fields);
}

}  // namespace hearsay::app
