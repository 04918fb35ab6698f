// Running the program as a user does: arguments and standard input in; status, output, messages
// out.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace hearsay::testing {

// A folder of its own for one test, removed with it.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hearsay-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
    EXPECT_FALSE(path_.empty());
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }
  std::string read(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  std::filesystem::path path_;
};

struct Outcome {
  int status = -1;
  std::string out;
  std::string err;
};

// `arguments` as a shell reads them.
inline Outcome hearsay(const Scratch& scratch, const std::string& arguments,
                       const std::string& input = "") {
  scratch.write("stdin", input);
  const std::string command = std::string("'") + HEARSAY_BINARY + "' " + arguments + " < '" +
                              scratch.path("stdin") + "' > '" + scratch.path("stdout") + "' 2> '" +
                              scratch.path("stderr") + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, scratch.read("stdout"),
          scratch.read("stderr")};
}

}  // namespace hearsay::testing
