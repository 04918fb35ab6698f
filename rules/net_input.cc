// Turning the read sentences of an item into windows of tokens for the encoder.
#include "rules/net_input.h"

#include <algorithm>
#include <map>

namespace hearsay {

namespace {

using Tokens = std::vector<NetToken>;

// An apposition names a handful at most; more is a list.
constexpr size_t kSlotEntitiesMax = 4;

class Encoding {
 public:
  Encoding(const ItemReading& reading, const Matches& matches, const Pieces& pieces,
           const NetRows& rows)
      : scene_(reading.scene),
        heard_(reading.heard),
        matches_(matches),
        pieces_(pieces),
        rows_(rows) {}

  NetInput read() {
    for (const bool headline : {true, false}) {
      for (const Heard& one : heard_) {
        if (one.headline == headline) count(one.syntax);
      }
    }
    choose();
    Tokens head;
    std::vector<Tokens> body;
    std::vector<size_t> numbers;  // of those sentences
    size_t tokens = 0;            // of the body: more than all windows hold need no pieces
    for (size_t i = 0; i < heard_.size() && tokens <= kWindowsMax * kWindowTokens; ++i) {
      Tokens one = sentence(i);
      if (heard_[i].headline) {
        head.insert(head.end(), one.begin(), one.end());
      } else {
        one.resize(std::min(one.size(), kSentenceTokens));
        tokens += one.size();
        body.push_back(std::move(one));
        numbers.push_back(i);
      }
    }
    lay_out(std::move(head), body, numbers);
    return std::move(input_);
  }

 private:
  void count(const Syntax& syntax) {
    for (const Slot& slot : syntax.line().slots()) {
      if (slot.mask == Mask::kSum) {
        most_ = std::max(most_, matches_.sums[slot.sum].value);
        continue;
      }
      if (!is_party(slot.mask)) continue;
      for (const EntityIndex who : slot.entities) {
        const EntityIndex company = scene_.company(who);
        const auto found = std::find(order_.begin(), order_.end(), company);
        if (found == order_.end()) order_.push_back(company);
        ++counts_[company];
      }
    }
  }

  // The companies named most often; of equals, the one named first.
  void choose() {
    std::vector<EntityIndex> by_count = order_;
    std::stable_sort(by_count.begin(), by_count.end(), [&](EntityIndex one, EntityIndex other) {
      return counts_[one] > counts_[other];
    });
    by_count.resize(std::min(by_count.size(), kLettersMax));
    for (const EntityIndex company : order_) {
      if (std::find(by_count.begin(), by_count.end(), company) != by_count.end())
        input_.companies.push_back(company);
    }
  }

  int8_t letter_of(EntityIndex company) const {
    const auto found = std::find(input_.companies.begin(), input_.companies.end(), company);
    return found == input_.companies.end() ? int8_t{-1}
                                           : static_cast<int8_t>(found - input_.companies.begin());
  }

  int8_t speaker_of(EntityIndex who) {
    const auto found = std::find(input_.speakers.begin(), input_.speakers.end(), who);
    if (found != input_.speakers.end()) return static_cast<int8_t>(found - input_.speakers.begin());
    if (input_.speakers.size() == kSpeakersMax) return -1;
    input_.speakers.push_back(who);
    return static_cast<int8_t>(input_.speakers.size() - 1);
  }

  Tokens sentence(size_t index) {
    const Syntax& syntax = heard_[index].syntax;
    Tokens all;
    for (uint32_t i = 0; i < syntax.size(); ++i) {
      NetToken token;
      token.stands = true;
      token.sentence = static_cast<uint32_t>(index);
      give_senses(syntax, i, token);
      const TokenKind kind = syntax.tokens()[i].kind;
      if (kind == TokenKind::kMention) {
        put_mention(syntax.slot(i), token, all);
      } else if (kind == TokenKind::kSum) {
        token.row =
            matches_.sums[syntax.slot(i).sum].value == most_ ? rows_.sum_most : rows_.sum_less;
        token.sum = static_cast<int32_t>(syntax.slot(i).sum);
        all.push_back(token);
      } else {
        for (const uint32_t piece : pieces_.ids(syntax.word(i))) {
          token.row = piece;
          all.push_back(token);
        }
      }
    }
    return all;
  }

  void put_mention(const Slot& slot, NetToken token, Tokens& all) {
    if (!is_party(slot.mask)) {
      const bool published = std::find(slot.entities.begin(), slot.entities.end(),
                                       scene_.provider()) != slot.entities.end();
      token.row = slot.mask != Mask::kOutlet ? rows_.authority
                  : published                ? rows_.provider
                                             : rows_.outlet;
      token.speaker = slot.entities.empty() ? int8_t{-1} : speaker_of(slot.entities.front());
      all.push_back(token);
      return;
    }
    for (size_t k = 0; k < std::min(slot.entities.size(), kSlotEntitiesMax); ++k) {
      const EntityIndex who = slot.entities[k], company = scene_.company(who);
      token.company = letter_of(company);
      token.speaker = speaker_of(who);
      const size_t letter = token.company < 0 ? kLettersMax : static_cast<size_t>(token.company);
      token.row = who == company ? rows_.company[letter] : rows_.person[letter];
      all.push_back(token);
    }
  }

  void give_senses(const Syntax& syntax, uint32_t at, NetToken& token) const {
    std::vector<uint16_t> senses;
    if (const Hit* hit = syntax.hit_at(at)) {
      for (const SenseId sense : *hit->senses) {
        const auto& mine = sense >= kTurnSense      ? rows_.turns[sense - kTurnSense]
                           : sense >= kTriggerSense ? rows_.triggers[sense - kTriggerSense]
                                                    : rows_.cues[sense];
        senses.insert(senses.end(), mine.begin(), mine.end());
      }
    }
    const TokenKind kind = syntax.tokens()[at].kind;
    if (kind == TokenKind::kMention) {
      if (!syntax.slot(at).named) senses.push_back(rows_.reference);
    } else if (kind != TokenKind::kSum && syntax.quoted(at)) {
      senses.push_back(rows_.quoted);
    }
    std::sort(senses.begin(), senses.end());
    senses.erase(std::unique(senses.begin(), senses.end()), senses.end());
    std::copy_n(senses.begin(), std::min(senses.size(), kTokenSenses), token.senses.begin());
  }

  // Each window is the headline and as many sentences as fit; the last of one opens the next.
  void lay_out(Tokens head, const std::vector<Tokens>& body, const std::vector<size_t>& numbers) {
    head.resize(std::min(head.size(), kHeadTokens));
    NetToken mark;
    mark.row = rows_.begin;
    head.insert(head.begin(), mark);
    mark.row = rows_.end;
    head.push_back(mark);
    Tokens window = head;
    for (size_t i = 0; i < body.size(); ++i) {
      if (window.size() + body[i].size() > kWindowTokens && window.size() > head.size()) {
        input_.windows.push_back(std::move(window));
        if (input_.windows.size() == kWindowsMax) {
          input_.unread = numbers[i];
          return;
        }
        window = head;
        if (window.size() + body[i - 1].size() + body[i].size() <= kWindowTokens)
          window.insert(window.end(), body[i - 1].begin(), body[i - 1].end());
      }
      window.insert(window.end(), body[i].begin(), body[i].end());
    }
    input_.windows.push_back(std::move(window));
  }

  const Scene& scene_;
  const std::vector<Heard>& heard_;
  const Matches& matches_;
  const Pieces& pieces_;
  const NetRows& rows_;
  std::vector<EntityIndex> order_;
  std::map<EntityIndex, size_t> counts_;
  double most_ = 0;
  NetInput input_;
};

}  // namespace

NetInput net_input(const ItemReading& reading, const Matches& matches, const Pieces& pieces,
                   const NetRows& rows) {
  return Encoding(reading, matches, pieces, rows).read();
}

}  // namespace hearsay
