// Loading entities from TSV and merging later files over earlier ones.
#include "rules/entities.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "rules/text.h"
#include "rules/tickers.h"

namespace hearsay {

namespace {

constexpr size_t kCapitalNameMax =
    4;  // letters: a longer all-capital name is unlikely to be a word

std::vector<std::string_view> split(std::string_view s, char by) {
  std::vector<std::string_view> parts;
  for (size_t at = 0;;) {
    const size_t end = s.find(by, at);
    parts.push_back(s.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

bool all_capitals(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

EntityIndex Entities::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? kNoEntity : found->second;
}

EntityIndex Entities::outlet(std::string_view folded) const {
  const auto found = outlets_.find(std::string(folded));
  return found == outlets_.end() ? kNoEntity : found->second;
}

// Gathers rows of all files; `finish` settles who owns each name.
class EntitiesBuilder {
 public:
  Result<bool> add(const SourceFile& file) {
    std::map<std::string, int> columns;
    std::set<std::string> seen;
    int number = 0;
    for (std::string_view row : split(file.bytes, '\n')) {
      ++number;
      if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
      if (row.empty() || row[0] == '#') continue;
      const auto cells = split(row, '\t');
      const auto fail = [&](const std::string& what) {
        return Error{"entities.row", file.name + ":" + std::to_string(number) + ": " + what};
      };
      if (columns.empty()) {
        for (size_t i = 0; i < cells.size(); ++i)
          columns[std::string(cells[i])] = static_cast<int>(i);
        for (const char* need : {"id", "kind", "names"}) {
          if (!columns.contains(need))
            return fail(std::string("no column \"") + need +
                        "\" in the header, expected id, kind, names, of, tickers");
        }
        continue;
      }
      const auto cell = [&](const char* name) -> std::string_view {
        const auto at = columns.find(name);
        if (at == columns.end() || static_cast<size_t>(at->second) >= cells.size()) return {};
        return cells[static_cast<size_t>(at->second)];
      };
      if (cells.size() > columns.size())
        return fail(std::to_string(cells.size()) + " columns, expected at most " +
                    std::to_string(columns.size()));
      const std::string id(cell("id"));
      if (id.empty() ||
          id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
        return fail("id \"" + id + "\", expected lower-case letters, digits and hyphens");
      if (!seen.insert(id).second)
        return fail("id \"" + id + "\" a second time, expected each id once in a file");
      static const std::map<std::string_view, EntityKind> kinds = {
          {"company", EntityKind::kCompany},
          {"person", EntityKind::kPerson},
          {"outlet", EntityKind::kOutlet},
          {"other", EntityKind::kOther}};
      const auto kind = kinds.find(cell("kind"));
      if (kind == kinds.end())
        return fail("kind \"" + std::string(cell("kind")) +
                    "\", expected company, person, outlet or other");
      if (cell("names").empty()) return fail("no names, expected at least one");
      const EntityIndex me = claim(id, kind->second, cell("names"));
      if (!cell("of").empty())
        of_.push_back({me, std::string(cell("of")), file.name + ":" + std::to_string(number)});
      for (std::string_view is : split(cell("is"), '|')) {
        if (!is.empty()) built_.entities_[me].is.push_back(fold_term(is));
      }
      for (std::string_view name : split(cell("names"), '|')) {
        if (!name.empty()) put_name(me, name);
      }
      for (std::string_view ticker : split(cell("tickers"), '|')) {
        if (!ticker.empty()) put_ticker(me, ticker);
      }
    }
    early_ = built_.entities_.size();
    return true;
  }

  Result<Entities> finish() {
    for (const auto& [person, id, place] : of_) {
      const auto found = built_.by_id_.find(id);
      if (found == built_.by_id_.end())
        return Error{"entities.of", place + ": company \"" + id + "\" in no file, expected an id"};
      built_.entities_[person].of = found->second;
    }
    for (auto& [key, name] : names_) {
      if (built_.entities_[name.entity].kind == EntityKind::kOutlet)
        built_.outlets_.emplace(name.folded, name.entity);
      built_.names_.push_back(std::move(name));
    }
    return std::move(built_);
  }

 private:
  // The entity that a row speaks of: the one of this id, else an earlier one that shares a certain
  // name with it and now gets this id, else a new one.
  EntityIndex claim(const std::string& id, EntityKind kind, std::string_view names) {
    if (const auto known = built_.by_id_.find(id); known != built_.by_id_.end())
      return known->second;
    for (std::string_view written : split(names, '|')) {
      if (written.empty() || written[0] == '?') continue;
      if (written[0] == '=') written.remove_prefix(1);
      const auto held = names_.find(fold_term(written));
      if (held == names_.end() || held->second.needs_context) continue;
      const EntityIndex other = held->second.entity;
      if (other >= early_ || built_.entities_[other].kind != kind) continue;
      built_.by_id_[id] = other;  // the earlier id still finds it, for `of`
      built_.entities_[other].id = id;
      return other;
    }
    const auto made = static_cast<EntityIndex>(built_.entities_.size());
    built_.entities_.push_back({id, kind, kNoEntity, {}});
    built_.by_id_[id] = made;
    return made;
  }

  void put(Name name) {
    if (name.folded.empty()) return;
    const auto held = names_.find(name.folded);
    // Inside the files read together the first certain owner keeps a name; a later file takes it.
    if (held != names_.end() && held->second.entity >= early_ && held->second.entity != name.entity)
      return;
    // "?Shell|=SHELL" is one name: in doubt whichever way it is written.
    if (held != names_.end() && held->second.entity == name.entity && held->second.needs_context)
      return;
    names_[name.folded] = std::move(name);
  }

  void put_name(EntityIndex me, std::string_view written) {
    Name name;
    name.entity = me;
    name.needs_context = written[0] == '?';
    name.case_sensitive = written[0] == '=';
    if (name.needs_context || name.case_sensitive) written.remove_prefix(1);
    if (all_capitals(written) && written.size() <= kCapitalNameMax) name.case_sensitive = true;
    name.written = written;
    name.folded = fold_term(written);
    put(std::move(name));
  }

  // A bare form gives way to every name that is written like it.
  void put_ticker(EntityIndex me, std::string_view ticker) {
    for (const TickerForm& form : ticker_forms(ticker)) {
      Name name;
      name.entity = me;
      name.ticker = true;
      name.written = form.written;
      name.folded = fold_term(form.written);
      name.needs_context = form.bare;
      name.case_sensitive = form.bare || (form.written[0] == '$' && !form.any_case);
      if (!form.bare || !names_.contains(name.folded)) put(std::move(name));
    }
  }

  struct Of {
    EntityIndex person;
    std::string id, place;
  };
  Entities built_;
  size_t early_ = 0;
  std::map<std::string, Name> names_;
  std::vector<Of> of_;
};

Result<Entities> load_entities(const std::vector<SourceFile>& files) {
  EntitiesBuilder builder;
  for (const SourceFile& file : files) {
    if (auto added = builder.add(file); !added) return added.error();
  }
  return builder.finish();
}

}  // namespace hearsay
