// names_bench: the names of rules/entities found in a made feed, next to Vectorscan on the same
// bytes where it was there when this was built, and what each part of reading an item costs.
//
//   names_bench                measures; prints one line a part, MB (10^6 bytes) a CPU second
//   names_bench --feed BYTES   writes such a feed as ninjs lines, for `hearsay tag`
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#ifdef HEARSAY_VECTORSCAN
#include <hs/hs.h>
#endif

#include "rules/context.h"
#include "rules/entities.h"
#include "rules/names.h"
#include "rules/rulebook.h"
#include "rules/sums.h"
#include "rules/unlisted.h"
#include "tests/bench/news_feed.h"

namespace hearsay {
namespace {

constexpr size_t kFeedBytes = 16'000'000;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// The best of three runs: others work on this machine.
void report(const std::string& what, size_t bytes, const std::function<size_t()>& run) {
  double best = 1e9;
  size_t found = 0;
  for (int i = 0; i < 3; ++i) {
    const double start = cpu_seconds();
    found = run();
    best = std::min(best, cpu_seconds() - start);
  }
  std::cout << what << '\t' << static_cast<double>(bytes) / 1e6 / best << " MB/s\t" << found
            << " found\n";
}

#ifdef HEARSAY_VECTORSCAN
// All places of all names, with no boundaries and no longest: less than what NameMatcher answers.
class Vectorscan {
 public:
  explicit Vectorscan(const Entities& entities) {
    std::vector<const char*> names;
    std::vector<size_t> sizes;
    std::vector<unsigned> flags, ids;
    for (const Name& name : entities.names()) {
      names.push_back(name.folded.data());
      sizes.push_back(name.folded.size());
      flags.push_back(0);
      ids.push_back(static_cast<unsigned>(ids.size()));
    }
    hs_compile_error_t* error = nullptr;
    const int status = hs_compile_lit_multi(names.data(), flags.data(), ids.data(), sizes.data(),
                                            static_cast<unsigned>(names.size()), HS_MODE_BLOCK,
                                            nullptr, &database_, &error);
    if (status != HS_SUCCESS || hs_alloc_scratch(database_, &scratch_) != HS_SUCCESS) {
      std::cerr << "names_bench: Vectorscan does not compile the names: "
                << (error ? error->message : "no scratch") << '\n';
      std::exit(1);
    }
  }
  ~Vectorscan() {
    hs_free_scratch(scratch_);
    hs_free_database(database_);
  }
  Vectorscan(const Vectorscan&) = delete;
  Vectorscan& operator=(const Vectorscan&) = delete;

  size_t count(std::string_view text) const {
    size_t found = 0;
    const auto on_match = [](unsigned, unsigned long long, unsigned long long, unsigned,
                             void* counter) {
      ++*static_cast<size_t*>(counter);
      return 0;
    };
    hs_scan(database_, text.data(), static_cast<unsigned>(text.size()), 0, scratch_, on_match,
            &found);
    return found;
  }

 private:
  hs_database_t* database_ = nullptr;
  hs_scratch_t* scratch_ = nullptr;
};
#endif

std::vector<std::string> written_names(const Entities& entities) {
  std::vector<std::string> names;
  for (const Name& name : entities.names()) {
    if (!name.ticker) names.push_back(name.written);
  }
  return names;
}

void measure(const Rulebook& book, const std::string& kind, const std::vector<Item>& items) {
  std::vector<Text> texts;
  size_t bytes = 0, folded = 0;
  for (const Item& item : items) {
    bytes += item.headline.size() + item.body.size();
    texts.push_back(fold(item));
    folded += texts.back().folded().size();
  }
  const auto each = [&](const auto& count) {
    size_t found = 0;
    for (const Text& text : texts) found += count(text);
    return found;
  };
  report(kind + " fold", bytes, [&] {
    size_t sentences = 0;
    for (const Item& item : items) sentences += fold(item).sentences().size();
    return sentences;
  });
  const NameMatcher names(book.entities());
  report(kind + " names", folded,
         [&] { return each([&](const Text& text) { return names.match(text).size(); }); });
#ifdef HEARSAY_VECTORSCAN
  const Vectorscan vectorscan(book.entities());
  report(kind + " names, Vectorscan", folded,
         [&] { return each([&](const Text& text) { return vectorscan.count(text.folded()); }); });
#endif
  report(kind + " sums", folded,
         [&] { return each([&](const Text& text) { return find_sums(text).size(); }); });
  report(kind + " names, sums, context", folded,
         [&] { return each([&](const Text& text) { return book.match(text).names.size(); }); });
  std::vector<Matches> matches;
  for (const Text& text : texts) matches.push_back(book.match(text));
  report(kind + " unlisted parties", folded, [&] {
    size_t found = 0;
    for (size_t i = 0; i < texts.size(); ++i)
      found += find_unlisted(book.entities(), texts[i], matches[i].names).hits.size();
    return found;
  });
  report(kind + " resolve (with unlisted)", folded, [&] {
    size_t found = 0;
    for (size_t i = 0; i < texts.size(); ++i) found += book.resolve(texts[i], matches[i]).size();
    return found;
  });
}

int run(int argc, char** argv) {
  const double start = cpu_seconds();
  const auto sources = read_rule_sources(std::string(HEARSAY_SOURCE_DIR) + "/rules", {}, {});
  const auto book = sources ? Rulebook::load(*sources) : Result<Rulebook>(sources.error());
  if (!book) {
    std::cerr << book.error().text << '\n';
    return 1;
  }
  const double loaded = cpu_seconds() - start;
  const auto names = written_names(book->entities());
  if (argc == 3 && std::string_view(argv[1]) == "--feed") {
    for (const Item& item : made_feed({7, std::stoul(argv[2]), 0}, names))
      std::cout << ninjs_line(item) << '\n';
    return 0;
  }
  std::cout << "rules loaded\t" << loaded << " CPU s\t" << book->entities().names().size()
            << " names\n";
  measure(*book, "varied", made_feed({7, kFeedBytes, 0}, names));
  measure(*book, "dense", made_feed({8, kFeedBytes, 1}, names));
  return 0;
}

}  // namespace
}  // namespace hearsay

int main(int argc, char** argv) { return hearsay::run(argc, argv); }
