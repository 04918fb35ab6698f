// NetInput: an item as the encoder reads it: companies are letters, words are pieces with the
// senses that the pack gives them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/pieces.h"
#include "rules/resolve.h"

namespace hearsay {

// Companies beyond these share one letter and are in no claim of the net: a digest of a dozen deals
// fits, an item about more is a list.
inline constexpr size_t kLettersMax = 16;
// Who may be found to speak, in reading order.
inline constexpr size_t kSpeakersMax = 12;
inline constexpr size_t kTokenSenses = 5;
// Tokens of a window, of which a headline may take kHeadTokens; a longer item is read in several.
inline constexpr size_t kWindowTokens = 400, kHeadTokens = 100;
// Of a sentence, the rest is cut off: what fits beside a whole headline and the marks around it.
inline constexpr size_t kSentenceTokens = kWindowTokens - kHeadTokens - 2;
// Windows of an item: some 15 KB of English. News is shorter; what is longer is a list or a filing,
// and would hold its lane up for seconds. The rules alone read the rest.
inline constexpr size_t kWindowsMax = 12;

// Rows of the net's table behind the pieces, and of its senses, by name.
struct NetRows {
  std::array<uint32_t, kLettersMax + 1> company{}, person{};
  uint32_t sum_most = 0, sum_less = 0, provider = 0, outlet = 0, authority = 0;
  uint32_t begin = 0, end = 0;                               // before a headline, and behind it
  std::vector<std::vector<uint16_t>> cues, triggers, turns;  // senses, by their number in the pack
  uint16_t quoted = 0, reference = 0;
};

struct NetToken {
  uint32_t row = 0;
  std::array<uint16_t, kTokenSenses> senses{};
  int8_t company = -1;    // index into NetInput::companies
  int8_t speaker = -1;    // index into NetInput::speakers
  int32_t sum = -1;       // index into Matches::sums
  bool stands = false;    // in the item; not so the marks around a headline
  uint32_t sentence = 0;  // where it stands: index into `heard`
};

struct NetInput {
  std::vector<EntityIndex> companies;  // in order of their first mention
  std::vector<EntityIndex> speakers;
  std::vector<std::vector<NetToken>> windows;
  size_t unread = SIZE_MAX;  // the first sentence of `heard` in no window, if there is one
};

// Pure; linear in the item.
NetInput net_input(const ItemReading& reading, const Matches& matches, const Pieces& pieces,
                   const NetRows& rows);

}  // namespace hearsay
