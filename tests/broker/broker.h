// Broker: a real Apache Kafka on loopback for the tests of this process, started once, stopped at
// the end.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace hearsay::test {

// A child process. The destructor kills what still runs.
class Child {
 public:
  Child() = default;
  // `environment`: "NAME=value" on top of this process's. Standard error goes to `log` if given.
  Child(const std::vector<std::string>& command, const std::vector<std::string>& environment = {},
        const std::string& log = "");
  ~Child();
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;

  void signal(int number) const;
  // The exit status, or 128 + the signal that ended it. Waits up to `seconds`, then nothing.
  std::optional<int> wait(int seconds);
  bool running();
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
};

// The brokers' addresses: $HEARSAY_TEST_BROKERS if set, else those of the broker that runs in
// $HEARSAY_TEST_BROKER_DIR, else a broker that deploy/kafka/broker starts in a temporary folder.
// Nothing, with the reason in `why`, where Java or Kafka cannot be had: the test then skips and
// says so.
std::optional<std::string> brokers(std::string& why);

// A word that no other test run has used: topics, groups and instances begin with it.
std::string fresh_word();

}  // namespace hearsay::test

// First line of a broker test's SetUp.
#define HEARSAY_NEED_BROKER(variable)                                                 \
  std::string why_no_broker;                                                          \
  const auto found_brokers = hearsay::test::brokers(why_no_broker);                   \
  if (!found_brokers) GTEST_SKIP() << "left out, no Kafka broker: " << why_no_broker; \
  variable = *found_brokers
