// echo_daemon BROKERS GROUP INSTANCE LANES: lanes with the echo stage in a process of their own, to
// be killed by tests.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/kafka/lane.h"
#include "tests/mock/echo_stage.h"

namespace {

std::atomic<bool> stop{false};

void log_line(const hearsay::LogLine& line) {
  const std::string text = hearsay::format(line, hearsay::kafka::wall_ms()) + "\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

struct Member {
  hearsay::test::EchoStage stage;
  hearsay::kafka::LaneStatus status;
  std::unique_ptr<hearsay::kafka::Lane> lane;
  std::thread thread;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: echo_daemon BROKERS GROUP INSTANCE LANES\n");
    return 2;
  }
  struct sigaction action {};
  action.sa_handler = [](int) { stop = true; };
  sigaction(SIGTERM, &action, nullptr);
  std::atomic<bool> twin{false};
  std::vector<std::unique_ptr<Member>> members;
  for (int i = 0; i < std::stoi(argv[4]); ++i) {
    hearsay::kafka::LaneSettings settings;
    settings.name = "tag-" + std::to_string(i);
    settings.client.brokers = argv[1];
    settings.topics = {std::string(argv[2]) + ".news"};
    settings.outputs = {hearsay::Topic::kAssertions};
    settings.prefix = std::string(argv[2]) + ".";
    settings.group = argv[2];
    settings.slot = std::string(argv[2]) + "." + argv[3] + "." + std::to_string(i);
    if (const char* dir = std::getenv("STATE_DIRECTORY")) {
      settings.mark_file = std::string(dir) + "/" + settings.slot + ".mark";
    }
    settings.session_timeout = std::chrono::milliseconds(6000);
    settings.guard.dead_max = 0;
    auto member = std::make_unique<Member>();
    member->lane =
        std::make_unique<hearsay::kafka::Lane>(settings, member->stage, member->status, log_line);
    member->thread = std::thread([&member = *member, &twin] {
      if (member.lane->run(stop) == hearsay::kafka::LaneEnd::kTwin) {
        twin = true;
        stop = true;
      }
    });
    members.push_back(std::move(member));
  }
  for (const auto& member : members) member->thread.join();
  return twin ? 75 : 0;
}
