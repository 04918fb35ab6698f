// Starts the lanes, waits for signals, watches for lanes that hang, and drains at the end.
#include "pipeline/app/daemon.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <mutex>

#include "pipeline/app/log_gate.h"
#include "pipeline/core/log.h"
#include "pipeline/kafka/wire.h"

namespace hearsay::app {
namespace {

// A taken address is tried again: whoever has it may go.
constexpr std::chrono::seconds kListenPause{5};
constexpr std::chrono::seconds kStatusPause{1};
constexpr std::chrono::seconds kQuiet{2};

sigset_t handled_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

namespace {

void write_line(const LogLine& line, TimeMs now) {
  // Takes the backlog's line away first, where there may be one.
  static const bool terminal = isatty(STDERR_FILENO) == 1;
  const std::string text = (terminal ? "\r\x1b[K" : "") + format(line, now) + "\n";
  // One write: lines of several threads do not mix. Where it cannot be written there is no place to
  // say so.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

void write_log(const LogLine& line) {
  static std::mutex mutex;
  static LogGate gate;
  const TimeMs now = kafka::wall_ms();
  const std::lock_guard lock(mutex);
  uint64_t left_out = 0;
  if (!gate.admit(line, now, left_out)) return;
  if (left_out > 0) {
    write_line({LogLevel::kWarn,
                "log.left-out",
                {{"of", std::string(line.code)}, {"lines", std::to_string(left_out)}}},
               now);
  }
  write_line(line, now);
}

Daemon::Daemon(Config config, std::shared_ptr<const Engine> engine, kafka::Start start, bool once)
    : config_(std::move(config)),
      rules_(config_.rules, std::move(engine), write_log),
      once_(once),
      behind_(Clock::now()) {
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
  health_.reset();
  rules_.stop();
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
    settings.outputs.assign(kTagOutputs.begin(), kTagOutputs.end());
    settings.start = start;
    add_lane(std::move(settings), "tag", i,
             std::make_unique<TagStage>(rules_.slot(), config_.input));
  }
}

// Always from where the group is, and from the beginning if it is new: the state is of everything
// that came before.
void Daemon::add_track_lanes() {
  for (uint32_t i = 0; i < config_.lanes; ++i) {
    kafka::LaneSettings settings;
    for (const Topic topic : kTrackInputs) {
      settings.topics.push_back(kafka::topic_name(config_.prefix, topic));
    }
    settings.outputs.assign(kTrackOutputs.begin(), kTrackOutputs.end());
    add_lane(std::move(settings), "track", i,
             std::make_unique<TrackStage>(rules_.slot(), tracker_limits(config_)));
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
  settings.exactly_once = config_.exactly_once;
  if (!config_.state_dir.empty()) {
    settings.mark_file = config_.state_dir + "/" + settings.slot + ".mark";
  }
  settings.memory_bytes = lane_memory(config_);
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
              {"rules", rules_.view().hash}}});
  for (const auto& worker : workers_) start_lane(*worker);
  start_rules();
  tick();
  supervisor_.tell("READY=1");
  const int status = wait();
  supervisor_.tell("STOPPING=1");
  backlog_.clear();
  drain();
  report_end();
  return status;
}

// What is open is finished; the watchdog stays awake meanwhile.
void Daemon::drain() {
  stop_ = true;
  rules_.stop();
  for (const auto& worker : workers_) {
    while (!worker->ended) {
      tick();
      usleep(20'000);
    }
    worker->thread.join();
  }
}

void Daemon::start_rules() {
  rules_.start([this] { supervisor_.reloading(); },
               [this] {
                 // Rules that are looked at again may end what a bad deploy began.
                 for (const auto& worker : workers_) worker->lane->resume();
                 supervisor_.tell("READY=1");
               });
}

void Daemon::listen() {
  if (config_.health.empty() || health_ || Clock::now() < next_listen_) return;
  next_listen_ = Clock::now() + kListenPause;
  auto server =
      std::make_unique<gateway::OpsServer>([this](std::string_view path) { return answer(path); });
  const auto port = server->listen(config_.health);
  if (port) {
    health_ = std::move(server);
    const std::string host = config_.health.substr(0, config_.health.rfind(':'));
    write_log(
        {LogLevel::kInfo, "health.listening", {{"address", host + ":" + std::to_string(*port)}}});
  } else if (!std::exchange(listen_failed_, true)) {
    write_log({LogLevel::kError,
               "health.unavailable",
               {{"address", config_.health}, {"text", port.error().text + "; tried again"}}});
  }
}

HealthFacts Daemon::facts() const {
  HealthFacts facts{.lanes = {},
                    .rules = rules_.view(),
                    .book = nullptr,
                    .stopping = stop_,
                    .now = kafka::wall_ms(),
                    .steady = kafka::steady_ms()};
  for (const auto& worker : workers_) facts.lanes.push_back({worker->name, &worker->status});
  return facts;
}

gateway::Answer Daemon::answer(std::string_view path) const {
  const std::shared_ptr<const Engine> engine = rules_.slot().load();
  HealthFacts all = facts();
  all.book = &engine->book();
  if (path == "/livez") return livez(all);
  if (path == "/readyz") return readyz(all);
  if (path == "/metrics") return metrics(all);
  return {.status = 404,
          .content_type = "text/plain; charset=utf-8",
          .body = "expected /livez, /readyz or /metrics\n"};
}

void Daemon::tick() {
  watch();
  supervisor_.alive();
  listen();
  tell_status();
  show_backlog();
}

void Daemon::show_backlog() {
  uint64_t done = 0;
  int64_t left = 0;
  for (const auto& worker : workers_) {
    const kafka::LaneStatus& status = worker->status;
    done += status.tagged + status.nothing + status.dead;
    left += status.lag_records;
  }
  backlog_.show(done, static_cast<uint64_t>(left));
}

// The tracker gets what the tagger has just written: only if nothing comes for a while is it over.
bool Daemon::caught_up() {
  for (const auto& worker : workers_) {
    if (!worker->status.caught_up) behind_ = Clock::now();
  }
  return Clock::now() - behind_ > kQuiet;
}

void Daemon::tell_status() {
  if (Clock::now() < next_status_) return;
  next_status_ = Clock::now() + kStatusPause;
  std::string text = "STATUS=";
  for (const auto& worker : workers_) {
    const kafka::LaneStatus::View view = worker->status.view();
    text += worker->name + " " + std::string(name_of(view.state)) +
            (view.brokers_down ? ", brokers down" : "") + ", lag " +
            std::to_string(worker->status.lag_records.load()) + "; ";
  }
  supervisor_.tell(text);
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
    if (signal == SIGHUP) rules_.ask();
    tick();
    if (once_ && caught_up()) {
      write_log({LogLevel::kInfo, "daemon.done", {}});
      return kOk;
    }
    for (const auto& worker : workers_) {
      if (worker->ended && worker->end == kafka::LaneEnd::kTwin) return kTwin;
    }
  }
}

void Daemon::watch() const {
  for (const auto& worker : workers_) {
    const int64_t silent = kafka::steady_ms() - worker->status.progress_ms;
    if (worker->ended || silent < kLaneSilentMaxMs) continue;
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
