// Daemon: `hearsay run` and its tools with one configuration of one's own, and what its health
// listener says.
#pragma once

#include <string>
#include <vector>

#include "tests/broker/broker.h"
#include "tests/unit/process.h"

namespace hearsay::test {

// The whole answer to GET `path`, head and body; "" if nobody answers.
std::string http_get(const std::string& address, const std::string& path);

// Adds up the samples of a metric whose labels hold all of `labels` ("lane=\"tag-0\"").
double metric(const std::string& page, const std::string& name,
              const std::vector<std::string>& labels = {});

// A folder with a configuration and a log; health is on a free port.
class Daemon {
 public:
  // `config`: the lines of the file; `health` is added.
  explicit Daemon(const std::string& config);

  Child run(const std::string& arguments = "", const std::vector<std::string>& environment = {});
  // Another command of the program with this configuration.
  testing::Outcome tool(const std::string& command, const std::string& arguments = "") const;
  std::string log() const { return scratch_.read("log"); }
  // Whether the log holds it within so many seconds; `times`: so often.
  bool logged(const std::string& text, int seconds, size_t times = 1) const;
  // The newest process's, once it listens.
  std::string get(const std::string& path) const;
  // Asks until the answer holds the text; the last answer.
  std::string get_until(const std::string& path, const std::string& text, int seconds) const;
  const testing::Scratch& scratch() const { return scratch_; }

 private:
  testing::Scratch scratch_;
};

}  // namespace hearsay::test
