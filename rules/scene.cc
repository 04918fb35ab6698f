// Making lines: masks first, then references from the focus, then larger mentions.
#include "rules/scene.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <unordered_set>

namespace hearsay {

namespace {

// Reductions of one sentence. More than this many mentions is a list that nobody reads as prose.
constexpr int kPutsMax = 64;

// The company that an apposition at [at, stop) belongs to: "Sable, the Nevada miner, and …".
// Without the second comma it is a new clause: "…, the company said".
std::optional<size_t> apposed_to(const Line& line, size_t at, size_t stop) {
  if (line.s().compare(at, 4, "the ") != 0 || line.s().compare(stop, 1, ",") != 0) return {};
  for (size_t i = 0; i < line.slots().size(); ++i) {
    const Slot& slot = line.slots()[i];
    const size_t end = line.place(i) + mask_char(slot.mask).size();
    if (slot.mask == Mask::kCompany && end + 2 == at && line.s().compare(end, 2, ", ") == 0)
      return i;
  }
  return std::nullopt;
}

// Where a Latin description begins that ends with the words [at, end): at its article, at most
// three words before. npos: it is no description of somebody known.
size_t determiner_before(const std::string& s, size_t at, size_t end) {
  const auto letter = [&](size_t i) { return i < s.size() && std::isalnum(static_cast<unsigned char>(s[i])); };
  if (letter(end) || (at > 0 && letter(at - 1))) return std::string::npos;
  size_t begin = at;
  for (int words = 0; words <= 3; ++words) {
    if (s.compare(begin >= 4 ? begin - 4 : 0, 4, "the ") == 0 && begin >= 4) return begin - 4;
    if (begin < 2 || s[begin - 1] != ' ') break;
    size_t word = begin - 1;
    while (word > 0 && (std::isalnum(static_cast<unsigned char>(s[word - 1])) || s[word - 1] == '-' ||
                        s[word - 1] == '\''))
      --word;
    if (word == begin - 1) break;
    begin = word;
  }
  return std::string::npos;
}

// In Chinese the article may be missing: 该, 这家 or the description itself.
size_t determiner_before_han(const std::string& s, size_t at) {
  for (const std::string_view article : {"这家", "该", "这间"}) {
    if (at >= article.size() && s.compare(at - article.size(), article.size(), article) == 0)
      return at - article.size();
  }
  return at;
}

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

}  // namespace

void Scene::add_provider() {
  const std::string id = id_of_name(fold_term(text_.provider()));
  if (id.empty()) return;
  provider_ = entities_.find(id);
  if (provider_ != kNoEntity) return;
  provider_ = unlisted_.first + static_cast<EntityIndex>(unlisted_.parties.size());
  unlisted_.parties.push_back({id, EntityKind::kOutlet, kNoEntity, {}});
}

// A company that an item has named in full goes on by its first word: capitals tell it from a
// common word, and what no text writes small is a name.
void Scene::add_short_names() {
  static const std::unordered_set<std::string_view> kCommon = {
      "american", "united",  "national", "general", "international", "global", "first",  "new",
      "bank",     "china",   "chinese",  "british", "japan",         "korea",  "india",  "deutsche",
      "royal",    "western", "southern", "northern", "eastern",      "capital", "group", "south",
      "north",    "east",    "west",     "great",   "german",        "french", "swiss",  "hong",
      "abu",      "saudi",   "star",     "blue",    "black",         "red",    "green",  "san",
      "los",      "big",     "city",     "super",   "applied",       "advanced", "digital", "taiwan"};
  const std::string_view folded = text_.folded();
  const auto letter = [&](size_t i) {
    return i < folded.size() && (std::isalnum(static_cast<unsigned char>(folded[i])) != 0 ||
                                 static_cast<unsigned char>(folded[i]) >= 0x80);
  };
  std::unordered_set<std::string_view> done;
  for (const NameHit& named : matches_.names) {
    if (!named.certain || who(named.entity).kind != EntityKind::kCompany) continue;
    const std::string_view name = text_.folded(named.span);
    const std::string_view word = name.substr(0, name.find(' '));
    if (word.size() == name.size() || word.size() < 4 || kCommon.contains(word) ||
        static_cast<unsigned char>(word.front()) >= 0x80 || !done.insert(word).second)
      continue;
    std::vector<NameHit> found;
    bool small = false;
    for (size_t at = folded.find(word); at != std::string_view::npos && !small;
         at = folded.find(word, at + 1)) {
      const ByteSpan span{static_cast<uint32_t>(at), static_cast<uint32_t>(at + word.size())};
      if (letter(span.end) || (at > 0 && letter(at - 1))) continue;
      if (std::any_of(matches_.names.begin(), matches_.names.end(), [&](const NameHit& hit) {
            return hit.certain && hit.span.begin < span.end && span.begin < hit.span.end;
          }))
        continue;
      small = !text_.upper(span.begin);
      // Followed by another capital it begins some other name.
      if (span.end + 1 < folded.size() && folded[span.end] == ' ' && text_.upper(span.end + 1) &&
          !text_.upper(span.begin + 1))
        continue;
      found.push_back({span, named.entity});
    }
    if (!small) short_names_.insert(short_names_.end(), found.begin(), found.end());
  }
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
  for (const NameHit& hit : matches_.names) {
    if (hit.certain && span.contains(hit.span) && !who(hit.entity).id.starts_with("not-"))
      slots.push_back({mask_of(who(hit.entity)), hit.span, {hit.entity}, 0});
  }
  for (const NameHit& hit : short_names_) {
    if (span.contains(hit.span))
      slots.push_back({mask_of(who(hit.entity)), hit.span, {hit.entity}, 0});
  }
  for (const NameHit& hit : unlisted_.hits) {
    if (span.contains(hit.span))
      slots.push_back({mask_of(who(hit.entity)), hit.span, {hit.entity}, 0});
  }
  for (uint32_t i = 0; i < matches_.sums.size(); ++i) {
    if (span.contains(matches_.sums[i].span))
      slots.push_back({Mask::kSum, matches_.sums[i].span, {}, i});
  }
  std::stable_sort(slots.begin(), slots.end(),
                   [](const Slot& a, const Slot& b) { return a.span.begin < b.span.begin; });
  std::vector<Slot> apart;
  for (Slot& slot : slots) {
    if (apart.empty() || apart.back().span.end <= slot.span.begin) apart.push_back(std::move(slot));
  }
  return apart;
}

std::vector<EntityIndex> Scene::meant(Referent what, bool described, const Line& line, size_t at,
                                      const Focus& focus) const {
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
        const auto near = first_before(Mask::kCompany);
        return near.empty() ? focus.company : near;
      }
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
      return near.empty() ? focus.person : near;
    }
    case Referent::kSpeaker: {
      auto near = first_before(Mask::kPerson);
      if (near.empty()) near = first_before(Mask::kCompany);
      if (near.empty()) {  // "…," X said
        for (const Slot& slot : line.slots()) {
          if (slot.mask == Mask::kPerson) near = slot.entities;
        }
      }
      return near.empty() ? focus.speaker : near;
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

void Scene::refer(Line& line, const Focus& focus, bool late) const {
  int puts = 0;
  for (const Reference& reference : pack_.references) {
    if (reference.late != late) continue;
    size_t from = 0;
    std::vector<re2::StringPiece> groups(static_cast<size_t>(reference.within) + 1);
    while (puts < kPutsMax &&
           reference.pattern->Match(line.s(), from, line.s().size(), re2::RE2::UNANCHORED,
                                    groups.data(), static_cast<int>(groups.size())) &&
           !groups.back().empty()) {
      const re2::StringPiece& found = groups.back();
      auto begin = static_cast<size_t>(found.data() - line.s().data());
      size_t end = begin + found.size();
      // "The database company {Crunchy Data}": a name and what it is are one mention.
      if (const auto named = found.find(' ') == re2::StringPiece::npos ? std::nullopt : named_at(line, end)) {
        const Slot slot = line.slots()[*named];
        line.put(begin, line.place(*named) + mask_char(slot.mask).size(), slot);
        from = begin + mask_char(slot.mask).size();
        ++puts;
        continue;
      }
      if (found == "its" || found == "his") --end;  // a name and an s
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
      auto meaning = meant(reference.what, described, line, begin, focus);
      from = end;
      if (meaning.empty()) continue;
      const bool person = meaning.size() == 1 && who(meaning.front()).kind == EntityKind::kPerson;
      line.put(begin, end,
               {person ? Mask::kPerson : Mask::kCompany, {}, std::move(meaning), 0, false});
      from = begin + mask_char(Mask::kCompany).size();
      ++puts;
    }
  }
}

void Scene::reduce(Line& line) const {
  int puts = 0;
  for (const Reduction& reduction : pack_.reductions) {
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
        for (size_t i = 0; i < line.slots().size(); ++i) {
          if (line.place(i) < begin || line.place(i) >= end) continue;
          const auto& more = line.slots()[i].entities;
          slot.entities.insert(slot.entities.end(), more.begin(), more.end());
        }
        slot.mask = Mask::kCompany;
      }
      line.put(begin, end, std::move(slot));
      from = begin + mask_char(Mask::kCompany).size();
      ++puts;
    }
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
  static constexpr std::string_view kYoung[] = {"startup", "start-up", " lab", "初创", "新创", "创企"};
  const auto& is = who(company(index)).is;
  return std::any_of(is.begin(), is.end(), [](const std::string& one) {
    return std::any_of(std::begin(kYoung), std::end(kYoung), [&](std::string_view word) {
      return one.find(word) != std::string::npos;
    });
  });
}

// The company of the item that its file describes so: the one named last before `before`.
EntityIndex Scene::described(std::string_view phrase, uint32_t before) const {
  EntityIndex found = kNoEntity;
  for (const auto& [place, company] : companies_) {
    if (found != kNoEntity && place > before) break;
    const auto& is = who(company).is;
    if (std::find(is.begin(), is.end(), phrase) != is.end()) found = company;
  }
  return found;
}

// "The chipmaker", "the world's largest chip company", 芯片巨头: what the entity files say of the
// companies that the item names.
void Scene::describe(Line& line) const {
  std::vector<std::string> phrases;
  for (const auto& [place, company] : companies_) {
    for (const std::string& is : who(company).is) phrases.push_back(is);
  }
  std::sort(phrases.begin(), phrases.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  phrases.erase(std::unique(phrases.begin(), phrases.end()), phrases.end());
  int puts = 0;
  for (const std::string& phrase : phrases) {
    const bool latin = static_cast<unsigned char>(phrase.front()) < 0x80;
    for (size_t at = line.s().find(phrase); at != std::string::npos && puts < kPutsMax;
         at = line.s().find(phrase, at + 1)) {
      const size_t end = at + phrase.size();
      const size_t begin = latin ? determiner_before(line.s(), at, end) : determiner_before_han(line.s(), at);
      if (begin == std::string::npos) continue;
      // Right before a name it belongs to that: "the chipmaker {AMD}".
      const size_t next = line.s().find_first_not_of(' ', end);
      if (next != std::string::npos && line.s().compare(next, 2, "\xEE\x80") == 0) continue;
      if (const auto named = apposed_to(line, begin, end)) {
        const Slot slot = line.slots()[*named];
        const size_t from = line.place(*named);
        line.put(from, end, slot);
        at = from;
        ++puts;
        continue;
      }
      const EntityIndex company = described(phrase, line.folded(begin, end).begin);
      if (company == kNoEntity) continue;
      line.put(begin, end, {Mask::kCompany, {}, {company}, 0, false});
      at = begin;
      ++puts;
    }
  }
}

Line Scene::line(uint32_t sentence, const Focus& focus) const {
  const ByteSpan span = text_.sentences()[sentence].span;
  Line line(text_, span, slots_in(span));
  describe(line);
  refer(line, focus, false);
  reduce(line);
  refer(line, focus, true);
  return line;
}

}  // namespace hearsay
