// A server on an ephemeral port for the length of a test, and a client that sends and reads bytes as they
// are.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "searcher/http/server.h"

namespace labtrail::tests {

class RunningServer {
 public:
  explicit RunningServer(searcher::Searcher& searcher, http::ServerOptions options = {}) {
    options.host = "127.0.0.1";
    options.port = 0;
    server_ = std::make_unique<http::Server>(searcher, std::move(options));
    port_ = server_->bind().value();
    thread_ = std::thread([this] { server_->run(); });
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() { stop(); }
  void stop() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  std::unique_ptr<http::Server> server_;
  int port_ = 0;
  std::thread thread_;
};

/// A connection that says exactly what it is told to.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(socket_); }
  [[nodiscard]] bool connected() const { return connected_; }

  /// False when the server does not want to hear more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end() { ::shutdown(socket_, SHUT_WR); }
  /// Everything until the server closes, or until nothing came for `patience`.
  std::string read_all(std::chrono::milliseconds patience = std::chrono::milliseconds(4000)) {
    std::string out;
    char buffer[65536];
    for (;;) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) break;
      const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
      closed_ = count <= 0;
      reset_ = count < 0 && errno == ECONNRESET;
      if (count <= 0) break;
      out.append(buffer, static_cast<std::size_t>(count));
    }
    return out;
  }
  /// One reply with a Content-Length.
  std::string read_reply(std::chrono::milliseconds patience = std::chrono::milliseconds(4000)) {
    char buffer[65536];
    for (;;) {
      const std::size_t head = pending_.find("\r\n\r\n");
      if (head != std::string::npos) {
        const std::size_t at = pending_.find("Content-Length: ");
        const std::size_t length = at < head ? std::stoul(pending_.substr(at + 16)) : 0;
        if (pending_.size() >= head + 4 + length) {
          std::string reply = pending_.substr(0, head + 4 + length);
          pending_.erase(0, reply.size());
          return reply;
        }
      }
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return pending_;
      const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) {
        closed_ = true;
        return pending_;
      }
      pending_.append(buffer, static_cast<std::size_t>(count));
    }
  }
  [[nodiscard]] bool closed() const { return closed_; }
  /// The server broke the connection off, which no client takes for an end.
  [[nodiscard]] bool reset() const { return reset_; }

 private:
  int socket_;
  bool connected_ = false;
  bool closed_ = false;
  bool reset_ = false;
  std::string pending_;
};

inline int status_of(std::string_view reply) {
  return reply.starts_with("HTTP/1.1 ") ? std::stoi(std::string(reply.substr(9, 3))) : 0;
}
inline std::string body_of(std::string_view reply) {
  const std::size_t head = reply.find("\r\n\r\n");
  return head == std::string_view::npos ? "" : std::string(reply.substr(head + 4));
}

}  // namespace labtrail::tests
