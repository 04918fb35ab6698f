// A made feed of varied business news in both languages, the same for the same seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "parsers/item.h"

namespace hearsay {

struct FeedPlan {
  uint32_t seed = 1;
  size_t bytes = 0;  // of headlines and bodies together, reached by the last item
  double dense = 0;  // 0…1: how many sentences are nothing but a list of names
};

// Half of the items English, a quarter simplified, a quarter traditional Chinese; company names
// drawn from `names`, all other words from syllables, so that no item resembles another.
std::vector<Item> made_feed(const FeedPlan& plan, const std::vector<std::string>& names);

// One item as a line of ninjs.
std::string ninjs_line(const Item& item);

}  // namespace hearsay
