// Tagger: one record in, its assertions and sentiment out. The whole stateless hop on one page.
#pragma once

#include "parsers/parse.h"
#include "pipeline/core/record.h"
#include "rules/rulebook.h"

namespace hearsay {

// Pure: no clock, no I/O; same record and rules, same bytes. Any thread. `book` outlives it.
class Tagger {
 public:
  explicit Tagger(const Rulebook& book) : book_(book) {}

  // parse → fold → match → resolve → score → encode. A record that cannot be read is a reject;
  // it never throws.
  Output step(const Record& record, Format format, const FieldMap* fields) const;

 private:
  const Rulebook& book_;
};

}  // namespace hearsay
