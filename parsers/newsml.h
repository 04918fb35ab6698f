// NewsML-G2: one newsItem, or a newsMessage with any number of them.
//
// | Item      | NewsML-G2                                                                    |
// |-----------|------------------------------------------------------------------------------|
// | uri       | guid                                                                         |
// | version   | version                                                                      |
// | status    | pubStatus; withheld too while an embargo lies after the record's time        |
// | provider  | provider: its name, literal or the code behind the scheme; infoSource        |
// | headline  | headline in the item's language, the main one first; title; that of the text |
// | body      | contentSet: NITF, XHTML, HTML or plain text, the first that has words        |
// | published | versionCreated, firstCreated, contentModified, contentCreated                |
// | byline    | by, creator, the byline of NITF                                              |
// | language  | contentMeta's language, xml:lang                                             |
//
// Items of other kinds in a message (packages, concepts, planning) carry no story and are passed
// over.
#pragma once

#include <string_view>
#include <vector>

#include "parsers/item.h"
#include "parsers/parse.h"
#include "parsers/result.h"

namespace hearsay {

// The news items in document order; none for a message without. REQUIRES valid UTF-8. Pure; any
// thread. May fail with "xml.*", "item.empty" (items came, all without words) and "item.format"
// (XML of another kind).
Result<std::vector<Item>> read_newsml(std::string_view utf8, const Origin& origin);

}  // namespace hearsay
