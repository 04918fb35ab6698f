// RE2's own set of expressions, with all of them possible where it gives up.
#include "rules/sieve.h"

#include <re2/re2.h>
#include <re2/set.h>

namespace hearsay {

namespace {

// Bytes that the automaton of all expressions together may take; beyond that RE2 gives up on a
// line, and every expression is tried on it.
constexpr int64_t kAutomatonBytesMax = 16 << 20;

re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kAutomatonBytesMax);
  return options;
}

}  // namespace

struct Sieve::Set {
  re2::RE2::Set patterns{options(), re2::RE2::UNANCHORED};
};

Sieve::Sieve() : set_(std::make_unique<Set>()) {}
Sieve::~Sieve() = default;
Sieve::Sieve(Sieve&&) noexcept = default;
Sieve& Sieve::operator=(Sieve&&) noexcept = default;

void Sieve::add(const re2::RE2& pattern) {
  set_->patterns.Add(pattern.pattern(), nullptr);
  ++count_;
}

void Sieve::close() { set_->patterns.Compile(); }

void Sieve::sift(std::string_view s, std::vector<bool>& matching) const {
  std::vector<int> found;
  re2::RE2::Set::ErrorInfo error{};
  const bool any = set_->patterns.Match({s.data(), s.size()}, &found, &error);
  const bool gave_up = !any && error.kind != re2::RE2::Set::kNoError;
  matching.assign(count_, gave_up);
  for (const int one : found) matching[static_cast<size_t>(one)] = true;
}

}  // namespace hearsay
