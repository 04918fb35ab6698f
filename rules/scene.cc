// Making lines: masks first, then references from the focus, then larger mentions.
#include "rules/scene.h"

#include <re2/re2.h>

#include <algorithm>

namespace hearsay {

namespace {

// The mention that starts right behind a description that ends at `end`.
std::optional<size_t> named_at(const Line& line, size_t end) {
  size_t at = end;
  while (at < line.s().size() && line.s()[at] == ' ') ++at;
  for (size_t i = 0; i < line.slots().size(); ++i) {
    if (line.place(i) == at && at > end && line.slots()[i].mask == Mask::kCompany) return i;
  }
  return std::nullopt;
}

// The company or person that begins the clause before `at`: whom "it" most often means.
std::vector<EntityIndex> clause_subject(const Line& line, size_t at) {
  static constexpr std::string_view kOpeners[] = {", ",     ", and ",    "; ",      ", but ",
                                                  " that ", "\"",        " while ", " after ",
                                                  ": ",     " because ", "，"};
  std::vector<EntityIndex> subject;
  for (size_t i = 0; i < line.slots().size() && line.place(i) < at; ++i) {
    const Slot& slot = line.slots()[i];
    if (slot.mask != Mask::kCompany && slot.mask != Mask::kPerson) continue;
    const std::string_view before = std::string_view(line.s()).substr(0, line.place(i));
    const bool opens = before.empty() || std::any_of(std::begin(kOpeners), std::end(kOpeners),
                                                     [&](std::string_view opener) {
                                                       return before.ends_with(opener);
                                                     });
    if (opens) subject = slot.entities;
  }
  return subject;
}

// "After it agreed to buy {Plaid}, {Visa} walked": "it" of a clause that comes first is who the
// main clause is about.
std::vector<EntityIndex> main_subject(const Line& line, size_t at) {
  static constexpr std::string_view kOpeners[] = {"after ", "when ",   "before ", "while ",
                                                  "since ", "though ", "as ",     "because "};
  const std::string_view s = line.s();
  if (std::none_of(std::begin(kOpeners), std::end(kOpeners),
                   [&](std::string_view opener) { return s.substr(0, at).ends_with(opener); }))
    return {};
  for (size_t i = 0; i < line.slots().size(); ++i) {
    if (line.place(i) < at || line.slots()[i].mask != Mask::kCompany) continue;
    if (s.substr(0, line.place(i)).ends_with(", ")) return line.slots()[i].entities;
  }
  return {};
}

bool speech_follows(const Line& line, size_t end) {
  static constexpr std::string_view kVerbs[] = {" said", " says", " announced", " added", " told"};
  const std::string_view after = std::string_view(line.s()).substr(end);
  return std::any_of(std::begin(kVerbs), std::end(kVerbs),
                     [&](std::string_view verb) { return after.starts_with(verb); });
}

bool singular(re2::StringPiece pronoun) {
  static constexpr std::string_view kSingular[] = {"it",  "its", "he", "she", "his",
                                                   "him", "her", "它", "他",  "她"};
  return std::find(std::begin(kSingular), std::end(kSingular),
                   std::string_view(pronoun.data(), pronoun.size())) != std::end(kSingular);
}

}  // namespace

// What the entity files say of the companies of the item, the longest first.
void Scene::add_descriptions() {
  for (const auto& [place, company] : companies_) {
    const auto& is = who(company).is;
    descriptions_.insert(descriptions_.end(), is.begin(), is.end());
  }
  std::sort(descriptions_.begin(), descriptions_.end(), [](std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  descriptions_.erase(std::unique(descriptions_.begin(), descriptions_.end()), descriptions_.end());
}

void Scene::add_provider() {
  const std::string name = fold_term(text_.provider());
  const std::string id = id_of_name(name);
  if (id.empty()) return;
  provider_ = entities_.outlet(name);
  if (provider_ == kNoEntity) provider_ = entities_.find(id);
  if (provider_ != kNoEntity) return;
  provider_ = unlisted_.first + static_cast<EntityIndex>(unlisted_.parties.size());
  unlisted_.parties.push_back({id, EntityKind::kOutlet, kNoEntity, {}});
}

EntityIndex Scene::company(EntityIndex index) const {
  const Entity& entity = who(index);
  return entity.kind == EntityKind::kPerson && entity.of != kNoEntity ? entity.of : index;
}

Mask Scene::mask_of(const Entity& entity) const {
  switch (entity.kind) {
    case EntityKind::kCompany:
      return Mask::kCompany;
    case EntityKind::kOutlet:
      return Mask::kOutlet;
    case EntityKind::kPerson:
      return entity.of == kNoEntity || who(entity.of).kind != EntityKind::kCompany ? Mask::kOther
                                                                                   : Mask::kPerson;
    case EntityKind::kOther:
      break;
  }
  return Mask::kOther;
}

std::vector<Slot> Scene::slots_in(ByteSpan span) const {
  std::vector<Slot> slots;
  // The lists are in reading order; only the part inside the sentence is looked at.
  const auto inside = [&](const auto& list, const auto& add) {
    auto one =
        std::lower_bound(list.begin(), list.end(), span.begin,
                         [](const auto& hit, uint32_t place) { return hit.span.begin < place; });
    for (; one != list.end() && one->span.begin < span.end; ++one) {
      if (span.contains(one->span)) add(*one);
    }
  };
  const auto add = [&](const NameHit& hit) {
    slots.push_back({mask_of(who(hit.entity)), hit.span, {hit.entity}, 0});
  };
  inside(matches_.names, [&](const NameHit& hit) {
    if (hit.certain && !who(hit.entity).id.starts_with("not-")) add(hit);
  });
  inside(short_names_, add);
  inside(unlisted_.hits, add);
  inside(matches_.sums, [&](const Sum& sum) {
    slots.push_back({Mask::kSum, sum.span, {}, static_cast<uint32_t>(&sum - matches_.sums.data())});
  });
  std::stable_sort(slots.begin(), slots.end(),
                   [](const Slot& a, const Slot& b) { return a.span.begin < b.span.begin; });
  std::vector<Slot> apart;
  for (Slot& slot : slots) {
    if (apart.empty() || apart.back().span.end <= slot.span.begin) apart.push_back(std::move(slot));
  }
  return apart;
}

std::vector<EntityIndex> Scene::meant(Referent what, bool described, const Line& line, size_t at,
                                      size_t end, const Focus& focus) const {
  const auto first_before = [&](Mask mask) -> std::vector<EntityIndex> {
    for (size_t i = 0; i < line.slots().size() && line.place(i) < at; ++i) {
      if (line.slots()[i].mask == mask) return line.slots()[i].entities;
    }
    return {};
  };
  switch (what) {
    case Referent::kCompany: {
      const auto subject = clause_subject(line, at);
      if (!described) {
        if (!subject.empty()) return subject;
        auto near = first_before(Mask::kCompany);
        if (near.empty()) near = main_subject(line, at);
        return near.empty() ? focus.company : near;
      }
      // "…, the French group said": who the sentence is about speaks.
      if (speech_follows(line, end)) return subject.empty() ? focus.company : subject;
      // "The office-sharing company" is not who the clause is about: it would be "it".
      for (size_t i = 0; i < line.slots().size() && line.place(i) < at; ++i) {
        const Slot& slot = line.slots()[i];
        if ((slot.mask == Mask::kCompany || slot.mask == Mask::kPerson) && slot.entities != subject)
          return slot.entities;
      }
      return focus.company.empty() ? subject : focus.company;
    }
    case Referent::kPerson: {
      auto near = first_before(Mask::kPerson);
      if (near.empty()) near = focus.person;
      return near.empty() ? focus.speaker : near;
    }
    case Referent::kSpeaker: {
      const auto said = speaker_in(line, at);
      if (!said.empty()) return said;
      if (!focus.speaker.empty()) return focus.speaker;
      const auto near = first_before(Mask::kPerson);
      return near.empty() ? first_before(Mask::kCompany) : near;
    }
    case Referent::kSubject:
      return focus.topic.subjects;
    case Referent::kObject:
      return focus.topic.objects;
    case Referent::kAddressee:
      return focus.addressee;
    case Referent::kPair: {
      // "A will merge with B, both said."
      std::vector<EntityIndex> here;
      for (size_t i = 0; i < line.slots().size() && line.place(i) < at; ++i) {
        const Slot& slot = line.slots()[i];
        if (slot.mask == Mask::kCompany || slot.mask == Mask::kPerson)
          here.insert(here.end(), slot.entities.begin(), slot.entities.end());
      }
      if (here.size() == 2 && company(here[0]) != company(here[1])) return here;
      std::vector<EntityIndex> both = focus.topic.subjects;
      // Of several bidders the one spoken of last.
      if (both.size() > 1 && focus.company.size() == 1 &&
          std::find(both.begin(), both.end(), company(focus.company.front())) != both.end())
        both = focus.company;
      both.insert(both.end(), focus.topic.objects.begin(), focus.topic.objects.end());
      return both;
    }
  }
  return {};
}

// Who says what stands at `at`: "we" in a sentence is whoever a verb of saying, a colon or a
// quotation mark parts from it, and not whom the speech itself is about.
std::vector<EntityIndex> Scene::speaker_in(const Line& line, size_t at) const {
  const std::vector<Token> tokens = tokenize(line.s());
  const std::vector<Hit> hits = pack_.lexis.find(line, tokens);
  const auto says = [&](uint32_t token) {
    return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
      return hit.first <= token && token <= hit.last &&
             (hit.has(sense_of(Cue::kSay)) || hit.has(sense_of(Cue::kOfficial)) ||
              hit.has(sense_of(Cue::kConfirm)) || hit.has(sense_of(Cue::kDeny)));
    });
  };
  const auto speaks = [&](const Token& token) {
    return token.kind == TokenKind::kMention && (line.slots()[token.slot].mask == Mask::kPerson ||
                                                 line.slots()[token.slot].mask == Mask::kCompany);
  };
  // Behind the speech: "…," X said, or "…," said X.
  bool closed = false, said = false;
  for (uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].begin < at) continue;
    closed = closed || text_of(line.s(), tokens[i]) == "\"";
    said = said || (closed && says(i));
    const bool says_next = i + 1 < tokens.size() && says(i + 1);
    if (closed && speaks(tokens[i]) && (said || says_next))
      return line.slots()[tokens[i].slot].entities;
  }
  // Ahead of it; a person rather than the company before.
  std::vector<EntityIndex> company;
  bool apart = false;
  for (uint32_t i = static_cast<uint32_t>(tokens.size()); i-- > 0;) {
    if (tokens[i].begin >= at) continue;
    const std::string_view word = text_of(line.s(), tokens[i]);
    apart = apart || word == ":" || word == "\"" || says(i);
    if (!apart || !speaks(tokens[i])) continue;
    if (line.slots()[tokens[i].slot].mask == Mask::kPerson)
      return line.slots()[tokens[i].slot].entities;
    company = line.slots()[tokens[i].slot].entities;
  }
  return company;
}

bool Scene::refer(Line& line, const Focus& focus, bool late) const {
  int puts = 0;
  bool found_any = false;
  std::vector<bool> matching;
  pack_.reference_sieve.sift(line.s(), matching);
  for (size_t i = 0; i < pack_.references.size(); ++i) {
    const Reference& reference = pack_.references[i];
    if (reference.late != late || !matching[i]) continue;
    const int before = puts;
    size_t from = 0;
    std::vector<re2::StringPiece> groups(static_cast<size_t>(reference.within) + 1);
    while (puts < kPutsMax &&
           reference.pattern->Match(line.s(), from, line.s().size(), re2::RE2::UNANCHORED,
                                    groups.data(), static_cast<int>(groups.size())) &&
           !groups.back().empty()) {
      const re2::StringPiece& found = groups.back();
      found_any = true;
      auto begin = static_cast<size_t>(found.data() - line.s().data());
      size_t end = begin + found.size();
      // "The database company {Crunchy Data}": a name and what it is are one mention.
      if (const auto named =
              found.find(' ') == re2::StringPiece::npos ? std::nullopt : named_at(line, end)) {
        const Slot slot = line.slots()[*named];
        line.put(begin, line.place(*named) + mask_char(slot.mask).size(), slot);
        from = begin + mask_char(slot.mask).size();
        ++puts;
        continue;
      }
      const bool owner = found == "its" || found == "his";  // a name and an s
      if (owner) --end;
      if (const auto named =
              reference.what == Referent::kPair ? std::nullopt : apposed_to(line, begin, end)) {
        const Slot slot = line.slots()[*named];
        begin = line.place(*named);
        line.put(begin, end, slot);
        from = begin + mask_char(slot.mask).size();
        ++puts;
        continue;
      }
      const bool described = std::count(found.begin(), found.end(), ' ') > 1;  // "the chip company"
      auto meaning = meant(reference.what, described, line, begin, end, focus);
      // One pronoun is not several companies.
      if (meaning.size() > 1 && singular(found)) meaning.clear();
      from = end;
      if (meaning.empty()) continue;
      const bool person = meaning.size() == 1 && who(meaning.front()).kind == EntityKind::kPerson;
      line.put(begin, end,
               {person ? Mask::kPerson : Mask::kCompany, {}, std::move(meaning), 0, false});
      if (owner) line.widen(begin, begin + mask_char(Mask::kCompany).size() + 1);
      from = begin + mask_char(Mask::kCompany).size();
      ++puts;
    }
    if (puts > before) pack_.reference_sieve.sift(line.s(), matching);
  }
  return found_any;
}

void Scene::reduce(Line& line) const {
  int puts = 0;
  std::vector<bool> matching;
  pack_.reduction_sieve.sift(line.s(), matching);
  for (size_t i = 0; i < pack_.reductions.size(); ++i) {
    if (!matching[i]) continue;
    const Reduction& reduction = pack_.reductions[i];
    const int before = puts;
    size_t from = 0;
    std::vector<re2::StringPiece> groups(2);
    groups.resize(static_cast<size_t>(std::max(reduction.kept, reduction.within)) + 1);
    while (puts < kPutsMax &&
           reduction.pattern->Match(line.s(), from, line.s().size(), re2::RE2::UNANCHORED,
                                    groups.data(), static_cast<int>(groups.size())) &&
           !groups[0].empty()) {
      const re2::StringPiece& part = groups[static_cast<size_t>(reduction.within)];
      // A group that a pattern leaves open names nothing.
      if (part.empty() || groups[static_cast<size_t>(reduction.kept)].empty()) break;
      const auto begin = static_cast<size_t>(part.data() - line.s().data());
      const size_t end = begin + part.size();
      Slot slot;
      if (reduction.kept > 0) {
        slot = line.slot_at(static_cast<size_t>(groups[static_cast<size_t>(reduction.kept)].data() -
                                                line.s().data()));
        if (reduction.aside) slot.mask = Mask::kOther;
      } else {
        for (size_t k = 0; k < line.slots().size(); ++k) {
          if (line.place(k) < begin || line.place(k) >= end) continue;
          const auto& more = line.slots()[k].entities;
          slot.entities.insert(slot.entities.end(), more.begin(), more.end());
        }
        slot.mask = Mask::kCompany;
      }
      line.put(begin, end, std::move(slot));
      from = begin + mask_char(Mask::kCompany).size();
      ++puts;
    }
    if (puts > before) pack_.reduction_sieve.sift(line.s(), matching);
  }
}

bool Scene::speaks_for(const std::string& person, const std::string& company_id) const {
  const auto is = [&](EntityIndex index) {
    return who(index).id == person && who(index).kind == EntityKind::kPerson &&
           party(index) == company_id;
  };
  const EntityIndex listed = entities_.find(person);
  if (listed != kNoEntity) return is(listed);
  for (size_t i = 0; i < unlisted_.parties.size(); ++i) {
    if (unlisted_.parties[i].id == person) return is(unlisted_.first + static_cast<EntityIndex>(i));
  }
  return false;
}

bool Scene::young(EntityIndex index) const {
  static constexpr std::string_view kYoung[] = {"startup", "start-up", " lab",
                                                "初创",    "新创",     "创企"};
  const auto& is = who(company(index)).is;
  return std::any_of(is.begin(), is.end(), [](const std::string& one) {
    return std::any_of(std::begin(kYoung), std::end(kYoung),
                       [&](std::string_view word) { return one.find(word) != std::string::npos; });
  });
}

Line Scene::line(uint32_t sentence, const Focus& focus, bool* refers) const {
  const ByteSpan span = text_.sentences()[sentence].span;
  Line line(text_, span, slots_in(span));
  describe(line);
  const bool early = refer(line, focus, false);
  reduce(line);
  const bool late = refer(line, focus, true);
  if (refers != nullptr) *refers = early || late;
  return line;
}

}  // namespace hearsay
