// Any text folded: the laws of folding and of sentences.
#include "rules/folding.h"
#include "rules/text.h"
#include "tests/fuzz/laws.h"

namespace {

void check_text(const std::string& body) {
  using hearsay::fuzz::require;
  hearsay::Item item;
  item.headline = body.substr(0, body.find('\n'));
  item.body = body;
  const hearsay::Text text = hearsay::fold(item);
  uint32_t at = 0;
  for (const hearsay::Sentence& sentence : text.sentences()) {
    require(sentence.span.begin >= at && sentence.span.end > sentence.span.begin,
            "sentences in order");
    at = sentence.span.end;
    const hearsay::SourceSpan span = text.source(sentence.span);
    require(span.start < span.end && span.field == sentence.field, "a sentence is somewhere");
    require(text.quote(span) == text.quote(sentence.span), "both ways lead to the same text");
    text.language(sentence);
  }
}

// References are decoded once, so that twice is not the same: they are left as they stand.
hearsay::folding::Folded folded_of(const std::string& text) {
  hearsay::folding::Folded folded;
  hearsay::folding::fold_bytes(text, 0, text.size(), {.references = false}, folded);
  return folded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace hearsay;
  const std::string_view raw(reinterpret_cast<const char*>(bytes), size);
  const std::string text = fuzz::as_utf8(raw);
  check_text(text);
  const folding::Folded folded = folded_of(text);
  const std::string& once = folded.bytes;
  fuzz::require(simdjson::validate_utf8(once.data(), once.size()), "folded text is valid UTF-8");
  fuzz::require(folded_of(once).bytes == once, "folding twice changes nothing");
  std::pair<uint32_t, uint32_t> before = {0, 0};
  for (size_t at = 0; at < folded.bytes.size(); ++at) {
    const auto now = folded.source_of(at, text);
    fuzz::require(now.first < now.second && now.second <= text.size(),
                  "each byte is from somewhere");
    fuzz::require(now == before || now.first >= before.second, "in the order of the source");
    before = now;
  }
  return 0;
}
