// Where unlisted parties stand: the two readers of find_unlisted(), and what they hand on.
#pragma once

#include <string_view>
#include <vector>

#include "rules/entities.h"
#include "rules/names.h"
#include "rules/text.h"

namespace hearsay {

// A name that stands where a company or an executive must stand. One of the two forms is empty
// unless the text gives both ("澜汐微（Lanxi Micro）").
struct PartyCue {
  EntityKind kind = EntityKind::kCompany;
  ByteSpan latin;
  ByteSpan han;
  ByteSpan of;  // for a person: the mention of the company; empty if none
};

// What both readers see of an item.
struct Sight {
  const Entities& entities;
  const Text& text;
  const std::vector<NameHit>& names;  // sorted

  // The certain hit that overlaps `span`; null if there is none.
  const NameHit* taken(ByteSpan span) const;
};

std::vector<PartyCue> latin_cues(const Sight& sight, const Sentence& sentence);
std::vector<PartyCue> han_cues(const Sight& sight, const Sentence& sentence);

// Whether `word` is the last part of companies' names ("robotics", "inc", "科技") and may be left
// out when the name is said again.
bool company_ending(std::string_view word);
// Whether a capitalised word or run is no name: days, places, titles, function words.
bool common_capital(std::string_view word);
// The bytes of the Han ending of a name ("科技" of "偉錸科技"); 0 if there is none.
size_t han_ending_bytes(std::string_view name);
// That ending in English, for an id: "科技" -> "tech". REQUIRES an ending.
std::string_view english_ending(std::string_view ending);

}  // namespace hearsay
