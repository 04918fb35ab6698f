// What headlines say of each of their companies, against the lists in tests/golden/tone.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/core/engine.h"
#include "tests/golden/company_id.h"

namespace hearsay {
namespace {

constexpr std::array<std::string_view, 3> kClasses = {"negative", "neutral", "positive"};

struct Headline {
  std::string text;
  std::map<std::string, std::string> companies;  // name -> polarity
};

std::vector<Headline> read_headlines(const std::string& name) {
  std::ifstream file(HEARSAY_SOURCE_DIR "/tests/golden/tone/" + name);
  std::vector<Headline> headlines;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const size_t tab = line.find('\t');
    Headline headline{line.substr(0, tab), {}};
    std::istringstream rest(line.substr(tab + 1));
    for (std::string one; std::getline(rest, one, '|');) {
      const size_t equals = one.find('=');
      headline.companies[one.substr(0, equals)] = one.substr(equals + 1);
    }
    headlines.push_back(std::move(headline));
  }
  return headlines;
}

// Macro-F1 over the companies of all headlines.
void judge(const std::vector<Headline>& headlines, double least) {
  auto sources = read_rule_sources(HEARSAY_SOURCE_DIR "/rules", {}, {});
  ASSERT_TRUE(sources.has_value()) << (sources ? "" : sources.error().text);
  std::set<std::string> names;
  for (const Headline& headline : headlines) {
    for (const auto& [name, polarity] : headline.companies) names.insert(name);
  }
  std::string rows = "id\tkind\tnames\tof\ttickers\n";
  for (const std::string& name : names) rows += company_id(name) + "\tcompany\t" + name + "\t\t\n";
  sources->entities.push_back({"companies.tsv", rows});
  const auto engine = Engine::load(*sources);
  ASSERT_TRUE(engine.has_value()) << (engine ? "" : engine.error().text);

  std::array<std::array<double, 3>, 3> seen{};  // [said][found]
  std::string misses;
  const auto index = [](std::string_view polarity) {
    size_t c = 0;
    while (c < kClasses.size() && kClasses[c] != polarity) ++c;
    return c;
  };
  for (const Headline& headline : headlines) {
    Item item;
    item.uri = "test:1";
    item.headline = headline.text;
    const Text text = fold(item);
    const Matches matches = (*engine)->book().match(text);
    const Reading reading = (*engine)->book().read(text, matches);
    std::map<std::string, std::string> found;
    for (const Sentiment& s :
         (*engine)->scorer().score(item, text, matches, reading.assertions, reading.tones)) {
      found[s.entity] = s.polarity;
    }
    for (const auto& [name, said] : headline.companies) {
      const std::string polarity =
          found.contains(company_id(name)) ? found[company_id(name)] : "neutral";
      ASSERT_LT(index(said), 3u) << headline.text;
      seen[index(said)][index(polarity)] += 1;
      if (polarity != said) {
        misses += headline.text + ": " + name + " " + said + " -> " + polarity + "\n";
      }
    }
  }
  double macro_f1 = 0;
  for (size_t c = 0; c < 3; ++c) {
    double both = 0;
    for (size_t other = 0; other < 3; ++other) both += seen[c][other] + seen[other][c];
    macro_f1 += 2 * seen[c][c] / both / 3;
  }
  EXPECT_GE(macro_f1, least) << misses;
}

TEST(Companies, EachIsJudgedByWhatIsSaidOfIt) {
  const auto headlines = read_headlines("companies.tsv");
  ASSERT_GE(headlines.size(), 650u);
  judge(headlines, 0.90);
}

TEST(Companies, HeldBack) {
  const auto headlines = read_headlines("held-companies.tsv");
  ASSERT_GE(headlines.size(), 118u);
  judge(headlines, 0.80);
}

TEST(Companies, SecondListHeldBack) {
  const auto headlines = read_headlines("held-companies-2.tsv");
  ASSERT_GE(headlines.size(), 212u);
  judge(headlines, 0.73);
}

// By another hand than the lists before.
TEST(Companies, ThirdListHeldBack) {
  const auto headlines = read_headlines("held-companies-3.tsv");
  ASSERT_GE(headlines.size(), 388u);
  judge(headlines, 0.68);
}

}  // namespace
}  // namespace hearsay
