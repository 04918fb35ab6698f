// Golden cases: tests/golden/cases/STAGE/NAME/{in.*, want.txt}, one test for each folder.
//
// A stage is a function from a case's folder to short text for people, one result a line. The lines
// of want.txt that begin with '#' say why the case exists and are not compared.
// HEARSAY_GOLDEN=update writes want.txt anew: review the difference like code.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace hearsay::testing {

using Stage = std::function<std::string(const std::filesystem::path& folder)>;

std::string feeds_stage(const std::filesystem::path& folder);
std::string tag_stage(const std::filesystem::path& folder);

inline const std::map<std::string, Stage>& stages() {
  static const std::map<std::string, Stage> all = {{"feeds", feeds_stage}, {"tag", tag_stage}};
  return all;
}

// The bytes of a file of a case; a failure of the running test if there is none.
std::string read_case_file(const std::filesystem::path& path);

}  // namespace hearsay::testing
