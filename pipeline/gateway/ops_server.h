// OpsServer: a small HTTP/1.1 listener on a thread of its own, for health and metrics.
//
//   OpsServer server([&](std::string_view path) { return health.answer(path); });
//   auto port = server.listen("127.0.0.1:9464");
//
// It answers GET and HEAD without a body, once per connection: nothing that one request holds can
// be taken for the next one's beginning.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "parsers/result.h"

namespace hearsay::gateway {

struct Answer {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// Gives the answer for a path without its query. Called on the server's thread; must not block.
using Answers = std::function<Answer(std::string_view path)>;

struct OpsLimits {
  uint32_t connections = 64;     // more are closed at once: probes and scrapers are few
  uint32_t header_bytes = 8192;  // of a request; more: closed with 431
  uint32_t target_bytes = 2048;  // more: 414
  uint32_t fields = 64;          // header fields; more: 431
  // For the whole request and for the whole answer, however slowly its bytes come or go.
  std::chrono::milliseconds patience{5'000};
};

// Owned by one thread, which calls listen() once. The destructor closes every connection and waits
// for the thread.
class OpsServer {
 public:
  explicit OpsServer(Answers answers, OpsLimits limits = {});
  ~OpsServer();
  OpsServer(const OpsServer&) = delete;
  OpsServer& operator=(const OpsServer&) = delete;

  // `address` is numeric: "127.0.0.1:9464", "[::1]:9464"; port 0 takes a free one. Returns the
  // port. May fail with "health.address" (not an address), "health.bind" (taken, or no right).
  Result<uint16_t> listen(const std::string& address);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Whether listen() could read it; says what is wrong if not. Fails with "health.address".
Result<bool> check_address(const std::string& address);

}  // namespace hearsay::gateway
