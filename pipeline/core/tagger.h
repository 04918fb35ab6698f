// Tagger: one record in, its assertions and sentiment out. The whole stateless hop on one page.
#pragma once

#include "parsers/parse.h"
#include "pipeline/core/engine.h"
#include "pipeline/core/record.h"

namespace hearsay {

// Pure: no clock, no I/O; same record and rules, same bytes. Any thread. `engine` outlives it.
class Tagger {
 public:
  explicit Tagger(const Engine& engine) : engine_(engine) {}

  // parse → fold → match → resolve → score → encode. For each item of the record, in its order: its
  // assertions, its sentiment, its state. An item that is withheld or canceled asserts nothing:
  // only its state is sent, which takes back what its older versions said. A record that cannot be
  // read is a reject. Never throws.
  Output step(const Record& record, const Form& form) const;

 private:
  const Engine& engine_;
};

}  // namespace hearsay
