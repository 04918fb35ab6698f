// Unlisted parties: companies and people of one item that no entity file knows ("收购澜汐微（Lanxi
// Micro）", "startup Kumo Robotics", "chief executive Jane Roe").
//
//   Matches matches = book.match(text);                      // names are settled, see names.h
//   Unlisted more = find_unlisted(entities, text, matches.names);
//   const Entity& who = more.at(entities, hit.entity);       // for hits of either list
//
// An index of `more.first` or above is an unlisted party: that is its mark. `hits` overlap no hit
// of `names` that is certain, so the two lists merge by span. Each party has an id made from its
// name (lower case, hyphens; the Latin form where the item gives one, else the pinyin of the
// Chinese one), and all its hits, short forms included ("Kumo" after "Kumo Robotics"), carry one
// index. A person's `of` is the company that their title names, listed or not; kNoEntity if none is
// named. Precise rather than greedy: a name counts only where a company or an executive must stand.
#pragma once

#include <vector>

#include "rules/entities.h"
#include "rules/names.h"
#include "rules/text.h"

namespace hearsay {

struct Unlisted {
  EntityIndex first = 0;        // entities.all().size(): the index of parties[0]
  std::vector<Entity> parties;  // kCompany or kPerson, in the order of their first cue
  std::vector<NameHit> hits;    // in reading order, not overlapping, all certain

  bool marks(EntityIndex index) const { return index >= first && index != kNoEntity; }
  // REQUIRES an index of `entities` or of `parties`.
  const Entity& at(const Entities& entities, EntityIndex index) const {
    return index < first ? entities[index] : parties[index - first];
  }
};

// The id of an outlet or company that no list knows, from its folded name.
std::string id_of_name(std::string_view folded);

// Linear in the text for a bounded number of parties. Pure; any thread.
Unlisted find_unlisted(const Entities& entities, const Text& text,
                       const std::vector<NameHit>& names);

}  // namespace hearsay
