// Reading the vocabulary; cutting words as BERT's tokenizer does; the longest pieces first.
#include "rules/pieces.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <optional>
#include <string>

namespace hearsay {
namespace {

constexpr std::string_view kUnknown = "[UNK]";
constexpr std::string_view kRest = "##";

bool is_han(UChar32 c) {
  if (c < 0x3400) return false;
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

enum class Sort : uint8_t { kLetter, kAlone, kBlank, kUnseen };

Sort sort_of(UChar32 c) {
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
      return Sort::kLetter;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return Sort::kBlank;
    return c > ' ' && c < 0x7F ? Sort::kAlone : Sort::kUnseen;
  }
  if (is_han(c)) return Sort::kAlone;
  if (c == 0xFFFD) return Sort::kUnseen;
  const uint32_t mask = U_MASK(u_charType(c));
  if ((mask & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK)) != 0)
    return Sort::kUnseen;
  if ((mask & U_GC_P_MASK) != 0) return Sort::kAlone;
  return u_isUWhiteSpace(c) ? Sort::kBlank : Sort::kLetter;
}

// The character at `at`, which moves behind it; below 0 where the bytes are no UTF-8.
UChar32 next(std::string_view s, size_t& at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(s.data());
  UChar32 c = 0;
  U8_NEXT(bytes, at, s.size(), c);
  return c;
}

bool is_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; });
}

// The word decomposed (NFD), without marks that take no room.
std::string without_accents(std::string_view word) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  std::string apart;
  icu::StringByteSink<std::string> sink(&apart);
  if (U_SUCCESS(status)) {
    decompose->normalizeUTF8(0, icu::StringPiece(word.data(), static_cast<int32_t>(word.size())),
                             sink, nullptr, status);
  }
  if (U_FAILURE(status)) return std::string(word);  // only where ICU's data or memory is missing
  std::string bare;
  for (size_t at = 0; at < apart.size();) {
    const size_t begin = at;
    const UChar32 c = next(apart, at);
    if (c < 0 || u_charType(c) != U_NON_SPACING_MARK) bare.append(apart, begin, at - begin);
  }
  return bare;
}

bool continues_character(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

}  // namespace

bool Pieces::Table::add(std::string_view piece, uint32_t id) {
  longest = std::max(longest, piece.size());
  return ids.emplace(piece, id).second;
}

Result<Pieces> Pieces::load(const NetFile& net) {
  const auto text = net.text("vocabulary");
  if (!text) return text.error();
  Pieces pieces;
  pieces.bytes_ = net.owner();
  const std::string_view accents = net.value("accents");
  if (!accents.empty() && accents != "strip" && accents != "keep") {
    return Error{"net.syntax", net.name() + ": accents: found \"" + std::string(accents) +
                                   "\", expected strip or keep"};
  }
  pieces.strip_accents_ = accents != "keep";
  const auto error = [&](std::string_view piece, std::string_view expected) {
    return Error{"net.syntax", net.name() + ": vocabulary:" + std::to_string(pieces.size_ + 1) +
                                   ": found \"" + std::string(piece) + "\", expected " +
                                   std::string(expected)};
  };
  for (size_t at = 0; at < text->size();) {
    const size_t end = std::min(text->find('\n', at), text->size());
    const std::string_view piece = text->substr(at, end - at);
    at = end + 1;
    if (piece.empty()) return error(piece, "a piece");
    const bool rest = piece.size() > kRest.size() && piece.starts_with(kRest);
    const bool added = rest ? pieces.rests_.add(piece.substr(kRest.size()), pieces.size_)
                            : pieces.starts_.add(piece, pieces.size_);
    if (!added) return error(piece, "each piece once");
    ++pieces.size_;
  }
  pieces.unknown_ = pieces.find(kUnknown);
  if (pieces.unknown_ == pieces.size_) {
    return Error{"net.syntax", net.name() + ": vocabulary: found " + std::to_string(pieces.size_) +
                                   " pieces, expected [UNK] among them"};
  }
  return pieces;
}

uint32_t Pieces::find(std::string_view piece) const {
  const bool rest = piece.size() > kRest.size() && piece.starts_with(kRest);
  const Table& table = rest ? rests_ : starts_;
  const auto found = table.ids.find(rest ? piece.substr(kRest.size()) : piece);
  return found == table.ids.end() ? size_ : found->second;
}

// Of a part without borders. No piece ends inside a character, so that only whole ones are tried.
void Pieces::append(std::string_view part, std::vector<uint32_t>& ids) const {
  const auto characters = static_cast<size_t>(
      std::count_if(part.begin(), part.end(), [](char c) { return !continues_character(c); }));
  const size_t before = ids.size();
  const auto unknown = [&] {
    ids.resize(before);
    ids.push_back(unknown_);
  };
  if (characters > kPieceWordCharactersMax) return unknown();
  for (size_t at = 0; at < part.size();) {
    const Table& table = at == 0 ? starts_ : rests_;
    size_t size = std::min(part.size() - at, table.longest);
    auto found = table.ids.end();
    for (; size > 0; --size) {
      if (at + size < part.size() && continues_character(part[at + size])) continue;
      found = table.ids.find(part.substr(at, size));
      if (found != table.ids.end()) break;
    }
    if (size == 0) return unknown();
    ids.push_back(found->second);
    at += size;
  }
}

std::vector<uint32_t> Pieces::ids(std::string_view word) const {
  std::string bare;
  if (strip_accents_ && !is_ascii(word)) {
    bare = without_accents(word);
    word = bare;
  }
  std::vector<uint32_t> ids;
  std::string part;  // what is unseen is left out of it, so it is no view of the word
  const auto end_part = [&] {
    if (!part.empty()) append(part, ids);
    part.clear();
  };
  for (size_t at = 0; at < word.size();) {
    const size_t begin = at;
    const UChar32 c = next(word, at);
    const std::string_view character = word.substr(begin, at - begin);
    switch (c < 0 ? Sort::kUnseen : sort_of(c)) {
      case Sort::kLetter:
        part.append(character);
        break;
      case Sort::kAlone:
        end_part();
        append(character, ids);
        break;
      case Sort::kBlank:
        end_part();
        break;
      case Sort::kUnseen:
        break;
    }
  }
  end_part();
  return ids;
}

}  // namespace hearsay
