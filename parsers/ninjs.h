// ninjs 1.x, 2.x and 3.x: one news item as a JSON object.
//
// | Item      | ninjs                                                                            |
// |-----------|----------------------------------------------------------------------------------|
// | uri       | uri, the first of altids, a hash of the record                                   |
// | version   | version                                                                          |
// | status    | pubstatus; withheld too while embargoed lies after the record's time             |
// | provider  | provider, infosource, infosources: the first name                                |
// | headline  | headline; of headlines the first in a main role; title                           |
// | body      | body_text, body_xhtml, body_html, other body_…; all of bodies; description_text  |
// | published | versioncreated, firstcreated                                                     |
// | byline    | byline, by                                                                       |
// | url       | url, a uri that is a web address                                                 |
// | language  | language                                                                         |
// | urgency   | urgency, 1 to 9                                                                  |
//
// Of `bodies` each different text is kept, in its order, and of those in one role the plain one
// stands for all; what is no text by its contenttype is left out. Markup in a member that should be
// plain is reduced to text too. A kill needs no words; everything else does.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/item.h"
#include "parsers/parse.h"
#include "parsers/result.h"

namespace hearsay {

// One item. Any thread. May fail with "json.*", "item.date" (a date that no calendar has),
// "item.status" (a pubstatus that ninjs does not know) and "item.empty".
Result<std::vector<Item>> read_ninjs(std::string_view utf8, const Origin& origin);

}  // namespace hearsay
