// Frames over a line, the parties they leave open, and the turns in their segment.
#include "rules/deals.h"

#include <re2/re2.h>

#include <algorithm>

namespace hearsay {

namespace {

std::string family_of(const std::string& type) { return type.substr(0, type.find('.')); }

}  // namespace

// A deal that a sentence's frames have found.
struct Deals::Taken {
  std::string family;
  EntityIndex subject, object;
  size_t begin, end;  // bytes of the line

  // In either order: "A bought by B" is read once.
  bool same_pair(EntityIndex one, EntityIndex other) const {
    return (subject == one && object == other) || (subject == other && object == one);
  }
};

std::vector<Told> Deals::tell(const Line& line, Place deny, Topic& topic) const {
  std::vector<Told> all;
  const std::string_view s = line.s();
  std::vector<Taken> taken;
  for (const Frame& frame : pack_.frames) {
    size_t from = 0;
    for (size_t n = 0; n < kMatchesMax; ++n) {
      std::vector<re2::StringPiece> groups(static_cast<size_t>(std::max(frame.s, frame.o)) + 1);
      if (from >= s.size() || !frame.pattern->Match(s, from, s.size(), re2::RE2::UNANCHORED,
                                                    groups.data(), static_cast<int>(groups.size())))
        break;
      const auto begin = static_cast<size_t>(groups[0].data() - s.data());
      const size_t end = begin + groups[0].size();
      if (end == begin) break;
      from = end;
      const auto slot = [&](int role) -> const Slot* {
        return role == 0 || groups[static_cast<size_t>(role)].data() == nullptr
                   ? nullptr
                   : &line.slot_at(
                         static_cast<size_t>(groups[static_cast<size_t>(role)].data() - s.data()));
      };
      match(line, frame, {begin, end}, slot(frame.s), slot(frame.o), deny, topic, taken, all);
    }
  }
  return all;
}

void Deals::match(const Line& line, const Frame& frame, Place at, const Slot* s, const Slot* o,
                  Place deny, Topic& topic, std::vector<Taken>& taken,
                  std::vector<Told>& all) const {
  const auto [begin, end] = at;
  std::vector<EntityIndex> subjects, objects;
  if (!parties(s, o, topic, subjects, objects)) return;
  std::string type = frame.claim;
  if (type.starts_with('.')) type = topic.family + type;
  const std::string family = family_of(type);
  if (o != nullptr && cue_in(pack_, line.s(), Cue::kProduct, {end, line.s().size()}).begin == end)
    return;
  const Place part = segment_of(pack_, line.s(), begin, end);
  const Turn* turn = nullptr;
  Place turned;
  for (const Turn& one : pack_.turns) {
    if (one.from != type) continue;
    turned = find_in(*one.pattern, line.s(), part);
    if (turned.found()) {
      turn = &one;
      break;
    }
  }
  const Place trigger = turn != nullptr ? turned : Place{begin, end};
  const size_t reach =
      trigger.begin > part.begin + kNegationReach ? trigger.begin - kNegationReach : part.begin;
  const Place no =
      cue_in(pack_, line.s(), Cue::kNot, {reach, turn != nullptr ? turned.begin : end});
  // "It is not the case that …" rejects the whole; the claim itself is not negated.
  const Place pseudo = cue_in(pack_, line.s(), Cue::kPseudoNot, {reach, line.s().size()});
  bool negated = no.found() &&
                 !(pseudo.found() && no.begin < pseudo.end && pseudo.begin < no.end) &&
                 !(deny.found() && no.begin < deny.end && deny.begin < no.end);
  if (turn != nullptr && turn->negated) negated = !negated;
  bool first = true;
  for (const EntityIndex subject : subjects) {
    for (const EntityIndex object : objects) {
      if (scene_.party(subject) == scene_.party(object)) continue;
      if (frame.beside) {
        if (!known(type)) continue;
        Told told{{type, scene_.party(subject), scene_.party(object)}, subject, object, begin, end};
        told.beside = true;
        told.rule = frame.id;
        told.evidence.push_back({"trigger", frame.id, line.folded(begin, end)});
        all.push_back(told);
        continue;
      }
      const bool known_already = std::any_of(taken.begin(), taken.end(), [&](const Taken& one) {
        return one.same_pair(subject, object) &&
               (one.family == family || (one.begin < end && begin < one.end));
      });
      if (known_already) continue;
      taken.push_back({family, subject, object, begin, end});
      if (first && !family.empty()) topic = {family, subjects, objects};
      first = false;
      Told told{{}, subject, object, begin, end};
      told.negated = negated;
      told.shared = subjects.size() * objects.size() > 1;
      told.rule = frame.id;
      if (s != nullptr) told.evidence.push_back({"subject", "", s->span});
      if (o != nullptr) told.evidence.push_back({"object", "", o->span});
      told.evidence.push_back({"trigger", frame.id, line.folded(begin, end)});
      const auto put = [&](const std::string& claimed) {
        if (!known(claimed)) return;
        told.claim = {claimed, scene_.party(subject), scene_.party(object)};
        all.push_back(told);
      };
      if (turn == nullptr) {
        told.bare = frame.mention;
        put(type);
        continue;
      }
      if (turn->keep && (!frame.mention || !negated)) {
        told.kept = true;
        put(type);
        told.kept = false;
      }
      told.evidence.push_back({"trigger", turn->id, line.folded(turned.begin, turned.end)});
      put(turn->to);
    }
  }
}

bool Deals::known(const std::string& type) const {
  return std::any_of(pack_.claims.begin(), pack_.claims.end(),
                     [&](const ClaimType& one) { return one.id == type; });
}

// Fills what a frame leaves open from the deal told last. False when nothing fits.
bool Deals::parties(const Slot* s, const Slot* o, const Topic& topic,
                    std::vector<EntityIndex>& subjects, std::vector<EntityIndex>& objects) const {
  if (s != nullptr) subjects = s->entities;
  if (o != nullptr) objects = o->entities;
  if (s != nullptr && o != nullptr) return true;
  if (!topic.set()) return false;
  const auto among = [&](const std::vector<EntityIndex>& some, const Slot* slot) {
    return std::any_of(some.begin(), some.end(), [&](EntityIndex one) {
      return scene_.party(one) == scene_.party(slot->entities.front());
    });
  };
  if (s == nullptr && o == nullptr) {
    subjects = topic.subjects;
    objects = topic.objects;
  } else if (s != nullptr) {
    // Of a pair that no deal has put in order either may be the one named.
    const bool turned = topic.family.empty() && among(topic.objects, s);
    if (!turned && !among(topic.subjects, s)) return false;
    objects = turned ? topic.subjects : topic.objects;
  } else {
    const bool turned = topic.family.empty() && among(topic.subjects, o);
    if (!turned && !among(topic.objects, o)) return false;
    subjects = turned ? topic.objects : topic.subjects;
  }
  return true;
}

void Deals::pair_up(const std::vector<Line>& lines, Topic& topic) const {
  std::vector<EntityIndex> item;
  const auto gather = [&](const Line& line, std::vector<EntityIndex>& into) {
    for (const Slot& slot : line.slots()) {
      if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
      for (const EntityIndex one : slot.entities) {
        if (std::none_of(into.begin(), into.end(), [&](EntityIndex known) {
              return scene_.party(known) == scene_.party(one);
            }))
          into.push_back(one);
      }
    }
  };
  for (const Line& line : lines) {
    std::vector<EntityIndex> two;
    gather(line, two);
    gather(line, item);
    if (two.size() == 2) {
      topic = {"", {two[0]}, {two[1]}};
      return;
    }
  }
  if (item.size() == 2) topic = {"", {item[0]}, {item[1]}};
}

}  // namespace hearsay
