// Starts the program under test and asks its health listener.
#include "tests/broker/daemon.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <sstream>

namespace hearsay::test {
namespace {

using Clock = std::chrono::steady_clock;

size_t count_of(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

std::string http_get(const std::string& address, const std::string& path) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return "";
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(colon + 1))));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit{10, 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::string all;
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static_cast<void>(send(descriptor, request.data(), request.size(), MSG_NOSIGNAL));
    std::array<char, 4096> buffer{};
    ssize_t size = 0;
    while ((size = recv(descriptor, buffer.data(), buffer.size(), 0)) > 0) {
      all.append(buffer.data(), static_cast<size_t>(size));
    }
  }
  close(descriptor);
  return all;
}

double metric(const std::string& page, const std::string& name,
              const std::vector<std::string>& labels) {
  double sum = 0;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    const size_t end = line.find_first_of("{ ");
    if (line.substr(0, end) != name) continue;
    bool all = true;
    for (const std::string& label : labels) all = all && line.find(label) != std::string::npos;
    if (all) sum += std::strtod(line.c_str() + line.rfind(' ') + 1, nullptr);
  }
  return sum;
}

Daemon::Daemon(const std::string& config) {
  scratch_.write("hearsay.yaml", config + "health: {address: \"127.0.0.1:0\"}\n");
  scratch_.write("log", "");
}

Child Daemon::run(const std::string& arguments, const std::vector<std::string>& environment) {
  scratch_.write("log", "");
  std::vector<std::string> command = {HEARSAY_BINARY, "run", "--config",
                                      scratch_.path("hearsay.yaml")};
  for (const std::string& word : words_of(arguments)) command.push_back(word);
  return Child(command, environment, scratch_.path("log"));
}

testing::Outcome Daemon::tool(const std::string& command, const std::string& arguments) const {
  return testing::hearsay(
      scratch_, command + " --config '" + scratch_.path("hearsay.yaml") + "' " + arguments);
}

bool Daemon::logged(const std::string& text, int seconds, size_t times) const {
  const auto until = Clock::now() + std::chrono::seconds(seconds);
  while (Clock::now() < until) {
    if (count_of(log(), text) >= times) return true;
    usleep(50'000);
  }
  ADD_FAILURE() << "not in the log within " << seconds << " s: " << text << "\n" << log();
  return false;
}

std::string Daemon::get(const std::string& path) const {
  if (!logged("code=health.listening address=", 30)) return "";
  const std::string text = log();
  const size_t at = text.find("code=health.listening address=") + 30;
  return http_get(text.substr(at, text.find('\n', at) - at), path);
}

std::string Daemon::get_until(const std::string& path, const std::string& text, int seconds) const {
  const auto until = Clock::now() + std::chrono::seconds(seconds);
  std::string answer;
  while (Clock::now() < until) {
    answer = get(path);
    if (answer.find(text) != std::string::npos) return answer;
    usleep(100'000);
  }
  ADD_FAILURE() << path << " did not say within " << seconds << " s: " << text << "\n" << answer;
  return answer;
}

}  // namespace hearsay::test
