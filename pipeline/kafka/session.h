// Session: one life of a lane's consumer and producer, from joining the group to the first doubt.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "pipeline/kafka/lane.h"
#include "pipeline/kafka/producer.h"
#include "pipeline/kafka/restore.h"

namespace hearsay::kafka {

enum class SessionEnd : uint8_t {
  kStopped,
  kRebuild,  // throw everything away and start again
  kFenced,   // another member took this slot
};

// Lane's thread only. `settings`, `stage`, `status` and `memory` outlive it.
class Session {
 public:
  Session(const LaneSettings& settings, Stage& stage, LaneStatus& status, Lane::Memory& memory,
          const Log& log);

  SessionEnd run(const std::atomic<bool>& stop);
  // Why the last run ended, for logs.
  const std::string& cause() const { return cause_; }
  // Whether it committed anything: the lane then starts its back-off anew.
  bool committed() const { return commits_ > 0; }

 private:
  using Place = std::pair<std::string, int32_t>;  // topic, partition
  struct Part {
    int64_t committed = 0;  // the next offset as the brokers know it
    int64_t next = 0;       // the next offset in the open transaction
    bool refused = false;   // its offset is gone, or its state is in doubt: consumed no more
    bool fresh = false;     // the group has no offset for it yet
    bool read_out = false;  // its end was seen since it was assigned
    int64_t end = 0;        // everything before this was taken: control records too
  };
  // What the open transaction holds so far.
  struct Batch {
    uint32_t records = 0, tagged = 0, nothing = 0;
    uint64_t bytes = 0, events = 0, warnings = 0;
    std::vector<std::pair<Place, std::string>> dead;  // sources and codes
    EventCounts kinds;
    std::vector<TimeMs> times;  // the records' own
    std::chrono::steady_clock::time_point begun;
    Place last_place;
    int64_t last_offset = 0;
  };

  // Before joining.
  bool open(const std::atomic<bool>& stop);
  bool check_topics();
  bool check_co_partitions(const std::map<std::string, int>& partitions);
  // The loop's parts. False: the session is over, cause_ says why.
  bool consume(std::chrono::milliseconds wait);
  bool take(const rd_kafka_message_t& message);
  bool take_error(const rd_kafka_message_t& message);
  bool step(const rd_kafka_message_t& message);
  std::string role() const { return settings_.name.substr(0, settings_.name.find('-')); }
  bool send_dead_letter(const rd_kafka_message_t& message, const Error& error,
                        std::string_view stage, std::string_view disposition, bool valueless);
  bool commit();
  Outcome send_event(Topic topic, const Event& event, int32_t partition, std::string_view place);
  Outcome send_state();
  bool abort_and_rewind(const Outcome& why);
  bool end_if_late();
  void give_back();
  Partitions committed_places() const;
  bool rewind(rd_kafka_topic_partition_list_t* places);
  void ask_for_brokers();
  bool batch_is_full() const;
  bool close();
  // Rebalances: called inside consume().
  void on_rebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list);
  void on_assign(rd_kafka_topic_partition_list_t* list);
  void on_revoke();
  bool ask_committed(rd_kafka_topic_partition_list_t* list);
  bool resolve_starts(rd_kafka_topic_partition_list_t* list);
  bool refuse_forgotten(rd_kafka_topic_partition_list_t& list);
  bool restore(const rd_kafka_topic_partition_list_t& list);
  bool resolve_start(rd_kafka_topic_partition_t& part);

  void on_brokers(rd_kafka_resp_err_t code, std::string_view text);
  void brokers_answer();
  void settle(const Batch& batch);
  void measure_state();
  void narrow_after_refusal(rd_kafka_resp_err_t code);
  void guard_against_flood(const Batch& batch);
  void halt(const std::set<Place>& places, const std::string& reason);
  Partitions halted_places() const;
  void resume_if_asked();
  void measure_lag();
  bool fail(std::string cause);

  const LaneSettings& settings_;
  Stage& stage_;
  KeyedStage* const keyed_;  // the stage, if it keeps state
  LaneStatus& status_;
  Lane::Memory& memory_;
  const Log& log_;
  std::map<Topic, std::string> topic_names_;
  std::string dead_letters_;
  int32_t dead_letter_partitions_ = 1;

  Callbacks callbacks_;
  Client consumer_;
  std::unique_ptr<Producer> producer_;
  std::unique_ptr<Restorer> restorer_;  // of a stage that keeps state
  std::map<Place, Part> parts_;
  Batch batch_;
  std::string brokers_error_;    // why the brokers do not answer; empty: they do
  std::string transport_error_;  // the last one of a single broker
  std::string refusal_;          // why a partition is not processed; empty: all are
  std::string cause_;
  bool over_ = false;      // cause_ is set
  bool assigned_ = false;  // the group has said which partitions are ours, be it none
  bool fenced_ = false;
  uint64_t commits_ = 0;
  std::chrono::steady_clock::time_point next_question_;  // to brokers that were down
  std::deque<std::optional<Place>> recent_;  // the guard's window: the source of what was dead
  uint32_t recent_dead_ = 0;
};

}  // namespace hearsay::kafka
