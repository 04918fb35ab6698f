// Item, assertion and sentiment become JSON.
#include "pipeline/core/encode.h"

#include "pipeline/core/claim.h"
#include "pipeline/core/event.h"
#include "pipeline/core/fingerprint.h"

namespace hearsay {
namespace {

void write_item(Json& json, const Item& item) {
  json.key("item").object();
  json.key("uri").string(item.uri);
  json.key("version").string_or_null(item.version);
  json.key("provider").string_or_null(item.provider);
  json.key("language").string_or_null(item.language);
  json.key("published");
  write_time(json, item.published);
  json.key("headline").string_or_null(item.headline);
  json.key("url").string_or_null(item.url);
  json.close();
}

void write_pack(Json& json, const Rulebook& book) {
  json.key("pack").object();
  json.key("id").string(book.id());
  json.key("version").string(book.version());
  json.key("hash").string(book.hash());
  json.close();
}

void write_times(Json& json, std::optional<TimeMs> published, std::optional<TimeMs> received,
                 std::optional<TimeMs> decided) {
  json.key("times").object();
  json.key("published");
  write_time(json, published);
  json.key("received");
  write_time(json, received);
  json.key("decided");
  write_time(json, decided);
  json.close();
}

void write_evidence(Json& json, const Text& text, const std::vector<Evidence>& evidence) {
  json.key("evidence").array();
  for (const Evidence& one : evidence) {
    const SourceSpan span = text.source(one.span);
    json.object();
    json.key("field").string(span.field == Field::kHeadline ? "headline" : "body");
    json.key("start").integer(span.start);
    json.key("end").integer(span.end);
    json.key("text").string(text.quote(span));
    json.key("role").string(one.role);
    json.key("rule").string_or_null(one.rule);
    json.close();
  }
  json.close();
}

void write_amounts(Json& json, const Text& text, const std::vector<Sum>& amounts) {
  json.key("amounts").array();
  for (const Sum& sum : amounts) {
    json.object();
    json.key("value").number(sum.value);
    json.key("currency").string_or_null(sum.currency);
    json.key("bound").string_or_null(name_of(sum.bound));
    json.key("text").string(text.quote(sum.span));
    json.close();
  }
  json.close();
}

}  // namespace

std::string_view name_of(PubStatus status) {
  switch (status) {
    case PubStatus::kUsable:
      return "usable";
    case PubStatus::kWithheld:
      return "withheld";
    case PubStatus::kCanceled:
      return "canceled";
  }
  return "";
}

std::string_view name_of(Bound bound) {
  switch (bound) {
    case Bound::kNone:
      return "";
    case Bound::kUpTo:
      return "up-to";
    case Bound::kAtLeast:
      return "at-least";
    case Bound::kAbout:
      return "about";
  }
  return "";
}

void write_time(Json& json, std::optional<TimeMs> time) {
  time ? json.string(rfc3339(*time)) : json.null();
}

std::string assertion_json(const ItemFrame& frame, const Assertion& assertion) {
  const std::string& origin = assertion.origin.empty() ? frame.item.provider : assertion.origin;
  Json json;
  json.object();
  write_item(json, frame.item);
  write_claim(json, assertion.claim);
  json.key("stance").string(name_of(assertion.stance));
  json.key("speaker").string_or_null(assertion.speaker);
  json.key("origin").string_or_null(origin);
  write_amounts(json, frame.text, assertion.amounts);
  json.key("confidence").number(assertion.confidence);
  json.key("fingerprint").string(fingerprint_hex(frame.fingerprint));
  write_evidence(json, frame.text, assertion.evidence);
  write_pack(json, frame.book);
  write_times(json, frame.item.published, frame.received, frame.decided);
  json.close();
  return std::move(json).str();
}

std::string sentiment_json(const ItemFrame& frame, const Sentiment& sentiment) {
  Json json;
  json.object();
  write_item(json, frame.item);
  json.key("entity").string_or_null(sentiment.entity);
  json.key("score").number(sentiment.score);
  json.key("polarity").string(sentiment.polarity);
  json.key("confidence").number(sentiment.confidence);
  json.key("relevance").number(sentiment.relevance);
  json.key("parts").array();
  for (const ScorePart& part : sentiment.parts) {
    json.object();
    json.key("kind").string(part.kind);
    json.key("claim").string_or_null(part.claim);
    json.key("score").number(part.score);
    write_evidence(json, frame.text, part.evidence);
    json.close();
  }
  json.close();
  write_pack(json, frame.book);
  write_times(json, frame.item.published, frame.received, frame.decided);
  json.close();
  return std::move(json).str();
}

std::string item_json(const ItemState& state) {
  Json json;
  json.object();
  json.key("uri").string(state.uri);
  json.key("version").string_or_null(state.version);
  json.key("pubstatus").string(name_of(state.status));
  json.key("claims").array();
  for (const StateClaim& claim : state.claims) {
    json.object();
    json.key("key").string(claim.key);
    json.key("stance").string(name_of(claim.stance));
    json.key("assertion").string(claim.assertion);
    json.close();
  }
  json.close();
  write_times(json, state.published, state.received, state.decided);
  json.close();
  return std::move(json).str();
}

}  // namespace hearsay
