// Entities: companies, people, outlets and others, with their names, loaded from TSV.
//
// Form of a file: tab-separated, a header line, `#` comments; columns `id`, `kind` (company |
// person | outlet | other), `names` (all languages, `|` between; `=Name` matches case-sensitively;
// `?Name` needs context), `of` (for a person: the company they speak for), `tickers` (`|` between),
// and optionally `is` (what a text may call it instead of its name: "chipmaker|芯片巨头").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/result.h"

namespace hearsay {

enum class EntityKind : uint8_t { kCompany, kPerson, kOutlet, kOther };

using EntityIndex = uint32_t;
inline constexpr EntityIndex kNoEntity = UINT32_MAX;

struct Entity {
  std::string id;
  EntityKind kind = EntityKind::kCompany;
  EntityIndex of = kNoEntity;   // a person's company
  std::vector<std::string> is;  // folded descriptions
};

// One way to write an entity, as the matcher needs it.
struct Name {
  std::string written;  // as in the file, marks removed
  std::string folded;   // what is searched for
  EntityIndex entity = kNoEntity;
  bool case_sensitive = false;  // `=Name`, and short all-capital names and tickers
  bool needs_context = false;   // `?Name`
  bool ticker = false;
};

// All entities of one run. Immutable once built. A later file extends and overrides the earlier
// ones: a name that it gives belongs to its id, and an earlier company that shares an
// unambiguous name with it becomes the same entity under the later id.
class Entities {
 public:
  const std::vector<Entity>& all() const { return entities_; }
  const std::vector<Name>& names() const { return names_; }
  const Entity& operator[](EntityIndex index) const { return entities_[index]; }
  EntityIndex find(std::string_view id) const;  // kNoEntity if absent
  // The outlet that has this folded name, kNoEntity if none has.
  EntityIndex outlet(std::string_view folded) const;

  friend class EntitiesBuilder;

 private:
  std::vector<Entity> entities_;
  std::vector<Name> names_;
  std::unordered_map<std::string, EntityIndex> by_id_;
  std::unordered_map<std::string, EntityIndex> outlets_;  // by folded name
};

// A named file's bytes; `name` begins error texts.
struct SourceFile {
  std::string name;
  std::string bytes;
};

// May fail with "entities.*"; the text is "FILE:LINE: found, expected".
Result<Entities> load_entities(const std::vector<SourceFile>& files);

}  // namespace hearsay
