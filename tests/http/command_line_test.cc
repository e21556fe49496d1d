// labtrail-search as a user runs it, over an index that the real indexer made.
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "corpus/base/file.h"
#include "corpus/paper_json.h"
#include "indexed_samples.h"
#include "running_server.h"
#include "searcher/saved/store.h"
#include "tests/support/program.h"

using namespace labtrail;
using namespace labtrail::tests;

namespace {

struct Shell {
  IndexedSamples samples;

  ProgramResult run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), LABTRAIL_SEARCH);
    arguments.insert(arguments.begin() + 2, {"--index", samples.index().string()});
    return run_program(arguments);
  }
};

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("query --json prints the very bytes that the API sends") {
  const Shell shell;
  auto searcher = searcher::Searcher::open(shell.samples.index());
  const RunningServer server(*searcher);
  httplib::Client client("127.0.0.1", server.port());
  struct Row {
    std::vector<std::string> arguments;
    const char* target;
  };
  for (const Row& row : std::vector<Row>{
           {{"query", "--json", "robot"}, "/api/v1/papers?search=robot"},
           {{"query", "--json", ""}, "/api/v1/papers"},
           {{"query", "--json"}, "/api/v1/papers?search="},
           {{"query", "--json", "--filter", "country:CN|US,year:>2019", "--facets", "country,year:5",
             "--sort", "newest", "--limit", "1", ""},
            "/api/v1/papers?filter=country:CN|US,year:%3E2019&facets=country,year:5&sort=newest&per_page=1"},
           {{"query", "--json", "--", "-radar"}, "/api/v1/papers?search=-radar"},
           {{"query", "--json", "--filter", "institution:mit,role:affiliation", "--facets",
             "lab,list,institution.lineage:2"},
            "/api/v1/papers?filter=institution:mit,role:affiliation&facets=lab,list,institution.lineage:2"},
           {{"query", "--json", "state:candidate"}, "/api/v1/papers?search=state:candidate"},
           {{"query", "--json", "机器人"}, "/api/v1/papers?search=%E6%9C%BA%E5%99%A8%E4%BA%BA"},
       }) {
    INFO(row.target);
    const ProgramResult printed = shell.run(row.arguments);
    CHECK(printed.exit == 0);
    CHECK(printed.err.empty());
    const auto reply = client.Get(row.target);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(printed.out == reply->body);
  }
}

TEST_CASE(
    "whom a paper counts for is the same in the answer, in the paper, in the export and on the terminal") {
  Shell shell;
  shell.samples.add({paper("sure", "One", {.affiliations = {"Zhejiang Lab, Hangzhou, China"}}),
                     paper("doubt", "Two", {.affiliations = {"Northeastern University"}})});
  auto searcher = searcher::Searcher::open(shell.samples.index());
  const RunningServer server(*searcher);
  httplib::Client client("127.0.0.1", server.port());
  const auto get = [&](const std::string& target) {
    const auto reply = client.Get(target);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    return reply->body;
  };
  CHECK(get("/api/v1/papers?filter=lab:ror:02m2h7991").starts_with(R"({"meta":{"count":1,"candidates":0,)"));
  CHECK(get("/api/v1/papers?filter=institution:northeastern")
            .starts_with(R"({"meta":{"count":0,"candidates":1,)"));
  CHECK(get("/api/v1/papers?filter=institution:northeastern,state:candidate")
            .starts_with(R"({"meta":{"count":1,"unit")"));
  const std::string one = get("/api/v1/papers/sure");
  CHECK(one.find(R"("raw":"Zhejiang Lab, Hangzhou, China","mentions":[{"id":"zhejiang-lab","kind":"lab",)") !=
        std::string::npos);
  CHECK(one.find(R"("rule":"exact","span":[0,12]}]}],"topics":[]}})") != std::string::npos);
  const ProgramResult table = shell.run({"query", "--filter", "institution:northeastern"});
  CHECK(table.out.find("  and 1 paper more if candidates counted too: state:asserted|candidate\n") !=
        std::string::npos);
  const ProgramResult rows = shell.run({"export", "--format", "csv", "--filter", "lab:zhejiang-lab"});
  CHECK(rows.out.find("\r\nsure,One,") != std::string::npos);
  CHECK(rows.out.find(",ror:02m2h7991,zhejiang-lab,") != std::string::npos);
}

TEST_CASE("a cursor goes on where the answer before ended, on the command line and in the API alike") {
  const Shell shell;
  auto searcher = searcher::Searcher::open(shell.samples.index());
  std::vector<std::string> ids;
  std::string cursor;
  do {
    searcher::Request request;
    request.sort = searcher::Sort::id;
    request.limit = 1;
    request.cursor = cursor;
    const auto response = searcher->search(request);
    REQUIRE(response);
    for (const searcher::Hit& hit : response->hits) ids.push_back(hit.paper.id);
    cursor = response->next_cursor;
    if (cursor.empty()) break;
    const ProgramResult next =
        shell.run({"query", "--json", "--sort", "id", "--limit", "1", "--cursor", cursor});
    CHECK(next.exit == 0);
  } while (ids.size() < 10);
  CHECK(ids == std::vector<std::string>{"b", "c", "d", "doi:10.1000/x/1"});
}

TEST_CASE("without --json a table is printed") {
  const Shell shell;
  const ProgramResult printed = shell.run({"query", "--facets", "country", "swarm"});
  CHECK(printed.exit == 0);
  CHECK(printed.out.starts_with("1 paper of 4 (generation 1, 2025-11-24T16:00:00Z)\n"));
  CHECK(printed.out.find("2021  Swarm control of small robots\n") != std::string::npos);
  CHECK(printed.out.find("country: 2 values, 0 papers without\n") != std::string::npos);
}

TEST_CASE("errors: what is wrong, where, and the exit status") {
  const Shell shell;
  struct Row {
    std::vector<std::string> arguments;
    int exit;
    const char* begins;
    const char* holds;
  };
  for (const Row& row : std::vector<Row>{
           {{"query", "robot auther:wang"}, 2, "labtrail-search: ", "\n  robot auther:wang\n        ^"},
           {{"query", "--filter", "contry:CN", "robot"}, 2, "labtrail-search: ", "\n  contry:CN\n  ^^^^^^\n"},
           {{"query", "--facets", "contry", "robot"}, 2, "labtrail-search: ", "contry"},
           {{"query", "--sort", "best", "robot"}, 2, "labtrail-search: ", "best"},
           {{"query", "--cursor", "nonsense", "robot"}, 2, "labtrail-search: ", "cursor"},
           {{"query", "--limit", "201", "robot"}, 2, "--limit", "201"},
           {{"query", "-radar"}, 2, "", "A query that begins with '-' stands behind --"},
           {{"explain", "\"open"}, 2, "labtrail-search: ", "\n  \"open\n  ^"},
           {{"export", "--format", "pdf", ""}, 2, "--format", "pdf"},
           {{"export", "--format", "csv", "(a"}, 2, "labtrail-search: ", "\n  (a\n"},
           {{"batch", "--queries", "/none/such", "--output", "trec"},
            1,
            "labtrail-search: cannot open /none/such",
            ""},
           {{"serve", "--listen", "0.0.0.0:0"},
            2,
            "labtrail-search: '0.0.0.0' can be reached by others",
            "nginx"},
           {{"serve", "--listen", "nowhere:x"},
            2,
            "labtrail-search: --listen 'nowhere:x' is not ADDRESS:PORT",
            ""},
       }) {
    INFO(row.arguments[0] + " " + row.arguments.back());
    const ProgramResult printed = shell.run(row.arguments);
    CHECK(printed.exit == row.exit);
    CHECK(printed.out.empty());
    CHECK(printed.err.starts_with(row.begins));
    CHECK(printed.err.find(row.holds) != std::string::npos);
  }
  const ProgramResult nowhere = run_program({LABTRAIL_SEARCH, "query", "--index", "/none/such", "robot"});
  CHECK(nowhere.exit == 1);
  CHECK(nowhere.err.starts_with("labtrail-search: "));
  CHECK(run_program({LABTRAIL_SEARCH}).exit == 2);
  CHECK(run_program({LABTRAIL_SEARCH, "fly"}).exit == 2);
  CHECK(run_program({LABTRAIL_SEARCH, "--help"}).exit == 0);
  CHECK(run_program({LABTRAIL_SEARCH, "query", "--help"}).exit == 0);
}

TEST_CASE("explain prints the steps of a query") {
  const Shell shell;
  const ProgramResult printed = shell.run({"explain", "robot* \"swarm control\""});
  CHECK(printed.exit == 0);
  CHECK(printed.out.starts_with("tokens\n"));
  for (const char* step : {"\ntree\n", "\nxapian\n"}) CHECK(printed.out.find(step) != std::string::npos);
}

TEST_CASE("export writes every match, as many rows as the count says") {
  const Shell shell;
  const ProgramResult jsonl = shell.run({"export", "--format", "jsonl", ""});
  CHECK(jsonl.exit == 0);
  CHECK(jsonl.err == "4 papers of generation 1 (2025-11-24T16:00:00Z)\n");
  CHECK(lines(jsonl.out) == 4);
  std::istringstream rows(jsonl.out);
  std::vector<std::string> ids;
  for (std::string row; std::getline(rows, row);) ids.push_back(corpus::from_json(row).value().id);
  CHECK(ids == std::vector<std::string>{"b", "c", "d", "doi:10.1000/x/1"});
  const ProgramResult csv = shell.run({"export", "--format", "csv", "--filter", "country:US", ""});
  CHECK(csv.exit == 0);
  CHECK(csv.err == "2 papers of generation 1 (2025-11-24T16:00:00Z)\n");
  CHECK(lines(csv.out) == 3);
  CHECK(csv.out.starts_with("id,title,year,"));
  CHECK(csv.out.find("b,\"'=Formulas, \"\"quoted\"\"\",2020,") != std::string::npos);
  const ProgramResult none = shell.run({"export", "--format", "csv", "nothingofthekind"});
  CHECK(none.exit == 0);
  CHECK(lines(none.out) == 1);
}

TEST_CASE("an export is the same bytes on the command line and over HTTP, in every format") {
  Shell shell;
  shell.samples.add({paper("hostile", "=HYPERLINK(\"x\") {\\ <script>", {.venue = "@article{x,"})});
  auto searcher = searcher::Searcher::open(shell.samples.index());
  const RunningServer server(*searcher);
  httplib::Client client("127.0.0.1", server.port());
  struct Row {
    std::vector<std::string> options;
    const char* parameters;
  };
  for (const char* format : {"csv", "jsonl", "ris", "bibtex", "csl", "xlsx"}) {
    for (const Row& row : {Row{{}, ""}, Row{{"--bom", "--provenance"}, "&bom=1&provenance=1"},
                           Row{{"--filter", "country:US"}, "&filter=country:US"}}) {
      INFO(format << row.parameters);
      std::vector<std::string> arguments{"export", "--format", format};
      arguments.insert(arguments.end(), row.options.begin(), row.options.end());
      const ProgramResult printed = shell.run(arguments);
      CHECK(printed.exit == 0);
      const auto reply = client.Get("/api/v1/export?format=" + std::string(format) + row.parameters);
      REQUIRE(reply);
      CHECK(reply->status == 200);
      CHECK(printed.out == reply->body);
      CHECK(printed.err.starts_with(reply->get_header_value("Labtrail-Papers") + " papers of generation 2"));
    }
  }
}

TEST_CASE("an export keeps its generation, and says what it was read with") {
  Shell shell;
  auto searcher = searcher::Searcher::open(shell.samples.index());
  const auto selection = searcher->select({.query = "robot  OR swarm", .filter = "country:US"});
  REQUIRE(selection);
  shell.samples.add({paper("later", "A robot that came later", {.countries = {"US"}})});
  REQUIRE(searcher->refresh());
  const searcher::SelectionFacts& facts = (*selection)->facts();
  CHECK(facts.total == 2);
  CHECK(facts.generation.number == 1);
  CHECK(facts.query == "robot OR swarm");
  CHECK(facts.filter == "country:US");
  CHECK(facts.registry == searcher->evidence("b")->registry);
  CHECK(facts.first_year == 2020);
  CHECK(facts.last_year == 2021);
  CHECK(facts.without_year == 0);
  CHECK_FALSE(facts.candidates);
  std::vector<std::string> ids;
  const auto given = (*selection)->each([&](const corpus::Paper& one, const searcher::CountedValues&) {
    ids.push_back(one.id);
    return true;
  });
  CHECK(given == 2);
  CHECK(ids == std::vector<std::string>{"b", "doi:10.1000/x/1"});
  CHECK((*searcher->select({.query = "robot"}))->facts().generation.number == 2);
}

TEST_CASE("output that cannot be written is an error") {
  if (!std::filesystem::exists("/dev/full")) {
    WARN("skipped: no /dev/full here");
    return;
  }
  const Shell shell;
  const std::string command = std::string(LABTRAIL_SEARCH) + " export --index " +
                              shell.samples.index().string() + " --format jsonl '' > /dev/full";
  const ProgramResult printed = run_program({"/bin/sh", "-c", command});
  CHECK(printed.exit == 1);
  CHECK(printed.err == "labtrail-search: cannot write to standard output\n");
}

TEST_CASE("batch ranks papers for queries read as plain words") {
  const Shell shell;
  const auto file = shell.samples.folder() / "queries.tsv";
  std::ofstream(file) << "q1\tswarm OR (robot\nq2\tnothingofthekind\nq3\tradar \"drones\n";
  const ProgramResult trec = shell.run({"batch", "--queries", file.string(), "--output", "trec"});
  CHECK(trec.err.empty());
  CHECK(trec.exit == 0);
  std::istringstream rows(trec.out);
  std::string query, q0, id, rank, score, name;
  std::vector<std::string> found;
  while (rows >> query >> q0 >> id >> rank >> score >> name) found.push_back(query + " " + id + " " + rank);
  REQUIRE(found.size() == 3);
  CHECK(found[0] == "q1 doi:10.1000/x/1 1");
  CHECK(found[1] == "q1 b 2");
  CHECK(found[2] == "q3 c 1");
  const ProgramResult jsonl =
      shell.run({"batch", "--queries", file.string(), "--depth", "1", "--output", "jsonl"});
  CHECK(jsonl.exit == 0);
  CHECK(lines(jsonl.out) == 3);
  CHECK(jsonl.out.find("{\"id\":\"q2\",\"query\":\"nothingofthekind\",\"results\":[]}\n") !=
        std::string::npos);
  std::ofstream(file) << "q1\tswarm\nno tab here\n";
  const ProgramResult bad = shell.run({"batch", "--queries", file.string(), "--output", "trec"});
  CHECK(bad.exit == 2);
  CHECK(bad.err == "labtrail-search: " + file.string() + ": line 2 is not 'id<TAB>query'\n");
}

TEST_CASE("serve prints its address, answers there, and ends when it is told to") {
  const Shell shell;
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program(
        {LABTRAIL_SEARCH, "serve", "--index", shell.samples.index().string(), "--listen", "127.0.0.1:0"});
    std::string url;
    for (int i = 0; i < 500 && url.find('\n') == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      url = program.out_so_far();
    }
    REQUIRE(url.starts_with("http://127.0.0.1:"));
    const int port = std::stoi(url.substr(17));
    CHECK(url == "http://127.0.0.1:" + std::to_string(port) + "/\n");
    httplib::Client client("127.0.0.1", port);
    CHECK(client.Get("/readyz")->status == 200);
    CHECK(client.Get("/")->status == 200);
    program.signal(signal);
    CHECK(program.ends_within(std::chrono::seconds(5)));
    const ProgramResult ended = program.wait();
    CHECK(ended.exit == 0);
    CHECK(ended.err == "4 papers, generation 1 (2025-11-24T16:00:00Z); Ctrl-C ends\n");
  }
}

TEST_CASE("serve with a data folder prints, below its address, the one that opens what its user keeps") {
  const Shell shell;
  const std::string data = (shell.samples.folder() / "data").string();
  std::string before;
  for (int start = 0; start < 2; ++start) {
    Program program({LABTRAIL_SEARCH, "serve", "--index", shell.samples.index().string(), "--data", data,
                     "--listen", "127.0.0.1:0"});
    std::string out;
    for (int i = 0; i < 500 && std::count(out.begin(), out.end(), '\n') < 2; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      out = program.out_so_far();
    }
    const std::string address = out.substr(0, out.find('\n'));
    const std::string start_of_token = "\n" + address + "?token=";
    REQUIRE(out.find(start_of_token) == address.size());
    const std::string token = out.substr(address.size() + start_of_token.size(), 64);
    CHECK(token.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(out.size() == address.size() + start_of_token.size() + 65);
    CHECK(token != before);
    before = token;
    httplib::Client client("127.0.0.1", std::stoi(address.substr(17)));
    CHECK(client.Get("/api/v1/saved")->status == 401);
    const auto entered = client.Get("/saved?token=" + token);
    REQUIRE(entered->status == 303);
    const std::string cookie = entered->get_header_value("Set-Cookie");
    CHECK(client.Get("/saved", {{"Cookie", cookie.substr(0, cookie.find(';'))}})->status == 200);
    client.set_bearer_token_auth(token.c_str());
    CHECK(client.Post("/api/v1/saved", R"({"name":"Kept"})", "application/json")->status == 201);
    // What was acknowledged survives a kill.
    program.signal(SIGKILL);
    CHECK(program.ends_within(std::chrono::seconds(5)));
  }
  const saved::Store store(data);
  CHECK(store.list().size() == 2);
  CHECK(std::filesystem::status(data).permissions() == std::filesystem::perms::owner_all);
}

TEST_CASE(
    "a server that is killed while it saves has lost nothing that it acknowledged, and kept nothing twice") {
  const Shell shell;
  const std::string data = (shell.samples.folder() / "data").string();
  std::vector<std::string> acknowledged;
  for (int round = 0; round < 8; ++round) {
    Program program({LABTRAIL_SEARCH, "serve", "--index", shell.samples.index().string(), "--data", data,
                     "--listen", "127.0.0.1:0"});
    std::string out;
    for (int i = 0; i < 500 && std::count(out.begin(), out.end(), '\n') < 2; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      out = program.out_so_far();
    }
    REQUIRE(std::count(out.begin(), out.end(), '\n') == 2);
    std::atomic<int> saved{0};
    std::thread killer([&] {
      // Two at least, however slow the machine; then at another moment each round.
      for (int i = 0; i < 3000 && saved < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
      std::this_thread::sleep_for(std::chrono::milliseconds(20 + 37 * round));
      program.signal(SIGKILL);
    });
    httplib::Client client("127.0.0.1", std::stoi(out.substr(17)));
    client.set_read_timeout(60);
    client.set_bearer_token_auth(out.substr(out.find("?token=") + 7, 64).c_str());
    for (int i = 0;; ++i) {
      const std::string name = std::to_string(round) + "-" + std::to_string(i);
      const auto reply =
          client.Post("/api/v1/saved", R"({"name":")" + name + R"(","query":"drones"})", "application/json");
      if (!reply || reply->status != 201) break;
      acknowledged.push_back(name);
      ++saved;
    }
    killer.join();
    CHECK(program.ends_within(std::chrono::seconds(5)));
  }
  const saved::Store store(data);
  std::vector<std::string> kept;
  for (const saved::SavedSearch& search : store.list()) kept.push_back(search.version.draft.name);
  CHECK(acknowledged.size() > 8);
  // At most the one that was under way at each kill may be there without having been acknowledged.
  CHECK(kept.size() <= acknowledged.size() + 8);
  for (const std::string& name : acknowledged) CHECK(std::count(kept.begin(), kept.end(), name) == 1);
}
