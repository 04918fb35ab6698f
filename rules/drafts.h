// Drafts: the sentences of an item as they read before anything is known of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/deals.h"
#include "rules/scene.h"
#include "rules/syntax.h"

namespace hearsay {

struct Draft {
  Syntax syntax;
  bool refers = false;  // it has words that stand for others
};

struct Drafts {
  std::vector<Draft> sentences;
  std::map<std::string, int> families;  // how often words of each stand beside a company or person
  bool fiction = false;                 // the item says itself that it is none of it true
  bool retracts = false;                // the outlet takes back what it wrote before
  bool triggered = false;               // it has words of a deal, or of its end
  std::set<EntityIndex> companies;      // that it names, also by their people
};

Drafts draft(const Pack& pack, const Scene& scene, const Text& text);

// What the item is about: the first deal that it tells, else its two companies.
Topic first_topic(const Pack& pack, const Deals& deals, const Drafts& drafts);

}  // namespace hearsay
