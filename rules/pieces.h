// Pieces: the parts of words that a net knows, and the numbers of those that make up a word.
//
// The greedy WordPiece of BERT (Devlin et al. 2019, after Wu et al. 2016): a word is cut at
// punctuation and around each Han character; of each part the longest piece that begins it is
// taken, then the longest that continues it ("##" in the vocabulary), and a part that ends before
// it is used up is unknown as a whole.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "parsers/result.h"
#include "rules/net_file.h"

namespace hearsay {

constexpr size_t kPieceWordCharactersMax = 100;  // as in training: a longer part is unknown

// Immutable once loaded; any number of threads. Keeps the file's bytes.
class Pieces {
 public:
  // From the text `vocabulary`: a piece a line, its number is that of its line, from 0; `[UNK]` is
  // among them. With the key `accents`: `strip`, as where there is no such key, takes accents off
  // as BERT's uncased nets do; `keep` leaves them on, as the Chinese ones do.
  // May fail with "net.shape" or "net.syntax".
  static Result<Pieces> load(const NetFile& net);

  uint32_t size() const { return size_; }
  // Of a piece as the vocabulary spells it, such as "[CLS]"; size() for none.
  uint32_t find(std::string_view piece) const;
  // Of a word in small letters. Empty for one of nothing that is seen.
  std::vector<uint32_t> ids(std::string_view word) const;

 private:
  struct Table {
    boost::unordered_flat_map<std::string_view, uint32_t> ids;  // views of *bytes_
    size_t longest = 0;                                         // bytes
    bool add(std::string_view piece, uint32_t id);
  };
  void append(std::string_view part, std::vector<uint32_t>& ids) const;

  std::shared_ptr<const void> bytes_;
  Table starts_, rests_;
  uint32_t size_ = 0;
  uint32_t unknown_ = 0;
  bool strip_accents_ = true;
};

}  // namespace hearsay
