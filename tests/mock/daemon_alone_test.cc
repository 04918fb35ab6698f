// The daemon without brokers: it waits, says why, talks to its supervisor, and stops when told.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>

#include "tests/broker/daemon.h"

namespace hearsay::test {
namespace {

// Port 1 is nobody's: connections are refused at once.
const std::string kNobody =
    "brokers: 127.0.0.1:1\ninput: [{topic: news}]\ninstance: one\nrules: {dir: " +
    std::string(HEARSAY_SOURCE_DIR) + "/rules}\n";

// systemd's end of the notification socket.
class Notifications {
 public:
  explicit Notifications(const std::string& path) : socket_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval limit{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  ~Notifications() { close(socket_); }
  Notifications(const Notifications&) = delete;
  Notifications& operator=(const Notifications&) = delete;

  // The next message that begins so; "" if none comes.
  std::string next(const std::string& begin) const {
    std::array<char, 4096> buffer{};
    ssize_t size = 0;
    while ((size = recv(socket_, buffer.data(), buffer.size(), 0)) > 0) {
      const std::string message(buffer.data(), static_cast<size_t>(size));
      if (message.starts_with(begin)) return message;
    }
    return "";
  }

 private:
  int socket_;
};

TEST(DaemonAlone, WithoutBrokersItWaitsAndSaysWhy) {
  Daemon daemon(kNobody);
  Child process = daemon.run();
  const std::string answer = daemon.get_until("/readyz", "\"state\":\"down\"", 60);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503")) << answer;
  EXPECT_NE(answer.find("Connection refused"), std::string::npos) << answer;
  EXPECT_TRUE(daemon.get("/livez").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(daemon.get("/else").starts_with("HTTP/1.1 404"));
  EXPECT_EQ(metric(daemon.get("/metrics"), "hearsay_ready"), 0);
  EXPECT_TRUE(process.running());
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(60), 0) << daemon.log();
}

// A pipe is a file that is read for as long as its other end is open.
TEST(DaemonAlone, ToldToStopWhileItReadsItsRulesItEndsInOrder) {
  Daemon daemon("");
  const std::string pipe = daemon.scratch().path("slow.tsv");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  daemon.scratch().write(
      "hearsay.yaml", kNobody.substr(0, kNobody.size() - 2) + ", entities: [\"" + pipe + "\"]}\n");
  Child process = daemon.run();
  std::ofstream rules(pipe);  // waits for the reader
  process.signal(SIGTERM);
  rules.close();
  EXPECT_EQ(process.wait(60), 0) << daemon.log();
}

TEST(DaemonAlone, TellsItsSupervisor) {
  Daemon daemon(kNobody);
  const std::string path = daemon.scratch().path("notify");
  const Notifications systemd(path);
  Child process = daemon.run("", {"NOTIFY_SOCKET=" + path, "WATCHDOG_USEC=1000000"});
  EXPECT_NE(systemd.next("READY=1"), "");
  EXPECT_NE(systemd.next("WATCHDOG=1"), "");
  EXPECT_NE(systemd.next("WATCHDOG=1"), "");
  EXPECT_NE(systemd.next("STATUS=tag-0 "), "");
  process.signal(SIGHUP);
  EXPECT_NE(systemd.next("RELOADING=1\nMONOTONIC_USEC="), "");
  EXPECT_NE(systemd.next("READY=1"), "");
  process.signal(SIGTERM);
  EXPECT_NE(systemd.next("STOPPING=1"), "");
  EXPECT_EQ(process.wait(60), 0) << daemon.log();
}

TEST(DaemonAlone, AHealthAddressThatIsTakenIsSaidAndTheRestGoesOn) {
  Daemon one(kNobody);
  Child first = one.run();
  ASSERT_TRUE(one.logged("code=health.listening address=", 30));
  const std::string log = one.log();
  const size_t at = log.find("code=health.listening address=") + 30;
  Daemon two(kNobody);
  two.scratch().write("hearsay.yaml", kNobody + "health: {address: \"" +
                                          log.substr(at, log.find('\n', at) - at) + "\"}\n");
  Child second = two.run();
  EXPECT_TRUE(two.logged("code=health.unavailable", 30));
  EXPECT_TRUE(second.running());
}

// The codes that alerts count by stand in one list, each with its meaning.
TEST(LogCodes, AreAllInTheList) {
  std::ifstream file(std::string(HEARSAY_SOURCE_DIR) + "/deploy/log-codes.md");
  std::string listed((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  ASSERT_FALSE(listed.empty());
  size_t found = 0;
  for (const char* folder : {"pipeline/app", "pipeline/kafka"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(HEARSAY_SOURCE_DIR) + "/" + folder)) {
      std::ifstream source(entry.path());
      const std::string text((std::istreambuf_iterator<char>(source)),
                             std::istreambuf_iterator<char>());
      for (size_t at = text.find("{LogLevel::k"); at != std::string::npos;
           at = text.find("{LogLevel::k", at + 1)) {
        const size_t begin = text.find('"', at) + 1;
        const std::string code = text.substr(begin, text.find('"', begin) - begin);
        ++found;
        EXPECT_NE(listed.find("| `" + code + "` |"), std::string::npos)
            << entry.path() << " logs " << code;
      }
    }
  }
  EXPECT_GT(found, 15u);
}

}  // namespace
}  // namespace hearsay::test
