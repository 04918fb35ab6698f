// Building the syntax of a sentence, and what governs its mentions.
#include "rules/syntax.h"

#include <algorithm>

namespace hearsay {

Syntax::Syntax(const Pack& pack, Line line)
    : line_(std::move(line)),
      tokens_(tokenize(line_.s())),
      hits_(pack.lexis.find(line_, tokens_)),
      owner_(tokens_.size(), -1) {
  for (size_t i = 0; i < hits_.size(); ++i) {
    for (const uint32_t token : hits_[i].words) owner_[token] = static_cast<int32_t>(i);
  }
  uint32_t part = 0;
  bool quoted = false;
  for (uint32_t i = 0; i < size(); ++i) {
    const Hit* hit = hit_at(i);
    const bool begins = hit != nullptr && hit->has(sense_of(Cue::kBreak)) && hit->first == i;
    if (begins || mark(i, ";") || mark(i, "。")) ++part;
    parts_.push_back(part);
    if (mark(i, "\"")) quoted = !quoted;
    quoted_.push_back(quoted);
    if (mark(i, "?")) question_ = true;
  }
  question_ = question_ || has(Cue::kAsk);
}

const Hit* Syntax::hit_at(uint32_t token) const {
  return owner_[token] < 0 ? nullptr : &hits_[static_cast<size_t>(owner_[token])];
}

bool Syntax::cue_at(uint32_t token, Cue cue) const {
  const Hit* hit = hit_at(token);
  return hit != nullptr && hit->has(sense_of(cue));
}

const Hit* Syntax::cue_in(Cue cue, Range range) const {
  for (const Hit& hit : hits_) {
    if (hit.first >= range.first && hit.last <= range.last && hit.has(sense_of(cue))) return &hit;
  }
  return nullptr;
}

bool Syntax::party(uint32_t token) const {
  return mention(token) &&
         (slot(token).mask == Mask::kCompany || slot(token).mask == Mask::kPerson);
}

bool Syntax::possessive(uint32_t token) const {
  const std::string_view w = word(token);
  return w == "'s" || w == "的" || w == "'" ||
         (w == "s" && token > 0 && mention(token - 1) &&
          tokens_[token - 1].end == tokens_[token].begin);
}

std::string_view Syntax::governor(uint32_t mention) const {
  uint32_t words = 0, han = 0;
  for (uint32_t i = mention; i-- > 0;) {
    if (const Hit* hit = hit_at(i)) {
      if (hit->has(sense_of(Cue::kPreposition)) || hit->has(sense_of(Cue::kBy))) {
        const uint32_t begin = tokens_[hit->first].begin;
        return std::string_view(line_.s()).substr(begin, tokens_[hit->last].end - begin);
      }
      if (!hit->has(sense_of(Cue::kPlain)) && !hit->has(sense_of(Cue::kMajority)) &&
          !hit->has(sense_of(Cue::kGoods)))
        return {};
    } else if (tokens_[i].kind == TokenKind::kMark) {
      if (word(i) != "\"" && word(i) != "'") return {};
    } else if (tokens_[i].kind == TokenKind::kMention) {
      return {};
    }
    if (tokens_[i].kind == TokenKind::kHan ? ++han > kGovernorHan : ++words > kGovernorWords)
      return {};
  }
  return {};
}

Range Syntax::part_around(Range range) const {
  while (range.first > 0 && parts_[range.first - 1] == parts_[range.first]) --range.first;
  while (range.last + 1 < size() && parts_[range.last + 1] == parts_[range.last]) ++range.last;
  return range;
}

bool Syntax::marks_between(uint32_t from, uint32_t to, std::string_view marks) const {
  for (uint32_t i = from + 1; i < to; ++i) {
    if (tokens_[i].kind == TokenKind::kMark && word(i).size() == 1 &&
        marks.find(word(i)) != std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace hearsay
