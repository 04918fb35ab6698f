// Reading every sentence once with an empty focus.
#include "rules/drafts.h"

namespace hearsay {

namespace {

void look_at(const Pack& pack, const Scene& scene, const Syntax& syntax, Drafts& drafts) {
  drafts.fiction = drafts.fiction || syntax.has(Cue::kFiction);
  drafts.retracts = drafts.retracts || syntax.has(Cue::kRetract);
  bool named = false;
  for (const Slot& slot : syntax.line().slots()) {
    if (!is_party(slot.mask)) continue;
    named = true;
    for (const EntityIndex who : slot.entities) drafts.companies.insert(scene.company(who));
  }
  for (const Hit& hit : syntax.hits()) {
    for (const SenseId sense : *hit.senses) {
      if (sense < kTriggerSense) continue;
      if (sense >= kTurnSense) {
        drafts.triggered = drafts.triggered || pack.turns[sense - kTurnSense].alone;
        continue;
      }
      const std::string family = family_of(pack.triggers[sense - kTriggerSense].claim);
      if (named && !family.empty() && family != pack.triggers[sense - kTriggerSense].claim)
        ++drafts.families[family];
      drafts.triggered = true;
    }
  }
}

}  // namespace

Drafts draft(const Pack& pack, const Scene& scene, const Text& text) {
  Drafts drafts;
  const Focus nothing;
  for (uint32_t i = 0; i < text.sentences().size(); ++i) {
    bool refers = false;
    Line line = scene.line(i, nothing, &refers);
    drafts.sentences.push_back({{pack, std::move(line)}, refers});
    look_at(pack, scene, drafts.sentences.back().syntax, drafts);
  }
  return drafts;
}

Topic first_topic(const Pack& pack, const Deals& deals, const Drafts& drafts) {
  Topic topic;
  std::vector<const Syntax*> read;
  for (const Draft& sentence : drafts.sentences) read.push_back(&sentence.syntax);
  const auto count = [&](const std::string& family) {
    const auto found = drafts.families.find(family);
    return found == drafts.families.end() ? 0 : found->second;
  };
  // Deals that say themselves of which kind they are, then those that do not.
  for (const bool any : {false, true}) {
    for (const ClaimType& type : pack.claims) {
      const std::string family = family_of(type.id);
      if (any && family != type.id && (topic.kind.empty() || count(family) > count(topic.kind)))
        topic.kind = family;
    }
    for (const Syntax* syntax : read) {
      if (topic.set()) break;
      deals.tell(*syntax, topic);
    }
  }
  if (!topic.set()) deals.pair_up(read, topic);
  return topic;
}

}  // namespace hearsay
