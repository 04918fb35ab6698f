// recovery_bench [CLAIMS] [ROUNDS]: how long after kill -9 the tracker's next committed output is
// readable, with so many live claims to read back. Needs a broker as the broker tests do.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "pipeline/core/event.h"
#include "tests/bench/live_reader.h"
#include "tests/broker/pipeline.h"
#include "tests/unit/event_records.h"

namespace hearsay::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPartitions = 4;
constexpr TimeMs kFirstMs = 1'770'000'000'000;

// One claim each, told by one outlet with a sum, as a tagger would send it.
Sent claim_record(int number) {
  const std::string text = std::to_string(number);
  const auto record = testing::assertion({.item = "urn:bench:item:" + text,
                                          .claim = "investment.stalls/company-" + text + "/other",
                                          .speaker = "unnamed-sources",
                                          .origin = "reuters",
                                          .at = kFirstMs + number,
                                          .version = "1",
                                          .fingerprint = static_cast<uint64_t>(number) * 7919,
                                          .usd = {1e9}});
  return {.key = record.key,
          .value = record.value,
          .headers = {{"ce_type", record.type}, {"ce_id", record.id}}};
}

int run(int claims, int rounds) {
  std::string why;
  const auto found = brokers(why);
  if (!found) {
    std::fprintf(stderr, "no broker: %s\n", why.c_str());
    return 1;
  }
  const std::string word = fresh_word();
  const std::string dir = std::filesystem::temp_directory_path().string() + "/";
  const Pipeline pipeline(*found, word, word + ".news", dir);
  pipeline.create_topics(kPartitions);
  std::vector<Sent> records;
  for (int i = 0; i < claims; ++i) records.push_back(claim_record(i));
  const auto sent = Clock::now();
  send_all(*found, pipeline.topic("assertions"), records);
  Child member = pipeline.start("one", "track");
  const LiveReader reader(*found, pipeline.topic("transitions"), kPartitions);
  while (pipeline.compacted("claims").size() < static_cast<size_t>(claims)) usleep(500'000);
  std::printf("%d claims are live after %.1f s\n", claims,
              std::chrono::duration<double>(Clock::now() - sent).count());
  std::vector<double> seconds;
  for (int round = 0; round < rounds; ++round) {
    const Sent next = claim_record(claims + round);
    member.signal(SIGKILL);
    const auto killed = Clock::now();
    member.wait(5);
    member = pipeline.start("one", "track");
    send_all(*found, pipeline.topic("assertions"), {next});
    const auto came = reader.wait_for(*next.key, 60);
    if (!came) {
      std::fprintf(stderr, "no output within 60 s; the log: %s\n", pipeline.log_file().c_str());
      return 1;
    }
    seconds.push_back(std::chrono::duration<double>(*came - killed).count());
    std::printf("round %d: %.2f s from kill -9 to the next committed transition\n", round + 1,
                seconds.back());
  }
  std::sort(seconds.begin(), seconds.end());
  std::printf("median %.2f s, worst %.2f s\n", seconds[seconds.size() / 2], seconds.back());
  return 0;
}

}  // namespace
}  // namespace hearsay::test

int main(int argc, char** argv) {
  const int claims = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  return hearsay::test::run(claims, rounds);
}
