// One coroutine for each direction of each connection, all on one thread.
#include "tests/broker/proxy.h"

#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hearsay::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Bytes = std::vector<unsigned char>;

constexpr size_t kSizeBytes = 4;  // a message begins with its length

int32_t number_at(const Bytes& bytes, size_t place, size_t size) {
  uint32_t number = 0;
  for (size_t i = 0; i < size; ++i) number = number << 8U | bytes.at(place + i);
  return static_cast<int32_t>(number);
}

// A client's connection and ours to the broker for it.
struct Link {
  explicit Link(tcp::socket from) : client(std::move(from)), broker(client.get_executor()) {}
  void close() {
    boost::system::error_code ignored;
    client.close(ignored);
    broker.close(ignored);
  }
  tcp::socket client, broker;
  std::map<int32_t, Proxy::Loss> to_lose;  // answers, by the number that joins them to requests
};

asio::awaitable<Bytes> read_message(tcp::socket& from) {
  Bytes bytes(kSizeBytes);
  co_await asio::async_read(from, asio::buffer(bytes), asio::use_awaitable);
  const auto size = static_cast<size_t>(number_at(bytes, 0, kSizeBytes));
  bytes.resize(kSizeBytes + size);
  co_await asio::async_read(from, asio::buffer(bytes.data() + kSizeBytes, size),
                            asio::use_awaitable);
  co_return bytes;
}

}  // namespace

class Proxy::Impl {
 public:
  Impl() : acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    asio::co_spawn(context_, accept(), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Impl() {
    context_.stop();
    thread_.join();
  }

  std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }

  void forward_to(const std::string& address) {
    const std::lock_guard lock(mutex_);
    address_ = address;
  }

  void lose(int16_t request, int count, Loss loss) {
    const std::lock_guard lock(mutex_);
    request_ = request;
    left_ = count;
    loss_ = loss;
  }

  void slow_down(std::chrono::milliseconds delay, size_t slice) {
    const std::lock_guard lock(mutex_);
    delay_ = delay;
    slice_ = slice;
  }

  void cut() {
    asio::post(context_, [this] {
      for (const auto& link : links_) {
        if (const auto open = link.lock()) open->close();
      }
      links_.clear();
    });
  }

  std::atomic<int> lost{0};
  std::atomic<bool> swallow{false};

 private:
  asio::awaitable<void> accept() {
    while (true) {
      auto link = std::make_shared<Link>(co_await acceptor_.async_accept(asio::use_awaitable));
      link->client.set_option(tcp::no_delay(true));
      links_.remove_if([](const auto& old) { return old.expired(); });
      links_.push_back(link);
      asio::co_spawn(context_, serve(link), asio::detached);
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<Link> link) {
    const std::string address = co_await broker_address();
    const size_t colon = address.rfind(':');
    try {
      co_await link->broker.async_connect(
          tcp::endpoint(asio::ip::make_address(address.substr(0, colon)),
                        static_cast<uint16_t>(std::stoi(address.substr(colon + 1)))),
          asio::use_awaitable);
      link->broker.set_option(tcp::no_delay(true));
    } catch (const boost::system::system_error&) {
      link->close();  // the broker is down: so are we
      co_return;
    }
    asio::co_spawn(context_, pass(link, true), asio::detached);
    asio::co_spawn(context_, pass(link, false), asio::detached);
  }

  asio::awaitable<std::string> broker_address() {
    while (true) {
      {
        const std::lock_guard lock(mutex_);
        if (!address_.empty()) co_return address_;
      }
      co_await sleep(std::chrono::milliseconds(20));
    }
  }

  asio::awaitable<void> sleep(std::chrono::milliseconds time) {
    asio::steady_timer timer(context_, time);
    co_await timer.async_wait(asio::use_awaitable);
  }

  asio::awaitable<void> pass(std::shared_ptr<Link> link, bool requests) {
    try {
      while (true) {
        const Bytes message = co_await read_message(requests ? link->client : link->broker);
        const auto loss =
            requests ? loss_of_request(*link, message) : loss_of_answer(*link, message);
        if (loss == Loss::kRequestAndCut || loss == Loss::kAnswerAndCut) break;
        if (loss || swallow) continue;
        co_await write(requests ? link->broker : link->client, message);
      }
    } catch (const boost::system::system_error&) {  // closed by one of the three
    }
    link->close();
  }

  // Of a request only if it is lost itself; an answer that will be lost is remembered.
  std::optional<Loss> loss_of_request(Link& link, const Bytes& message) {
    const std::lock_guard lock(mutex_);
    constexpr size_t kHeader = 8;  // what is asked, its version, the number of the answer
    if (left_ == 0 || message.size() < kSizeBytes + kHeader) return std::nullopt;
    if (number_at(message, kSizeBytes, 2) != request_) return std::nullopt;
    --left_;
    ++lost;
    if (loss_ == Loss::kRequestAndCut) return loss_;
    link.to_lose[number_at(message, kSizeBytes + 4, 4)] = loss_;
    return std::nullopt;
  }

  static std::optional<Loss> loss_of_answer(Link& link, const Bytes& message) {
    const auto found = link.to_lose.find(number_at(message, kSizeBytes, 4));
    if (found == link.to_lose.end()) return std::nullopt;
    const Loss loss = found->second;
    link.to_lose.erase(found);
    return loss;
  }

  asio::awaitable<void> write(tcp::socket& to, const Bytes& message) {
    std::chrono::milliseconds delay;
    size_t slice = 0;
    {
      const std::lock_guard lock(mutex_);
      delay = delay_;
      slice = slice_ == 0 ? message.size() : slice_;
    }
    if (delay.count() > 0) co_await sleep(delay);
    for (size_t at = 0; at < message.size(); at += slice) {
      const size_t size = std::min(slice, message.size() - at);
      co_await asio::async_write(to, asio::buffer(message.data() + at, size), asio::use_awaitable);
    }
  }

  asio::io_context context_;
  tcp::acceptor acceptor_;
  std::list<std::weak_ptr<Link>> links_;
  std::mutex mutex_;  // guards what follows
  std::string address_;
  int16_t request_ = -1;
  int left_ = 0;
  Loss loss_ = Loss::kAnswer;
  std::chrono::milliseconds delay_{0};
  size_t slice_ = 0;
  std::thread thread_;
};

Proxy::Proxy() : impl_(std::make_unique<Impl>()) {}
Proxy::~Proxy() = default;
std::string Proxy::port() const { return impl_->port(); }
void Proxy::forward_to(const std::string& address) { impl_->forward_to(address); }
void Proxy::lose(int16_t request, int count, Loss loss) { impl_->lose(request, count, loss); }
int Proxy::lost() const { return impl_->lost; }
void Proxy::slow_down(std::chrono::milliseconds delay, size_t slice) {
  impl_->slow_down(delay, slice);
}
void Proxy::cut() { impl_->cut(); }
void Proxy::swallow(bool all) { impl_->swallow = all; }

}  // namespace hearsay::test
