// RSS 2.0 and its forerunners, RSS 1.0 and Atom 1.0: one document, any number of items.
//
// | Item      | RSS                                        | Atom                              |
// |-----------|--------------------------------------------|-----------------------------------|
// | uri       | guid, rdf:about, link, a hash              | id, link, a hash                  |
// | version   | atom:updated, dcterms:modified             | updated                           |
// | provider  | source, dc:publisher, the channel's title  | source's title, the feed's title  |
// | headline  | title                                      | title                             |
// | body      | content:encoded, description               | content, summary                  |
// | published | pubDate, dc:date, atom:updated             | updated, published                |
// | byline    | dc:creator, author                         | author of entry, source, feed     |
// | language  | dc:language, xml:lang, the channel's       | xml:lang                          |
// | url       | link, guid that is a permalink, rdf:about  | link rel=alternate                |
//
// A guid that is no address ("18443") is only unique in its feed: the channel's link stands before
// it. Relative links are resolved against xml:base, else against the channel's or feed's own link.
// A text that came as markup, escaped or in CDATA, is reduced to text; what is dropped and which
// dates could not be read are warnings. An Atom tombstone (at:deleted-entry) is a canceled item.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/item.h"
#include "parsers/parse.h"
#include "parsers/result.h"

namespace hearsay {

// The items in document order; none for a feed without items. REQUIRES valid UTF-8. Pure; any
// thread. May fail with "xml.*", "item.empty" (items came, all without words) and "item.format"
// (XML of another kind).
Result<std::vector<Item>> read_feed(std::string_view utf8, const Origin& origin);

}  // namespace hearsay
