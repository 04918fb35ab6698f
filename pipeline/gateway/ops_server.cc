// Accepts, reads one request within its limits, answers and closes.
#include "pipeline/gateway/ops_server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <exception>
#include <thread>

namespace hearsay::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Status = http::status;

constexpr auto kUse = asio::as_tuple(asio::use_awaitable);
// After accept() failed, for want of descriptors say: trying at once would only burn the processor.
constexpr std::chrono::milliseconds kAcceptPause{100};

Error bad_address(const std::string& found) {
  return Error{"health.address", "found \"" + found +
                                     "\"; expected a numeric address and a port, like "
                                     "127.0.0.1:9464 or [::1]:9464"};
}

Result<tcp::endpoint> endpoint_of(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return bad_address(text);
  std::string host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string::npos) {
    return bad_address(text);
  }
  uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data() + colon + 1, end, port);
  boost::system::error_code wrong;
  const asio::ip::address address = asio::ip::make_address(host, wrong);
  if (wrong || failed != std::errc{} || stop != end) return bad_address(text);
  return tcp::endpoint(address, port);
}

using Request = http::request<http::empty_body>;

// The status for a request that is not to be answered; ok for one that is. Framing that other
// readers might see otherwise (bodies, two lengths, chunks) is refused as a whole.
Status verdict(const Request& request, const OpsLimits& limits) {
  const auto fields = std::distance(request.begin(), request.end());
  if (static_cast<size_t>(fields) > limits.fields) {
    return Status::request_header_fields_too_large;
  }
  if (request.target().size() > limits.target_bytes) return Status::uri_too_long;
  if (request.version() != 10 && request.version() != 11) {
    return Status::http_version_not_supported;
  }
  if (request.count(http::field::transfer_encoding) > 0 ||
      request.count(http::field::trailer) > 0 || request.count(http::field::expect) > 0) {
    return Status::bad_request;
  }
  const auto lengths = request.equal_range(http::field::content_length);
  for (auto field = lengths.first; field != lengths.second; ++field) {
    if (field->value() != "0") return Status::bad_request;
  }
  if (request.count(http::field::host) != (request.version() == 11 ? 1U : 0U) &&
      request.count(http::field::host) != 1U) {
    return Status::bad_request;
  }
  if (!request.target().starts_with('/')) return Status::bad_request;
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return Status::method_not_allowed;
  }
  return Status::ok;
}

http::response<http::string_body> response_of(Answer answer, bool head) {
  http::response<http::string_body> response;
  response.version(11);
  response.result(answer.status);
  response.set(http::field::content_type, answer.content_type);
  response.set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  if (answer.status == 405) response.set(http::field::allow, "GET, HEAD");
  response.keep_alive(false);
  response.content_length(answer.body.size());
  if (!head) response.body() = std::move(answer.body);
  return response;
}

}  // namespace

class OpsServer::Impl {
 public:
  Impl(Answers answers, OpsLimits limits) : answers_(std::move(answers)), limits_(limits) {}
  ~Impl() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Result<uint16_t> listen(const std::string& address) {
    const auto endpoint = endpoint_of(address);
    if (!endpoint) return endpoint.error();
    boost::system::error_code failed;
    acceptor_.open(endpoint->protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(*endpoint, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return Error{"health.bind", address + ": " + failed.message()};
    const uint16_t port = acceptor_.local_endpoint(failed).port();
    asio::co_spawn(io_, accept(), [](const std::exception_ptr& thrown) {
      if (thrown) std::rethrow_exception(thrown);  // out of io_.run(): a bug, not a bad request
    });
    thread_ = std::thread([this] { io_.run(); });
    return port;
  }

 private:
  asio::awaitable<void> accept() {
    while (true) {
      auto [failed, socket] = co_await acceptor_.async_accept(kUse);
      if (failed) {
        asio::steady_timer pause(io_, kAcceptPause);
        co_await pause.async_wait(kUse);
        continue;
      }
      if (open_ >= limits_.connections) continue;  // the socket closes here
      ++open_;
      asio::co_spawn(io_, serve(std::move(socket)), [this](const std::exception_ptr&) { --open_; });
    }
  }

  // Beast 1.81's parser throws for some trailers; whatever is thrown here ends this connection
  // only.
  asio::awaitable<void> serve(tcp::socket socket) {
    beast::tcp_stream stream(std::move(socket));
    stream.expires_after(limits_.patience);  // once for the whole request, not per byte
    beast::flat_buffer buffer(2 * size_t{limits_.header_bytes});
    http::request_parser<http::empty_body> parser;
    parser.header_limit(limits_.header_bytes);
    const auto [failed, size] = co_await http::async_read_header(stream, buffer, parser, kUse);
    static_cast<void>(size);
    Status status = Status::ok;
    if (failed == http::error::header_limit || failed == http::error::buffer_overflow) {
      status = Status::request_header_fields_too_large;
    } else if (failed.category() == make_error_code(http::error::bad_target).category() &&
               failed != http::error::end_of_stream && failed != http::error::partial_message) {
      status = Status::bad_request;
    } else if (failed) {
      co_return;  // gone, or too slow: nobody to answer
    } else {
      status = verdict(parser.get(), limits_);
    }
    co_await answer(stream, parser.get(), status);
  }

  asio::awaitable<void> answer(beast::tcp_stream& stream, const Request& request, Status status) {
    Answer given;
    if (status == Status::ok) {
      const beast::string_view target = request.target();
      given = answers_(std::string_view(target.data(), std::min(target.find('?'), target.size())));
    } else {
      given.status = static_cast<unsigned>(status);
      given.body = std::string(http::obsolete_reason(status)) + "\n";
    }
    auto response = response_of(std::move(given), request.method() == http::verb::head);
    http::response_serializer<http::string_body> serializer(response);
    serializer.split(request.method() == http::verb::head);
    stream.expires_after(limits_.patience);
    if (request.method() == http::verb::head) {
      co_await http::async_write_header(stream, serializer, kUse);
    } else {
      co_await http::async_write(stream, serializer, kUse);
    }
    boost::system::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    // What the client still sends is read away for a moment: closing over unread bytes would reset
    // the connection, and the answer with it.
    std::array<char, 1024> rest{};
    for (size_t taken = 0; taken < 64 * rest.size();) {
      const auto [ended, size] = co_await stream.async_read_some(asio::buffer(rest), kUse);
      if (ended) break;
      taken += size;
    }
  }

  Answers answers_;
  OpsLimits limits_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  uint32_t open_ = 0;
  std::thread thread_;
};

OpsServer::OpsServer(Answers answers, OpsLimits limits)
    : impl_(std::make_unique<Impl>(std::move(answers), limits)) {}
OpsServer::~OpsServer() = default;

Result<uint16_t> OpsServer::listen(const std::string& address) { return impl_->listen(address); }

Result<bool> check_address(const std::string& address) {
  const auto endpoint = endpoint_of(address);
  if (!endpoint) return endpoint.error();
  return true;
}

}  // namespace hearsay::gateway
