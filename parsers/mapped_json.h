// JSON of any other shape: a field map says which members make the item.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "parsers/item.h"
#include "parsers/parse.h"
#include "parsers/result.h"

namespace hearsay {

// One item. Markup in headline and body is reduced to text; of a list of paragraphs each becomes a
// line. REQUIRES origin.fields without a mistake. Any thread. May fail with
// "json.*", "item.date" and "item.empty".
Result<std::vector<Item>> read_mapped_json(std::string_view utf8, const Origin& origin);

}  // namespace hearsay
