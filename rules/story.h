// Story: the assertions of one item as they gather, and the answers that tie to them at its end.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rules/assertion.h"
#include "rules/scene.h"

namespace hearsay {

// A word on a claim that another sentence tells: settled when all is read.
struct Answer {
  Stance stance = Stance::kDenial;
  EntityIndex speaker = kNoEntity;
  std::string type;  // of the claim answered; empty: whatever was told of the speaker's company
  ClaimKey claim;    // with a type: just this one
  Evidence evidence;
  uint32_t sentence = 0;
};

// A claim on nobody's word.
struct Plain {
  Assertion assertion;
  Stance stance;
  std::string speaker;
  bool settled = false;  // done or agreed, in so many words: it stays a fact whatever came of it
};

inline constexpr std::string_view kUnnamedSources = "unnamed-sources";

// At most one assertion for each claim and stance, in reading order. Holds a reference to `scene`.
class Story {
 public:
  explicit Story(const Scene& scene, const Pack& pack) : scene_(scene), pack_(pack) {}

  void add(Assertion assertion, Stance stance, std::string speaker, double confidence);
  // `kept`: told only as what a turn leaves ("cut to $15 billion"); it falls with a denied turn.
  void add_rumor(const Assertion& assertion, std::string speaker, double confidence,
                 uint32_t sentence, bool kept = false);
  // The sentence that what is added from now on stands in.
  void turn_to(uint32_t sentence) { sentence_ = sentence; }
  void answer(Answer answer) { answers_.push_back(std::move(answer)); }
  void plain(Plain plain) { plain_.push_back(std::move(plain)); }
  // Counts unless the item tells `unless` of the same deal.
  void affirm(Plain plain, ClaimKey unless) {
    affirmed_.push_back({std::move(plain), std::move(unless)});
  }
  // Unnamed people stand behind something in the item: rumours without a teller are theirs.
  void hear_insiders() { insiders_ = true; }
  // What a party was only asked about: an answer may meet it.
  void asked(Assertion assertion) { asked_.push_back(std::move(assertion)); }
  // A rumoured or denied rift.
  void rift(Plain plain) { rifts_.push_back(std::move(plain)); }
  // Settles what waited, and empties the story.
  std::vector<Assertion> finish();

 private:
  void settle_rifts();
  void settle_smaller();
  void state(const Plain& plain);
  bool is_denied(const ClaimKey& claim) const;
  void settle(const Answer& answer);
  bool answers(const Answer& answer, const std::string& company, const ClaimKey& claim) const;
  std::vector<Assertion> told_of(const std::string& company, const Answer& answer,
                                 Stance stance) const;
  ClaimKey nearest_rumor(const std::vector<Assertion>& rumors, uint32_t sentence) const;

  bool turn_denied(const ClaimKey& claim) const;
  void share_sum(Assertion& assertion) const;

  const Scene& scene_;
  const Pack& pack_;
  // True when two assertions are told in one sentence, or in one and the next.
  bool told_together(const Assertion& one, const Assertion& other) const;

  struct Place {
    ClaimKey claim;
    Stance stance;
    uint32_t sentence;
  };
  bool insiders_ = false;
  uint32_t sentence_ = 0;
  std::vector<Place> places_;
  std::vector<Assertion> all_;
  std::vector<Answer> answers_;
  std::vector<Plain> plain_, rifts_;
  std::vector<Assertion> asked_;
  std::vector<std::pair<Plain, ClaimKey>> affirmed_;
  std::vector<ClaimKey> kept_;
  std::vector<std::pair<ClaimKey, uint32_t>> told_;  // rumours, with their sentences
};

}  // namespace hearsay
