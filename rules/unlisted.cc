// Making parties of the cues of an item, and finding all places where each of them is named.
#include "rules/unlisted.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "rules/unlisted_cues.h"
#include "rules/words.h"

namespace hearsay {

const NameHit* Sight::taken(ByteSpan span) const {
  auto hit = std::lower_bound(names.begin(), names.end(), span.begin,
                              [](const NameHit& one, uint32_t at) { return one.span.end <= at; });
  for (; hit != names.end() && hit->span.begin < span.end; ++hit) {
    if (hit->certain) return &*hit;
  }
  return nullptr;
}

namespace {

constexpr size_t kPartiesMax = 24;    // of one item; a directory of companies is no news
constexpr size_t kShortLatinMin = 4;  // letters of a short form that is one word of the name
constexpr size_t kHanBytes = 3;

bool word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// ICU's transliterators are costly to make and not shared between threads.
std::string in_ascii(std::string_view text) {
  const bool is_ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
  if (is_ascii) return std::string(text);
  thread_local const std::unique_ptr<icu::Transliterator> convert = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance(
        "Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  }();
  auto wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  if (convert) convert->transliterate(wide);
  std::string narrow;
  wide.toUTF8String(narrow);
  return narrow;
}

// "科晟" -> "kesheng". ICU gives 晟 the reading that names do not have.
std::string pinyin(std::string_view han) {
  static constexpr std::string_view kSheng = "晟";
  std::string id;
  for (size_t at = 0; at < han.size();) {
    const size_t next = std::min(han.find(kSheng, at), han.size());
    for (char c : in_ascii(han.substr(at, next - at))) {
      if (word_byte(c)) id += c;
    }
    if (next < han.size()) id += "sheng";
    at = next == han.size() ? next : next + kSheng.size();
  }
  return id;
}

// "Kumo Robotics" -> "kumo-robotics".
std::string id_of_latin(std::string_view name) {
  std::string id;
  for (char c : in_ascii(name)) {
    if (word_byte(c)) {
      id += c;
    } else if (c != '.' && c != '\'' && !id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (id.ends_with('-')) id.pop_back();
  return id;
}

// "张小三" -> "zhang-xiaosan"; "科晟封测" -> "kesheng-packaging", as such companies call
// themselves.
std::string id_of_han(std::string_view name, EntityKind kind) {
  const std::string_view dot = "·";
  if (const size_t at = name.find(dot); at != std::string_view::npos)
    return pinyin(name.substr(0, at)) + "-" + pinyin(name.substr(at + dot.size()));
  if (kind == EntityKind::kPerson)
    return pinyin(name.substr(0, kHanBytes)) + "-" + pinyin(name.substr(kHanBytes));
  const size_t ending = han_ending_bytes(name);
  if (ending == 0) return pinyin(name);
  return pinyin(name.substr(0, name.size() - ending)) + "-" +
         std::string(english_ending(name.substr(name.size() - ending)));
}

std::string_view without_last_word(std::string_view name) {
  const size_t blank = name.rfind(' ');
  return blank == std::string_view::npos ? std::string_view{} : name.substr(0, blank);
}
std::string_view last_word(std::string_view name) { return name.substr(name.rfind(' ') + 1); }

// Builds the parties and then their hits.
class Cast {
 public:
  Cast(const Sight& sight, std::vector<PartyCue> cues) : sight_(sight), cues_(std::move(cues)) {
    made_.first = static_cast<EntityIndex>(sight.entities.all().size());
  }

  Unlisted make() {
    // Companies before people, who need them; longer names first, so that "Kumo" is Kumo Robotics.
    std::stable_sort(cues_.begin(), cues_.end(), [](const PartyCue& a, const PartyCue& b) {
      if (a.kind != b.kind) return a.kind < b.kind;
      return a.latin.size() + a.han.size() > b.latin.size() + b.han.size();
    });
    for (const PartyCue& cue : cues_) {
      if (cue.kind == EntityKind::kCompany) add(cue);
    }
    find_forms();
    for (const PartyCue& cue : cues_) {
      if (cue.kind == EntityKind::kPerson) add(cue);
    }
    find_forms();
    return std::move(made_);
  }

 private:
  std::string_view str(ByteSpan span) const { return sight_.text.folded(span); }

  void add(const PartyCue& cue) {
    const std::string latin(cue.kind == EntityKind::kCompany ? trimmed(str(cue.latin))
                                                             : str(cue.latin));
    const std::string han(str(cue.han));
    for (const std::string& name : {latin, han}) {
      if (const auto known = forms_.find(name); !name.empty() && known != forms_.end()) {
        name_party(known->second, latin, han, cue.kind);
        return;
      }
    }
    const std::string id = latin.empty() ? id_of_han(han, cue.kind) : id_of_latin(latin);
    if (id.empty()) return;
    EntityIndex index = sight_.entities.find(id);
    if (index != kNoEntity && sight_.entities[index].kind != cue.kind) return;
    if (index == kNoEntity) {
      const auto same = std::find_if(made_.parties.begin(), made_.parties.end(),
                                     [&](const Entity& party) { return party.id == id; });
      index = made_.first + static_cast<EntityIndex>(same - made_.parties.begin());
      if (same == made_.parties.end()) {
        if (made_.parties.size() == kPartiesMax) return;
        made_.parties.push_back({id, cue.kind, kNoEntity, {}});
      }
      Entity& party = made_.parties[index - made_.first];
      if (cue.of.size() > 0 && party.of == kNoEntity) party.of = company_at(cue.of);
    }
    name_party(index, latin, han, cue.kind);
  }

  // Without "Inc" and its like, which later mentions leave out.
  static std::string_view trimmed(std::string_view name) {
    static constexpr std::string_view kForms[] = {
        " inc", " inc.", " corp",        " corp.",   " ltd",  " ltd.", " plc",
        " llc", " ag",   " corporation", " limited", " gmbh", " co",   " co."};
    for (std::string_view form : kForms) {
      if (name.ends_with(form)) return name.substr(0, name.size() - form.size());
    }
    return name;
  }

  EntityIndex company_at(ByteSpan span) const {
    if (const NameHit* hit = sight_.taken(span))
      return sight_.entities[hit->entity].kind == EntityKind::kCompany ? hit->entity : kNoEntity;
    for (const NameHit& hit : made_.hits) {
      if (hit.span.begin < span.end && span.begin < hit.span.end) return hit.entity;
    }
    return kNoEntity;
  }

  void put_form(std::string_view form, EntityIndex party) {
    if (!form.empty()) forms_.emplace(std::string(form), party);
  }

  // The ways in which the item may write the party again.
  void name_party(EntityIndex party, std::string_view latin, std::string_view han,
                  EntityKind kind) {
    put_form(latin, party);
    put_form(han, party);
    if (kind == EntityKind::kPerson) {
      if (latin.find(' ') != std::string_view::npos) put_short(last_word(latin), party);
      if (const size_t dot = han.rfind("·"); dot != std::string_view::npos)
        put_form(han.substr(dot + std::string_view("·").size()), party);
      return;
    }
    std::string_view stem = latin;
    while (company_ending(last_word(stem)) && !without_last_word(stem).empty())
      stem = without_last_word(stem);
    if (stem.size() < latin.size() || stem.find(' ') != std::string_view::npos) {
      put_short(stem, party);
      if (const size_t blank = stem.find(' ');
          blank != std::string_view::npos && stem.rfind(' ') == blank)
        put_short(stem.substr(0, blank), party);
    }
    const std::string_view root = han.substr(0, han.size() - han_ending_bytes(han));
    if (root.size() >= 2 * kHanBytes) put_form(root, party);
  }

  // A word that the item also writes small is a word.
  void put_short(std::string_view form, EntityIndex party) {
    if (form.find(' ') == std::string_view::npos) {
      if (form.size() < (made_.first <= party && is_person(party) ? 2 : kShortLatinMin)) return;
      if (common_capital(form) || written_small(form)) return;
    }
    put_form(form, party);
  }
  bool is_person(EntityIndex party) const {
    return made_.at(sight_.entities, party).kind == EntityKind::kPerson;
  }

  bool whole_word(size_t begin, size_t end) const {
    const std::string_view s = sight_.text.folded();
    if (word_byte(s[begin]) && begin > 0 && word_byte(s[begin - 1])) return false;
    return !(word_byte(s[end - 1]) && end < s.size() && word_byte(s[end]));
  }

  bool written_small(std::string_view form) const {
    const std::string_view s = sight_.text.folded();
    for (size_t at = s.find(form); at != std::string_view::npos; at = s.find(form, at + 1)) {
      if (whole_word(at, at + form.size()) && !sight_.text.upper(static_cast<uint32_t>(at)))
        return true;
    }
    return false;
  }

  void find_forms() {
    made_.hits.clear();
    const std::string_view s = sight_.text.folded();
    for (const auto& [form, party] : forms_) {
      for (size_t at = s.find(form); at != std::string_view::npos; at = s.find(form, at + 1)) {
        const ByteSpan span{static_cast<uint32_t>(at), static_cast<uint32_t>(at + form.size())};
        const bool latin = word_byte(form[0]);
        if (!whole_word(span.begin, span.end) || (latin && !sight_.text.upper(span.begin)))
          continue;
        if (!sight_.taken(span)) made_.hits.push_back({span, party, true, false, false});
      }
    }
    // The longest at each place.
    std::sort(made_.hits.begin(), made_.hits.end(), [](const NameHit& a, const NameHit& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
    });
    std::vector<NameHit> apart;
    for (const NameHit& hit : made_.hits) {
      if (apart.empty() || apart.back().span.end <= hit.span.begin) apart.push_back(hit);
    }
    made_.hits = std::move(apart);
  }

  const Sight& sight_;
  std::vector<PartyCue> cues_;
  std::map<std::string, EntityIndex> forms_;
  Unlisted made_;
};

}  // namespace

Unlisted find_unlisted(const Entities& entities, const Text& text,
                       const std::vector<NameHit>& names) {
  const Sight sight{entities, text, names};
  std::vector<PartyCue> cues;
  for (const Sentence& sentence : text.sentences()) {
    for (auto* read : {&latin_cues, &han_cues}) {
      const auto found = read(sight, sentence);
      cues.insert(cues.end(), found.begin(), found.end());
    }
  }
  return Cast(sight, std::move(cues)).make();
}

std::string id_of_name(std::string_view folded) {
  const bool latin =
      std::all_of(folded.begin(), folded.end(), [](char c) { return (c & 0x80) == 0; });
  return latin ? id_of_latin(folded) : pinyin(folded);
}

}  // namespace hearsay
