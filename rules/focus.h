// follow(): whom "it", "he" and "we" of the next sentence mean, after this one.
#pragma once

#include <vector>

#include "rules/scene.h"
#include "rules/syntax.h"
#include "rules/voices.h"

namespace hearsay {

// Moves `focus` to the last person, the last speaker and the company that the sentence is about.
void follow(Focus& focus, const Syntax& syntax, const std::vector<Voice>& voices);

}  // namespace hearsay
