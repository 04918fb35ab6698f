// Marking spans and listing reasons.
#include "pipeline/app/render.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "pipeline/core/encode.h"
#include "pipeline/core/event.h"

namespace hearsay::app {
namespace {

struct Paint {
  std::string_view role;
  std::string_view colour;
};
// In order of weight: where two pieces of evidence overlap, the first of these is shown.
constexpr std::array<Paint, 6> kPaints = {{{"stance", "\x1b[1;31m"},
                                           {"trigger", "\x1b[1;33m"},
                                           {"speaker", "\x1b[1;35m"},
                                           {"subject", "\x1b[1;36m"},
                                           {"object", "\x1b[1;34m"},
                                           {"amount", "\x1b[1;32m"}}};
constexpr std::string_view kOtherColour = "\x1b[4m";
constexpr std::string_view kEndColour = "\x1b[0m";

size_t weight_of(std::string_view role) {
  const auto paint = std::find_if(kPaints.begin(), kPaints.end(),
                                  [&](const Paint& one) { return one.role == role; });
  return static_cast<size_t>(paint - kPaints.begin());
}

std::string_view colour_of(size_t weight) {
  return weight < kPaints.size() ? kPaints[weight].colour : kOtherColour;
}

// Appends text without anything that a terminal would obey (C0, DEL, C1; line ends stay).
void append_safely(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 =
        byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c1) ++i;
    if (c1 || (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f) {
      out += "\xef\xbf\xbd";
    } else {
      out += text[i];
    }
  }
}

std::string safe(std::string_view text) {
  std::string out;
  append_safely(out, text);
  return out;
}

constexpr size_t kUnmarked = SIZE_MAX;

// For each code point of the field, the weight of the evidence on it, or kUnmarked.
std::vector<size_t> marks_of(std::string_view text, Field field, const Text& folded,
                             std::span<const Assertion> assertions) {
  const auto points = static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
  std::vector<size_t> marks(points, kUnmarked);
  for (const Assertion& assertion : assertions) {
    for (const Evidence& evidence : assertion.evidence) {
      const SourceSpan span = folded.source(evidence.span);
      if (span.field != field) continue;
      for (size_t i = span.start; i < std::min<size_t>(span.end, points); ++i) {
        marks[i] = std::min(marks[i], weight_of(evidence.role));
      }
    }
  }
  return marks;
}

void append_marked(std::string& out, std::string_view text, Field field, const Text& folded,
                   std::span<const Assertion> assertions, bool colours) {
  const std::vector<size_t> marks = marks_of(text, field, folded, assertions);
  size_t byte = 0;
  for (size_t point = 0; point < marks.size();) {
    const size_t mark = marks[point];
    const size_t begin = byte;
    for (; point < marks.size() && marks[point] == mark; ++point) {
      do ++byte;
      while (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xc0) == 0x80);
    }
    if (mark != kUnmarked) out += colours ? colour_of(mark) : "⟦";
    append_safely(out, text.substr(begin, byte - begin));
    if (mark != kUnmarked) out += colours ? kEndColour : "⟧";
  }
  out += '\n';
}

std::string fixed(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

void append_evidence(std::string& out, const Text& text, const std::vector<Evidence>& all) {
  for (const Evidence& evidence : all) {
    const SourceSpan span = text.source(evidence.span);
    out += "    " + evidence.role + ": \"" + safe(text.quote(span)) + "\" (" +
           (span.field == Field::kHeadline ? "headline " : "body ") + std::to_string(span.start) +
           "-" + std::to_string(span.end) +
           (evidence.rule.empty() ? "" : ", rule " + evidence.rule) + ")\n";
  }
}

void append_assertion(std::string& out, const Item& item, const Text& text,
                      const Assertion& assertion, bool colours) {
  const std::string title = std::string(name_of(assertion.stance)) + " of " + assertion.claim.str();
  out += colours ? "\x1b[1m" + title + std::string(kEndColour) : title;
  out += ", confidence " + fixed(assertion.confidence) + "\n";
  out += "    said by: " + (assertion.speaker.empty() ? "unknown" : assertion.speaker) + "\n";
  const std::string& origin = assertion.origin.empty() ? item.provider : assertion.origin;
  if (!origin.empty()) out += "    first reported by: " + safe(origin) + "\n";
  append_evidence(out, text, assertion.evidence);
  if (!assertion.reasons.empty()) out += "  because\n";
  for (const std::string& reason : assertion.reasons) out += "    - " + safe(reason) + "\n";
}

}  // namespace

std::string render(const Item& item, const Text& text, std::span<const Assertion> assertions,
                   std::span<const Sentiment> sentiments, bool colours) {
  std::string out = safe(item.uri);
  if (!item.version.empty()) out += ", version " + safe(item.version);
  if (!item.provider.empty()) out += ", " + safe(item.provider);
  if (item.published) out += ", " + rfc3339(*item.published);
  if (!item.language.empty()) out += ", " + safe(item.language);
  if (item.status != PubStatus::kUsable) out += ", " + std::string(name_of(item.status));
  out += "\n\n";
  append_marked(out, item.headline, Field::kHeadline, text, assertions, colours);
  append_marked(out, item.body, Field::kBody, text, assertions, colours);
  if (assertions.empty()) out += "\nNothing is asserted about any deal.\n";
  for (const Assertion& assertion : assertions) {
    out += '\n';
    append_assertion(out, item, text, assertion, colours);
  }
  if (!sentiments.empty()) out += "\nSentiment\n";
  for (const Sentiment& one : sentiments) {
    out += "    " + (one.entity.empty() ? "the item as a whole" : one.entity) + ": " +
           one.polarity + " " + fixed(one.score) + ", relevance " + fixed(one.relevance) +
           ", confidence " + fixed(one.confidence) + "\n";
    for (const ScorePart& part : one.parts) {
      // Of a company in no list the net has no mention to show; words always have evidence.
      const bool net =
          part.kind == "words" && (part.evidence.empty() || part.evidence.front().rule == kNetRule);
      out += "      " + part.kind + (net ? " as the net reads them" : "") +
             (part.claim.empty() ? "" : " " + part.claim) + ": " + fixed(part.score) + "\n";
    }
  }
  for (const Warning& warning : item.warnings) out += "\nwarning: " + safe(warning.text) + "\n";
  return out;
}

std::string render_near_misses(const Text& text, std::span<const NearMiss> misses) {
  if (misses.empty()) return "\nNothing else came near to a claim.\n";
  std::string out = "\nNear misses\n";
  for (const NearMiss& miss : misses) {
    const SourceSpan sentence = text.source(miss.sentence);
    out += "    \"" + safe(text.quote(sentence)) + "\" (" +
           (sentence.field == Field::kHeadline ? "headline " : "body ") +
           std::to_string(sentence.start) + "-" + std::to_string(sentence.end) + ")\n";
    out += "      " + (miss.claim.type.empty() ? "a deal" : miss.claim.str()) + " by \"" +
           safe(text.quote(miss.deal.span)) + "\" (rule " + miss.deal.rule + ")\n";
    out += "      refused, " + std::string(name_of(miss.guard)) + ": " +
           std::string(reason_of(miss.guard));
    if (miss.by.size() > 0) out += " (\"" + safe(text.quote(miss.by)) + "\")";
    out += '\n';
  }
  return out;
}

}  // namespace hearsay::app
