// The flags that say how input is to be read: --format and --field, the same in tag and explain.
#pragma once

#include <string>
#include <vector>

#include "parsers/parse.h"
#include "parsers/result.h"

namespace CLI {
class App;  // only the commands themselves need the whole of CLI11, which is slow to compile
}

namespace hearsay::app {

struct ItemFlags {
  std::string format = "detect";
  std::vector<std::string> fields;  // "headline=title"
};

// Adds both flags. `flags` outlives the parse.
void add_item_flags(CLI::App& command, ItemFlags& flags);

// May fail with "usage.format" or "usage.field".
Result<Form> read_item_flags(const ItemFlags& flags);

}  // namespace hearsay::app
