// Finds the input's format or the partition's tracker, and runs it with the engine of the moment.
#include "pipeline/app/stages.h"

namespace hearsay::app {

TagStage::TagStage(const EngineSlot& slot, const std::vector<InputTopic>& input) : slot_(slot) {
  for (const InputTopic& topic : input) input_[topic.topic] = &topic;
}

Output TagStage::step(const Record& record) {
  const std::shared_ptr<const Engine> engine = slot_.load();
  const auto found = input_.find(record.topic);
  if (found == input_.end()) return Tagger(*engine).step(record, Form{});
  return Tagger(*engine).step(record, found->second->form);
}

TrackStage::TrackStage(const EngineSlot& slot, const TrackerLimits& limits)
    : slot_(slot), limits_(limits), engine_(slot.load()) {}

Output TrackStage::step(const Record& record) {
  return trackers_.at(record.partition).step(record);
}

void TrackStage::open(int32_t partition) {
  trackers_.insert_or_assign(partition, Tracker(engine_->book(), limits_));
}

Result<bool> TrackStage::restore(const Record& record) {
  return trackers_.at(record.partition).restore(record);
}

Proof TrackStage::proof(int32_t partition) const { return trackers_.at(partition).proof(); }

kafka::KeyedStage::Size TrackStage::size() const {
  Size all;
  for (const auto& [partition, tracker] : trackers_) {
    all.bytes += tracker.bytes();
    all.forgotten += tracker.forgotten();
  }
  return all;
}

kafka::KeyedStage::Events TrackStage::flush(int32_t partition) {
  return trackers_.at(partition).flush();
}

void TrackStage::commit() {
  for (auto& [partition, tracker] : trackers_) tracker.commit();
  std::shared_ptr<const Engine> newest = slot_.load();
  if (newest == engine_) return;
  for (auto& [partition, tracker] : trackers_) tracker.use(newest->book());
  engine_ = std::move(newest);
}

void TrackStage::rollback() {
  for (auto& [partition, tracker] : trackers_) tracker.rollback();
}

void TrackStage::drop() { trackers_.clear(); }

}  // namespace hearsay::app
