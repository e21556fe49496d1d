// labtrail-search as a user runs it, over an index that the real indexer made.
#include <httplib.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "corpus/base/file.h"
#include "corpus/paper_json.h"
#include "indexed_samples.h"
#include "running_server.h"
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
