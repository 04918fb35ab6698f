// Starts the lanes, waits for signals, watches for lanes that hang, and drains at the end.
#include "pipeline/app/daemon.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "pipeline/core/log.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::app {
namespace {

// No lane may be silent for longer than this many transaction timeouts: librdkafka's
// send_offsets can ignore its timeout when a coordinator is away.
constexpr int kWatchdogTimeouts = 2;

sigset_t handled_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

void write_log(const LogLine& line) {
  const std::string text = format(line, kafka::wall_ms()) + "\n";
  // One write: lines of several threads do not mix. Where it cannot be written there is no place to
  // say so.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

Daemon::Daemon(Config config, std::shared_ptr<const Engine> engine, kafka::Start start)
    : config_(std::move(config)), engine_(std::move(engine)) {
  for (const Role role : config_.roles) {
    switch (role) {
      case Role::kTag:
        add_tag_lanes(start);
        break;
      case Role::kTrack:
        add_track_lanes();
        break;
    }
  }
}

Daemon::~Daemon() {
  stop_ = true;
  for (const auto& worker : workers_) {
    if (worker->thread.joinable()) worker->thread.join();
  }
}

void Daemon::block_signals() {
  const sigset_t set = handled_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): a closed socket is an error code to us
}

void Daemon::add_tag_lanes(kafka::Start start) {
  for (uint32_t i = 0; i < config_.lanes; ++i) {
    kafka::LaneSettings settings;
    for (const InputTopic& input : config_.input) settings.topics.push_back(input.topic);
    settings.outputs = {Topic::kAssertions, Topic::kSentiment, Topic::kItems};
    settings.start = start;
    add_lane(std::move(settings), "tag", i, std::make_unique<TagStage>(engine_, config_.input));
  }
}

// Always from where the group is, and from the beginning if it is new: the state is of everything
// that came before.
void Daemon::add_track_lanes() {
  for (uint32_t i = 0; i < config_.lanes; ++i) {
    kafka::LaneSettings settings;
    for (const Topic topic : {Topic::kAssertions, Topic::kSentiment, Topic::kItems}) {
      settings.topics.push_back(kafka::topic_name(config_.prefix, topic));
    }
    settings.outputs = {Topic::kAssertions, Topic::kItems, Topic::kClaims, Topic::kTransitions,
                        Topic::kEntities};
    add_lane(std::move(settings), "track", i, std::make_unique<TrackStage>(engine_));
  }
}

void Daemon::add_lane(kafka::LaneSettings settings, const std::string& role, uint32_t number,
                      std::unique_ptr<kafka::Stage> stage) {
  auto worker = std::make_unique<Worker>();
  worker->name = role + "-" + std::to_string(number);
  settings.name = worker->name;
  settings.client = config_.client;
  settings.prefix = config_.prefix;
  settings.group = config_.group + "." + role;
  settings.slot =
      "hearsay." + settings.group + "." + config_.instance + "." + std::to_string(number);
  settings.rules_hash = engine_.load()->book().hash();
  settings.exactly_once = config_.exactly_once;
  settings.commit = config_.commit;
  settings.guard = config_.guard;
  worker->stage = std::move(stage);
  worker->lane =
      std::make_unique<kafka::Lane>(std::move(settings), *worker->stage, worker->status, write_log);
  workers_.push_back(std::move(worker));
}

void Daemon::start_lane(Worker& worker) {
  worker.status.progress_ms = kafka::steady_ms();
  worker.thread = std::thread([this, &worker] {
    try {
      worker.end = worker.lane->run(stop_);
    } catch (const std::exception& error) {
      // Out of memory, or a bug: the broker still has everything that was not committed.
      write_log(
          {LogLevel::kError, "lane.crashed", {{"lane", worker.name}, {"text", error.what()}}});
      _exit(kStuck);
    }
    worker.ended = true;
  });
}

int Daemon::run() {
  write_log({LogLevel::kInfo,
             "daemon.start",
             {{"version", HEARSAY_VERSION},
              {"group", config_.group},
              {"instance", config_.instance},
              {"lanes", std::to_string(workers_.size())},
              {"rules", engine_.load()->book().hash()}}});
  for (const auto& worker : workers_) start_lane(*worker);
  const int status = wait();
  stop_ = true;
  for (const auto& worker : workers_) {
    while (!worker->ended) {
      watch();
      usleep(20'000);
    }
    worker->thread.join();
  }
  report_end();
  return status;
}

int Daemon::wait() {
  const sigset_t set = handled_signals();
  constexpr timespec kTick{0, 200'000'000};
  while (true) {
    const int signal = sigtimedwait(&set, nullptr, &kTick);
    if (signal == SIGTERM || signal == SIGINT) {
      write_log({LogLevel::kInfo, "daemon.stop", {{"signal", std::to_string(signal)}}});
      return kOk;
    }
    if (signal == SIGHUP) reload();
    watch();
    for (const auto& worker : workers_) {
      if (worker->ended && worker->end == kafka::LaneEnd::kTwin) return kTwin;
    }
  }
}

void Daemon::reload() {
  auto loaded = load_engine(config_.rules);
  if (!loaded) {
    write_log({LogLevel::kError,
               "rules.kept",
               {{"cause", loaded.error().code}, {"text", loaded.error().text}}});
    return;
  }
  engine_.store(*loaded);
  write_log({LogLevel::kInfo, "rules.loaded", {{"rules", (*loaded)->book().hash()}}});
  for (const auto& worker : workers_) worker->lane->resume();
}

void Daemon::watch() const {
  const int64_t limit = kWatchdogTimeouts * kafka::LaneSettings{}.transaction_timeout.count();
  for (const auto& worker : workers_) {
    const int64_t silent = kafka::steady_ms() - worker->status.progress_ms;
    if (worker->ended || silent < limit) continue;
    write_log({LogLevel::kError,
               "lane.stuck",
               {{"lane", worker->name}, {"silent_ms", std::to_string(silent)}}});
    _exit(kStuck);
  }
}

void Daemon::report_end() const {
  for (const auto& worker : workers_) {
    const kafka::LaneStatus& status = worker->status;
    write_log({LogLevel::kInfo,
               "lane.end",
               {{"lane", worker->name},
                {"tagged", std::to_string(status.tagged.load())},
                {"nothing", std::to_string(status.nothing.load())},
                {"dead", std::to_string(status.dead.load())},
                {"events", std::to_string(status.events_out.load())},
                {"left_records", std::to_string(status.lag_records.load())}}});
  }
}

}  // namespace hearsay::app
