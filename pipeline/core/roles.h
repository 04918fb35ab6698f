// Roles: which company a sentence's tones fall on.
//
// A relation ("beats", 起诉) means one thing for who acts and another for who is acted on. Any
// other tone falls on the company named nearest before it in its clause, else on the one after,
// else on the clause before. Names in a row share ("Acme, Bolt and Cog gain"). A name that only
// describes another ("Acme supplier Bolt") and who merely speaks ("… : Acme Securities") get
// nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "pipeline/core/tone.h"
#include "rules/entities.h"
#include "rules/rulebook.h"
#include "rules/text.h"

namespace hearsay {

// A company named in the sentence; `company` is the caller's number for it.
struct Mention {
  ByteSpan span;
  uint32_t company = 0;
};

// The companies named in a sentence, in reading order; a person stands for the company that they
// speak for. `next` is the first name of the item that is not before the sentence, and moves behind
// it; `names` becomes all names of the sentence, companies or not.
std::vector<Mention> mentions_in(const Entities& entities, const Matches& matches,
                                 const Sentence& sentence, size_t& next,
                                 std::vector<ByteSpan>& names);

struct Share {
  uint32_t tone = 0;  // index in SentenceTone::tones
  uint32_t company = 0;
  double score = 0;  // −1…1
};

struct Shares {
  std::vector<Share> shares;
  std::vector<uint32_t>
      about;  // companies that are neither attribute nor speaker, in reading order
};

// `mentions` are those of this sentence in reading order. `topic` is the company that a sentence
// without names goes on about, if one is known. Pure.
Shares assign_tones(const Text& text, const SentenceTone& tone, std::span<const Mention> mentions,
                    std::optional<uint32_t> topic);

}  // namespace hearsay
