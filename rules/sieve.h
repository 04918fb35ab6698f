// Sieve: which of many expressions may match a line, told in one pass over it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace hearsay {

// Filled once, then closed; from then on any number of threads may ask.
class Sieve {
 public:
  Sieve();
  ~Sieve();
  Sieve(Sieve&&) noexcept;
  Sieve& operator=(Sieve&&) noexcept;

  // Expressions have numbers from 0 in the order of adding. REQUIRES one that compiles.
  void add(const re2::RE2& pattern);
  void close();
  // Sets in `matching`, whose size becomes the number of expressions, those that match somewhere
  // in `s`. Linear in `s`. REQUIRES close().
  void sift(std::string_view s, std::vector<bool>& matching) const;

 private:
  struct Set;
  std::unique_ptr<Set> set_;
  size_t count_ = 0;
};

}  // namespace hearsay
