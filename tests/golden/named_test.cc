// The counterpart of the traps: texts whose names are words, and exactly the companies named in
// them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "rules/rulebook.h"
#include "rules/unlisted.h"

namespace hearsay {
namespace {

// The certain companies of a text as "a,b", sorted by id; "-" for none.
std::string companies_in(const Rulebook& book, const std::string& body) {
  Item item;
  item.uri = "named";
  item.body = body;
  const Text text = fold(item);
  std::set<std::string> found;
  for (const NameHit& hit : book.match(text).names) {
    const Entity& entity = book.entities()[hit.entity];
    if (hit.certain && entity.kind == EntityKind::kCompany) found.insert(entity.id);
  }
  std::string all;
  for (const std::string& id : found) all += (all.empty() ? "" : ",") + id;
  return all.empty() ? "-" : all;
}

std::string sorted(const std::string& ids) {
  std::set<std::string> parts;
  for (size_t at = 0; at <= ids.size();) {
    const size_t end = std::min(ids.find(',', at), ids.size());
    parts.insert(ids.substr(at, end - at));
    at = end + 1;
  }
  std::string all;
  for (const std::string& id : parts) all += (all.empty() ? "" : ",") + id;
  return all;
}

// The unlisted parties as "id" or "person@company".
std::string unlisted_in(const Rulebook& book, const std::string& body) {
  Item item;
  item.uri = "unlisted";
  item.body = body;
  const Text text = fold(item);
  const Unlisted found = find_unlisted(book.entities(), text, book.match(text).names);
  std::string all;
  for (const Entity& party : found.parties) {
    all += (all.empty() ? "" : ",") + party.id;
    if (party.of != kNoEntity) all += "@" + found.at(book.entities(), party.of).id;
  }
  return all.empty() ? "-" : all;
}

using Reading = std::function<std::string(const Rulebook&, const std::string&)>;

// Compares every line of the folder's files, "text TAB ids", with what `read` finds.
void expect_all(const std::string& folder, size_t texts_min, const Reading& read) {
  auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
  ASSERT_TRUE(sources) << sources.error().text;
  const auto book = Rulebook::load(*sources);
  ASSERT_TRUE(book) << book.error().text;
  size_t texts = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(HEARSAY_SOURCE_DIR "/tests/golden/" + folder)) {
    std::ifstream in(entry.path());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      const size_t tab = line.find('\t');
      if (line.empty() || line[0] == '#' || tab == std::string::npos) continue;
      ++texts;
      EXPECT_EQ(sorted(read(*book, line.substr(0, tab))), sorted(line.substr(tab + 1)))
          << entry.path().filename().string() << ":" << number << ": " << line;
    }
  }
  EXPECT_GE(texts, texts_min);
}

TEST(Named, WordsAreCompaniesWhereTheTextSaysSoAndNowhereElse) {
  expect_all("named", 80, companies_in);
}

TEST(Named, UnlistedPartiesStandWhereAPartyMustStandAndNowhereElse) {
  expect_all("unlisted", 45, unlisted_in);
}

}  // namespace
}  // namespace hearsay
