// The health listener over real sockets: what it answers, what it refuses, and its limits.
#include "pipeline/gateway/ops_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace hearsay::gateway {
namespace {

using namespace std::chrono_literals;

class Connection {
 public:
  explicit Connection(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval limit{20, 0};  // a server that never closes fails the test instead of hanging it
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  ~Connection() { close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send_text(const std::string& text) const {
    static_cast<void>(send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
  }
  // Everything until the server closes.
  std::string rest() const {
    std::string all;
    std::array<char, 4096> buffer{};
    ssize_t size = 0;
    while ((size = recv(socket_, buffer.data(), buffer.size(), 0)) > 0) {
      all.append(buffer.data(), static_cast<size_t>(size));
    }
    EXPECT_NE(size == -1 ? errno : 0, EAGAIN) << "the server kept the connection open";
    shutdown(socket_, SHUT_RDWR);
    return all;
  }

 private:
  int socket_;
};

class OpsServerTest : public testing::Test {
 protected:
  void SetUp() override { start({}); }
  void start(OpsLimits limits) {
    server_ = std::make_unique<OpsServer>(
        [](std::string_view path) {
          if (path == "/livez") return Answer{200, "text/plain", "alive\n"};
          if (path == "/big") return Answer{200, "text/plain", std::string(3'000'000, 'x')};
          return Answer{404, "text/plain", "no such page\n"};
        },
        limits);
    const auto port = server_->listen("127.0.0.1:0");
    ASSERT_TRUE(port) << port.error().text;
    port_ = *port;
  }
  std::string ask(const std::string& request) const {
    const Connection connection(port_);
    connection.send_text(request);
    return connection.rest();
  }
  static std::string status_of(const std::string& answer) {
    return answer.size() < 12 ? "none" : answer.substr(9, 3);
  }

  std::unique_ptr<OpsServer> server_;
  uint16_t port_ = 0;
};

TEST_F(OpsServerTest, AnswersAPathAndCloses) {
  const std::string answer = ask("GET /livez?verbose HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(answer), "200");
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Content-Length: 6\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nalive\n")) << answer;
}

TEST_F(OpsServerTest, HeadHasTheLengthAndNoBody) {
  const std::string answer = ask("HEAD /livez HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 6\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(OpsServerTest, OldClientsNeedNoHost) {
  EXPECT_EQ(status_of(ask("GET /livez HTTP/1.0\r\n\r\n")), "200");
}

TEST_F(OpsServerTest, ALargeAnswerArrivesWhole) {
  const std::string answer = ask("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 3'000'000U);
}

TEST_F(OpsServerTest, RefusesWhatOthersMightFrameOtherwise) {
  const std::string get = "GET /livez HTTP/1.1\r\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {get + "Host: a\r\nTransfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", "400"},
      {get + "Host: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n", "400"},
      {"GET /livez HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {get + "Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {get + "Host: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "400"},
      {get + "Host: a\r\nContent-Length: +5\r\n\r\n", "400"},
      {get + "Host: a\r\nContent-Length: 5\r\n\r\nhello", "400"},
      {get + "Host: a\r\nExpect: 100-continue\r\n\r\n", "400"},
      {get + "Host: a\r\nTrailer: x\r\n\r\n", "400"},
      {get + "\r\n", "400"},
      {get + "Host: a\r\nHost: b\r\n\r\n", "400"},
      {get + "Host: a\r\nBad Field: 1\r\n\r\n", "400"},
      {"GET http://a/livez HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"nonsense\r\n\r\n", "400"},
      {"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "405"},
      {"DELETE /livez HTTP/1.1\r\nHost: a\r\n\r\n", "405"},
      {"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "404"},
      {"GET /%2e%2e%2flivez HTTP/1.1\r\nHost: a\r\n\r\n", "404"},
  };
  for (const auto& [request, status] : cases) {
    EXPECT_EQ(status_of(ask(request)), status) << request;
  }
}

TEST_F(OpsServerTest, APipelinedSecondRequestIsNotAnswered) {
  const std::string one = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string answer = ask(one + one);
  EXPECT_EQ(answer.find("HTTP/1.1", 8), std::string::npos) << answer;
}

TEST_F(OpsServerTest, LimitsOfARequest) {
  const auto with = [](const std::string& target, const std::string& fields) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
  };
  EXPECT_EQ(status_of(ask(with("/" + std::string(2048, 'a'), ""))), "414");
  EXPECT_EQ(status_of(ask(with("/livez", "X: " + std::string(9000, 'a') + "\r\n"))), "431");
  std::string many;
  for (int i = 0; i < 64; ++i) many += "X" + std::to_string(i) + ": 1\r\n";
  EXPECT_EQ(status_of(ask(with("/livez", many))), "431");
}

TEST_F(OpsServerTest, ASlowRequestIsCutAndOthersAreServed) {
  start({.patience = 200ms});
  const Connection slow(port_);
  slow.send_text("GET /livez HT");
  EXPECT_EQ(status_of(ask("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")), "200");
  EXPECT_EQ(slow.rest(), "") << "cut without an answer";
}

TEST_F(OpsServerTest, AClientThatDoesNotReadIsCut) {
  start({.connections = 1, .patience = 200ms});
  const Connection stuck(port_);
  stuck.send_text("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
  // Its place is free again once it was cut.
  std::string answer;
  for (int i = 0; i < 200 && answer.empty(); ++i) {
    answer = ask("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
    usleep(20'000);
  }
  EXPECT_EQ(status_of(answer), "200");
}

TEST_F(OpsServerTest, MoreConnectionsThanTheLimitAreClosed) {
  start({.connections = 2, .patience = 10'000ms});
  const Connection one(port_), two(port_);
  one.send_text("GET");
  two.send_text("GET");
  EXPECT_EQ(ask(""), "");
}

TEST_F(OpsServerTest, ATakenPortIsAnError) {
  OpsServer second([](std::string_view) { return Answer{}; });
  const auto port = second.listen("127.0.0.1:" + std::to_string(port_));
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().code, "health.bind");
}

TEST(OpsAddress, OnlyNumericAddressesWithAPort) {
  for (const char* good : {"127.0.0.1:9464", "0.0.0.0:0", "[::1]:65535", "[::]:80"}) {
    EXPECT_TRUE(check_address(good)) << good;
  }
  for (const char* bad : {"", "9464", ":9464", "localhost:9464", "127.0.0.1:", "127.0.0.1:65536",
                          "127.0.0.1:-1", "127.0.0.1:80x", "::1:80", "[::1]"}) {
    const auto checked = check_address(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().code, "health.address");
  }
}

}  // namespace
}  // namespace hearsay::gateway
