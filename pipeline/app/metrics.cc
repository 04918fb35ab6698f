// The metrics page: every figure with its help, and the account of what came in.
#include <array>
#include <charconv>

#include "pipeline/app/health.h"

namespace hearsay::app {
namespace {

using kafka::Histogram;
using kafka::LaneState;
using kafka::LaneStatus;
using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

class Page {
 public:
  // Begins a family; its samples follow.
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    text_.append(name).append(" ").append(type).append("\n");
  }
  void sample(const Labels& labels, double value, std::string_view suffix = "") {
    text_.append(name_).append(suffix);
    if (!labels.empty()) text_.push_back('{');
    for (size_t i = 0; i < labels.size(); ++i) {
      if (i > 0) text_.push_back(',');
      text_.append(labels[i].first).append("=\"");
      escape(labels[i].second);
      text_.push_back('"');
    }
    if (!labels.empty()) text_.push_back('}');
    text_.push_back(' ');
    number(value);
    text_.push_back('\n');
  }
  void histogram(const Labels& labels, const Histogram& durations) {
    const auto counts = durations.counts();
    double sum = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
      sum += static_cast<double>(counts[i]);
      Labels with_edge = labels;
      std::string edge = "+Inf";
      if (i < Histogram::kEdgesUs.size()) edge = decimal(seconds(Histogram::kEdgesUs[i]));
      with_edge.emplace_back("le", edge);
      sample(with_edge, sum, "_bucket");
    }
    sample(labels, seconds(durations.sum_us()), "_sum");
    sample(labels, sum, "_count");
  }
  std::string text() && { return std::move(text_); }

 private:
  static double seconds(uint64_t us) { return static_cast<double>(us) / 1e6; }
  static std::string decimal(double value) {
    std::array<char, 32> digits{};
    const auto [end, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                             std::chars_format::fixed);
    return failed == std::errc{} ? std::string(digits.data(), end) : "NaN";
  }
  void number(double value) { text_.append(decimal(value)); }
  void escape(std::string_view value) {
    for (const char c : value) {
      if (c == '\\' || c == '"') text_.push_back('\\');
      if (c == '\n') {
        text_.append("\\n");
      } else {
        text_.push_back(c);
      }
    }
  }

  std::string text_;
  std::string_view name_;
};

double real(const std::atomic<uint64_t>& count) { return static_cast<double>(count.load()); }

void add_account(Page& page, const std::vector<LaneReport>& lanes) {
  page.family("hearsay_records_read_total", "counter",
              "Input records that a lane took. Read - given back = tagged + nothing + dead + in "
              "flight.");
  for (const auto& [name, status] : lanes)
    page.sample({{"lane", name}}, real(status->records_read));
  page.family("hearsay_records_given_back_total", "counter",
              "Records of aborted transactions: they are read again.");
  for (const auto& [name, status] : lanes) page.sample({{"lane", name}}, real(status->given_back));
  page.family("hearsay_records_total", "counter",
              "Committed input records by outcome: tagged, nothing (found), dead (letter).");
  for (const auto& [name, status] : lanes) {
    page.sample({{"lane", name}, {"outcome", "tagged"}}, real(status->tagged));
    page.sample({{"lane", name}, {"outcome", "nothing"}}, real(status->nothing));
    page.sample({{"lane", name}, {"outcome", "dead"}}, real(status->dead));
  }
  page.family("hearsay_records_in_flight", "gauge", "Records in the open transaction.");
  for (const auto& [name, status] : lanes) page.sample({{"lane", name}}, real(status->in_flight));
  page.family("hearsay_dead_letters_total", "counter", "Committed dead letters by error code.");
  for (const auto& [name, status] : lanes) {
    for (const auto& [code, count] : status->dead_by_code()) {
      page.sample({{"lane", name}, {"code", code}}, static_cast<double>(count));
    }
  }
}

void add_events(Page& page, const std::vector<LaneReport>& lanes, const Rulebook* book) {
  page.family("hearsay_events_total", "counter",
              "Committed events by topic, and those about claims by claim type and its pack.");
  for (const auto& [name, status] : lanes) {
    for (const auto& [kind, count] : status->events_by_kind()) {
      const ClaimType* type = book == nullptr ? nullptr : book->claim_type(kind.second);
      page.sample({{"lane", name},
                   {"topic", kind.first},
                   {"claim_type", kind.second},
                   {"pack", type == nullptr ? "" : type->pack}},
                  static_cast<double>(count));
    }
  }
}

struct Counter {
  std::string_view name, type, help;
  double (*read)(const LaneStatus&);
};

constexpr std::array kCounters = {
    Counter{"hearsay_commits_total", "counter", "Committed transactions.",
            [](const LaneStatus& status) { return real(status.commits); }},
    Counter{"hearsay_aborts_total", "counter", "Aborted transactions.",
            [](const LaneStatus& status) { return real(status.aborts); }},
    Counter{"hearsay_rebuilds_total", "counter", "Times that a lane threw its clients away.",
            [](const LaneStatus& status) { return real(status.rebuilds); }},
    Counter{"hearsay_rebalances_total", "counter", "Partitions given or taken.",
            [](const LaneStatus& status) { return real(status.rebalances); }},
    Counter{"hearsay_warnings_total", "counter", "Oddities of items that were read all the same.",
            [](const LaneStatus& status) { return real(status.warnings); }},
    Counter{"hearsay_partitions", "gauge", "Partitions that the lane has.",
            [](const LaneStatus& status) { return static_cast<double>(status.partitions.load()); }},
    Counter{"hearsay_state_bytes", "gauge", "Claims and companies of its partitions, as sent.",
            [](const LaneStatus& status) { return real(status.state_bytes); }},
    Counter{"hearsay_states_forgotten", "gauge",
            "Claims and companies that the limit pushed out since the partitions were assigned.",
            [](const LaneStatus& status) { return real(status.state_forgotten); }},
    Counter{
        "hearsay_lag_records", "gauge", "Records in the topics that are not committed yet.",
        [](const LaneStatus& status) { return static_cast<double>(status.lag_records.load()); }},
    Counter{
        "hearsay_lag_seconds", "gauge",
        "Age of the newest committed record, by its own time; 0 without lag.",
        [](const LaneStatus& status) { return static_cast<double>(status.lag_ms.load()) / 1e3; }}};

}  // namespace

gateway::Answer metrics(const HealthFacts& facts) {
  Page page;
  page.family("hearsay_build_info", "gauge", "Always 1.");
  page.sample({{"version", HEARSAY_VERSION}}, 1);
  page.family("hearsay_ready", "gauge", "1 if /readyz says ready.");
  page.sample({}, readyz(facts).status == 200 ? 1 : 0);
  page.family("hearsay_rules_info", "gauge", "The rules at work; always 1.");
  page.sample({{"hash", facts.rules.hash}}, 1);
  page.family("hearsay_rules_reloads_total", "counter",
              "Reloads of the rules: taken, or refused and the older ones kept.");
  page.sample({{"outcome", "taken"}}, static_cast<double>(facts.rules.taken));
  page.sample({{"outcome", "refused"}}, static_cast<double>(facts.rules.refused));
  page.family("hearsay_rules_kept", "gauge", "1 if the last reload was refused.");
  page.sample({}, facts.rules.last_error.empty() ? 0 : 1);
  page.family("hearsay_lane_state", "gauge", "1 for the state that the lane is in.");
  for (const auto& [name, status] : facts.lanes) {
    const LaneState state = status->view().state;
    for (const LaneState one : {LaneState::kStarting, LaneState::kRunning, LaneState::kRestoring,
                                LaneState::kRebuilding, LaneState::kHalted, LaneState::kStopped}) {
      page.sample({{"lane", name}, {"state", name_of(one)}}, one == state ? 1 : 0);
    }
  }
  add_account(page, facts.lanes);
  add_events(page, facts.lanes, facts.book);
  for (const Counter& counter : kCounters) {
    page.family(counter.name, counter.type, counter.help);
    for (const auto& [name, status] : facts.lanes) {
      page.sample({{"lane", name}}, counter.read(*status));
    }
  }
  page.family("hearsay_stage_seconds", "histogram",
              "Time of a record's step, of a commit, and from a record's own time to its commit.");
  for (const auto& [name, status] : facts.lanes) {
    page.histogram({{"lane", name}, {"stage", "step"}}, status->step);
    page.histogram({{"lane", name}, {"stage", "commit"}}, status->commit);
    page.histogram({{"lane", name}, {"stage", "end_to_end"}}, status->end_to_end);
  }
  return {.status = 200,
          .content_type = "text/plain; version=0.0.4; charset=utf-8",
          .body = std::move(page).text()};
}

}  // namespace hearsay::app
