// A session's guard against floods of rejects: the partitions that they come from halt until
// somebody asks to go on.
#include "pipeline/kafka/session.h"

namespace hearsay::kafka {

void Session::guard_against_flood(const Batch& batch) {
  for (uint32_t i = 0; i < batch.records; ++i) {
    const bool dead = i < batch.dead.size();
    recent_.push_back(dead ? std::optional(batch.dead[i].first) : std::nullopt);
    recent_dead_ += dead ? 1U : 0U;
    if (recent_.size() > settings_.guard.window) {
      recent_dead_ -= recent_.front() ? 1U : 0U;
      recent_.pop_front();
    }
  }
  if (settings_.guard.dead_max == 0 || recent_dead_ <= settings_.guard.dead_max) return;
  const std::string reason =
      std::to_string(recent_dead_) + " of the last " + std::to_string(recent_.size()) +
      " records went to the dead letters; reload (SIGHUP) or restart to go on";
  // One bad feed must not stop the others; bad rules show in all.
  std::set<Place> sources;
  for (const std::optional<Place>& dead : recent_) {
    if (dead) sources.insert(*dead);
  }
  recent_.clear();
  recent_dead_ = 0;
  halt(sources, reason);
}

void Session::halt(const std::set<Place>& places, const std::string& reason) {
  memory_.halted.insert(places.begin(), places.end());
  memory_.resumes_seen = memory_.resumes;
  memory_.halt_reason.clear();
  for (const auto& [topic, partition] : memory_.halted) {
    memory_.halt_reason += topic + "/" + std::to_string(partition) + " ";
  }
  memory_.halt_reason += "halted: " + reason;
  const Partitions list = halted_places();
  rd_kafka_pause_partitions(consumer_.get(), list.get());
  log_(
      {LogLevel::kError, "lane.halted", {{"lane", settings_.name}, {"text", memory_.halt_reason}}});
  status_.enter(LaneState::kHalted, memory_.halt_reason, wall_ms());
}

// Those of them that are ours now, where they stand.
Partitions Session::halted_places() const {
  Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(memory_.halted.size())));
  for (const auto& [place, part] : parts_) {
    if (!memory_.halted.contains(place)) continue;
    rd_kafka_topic_partition_list_add(list.get(), place.first.c_str(), place.second)->offset =
        part.next;
  }
  return list;
}

void Session::resume_if_asked() {
  if (!refusal_.empty() && memory_.resumes != memory_.resumes_seen) {
    memory_.resumes_seen = memory_.resumes;
    fail("asked to look again at what was refused: " + refusal_);
    return;
  }
  if (memory_.halted.empty() || memory_.resumes == memory_.resumes_seen) return;
  // What was fetched and passed over while halted is fetched again.
  const Partitions list = halted_places();
  memory_.halted.clear();
  memory_.halt_reason.clear();
  if (list->cnt > 0 && !rewind(list.get())) return;
  rd_kafka_resume_partitions(consumer_.get(), list.get());
  log_({LogLevel::kInfo, "lane.resumed", {{"lane", settings_.name}}});
  status_.enter(LaneState::kRunning, "", wall_ms());
}

}  // namespace hearsay::kafka
