// Running the packs' own cases: each text must give just the assertions that its case names.
#pragma once

#include <string>
#include <vector>

#include "rules/rulebook.h"

namespace hearsay {

// One line for each case that fails: "FILE: case N: found …, expected …". Pure.
std::vector<std::string> failed_cases(const Rulebook& book);

}  // namespace hearsay
