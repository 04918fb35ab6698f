// Starts and stops the children of broker tests: the broker itself and the programs under test.
#include "tests/broker/broker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace hearsay::test {
namespace {

// A broker of this process: `deploy/kafka/broker start DIR` prints its address when it answers.
class LocalBroker {
 public:
  LocalBroker() {
    const std::string script = std::string(HEARSAY_SOURCE_DIR) + "/deploy/kafka/broker";
    if (!std::filesystem::exists(script)) {
      why_ = "deploy/kafka/broker is not there";
      return;
    }
    dir_ = std::filesystem::temp_directory_path() / ("hearsay-broker-" + std::to_string(getpid()));
    const std::string command =
        script + " start '" + dir_.string() + "' --watch " + std::to_string(getpid());
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
      why_ = "cannot run deploy/kafka/broker";
      return;
    }
    std::string output;
    std::array<char, 256> buffer{};
    while (fgets(buffer.data(), buffer.size(), pipe) != nullptr) output += buffer.data();
    const int status = pclose(pipe);
    while (!output.empty() && output.back() == '\n') output.pop_back();
    const std::string last = output.substr(output.rfind('\n') + 1);
    if (status != 0 || last.find(':') == std::string::npos) {
      why_ = "deploy/kafka/broker ended with " + std::to_string(status) + ": " + last;
      return;
    }
    address_ = last;
  }
  ~LocalBroker() {
    if (dir_.empty()) return;
    const std::string command =
        std::string(HEARSAY_SOURCE_DIR) + "/deploy/kafka/broker stop '" + dir_.string() + "'";
    if (std::system(command.c_str()) == 0) {
      std::error_code ignored;
      std::filesystem::remove_all(dir_, ignored);
    }
  }
  LocalBroker(const LocalBroker&) = delete;
  LocalBroker& operator=(const LocalBroker&) = delete;

  const std::string& address() const { return address_; }
  const std::string& why() const { return why_; }

 private:
  std::filesystem::path dir_;
  std::string address_, why_;
};

}  // namespace

Child::Child(const std::vector<std::string>& command, const std::vector<std::string>& environment,
             const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ != 0) return;
  for (const std::string& entry : environment) putenv(const_cast<char*>(entry.c_str()));
  if (!log.empty()) {
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0) dup2(file, STDERR_FILENO);
  }
  execv(arguments[0], arguments.data());
  _exit(127);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), status_(std::exchange(other.status_, std::nullopt)) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(status_, other.status_);
  return *this;
}

Child::~Child() {
  if (pid_ <= 0 || status_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Child::signal(int number) const {
  if (pid_ > 0 && !status_) kill(pid_, number);
}

bool Child::running() { return !wait(0).has_value(); }

std::optional<int> Child::wait(int seconds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!status_ && pid_ > 0) {
    int raw = 0;
    if (waitpid(pid_, &raw, WNOHANG) == pid_) {
      status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    } else if (std::chrono::steady_clock::now() >= until) {
      return std::nullopt;
    } else {
      usleep(5'000);
    }
  }
  return status_;
}

std::optional<std::string> brokers(std::string& why) {
  if (const char* given = std::getenv("HEARSAY_TEST_BROKERS")) return std::string(given);
  if (const char* dir = std::getenv("HEARSAY_TEST_BROKER_DIR")) {
    std::ifstream file(std::filesystem::path(dir) / "bootstrap");
    if (std::string line; std::getline(file, line)) return line;
  }
  static const LocalBroker broker;
  why = broker.why();
  if (broker.address().empty()) return std::nullopt;
  return broker.address();
}

std::string fresh_word() {
  static int count = 0;
  return "t" + std::to_string(getpid()) + "x" +
         std::to_string(std::chrono::system_clock::now().time_since_epoch().count() % 1'000'000) +
         "n" + std::to_string(count++);
}

}  // namespace hearsay::test
