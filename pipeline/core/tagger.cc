// The tagger's step: what one record says becomes events.
#include "pipeline/core/tagger.h"

#include "pipeline/core/encode.h"
#include "pipeline/core/event.h"
#include "pipeline/core/fingerprint.h"

namespace hearsay {
namespace {

constexpr std::string_view kSource = "/hearsay/tag";

// "FILE:LINE", "FILE" for a file that is one record, "topic/partition@offset".
std::string place_of(const Record& record) {
  std::string place(record.topic);
  if (!record.from_file) {
    return place + '/' + std::to_string(record.partition) + '@' + std::to_string(record.offset);
  }
  return record.offset > 0 ? place + ':' + std::to_string(record.offset) : place;
}

std::string_view header(const Record& record, std::string_view name) {
  for (const auto& [key, value] : record.headers) {
    if (key == name) return value;
  }
  return "";
}

// Appends events that are numbered in the order of their making.
class Sender {
 public:
  Sender(Output& output, const Engine& engine) : output_(output), engine_(engine) {}

  // A file's events are numbered per item, a Kafka record's over all its items.
  void begin(const Record& record, const Item& item) {
    cause_ = cause_of(record, item);
    if (record.from_file) ordinal_ = 0;
    time_ = record.time ? record.time : item.published;
  }

  std::string send(Topic topic, std::string_view type, std::string_view subject, std::string data) {
    Event event;
    event.id = event_id(cause_, engine_.book().hash(), ordinal_++);
    event.type = type;
    event.source = kSource;
    event.subject = subject;
    event.time = time_;
    event.data = std::move(data);
    output_.events.emplace_back(topic, std::move(event));
    return output_.events.back().second.id;
  }

 private:
  Output& output_;
  const Engine& engine_;
  std::string cause_;
  uint64_t ordinal_ = 0;
  std::optional<TimeMs> time_;
};

// False: neither a claim nor a company's tone; what the item's tone is as a whole is no finding.
bool send_findings(const ItemFrame& frame, const Matches& matches, const Engine& engine,
                   Sender& sender, ItemState& state) {
  const Reading reading = engine.book().read(frame.text, matches);
  for (const Assertion& assertion : reading.assertions) {
    const std::string key = assertion.claim.str();
    std::string id =
        sender.send(Topic::kAssertions, kAssertionType, key, assertion_json(frame, assertion));
    state.claims.push_back({key, assertion.stance, std::move(id)});
  }
  bool found = !reading.assertions.empty();
  for (const Sentiment& one :
       engine.scorer().score(frame.item, frame.text, matches, reading.assertions, reading.tones)) {
    sender.send(Topic::kSentiment, kSentimentType, one.entity.empty() ? frame.item.uri : one.entity,
                sentiment_json(frame, one));
    found |= !one.entity.empty();
  }
  return found;
}

}  // namespace

Output Tagger::step(const Record& record, const Form& form) const {
  Output output;
  auto items = parse(form.format, record.value,
                     Origin{.place = place_of(record),
                            .content_type = std::string(header(record, "content-type")),
                            .time = record.time,
                            .fields = &form.fields,
                            .item_bytes_max = form.item_bytes_max});
  if (!items) {
    output.reject = items.error();
    return output;
  }
  Sender sender(output, engine_);
  output.nothing_found = true;
  for (Item& item : *items) {
    sender.begin(record, item);
    const Text text = fold(item);
    const ItemFrame frame{.item = item,
                          .text = text,
                          .book = engine_.book(),
                          .fingerprint = fingerprint(text.folded()),
                          .received = record.time,
                          .decided = record.time ? record.time : item.published};
    ItemState state{.uri = item.uri,
                    .version = item.version,
                    .status = item.status,
                    .claims = {},
                    .published = item.published,
                    .received = frame.received,
                    .decided = frame.decided};
    if (item.status == PubStatus::kUsable &&
        send_findings(frame, engine_.book().match(text), engine_, sender, state)) {
      output.nothing_found = false;
    }
    sender.send(Topic::kItems, kItemType, item.uri, item_json(state));
    std::move(item.warnings.begin(), item.warnings.end(), std::back_inserter(output.warnings));
  }
  return output;
}

}  // namespace hearsay
