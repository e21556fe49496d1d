// Attempts to change or read what the user keeps without being that user, in raw bytes: each is refused with
// the right status, and afterwards nothing has changed.
#include <catch2/catch.hpp>
#include <filesystem>

#include "keeping_server.h"

using namespace labtrail;
using namespace labtrail::tests;
using std::chrono::milliseconds;

namespace {

constexpr const char* kForm = "application/x-www-form-urlencoded";
constexpr const char* kJson = "application/json";

/// Everything in the data folder that a change could have touched.
std::string kept(const KeepingServer& world) {
  std::string out = world.store->export_json().value();
  for (const saved::SavedSearch& search : world.store->list(saved::Store::Which::all)) {
    out += search.id + (search.archived ? " archived" : " live") + std::to_string(search.unread);
  }
  return out;
}

std::string saved_one(const KeepingServer& world) {
  std::string id = world.store->create({.name = "Drones", .query = "drones"}).value().id;
  // The server runs alerts when it starts; from here on there is nothing left for it to do.
  CHECK(saved::Alerts(*world.store).run(*world.searcher)->errors == 0);
  return id;
}

}  // namespace

TEST_CASE("a form of our own page saves a search and leads to it; reloading repeats nothing") {
  const KeepingServer world;
  const std::string reply = world.form("/saved", "name=Drones&query=drones&filter=&sort=newest");
  CHECK(status_of(reply) == 303);
  REQUIRE(world.store->list().size() == 1);
  const std::string id = world.store->list()[0].id;
  CHECK(header_of(reply, "Location") == "/saved/" + id + "?done=created");
  CHECK(header_of(reply, "Cache-Control") == "no-store");
}

TEST_CASE("forms and scripts of others change nothing") {
  const KeepingServer world;
  const std::string id = saved_one(world);
  const std::string before = kept(world);
  const std::string fields = "name=Evil&query=x";
  const std::string with_secret = "csrf=" + world.secret() + "&" + fields;
  const std::string json = R"({"name":"Evil"})";
  struct Row {
    const char* why;
    std::string method;
    std::string target;
    std::string headers;
    std::string body;
    std::string type;
    int status;
  };
  const std::string ours = world.cookie() + world.origin();
  const std::string theirs = world.cookie() + "Origin: https://evil.example\r\n";
  for (const Row& row : std::vector<Row>{
           {"no session", "POST", "/saved", world.origin(), with_secret, kForm, 401},
           {"the form of another site", "POST", "/saved", theirs, with_secret, kForm, 403},
           {"another port", "POST", "/saved", world.cookie() + "Origin: http://127.0.0.1:1\r\n", with_secret,
            kForm, 403},
           {"no origin at all", "POST", "/saved", world.cookie(), with_secret, kForm, 403},
           {"no secret", "POST", "/saved", ours, fields, kForm, 403},
           {"a wrong secret", "POST", "/saved", ours, "csrf=" + world.token() + "&" + fields, kForm, 403},
           {"the secret in the URL", "POST", "/saved?csrf=" + world.secret(), ours, fields, kForm, 403},
           {"a form that pretends to be JSON", "POST", "/api/v1/saved", ours, with_secret, kForm, 415},
           {"JSON as text/plain, which a form can send", "POST", "/api/v1/saved", theirs, json, "text/plain",
            415},
           {"JSON of another site", "POST", "/api/v1/saved", theirs, json, kJson, 403},
           {"JSON of ours without the secret", "POST", "/api/v1/saved", ours, json, kJson, 403},
           {"a wrong bearer", "POST", "/api/v1/saved", "Authorization: Bearer x\r\n", json, kJson, 401},
           {"the token in the URL of the API", "POST", "/api/v1/saved?token=" + world.token(), "", json,
            kJson, 401},
           {"edit", "POST", "/saved/" + id + "/edit", ours, fields, kForm, 403},
           {"archive", "POST", "/saved/" + id + "/archive", ours, "", "", 403},
           {"duplicate", "POST", "/saved/" + id + "/duplicate", theirs, "csrf=" + world.secret(), kForm, 403},
           {"run", "POST", "/saved/" + id + "/run", "", "", "", 401},
           {"API: edit", "PUT", "/api/v1/saved/" + id, ours, json, kJson, 403},
           {"API: archive", "DELETE", "/api/v1/saved/" + id, ours, "", "", 403},
           {"API: archive by a stranger", "DELETE", "/api/v1/saved/" + id, "", "", "", 401},
           {"API: mark", "POST", "/api/v1/alerts/read", ours, "{}", kJson, 403},
           {"leave", "POST", "/session/end", theirs, "csrf=" + world.secret(), kForm, 403},
           {"mark", "POST", "/alerts/read", theirs, "up_to=9&csrf=" + world.secret(), kForm, 403},
           {"a preflight", "OPTIONS", "/api/v1/saved",
            "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n", "", "", 405}}) {
    INFO(row.why);
    const std::string reply = world.send(row.method, row.target, row.headers, row.body, row.type);
    CHECK(status_of(reply) == row.status);
    CHECK(header_of(reply, "Access-Control-Allow-Origin").empty());
    CHECK((row.status != 401 || !header_of(reply, "WWW-Authenticate").empty()));
    CHECK(kept(world) == before);
  }
}

TEST_CASE("no address changes anything by GET or HEAD, whatever it carries") {
  const KeepingServer world;
  const std::string id = saved_one(world);
  const std::string before = kept(world);
  struct Row {
    std::string target;
    int status;
    const char* allow;
  };
  for (const Row& row :
       {Row{"/saved?name=Evil&query=x&csrf=" + world.secret(), 200, ""},
        Row{"/saved/new?name=Evil&csrf=" + world.secret(), 200, ""},
        Row{"/saved/" + id + "?archived=1&name=Evil", 200, ""},
        Row{"/saved/" + id + "/edit?name=Evil", 405, "POST"}, Row{"/saved/" + id + "/run", 405, "POST"},
        Row{"/saved/" + id + "/duplicate", 405, "POST"}, Row{"/saved/" + id + "/archive", 405, "POST"},
        Row{"/alerts/read?up_to=9", 405, "POST"}, Row{"/session/end", 405, "POST"},
        Row{"/api/v1/saved/" + id + "/run", 405, "POST"},
        Row{"/api/v1/saved/" + id + "/duplicate", 405, "POST"}, Row{"/api/v1/alerts/read", 405, "POST"}}) {
    for (const char* method : {"GET", "HEAD"}) {
      INFO(method << " " << row.target);
      const std::string reply =
          world.send(method, row.target, world.cookie() + world.origin() + world.bearer());
      CHECK(status_of(reply) == row.status);
      CHECK(header_of(reply, "Allow") == row.allow);
      CHECK(kept(world) == before);
    }
  }
}

TEST_CASE("what only reads takes no change, and every address says what it takes") {
  const KeepingServer world;
  struct Row {
    const char* target;
    const char* allow;
  };
  for (const Row& row :
       {Row{"/", "GET, HEAD"}, Row{"/search", "GET, HEAD"}, Row{"/api/v1/papers", "GET, HEAD"},
        Row{"/papers/b", "GET, HEAD"}, Row{"/alerts", "GET, HEAD"}, Row{"/saved/new", "GET, HEAD"},
        Row{"/saved/x/feed.atom", "GET, HEAD"}, Row{"/nothing", "GET, HEAD"},
        Row{"/saved/x/y/z", "GET, HEAD"}, Row{"/saved", "GET, HEAD, POST"},
        Row{"/api/v1/saved/x", "GET, HEAD, PUT, DELETE"}}) {
    INFO(row.target);
    const std::string reply = world.send("PATCH", row.target, world.bearer());
    CHECK(status_of(reply) == 405);
    CHECK(header_of(reply, "Allow") == row.allow);
  }
}

TEST_CASE("what the user keeps is shown to nobody else, and kept by no cache") {
  const KeepingServer world;
  const std::string id = saved_one(world);
  for (const std::string& target :
       {std::string("/saved"), std::string("/saved/new"), "/saved/" + id, std::string("/alerts"),
        std::string("/api/v1/saved"), "/api/v1/saved/" + id, std::string("/api/v1/alerts"),
        "/saved/" + id + "/feed.atom", "/saved/" + id + "/feed.json?key=" + std::string(32, '0'),
        // Whether a search exists is nobody's business either.
        std::string("/saved/nonesuch"), std::string("/api/v1/saved/nonesuch")}) {
    INFO(target);
    for (const std::string& headers : {std::string(), "Cookie: labtrail-1=" + std::string(64, '2') + "\r\n",
                                       std::string("Accept: text/html\r\n")}) {
      const std::string reply = world.send("GET", target, headers);
      CHECK(status_of(reply) == 401);
      CHECK(reply.find("Drones") == std::string::npos);
      CHECK(reply.find(world.secret()) == std::string::npos);
    }
    if (target.find("feed") == std::string::npos) {
      CHECK(header_of(world.get(target), "Cache-Control") == "no-store");
      CHECK(header_of(world.get(target), "ETag").empty());
    }
  }
  CHECK(status_of(world.get("/saved/nonesuch")) == 404);
  CHECK(status_of(world.get("/saved")) == 200);
  CHECK(status_of(world.send("GET", "/api/v1/saved", world.bearer())) == 200);
}

TEST_CASE("a page with a secret is never compressed, so that its length tells nothing") {
  const KeepingServer world;
  const std::string wants = "Accept-Encoding: gzip\r\n";
  CHECK(header_of(world.send("GET", "/search?q=drones", wants), "Content-Encoding") == "gzip");
  for (const char* target : {"/saved", "/saved/new?q=drones", "/alerts", "/saved/import"}) {
    INFO(target);
    const std::string page = world.send("GET", target, world.cookie() + wants);
    CHECK(status_of(page) == 200);
    CHECK(header_of(page, "Content-Encoding").empty());
  }
}

TEST_CASE("papers are read without a session, and no page of theirs holds a secret") {
  const KeepingServer world;
  for (const char* target :
       {"/", "/search?q=drones", "/papers/b", "/api/v1/papers", "/openapi.json", "/metrics"}) {
    INFO(target);
    CHECK(status_of(world.send("GET", target)) == 200);
    const std::string mine = world.get(target);
    for (const std::string& secret : {world.token(), world.secret(), std::string(64, '2')}) {
      CHECK(mine.find(secret) == std::string::npos);
    }
  }
}

TEST_CASE("the printed address opens the session once and leaves no token behind") {
  const KeepingServer world;
  const std::string entered = world.send("GET", "/saved?archived=1&token=" + world.token());
  CHECK(status_of(entered) == 303);
  CHECK(header_of(entered, "Location") == "/saved?archived=1");
  CHECK(header_of(entered, "Cache-Control") == "no-store");
  CHECK(header_of(entered, "Referrer-Policy") == "no-referrer");
  const std::string cookie = header_of(entered, "Set-Cookie");
  CHECK(cookie ==
        world.cookie().substr(8, world.cookie().size() - 10) + "; HttpOnly; SameSite=Strict; Path=/");
  CHECK(status_of(world.send("GET", "/saved", "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n")) ==
        200);
  const std::string wrong = world.send("GET", "/?token=" + std::string(64, '9'));
  CHECK(status_of(wrong) == 403);
  CHECK(header_of(wrong, "Set-Cookie").empty());
}

TEST_CASE("a stranger's name for this machine opens nothing, with or without a session") {
  const KeepingServer world;
  const std::string port = std::to_string(world.server->port());
  const std::string before = kept(world);
  const std::string body = "csrf=" + world.secret() + "&name=x";
  for (const std::string& host :
       {"evil.example:" + port, std::string("evil.example"), "127.0.0.1.evil.example:" + port,
        std::string("127.0.0.1:1"), std::string("0.0.0.0:") + port}) {
    INFO(host);
    for (const std::string& line :
         {std::string("GET /saved"), "GET /?token=" + world.token(), std::string("POST /saved")}) {
      RawClient client(world.server->port());
      client.send(line + " HTTP/1.1\r\nHost: " + host + "\r\n" + world.cookie() + "Origin: http://" + host +
                  "\r\n" + world.bearer() +
                  (line.starts_with("POST")
                       ? "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body
                       : std::string("\r\n")));
      const std::string reply = client.read_all();
      CHECK(status_of(reply) == 421);
      CHECK(header_of(reply, "Set-Cookie").empty());
    }
  }
  CHECK(kept(world) == before);
}

TEST_CASE("paths that climb lead nowhere") {
  const KeepingServer world;
  for (const char* target :
       {"/saved/../../etc/passwd", "/saved/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/saved/..%2flabtrail.db",
        "/saved/%2e%2e/feed.atom", "/saved/..\\..\\x", "/api/v1/saved/%2e%2e%2f%2e%2e", "/saved//feed.atom",
        "/saved/a/b/feed.atom", "/saved/feed.key", "/saved/", "/api/v1/saved/"}) {
    INFO(target);
    for (const std::string& headers : {world.cookie(), world.bearer()}) {
      const std::string reply = world.send("GET", target, headers);
      CHECK(status_of(reply) == 404);
      CHECK(reply.find("root:") == std::string::npos);
    }
  }
}

TEST_CASE(
    "bodies that are too large, encoded, chunked or of another type are refused unread, and the connection "
    "ends") {
  const KeepingServer world;
  const std::string before = kept(world);
  const std::string start =
      "POST /api/v1/saved HTTP/1.1\r\nHost: " + world.server->host() + "\r\n" + world.bearer();
  struct Row {
    const char* headers;
    int status;
  };
  for (const Row& row :
       {Row{"Content-Type: application/json\r\nContent-Length: 1048577\r\n", 413},
        Row{"Content-Type: application/json\r\nContent-Length: 18446744073709551616\r\n", 413},
        Row{"Content-Type: application/json\r\nContent-Length: -1\r\n", 400},
        Row{"Content-Type: application/json\r\nContent-Length: 0x10\r\n", 400},
        Row{"Content-Type: application/json\r\nContent-Length: 5, 5\r\n", 400},
        Row{"Content-Type: application/json\r\nContent-Length: 5\r\nContent-Length: 5\r\n", 400},
        Row{"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", 400},
        Row{"Content-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400},
        Row{"Content-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: xchunked\r\n", 400},
        Row{"Content-Type: application/json\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n", 415},
        Row{"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5\r\n", 415},
        Row{"Content-Length: 5\r\n", 415},
        Row{"Content-Type: application/json\r\nContent-Length: 5\r\nExpect: 200-ok\r\n", 417}}) {
    INFO(row.headers);
    RawClient client(world.server->port());
    client.send(start + row.headers + "\r\n");
    const std::string reply = client.read_all();
    CHECK(status_of(reply) == row.status);
    CHECK(header_of(reply, "Connection") == "close");
    CHECK(client.closed());
  }
  const std::string form =
      world.send("POST", "/saved", world.cookie() + world.origin(), std::string(65537, 'a'), kForm);
  CHECK(status_of(form) == 413);
  CHECK(kept(world) == before);
}

TEST_CASE(
    "a body that says how long it is hides no second request, and what follows it is a request of its own") {
  const KeepingServer world;
  const std::string host = "Host: " + world.server->host() + "\r\n";
  const std::string inner = "GET /metrics HTTP/1.1\r\n" + host + "\r\n";
  // The body is a request: it is read as a body.
  RawClient hidden(world.server->port());
  hidden.send("POST /api/v1/saved HTTP/1.1\r\n" + host + world.bearer() +
              "Content-Type: application/json\r\nContent-Length: " + std::to_string(inner.size()) +
              "\r\n\r\n" + inner);
  const std::string refused = hidden.read_reply();
  CHECK(status_of(refused) == 400);
  hidden.end();
  CHECK(hidden.read_all().find("labtrail_http") == std::string::npos);
  // Two requests in one piece: two answers, in order.
  RawClient two(world.server->port());
  const std::string json = R"({"name":"One"})";
  two.send("POST /api/v1/saved HTTP/1.1\r\n" + host + world.bearer() +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(json.size()) + "\r\n\r\n" +
           json + "GET /healthz HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
  CHECK(status_of(two.read_reply()) == 201);
  CHECK(body_of(two.read_reply()) == "ok\n");
  // Without a length there is no body: what follows is another request, refused for what it is.
  RawClient bare(world.server->port());
  bare.send("POST /api/v1/saved HTTP/1.1\r\n" + host + world.bearer() + "\r\n{\"name\":\"Two\"}\r\n\r\n");
  CHECK(status_of(bare.read_reply()) == 400);
  CHECK(world.store->list().size() == 1);
}

TEST_CASE("a slow body is given up, and holds up nobody else") {
  http::ServerOptions options;
  options.transport.workers = 2;
  options.transport.body_time = milliseconds(300);
  options.transport.patience = milliseconds(100);
  const KeepingServer world(std::move(options));
  const std::string start = "POST /api/v1/saved HTTP/1.1\r\nHost: " + world.server->host() + "\r\n" +
                            world.bearer() +
                            "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"name\"";
  RawClient slow(world.server->port());
  slow.send(start);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(status_of(slow.read_all()) == 408);
  CHECK(std::chrono::steady_clock::now() - begun < milliseconds(5000));
  std::vector<std::unique_ptr<RawClient>> crowd;
  for (int i = 0; i < 8; ++i) {
    crowd.push_back(std::make_unique<RawClient>(world.server->port()));
    crowd.back()->send(start);
  }
  CHECK(status_of(world.send("GET", "/healthz")) == 200);
  crowd.clear();
  RawClient gone(world.server->port());
  gone.send(start);
  gone.end();
  gone.read_all();
  CHECK(world.store->list().empty());
}

TEST_CASE("a client that waits to be told to go on is told") {
  const KeepingServer world;
  RawClient client(world.server->port());
  const std::string json = R"({"name":"Patient"})";
  client.send("POST /api/v1/saved HTTP/1.1\r\nHost: " + world.server->host() + "\r\nConnection: close\r\n" +
              world.bearer() + "Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: " +
              std::to_string(json.size()) + "\r\n\r\n");
  CHECK(client.read_reply() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send(json);
  CHECK(status_of(client.read_all()) == 201);
}

TEST_CASE("without a data folder every address of saved searches says how to start the server") {
  const IndexedSamples samples;
  const auto searcher = searcher::Searcher::open(samples.index());
  const RunningServer server(*searcher);
  const auto get = [&](const std::string& target, const std::string& headers) {
    RawClient client(server.port());
    client.send("GET " + target + " HTTP/1.1\r\nHost: " + server.host() + "\r\nConnection: close\r\n" +
                headers + "\r\n");
    return client.read_all();
  };
  for (const char* target : {"/saved", "/saved/new", "/saved/x", "/saved/x/feed.atom", "/alerts",
                             "/api/v1/saved", "/api/v1/saved/x", "/api/v1/alerts"}) {
    INFO(target);
    const std::string reply = get(target, "");
    CHECK(status_of(reply) == 404);
    CHECK(reply.find("tart the server with --data DIR") != std::string::npos);
  }
}
