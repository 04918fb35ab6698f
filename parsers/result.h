// The one way to fail: a value or an Error, with the member names of std::expected.
//
//   auto item = parse(...);
//   if (!item) return item.error();
//   use(*item);
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace hearsay {

// What went wrong with something that came from outside. `text` reads "place: what was found, what
// was expected" and never quotes the article. `code` is stable and short: metrics and dead letters
// count by it ("json.syntax", "item.too-large", "pack.unknown-class").
struct Error {
  std::string code;
  std::string text;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // REQUIRES has_value().
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES !has_value().
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace hearsay
