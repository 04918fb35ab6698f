// nearest(): the valid word that a misspelt one most likely stands for, for error texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearsay {

// Empty if none is near: at most a third of the letters may differ, and two in a short word.
std::string nearest(std::string_view word, const std::vector<std::string>& valid);

}  // namespace hearsay
