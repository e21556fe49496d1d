// The nginx configuration that we ship, run by the real nginx in front of a real server.
#include <httplib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "corpus/base/file.h"
#include "running_server.h"
#include "scripted_searcher.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using namespace labtrail::tests;

namespace {

std::string find_nginx() {
  for (const char* path : {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"}) {
    if (std::filesystem::exists(path)) return path;
  }
  return {};
}

int free_port() {
  ScriptedSearcher searcher;
  http::ServerOptions options;
  options.port = 0;
  http::Server server(searcher, options);
  return server.bind().value();
}

/// The shipped file with the ports of this test and without TLS, inside the frame that a distribution puts
/// around it.
std::string configuration(const std::filesystem::path& folder, int backend, int front) {
  std::string site = base::read_file(std::filesystem::path(LABTRAIL_SOURCE_DIR) / "searcher/http/nginx.conf");
  const auto replace = [&](const std::string& text, const std::string& with) {
    const std::size_t at = site.find(text);
    INFO(text);
    REQUIRE(at != std::string::npos);
    site.replace(at, text.size(), with);
  };
  replace("server 127.0.0.1:8080", "server 127.0.0.1:" + std::to_string(backend));
  replace("listen 443 ssl", "listen 127.0.0.1:" + std::to_string(front));
  replace("ssl_certificate ", "# ssl_certificate ");
  replace("ssl_certificate_key ", "# ssl_certificate_key ");
  replace("/var/log/nginx/labtrail.log", (folder / "access.log").string());
  const std::string place = folder.string();
  return "daemon off; master_process off; worker_processes 1;\npid " + place + "/pid;\nerror_log " + place +
         "/error.log;\nevents { worker_connections 64; }\nhttp {\n  client_body_temp_path " + place +
         "/body;\n  proxy_temp_path " + place + "/proxy;\n  fastcgi_temp_path " + place +
         "/fastcgi;\n  uwsgi_temp_path " + place + "/uwsgi;\n  scgi_temp_path " + place + "/scgi;\n" + site +
         "}\n";
}

class Nginx {
 public:
  Nginx(const std::string& program, const std::filesystem::path& configuration) {
    process_ = ::fork();
    if (process_ == 0) {
      ::execl(program.c_str(), program.c_str(), "-c", configuration.c_str(), static_cast<char*>(nullptr));
      ::_exit(127);
    }
  }
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;
  ~Nginx() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }

 private:
  pid_t process_;
};

}  // namespace

TEST_CASE("the shipped nginx configuration stands in front of the server") {
  const std::string program = find_nginx();
  if (program.empty()) {
    WARN("skipped: nginx is not installed");
    return;
  }
  const TemporaryFolder folder;
  ScriptedSearcher searcher;
  http::ServerOptions options;
  options.public_url = "https://search.example.org";
  const RunningServer server(searcher, options);
  const int front = free_port();
  const auto file = folder.path() / "nginx.conf";
  std::ofstream(file) << configuration(folder.path(), server.port(), front);
  const Nginx nginx(program, file);
  for (int i = 0; i < 300 && !RawClient(front).connected(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));

  httplib::Client client("127.0.0.1", front);
  client.set_keep_alive(true);
  const httplib::Headers ours{{"Host", "search.example.org"}};
  for (int i = 0; i < 5; ++i) {
    const auto reply = client.Get("/api/v1/papers?search=robots", ours);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->get_header_value("X-Content-Type-Options") == "nosniff");
  }
  const auto page = client.Get("/search?q=robots", ours);
  REQUIRE(page);
  CHECK(page->status == 200);
  CHECK(client.Get("/papers/doi%3A10.1000%2Fx%2Fy", ours)->status == 200);
  CHECK(client.Get("/api/v1/papers?search=robots", {{"Host", "evil.example"}})->status == 421);
  CHECK(client.Post("/search", ours, "q=robots", "text/plain")->status == 405);
  CHECK(client.Get("/search?q=" + std::string(10000, 'a'), ours)->status == 414);
  // A file passes whole, or visibly broken; never half and quiet.
  for (int i = 0; i < 3000; ++i)
    searcher.papers.push_back(paper("p" + std::to_string(i), "Robots that learn much", 2020));
  const auto file_of_all = client.Get("/api/v1/export?search=much", ours);
  REQUIRE(file_of_all);
  CHECK(std::count(file_of_all->body.begin(), file_of_all->body.end(), '\n') == 3001);
  searcher.breaks_after = 2900;
  CHECK_FALSE(client.Get("/api/v1/export?search=much&bom=1", ours));
  // Bodies reach the server, which says itself what is too much of them; more than it ever reads ends at
  // nginx.
  const char* form = "application/x-www-form-urlencoded";
  CHECK(client.Post("/saved", ours, "name=x", form)->body.find("--data DIR") != std::string::npos);
  const auto large = client.Post("/saved", ours, std::string(100000, 'a'), form);
  CHECK(large->status == 413);
  CHECK(large->get_header_value("Content-Type") == "application/problem+json");
  const auto huge = client.Post("/api/v1/saved", ours, std::string((1 << 20) + 1, 'a'), "application/json");
  CHECK((!huge || huge->status == 413));
  std::ifstream log(folder.path() / "access.log");
  const std::string text(std::istreambuf_iterator<char>(log), {});
  CHECK(text.find("/api/v1/papers") != std::string::npos);
  CHECK(text.find("robots") == std::string::npos);
}
