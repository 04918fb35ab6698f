// Pack and resolve(): reading the claims of one item from masked sentences.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rules/rulebook.h"

namespace re2 {
class RE2;
}

namespace hearsay {

struct Frame {
  std::string id;
  std::string claim;
  std::unique_ptr<re2::RE2> pattern;  // groups s and o
};

// One pack file, compiled. Cues are kept by class: "deny", "rumor", …
struct Pack {
  std::string id, version;
  std::vector<ClaimType> claims;
  std::vector<Frame> frames;
  std::map<std::string, std::unique_ptr<re2::RE2>> cues;
};

// May fail with "pack.syntax", "pack.pattern", "pack.claim"; the text is "FILE:LINE:COLUMN: …".
Result<Pack> load_pack(const SourceFile& file);

// Pure. Sorted by claim, then stance.
std::vector<Assertion> resolve_item(const Pack& pack, const Entities& entities, const Item& item,
                                    const Text& text, const Matches& matches);

}  // namespace hearsay
