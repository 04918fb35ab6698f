// Runs the program on topics of its own and checks what must hold of all that it wrote.
#include "tests/broker/pipeline.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <unordered_set>
#include <utility>

#include "pipeline/core/checkpoint.h"
#include "pipeline/core/event.h"
#include "pipeline/core/json.h"
#include "pipeline/kafka/topics.h"

namespace hearsay::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr TimeMs kFirstMs = 1'770'000'000'000;

// A Latin name of each listed company, in the order of the files.
std::vector<std::string> read_companies() {
  std::vector<std::string> names;
  for (const char* file : {"core", "us", "europe", "asia", "private", "taiwan", "a-share"}) {
    std::ifstream lines(std::string(HEARSAY_SOURCE_DIR) + "/rules/entities/" + file + ".tsv");
    for (std::string line; std::getline(lines, line);) {
      const size_t kind = line.find("\tcompany\t");
      if (kind == std::string::npos) continue;
      std::string name = line.substr(kind + 9);
      name = name.substr(0, name.find_first_of("|\t"));
      const bool plain = name.size() > 4 && std::all_of(name.begin(), name.end(), [](char c) {
                           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ';
                         });
      if (plain) names.push_back(name);
    }
  }
  return names;
}

// {s} and {o} are companies.
constexpr std::array kReports = {
    "{s} has paused its investment in {o}, people familiar with the matter said",
    "{s} denied that it has paused its investment in {o}",
    "{s} is in talks to invest $10 billion in {o}, people familiar with the matter said",
    "{s} said in a statement that it will invest $10 billion in {o}",
    "{s} denied that it is in talks to invest in {o}",
    "{s} is in talks to buy {o} for $30 billion, people familiar with the matter said"};

std::string filled(std::string report, const std::string& subject, const std::string& object) {
  report.replace(report.find("{s}"), 3, subject);
  report.replace(report.find("{o}"), 3, object);
  return report;
}

// The value of a text member that holds no escapes, wherever in the object it stands first.
std::string member(const std::string& json, const std::string& name) {
  const std::string mark = "\"" + name + "\":";
  const size_t at = json.find(mark);
  if (at == std::string::npos || json[at + mark.size()] != '"') return "";
  const size_t begin = at + mark.size() + 1;
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace

Pipeline::Pipeline(std::string brokers, std::string word, std::string news, std::string dir)
    : brokers_(std::move(brokers)),
      word_(std::move(word)),
      news_(std::move(news)),
      dir_(std::move(dir)),
      log_(dir_ + word_ + ".log") {}

void Pipeline::create_topics(int partitions, int copies) const {
  const auto results =
      kafka::create_topics({.brokers = brokers_, .properties = {}}, kafka::topics_under(topic("")),
                           {.partitions = partitions, .replication = copies});
  ASSERT_TRUE(results.has_value()) << results.error().text;
}

std::string Pipeline::log() const {
  std::ifstream file(log_);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Child Pipeline::start(const std::string& instance, const std::string& roles,
                      const std::vector<std::string>& environment, const std::string& more) const {
  const std::string file = dir_ + word_ + "-" + instance + ".yaml";
  std::ofstream(file) << "brokers: \"" << brokers_ << "\"\ninput:\n  - topic: " << news_
                      << "\n    format: ninjs\nprefix: " << topic("") << "\ngroup: " << word_
                      << "\ninstance: " << instance << "\nroles: [" << roles
                      << "]\nrules: {dir: " << HEARSAY_SOURCE_DIR << "/rules, rules_alone: true}\n"
                      << more;
  return Child({HEARSAY_BINARY, "run", "--config", file}, environment, log_);
}

bool Pipeline::covers(const std::string& group_name, const std::string& topic_name) const {
  const Offsets committed = group_offsets(brokers_, group_name, topic_name);
  const Offsets ends = data_ends(brokers_, topic_name);
  if (ends.empty()) return false;
  for (const auto& [partition, end] : ends) {
    const auto at = committed.find(partition);
    if (end > 0 && (at == committed.end() || at->second < end)) return false;
  }
  return true;
}

bool Pipeline::settled(int seconds) const {
  const auto until = Clock::now() + std::chrono::seconds(seconds);
  // The tracker writes to its own inputs: it is done when a second look finds nothing new.
  int looks = 0;
  while (looks < 2 && Clock::now() < until) {
    bool covered = covers(group("tag"), news_);
    for (const char* name : {"assertions", "sentiment", "items"}) {
      covered = covered && covers(group("track"), topic(name));
    }
    for (const kafka::TopicPlan& plan : kafka::topics_under(topic(""))) {
      covered = covered && !transactions_open(brokers_, plan.name);
    }
    looks = covered ? looks + 1 : 0;
    usleep(covered ? 100'000 : 300'000);
  }
  return looks == 2;
}

Compacted Pipeline::compacted(const std::string& name) const {
  Compacted last;
  read_each(brokers_, topic(name), [&](const Seen& record) {
    const std::string key = record.key.value_or("");
    if (record.value) {
      last[key] = *record.value;
    } else {
      last.erase(key);
    }
  });
  return last;
}

uint64_t Pipeline::digest() const {
  uint64_t sum = 0;
  for (const auto& [key, value] : compacted("checkpoints")) {
    const auto checkpoint = read_checkpoint(value);
    EXPECT_TRUE(checkpoint.has_value()) << value;
    if (checkpoint) sum += checkpoint->proof.digest;
  }
  return sum;
}

Made Pipeline::made(const std::string& name) const {
  Made all;
  std::unordered_set<size_t> ids;
  std::map<std::pair<int32_t, std::string>, int64_t> newest;  // of an input in an output partition
  size_t repeated = 0;
  size_t misplaced = 0;
  const std::hash<std::string> hash;
  read_each(brokers_, topic(name), [&](const Seen& record) {
    const std::string source = record.header("hearsay.src");  // "topic/partition@offset"
    if (!source.starts_with(news_ + "/")) return;             // the tracker's own
    const std::string id = record.header("ce_id");
    if (!ids.insert(hash(id)).second && ++repeated <= 3) {
      ADD_FAILURE() << name << ": " << id << " of " << source << " is there twice";
    }
    const size_t at = source.rfind('@');
    const int64_t offset = std::stoll(source.substr(at + 1));
    int64_t& before =
        newest.try_emplace({record.partition, source.substr(0, at)}, -1).first->second;
    if (offset < before && ++misplaced <= 3) {
      ADD_FAILURE() << name << ": " << source << " stands behind @" << before;
    }
    before = offset;
    ++all.records;
    all.digest += hash(id + " " + record.key.value_or("") + " " + record.value.value_or(""));
  });
  EXPECT_EQ(repeated, 0u) << name << ": outputs that are there twice";
  EXPECT_EQ(misplaced, 0u) << name << ": outputs out of order";
  return all;
}

std::string Pipeline::unanswered() const {
  constexpr size_t kNamesMax = 20;
  std::set<std::string> answered;
  read_each(brokers_, topic("items"),
            [&](const Seen& record) { answered.insert(record.header("hearsay.src")); });
  std::string names;
  size_t count = 0;
  read_each(brokers_, news_, [&](const Seen& record) {
    const std::string place =
        news_ + "/" + std::to_string(record.partition) + "@" + std::to_string(record.offset);
    if (!answered.contains(place) && ++count <= kNamesMax) names += " " + place;
  });
  return std::to_string(count) + names;
}

void Pipeline::expect_lawful(size_t news) const {
  const size_t answered = made("items").records;
  EXPECT_EQ(answered, news) << "news with an answer; without: " << unanswered();
  for (const char* name : {"assertions", "sentiment"}) made(name);

  std::map<std::string, std::string> status;
  std::map<std::string, int64_t> broken;
  std::set<std::string> ids;
  read_each(brokers_, topic("transitions"), [&](const Seen& record) {
    const std::string value = record.value.value_or("");
    std::string& before = status[record.key.value_or("")];
    if (member(value, "from") != before) ++broken[record.key.value_or("")];
    before = member(value, "to");
    EXPECT_TRUE(ids.insert(record.header("ce_id")).second) << "twice: " << value;
  });
  for (const auto& [claim, count] : broken) {
    ADD_FAILURE() << claim << ": " << count << " transitions that do not follow the one before";
  }
  const Compacted claims = compacted("claims");
  EXPECT_EQ(claims.size(), status.size()) << "claims, and claims with transitions";
  for (const auto& [claim, state] : claims) {
    EXPECT_EQ(member(state, "status"), status[claim]) << claim;
  }
}

void expect_same_state(const Pipeline& one, const Pipeline& other) {
  for (const char* name : {"claims", "entities"}) {
    const Compacted here = one.compacted(name);
    const Compacted there = other.compacted(name);
    EXPECT_EQ(here.size(), there.size()) << name;
    size_t different = 0;
    for (const auto& [key, value] : here) {
      const auto found = there.find(key);
      if (found != there.end() && found->second == value) continue;
      if (++different > 3) continue;
      ADD_FAILURE() << name << " " << key << " is\n"
                    << value << "\nand there\n"
                    << (found == there.end() ? "missing" : found->second);
    }
    EXPECT_EQ(different, 0u) << name;
  }
  EXPECT_EQ(one.digest(), other.digest());
}

void expect_same_outputs(const Pipeline& one, const Pipeline& other) {
  for (const char* name : {"items", "assertions", "sentiment"}) {
    EXPECT_TRUE(one.made(name) == other.made(name))
        << name << ": " << one.made(name).records << " and " << other.made(name).records
        << " outputs, or the same number of others";
  }
}

Sent news_item(uint64_t seed, int number) {
  // Each item has its own generator: it is the same whatever was drawn before it.
  std::mt19937_64 random(seed * 1'000'003 + static_cast<uint64_t>(number));
  const auto below = [&](uint64_t limit) { return random() % limit; };
  const bool newer = number > 50 && below(8) == 0;
  const bool killed = number > 50 && below(40) == 0;
  const int of = newer || killed ? number - 1 - static_cast<int>(below(50)) : number;
  const std::string uri = "urn:test:" + std::to_string(of);
  // A company is in some 200 items at most: an entity remembers 256 one by one, and beyond that its
  // sums depend on the order in which the versions of an item come.
  static const std::vector<std::string> companies = read_companies();
  const size_t known = std::min(companies.size(), 80 + static_cast<size_t>(number) / 16);
  const size_t subject = below(known);
  const std::string& object = companies[(subject + 1 + below(3)) % known];
  const std::string report = filled(kReports[below(kReports.size())], companies[subject], object);
  const std::string time = rfc3339(kFirstMs + TimeMs{number} * 60'000);
  Json json;
  json.object().key("uri").string(uri).key("version").string(std::to_string(number));
  json.key("versioncreated").string(time).key("language").string("en");
  json.key("provider").string(below(2) == 0 ? "Reuters" : "Bloomberg");
  json.key("pubstatus").string(killed ? "canceled" : "usable");
  json.key("headline").string(report).key("body_text").string(report + ".").close();
  return {.key = uri, .value = std::move(json).str()};
}

std::vector<Sent> news_items(uint64_t seed, int from, int to) {
  std::vector<Sent> items;
  for (int i = from; i < to; ++i) items.push_back(news_item(seed, i));
  return items;
}

uint64_t drawn_seed() {
  if (const char* given = std::getenv("HEARSAY_SEED")) return std::strtoull(given, nullptr, 10);
  return static_cast<uint64_t>(Clock::now().time_since_epoch().count()) % 1'000'000;
}

}  // namespace hearsay::test
