// Datagrams to systemd; the protocol is sd_notify(3)'s and needs no library.
#include "pipeline/app/supervisor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace hearsay::app {
namespace {

int64_t number_in(const char* variable) {
  const char* text = std::getenv(variable);
  int64_t number = 0;
  if (text != nullptr) std::from_chars(text, text + std::strlen(text), number);
  return number;
}

}  // namespace

Supervisor::Supervisor() {
  if (const char* socket = std::getenv("NOTIFY_SOCKET")) socket_ = socket;
  const int64_t pid = number_in("WATCHDOG_PID");
  // Half of its time, as systemd advises: one late ping is no death.
  if (pid == 0 || pid == getpid())
    interval_ = std::chrono::microseconds(number_in("WATCHDOG_USEC") / 2);
}

void Supervisor::tell(std::string_view message) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract name
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  static_cast<void>(sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL,
                           reinterpret_cast<const sockaddr*>(&address), size));
  close(descriptor);
}

void Supervisor::reloading() const {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  tell("RELOADING=1\nMONOTONIC_USEC=" +
       std::to_string(int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000));
}

void Supervisor::alive() {
  if (interval_.count() == 0 || Clock::now() < next_) return;
  next_ = Clock::now() + interval_;
  tell("WATCHDOG=1");
}

}  // namespace hearsay::app
