// Scene: a company named again by its first word or by what it is.
#include <algorithm>
#include <cctype>
#include <unordered_set>

#include "rules/scene.h"

namespace hearsay {

namespace {

// Where a Latin description begins that ends with the words [at, end): at its article, at most
// three words before. npos: it is no description of somebody known.
size_t determiner_before(const std::string& s, size_t at, size_t end) {
  const auto letter = [&](size_t i) {
    return i < s.size() && std::isalnum(static_cast<unsigned char>(s[i]));
  };
  if (letter(end) || (at > 0 && letter(at - 1))) return std::string::npos;
  size_t begin = at;
  for (int words = 0; words <= 3; ++words) {
    if (s.compare(begin >= 4 ? begin - 4 : 0, 4, "the ") == 0 && begin >= 4) return begin - 4;
    if (begin < 2 || s[begin - 1] != ' ') break;
    size_t word = begin - 1;
    while (word > 0 && (std::isalnum(static_cast<unsigned char>(s[word - 1])) ||
                        s[word - 1] == '-' || s[word - 1] == '\''))
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

}  // namespace

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

// A company that an item has named in full goes on by its first word: capitals tell it from a
// common word, and what no text writes small is a name.
void Scene::add_short_names() {
  static const std::unordered_set<std::string_view> kCommon = {
      "american", "united",   "national", "general",  "international", "global",   "first",
      "new",      "bank",     "china",    "chinese",  "british",       "japan",    "korea",
      "india",    "deutsche", "royal",    "western",  "southern",      "northern", "eastern",
      "capital",  "group",    "south",    "north",    "east",          "west",     "great",
      "german",   "french",   "swiss",    "hong",     "abu",           "saudi",    "star",
      "blue",     "black",    "red",      "green",    "san",           "los",      "big",
      "city",     "super",    "applied",  "advanced", "digital",       "taiwan"};
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
  std::stable_sort(short_names_.begin(), short_names_.end(),
                   [](const NameHit& a, const NameHit& b) { return a.span.begin < b.span.begin; });
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
  int puts = 0;
  for (const std::string_view phrase : descriptions_) {
    const bool latin = static_cast<unsigned char>(phrase.front()) < 0x80;
    for (size_t at = line.s().find(phrase); at != std::string::npos && puts < kPutsMax;
         at = line.s().find(phrase, at + 1)) {
      const size_t end = at + phrase.size();
      const size_t begin =
          latin ? determiner_before(line.s(), at, end) : determiner_before_han(line.s(), at);
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

}  // namespace hearsay
