// Supervisor: what systemd is told of the daemon's life, over its notification socket.
//
//   Supervisor supervisor;                 // from NOTIFY_SOCKET and WATCHDOG_USEC
//   supervisor.tell("READY=1");
//   if (all_is_well) supervisor.alive();   // often; pings when it is time
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace hearsay::app {

// Without a socket in the environment every call does nothing. One thread at a time, except tell(),
// which any thread may call.
class Supervisor {
 public:
  Supervisor();

  // One message: lines "NAME=value". What cannot be sent is dropped: nobody waits for it.
  void tell(std::string_view message) const;
  // The message that a reload begins; READY=1 ends it.
  void reloading() const;
  // Pings the watchdog, at most twice in its time.
  void alive();

 private:
  using Clock = std::chrono::steady_clock;
  std::string socket_;
  std::chrono::microseconds interval_{0};  // between pings; 0: no watchdog
  Clock::time_point next_;
};

}  // namespace hearsay::app
