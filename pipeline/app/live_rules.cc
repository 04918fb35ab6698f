// Looks at the rule files once a second and reads them again when they have changed and are still.
#include "pipeline/app/live_rules.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "pipeline/kafka/lane.h"

namespace hearsay::app {
namespace {

namespace fs = std::filesystem;

// Looking costs one stat a file; links that are pointed elsewhere give no other sign.
constexpr std::chrono::milliseconds kLook{1'000};

void add_file(const fs::path& path, std::string& out) {
  struct stat seen {};
  if (stat(path.c_str(), &seen) != 0) return;
  out += path.string() + ' ' + std::to_string(seen.st_ino) + ' ' + std::to_string(seen.st_size) +
         ' ' + std::to_string(seen.st_mtim.tv_sec) + '.' + std::to_string(seen.st_mtim.tv_nsec) +
         '\n';
}

}  // namespace

std::string rules_on_disk(const RuleFlags& flags) {
  std::vector<fs::path> files(flags.entities.begin(), flags.entities.end());
  files.insert(files.end(), flags.packs.begin(), flags.packs.end());
  if (const auto dir = find_rules_dir(flags.rules_dir)) {
    for (const char* folder : {"entities", "packs", "lexicons", "nets"}) {
      std::error_code failed;
      for (fs::directory_iterator at(fs::path(*dir) / folder, failed), end; !failed && at != end;
           at.increment(failed)) {
        files.push_back(at->path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files) add_file(file, all);
  return all;
}

LiveRules::LiveRules(RuleFlags flags, std::shared_ptr<const Engine> engine, Log log)
    : flags_(std::move(flags)), log_(std::move(log)), slot_(std::move(engine)) {
  view_.hash = slot_.load()->book().hash();
  view_.since = kafka::wall_ms();
}

LiveRules::~LiveRules() { stop(); }

void LiveRules::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void LiveRules::start(std::function<void()> before, std::function<void()> after) {
  before_ = std::move(before);
  after_ = std::move(after);
  thread_ = std::thread([this] { watch(); });
}

void LiveRules::ask() {
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  wake_.notify_all();
}

LiveRules::View LiveRules::view() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

void LiveRules::watch() {
  std::string tried = rules_on_disk(flags_);
  std::string before = tried;
  while (true) {
    bool asked = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, kLook, [this] { return stop_ || asked_; });
      if (stop_) return;
      asked = std::exchange(asked_, false);
    }
    const std::string now = rules_on_disk(flags_);
    // Files that still change are left to settle; a set that was tried is not tried again.
    const bool settled = now == std::exchange(before, now);
    if (!asked && (!settled || now == tried)) continue;
    tried = now;
    reload();
  }
}

void LiveRules::reload() {
  before_();
  const auto loaded = load_tested_engine(flags_);
  const TimeMs now = kafka::wall_ms();
  if (loaded) slot_.store(*loaded);
  {
    const std::lock_guard lock(mutex_);
    view_.last_attempt = now;
    view_.last_error = loaded ? "" : loaded.error().text;
    ++(loaded ? view_.taken : view_.refused);
    if (loaded && view_.hash != (*loaded)->book().hash()) {
      view_.hash = (*loaded)->book().hash();
      view_.since = now;
    }
  }
  if (loaded) {
    log_({LogLevel::kInfo, "rules.loaded", {{"rules", (*loaded)->book().hash()}}});
  } else {
    log_({LogLevel::kError,
          "rules.kept",
          {{"cause", loaded.error().code},
           {"rules", slot_.load()->book().hash()},
           {"text", loaded.error().text}}});
  }
  after_();
}

}  // namespace hearsay::app
