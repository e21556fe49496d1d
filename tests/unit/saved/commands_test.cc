// labtrail-search saved and alerts, as a person or a scheduled run calls them.
#include <catch2/catch.hpp>

#include "tests/support/program.h"
#include "tests/unit/saved/alert_bench.h"

using namespace labtrail;
using tests::AlertBench;
using tests::paper;
using tests::ProgramResult;

namespace {

struct Shell {
  AlertBench bench;
  std::filesystem::path data = bench.folder.path() / "mine";

  ProgramResult run(std::vector<std::string> words) {
    words.insert(words.begin(), LABTRAIL_SEARCH);
    words.insert(words.end(), {"--data", data.string()});
    return tests::run_program(words);
  }
  ProgramResult run_with_index(std::vector<std::string> words) {
    words.insert(words.end(), {"--index", bench.index.string()});
    return run(std::move(words));
  }
  std::string only_id() { return saved::Store(data).list(saved::Store::Which::all).front().id; }
};

}  // namespace

TEST_CASE("from saving to the mail of a scheduled run and the inbox") {
  Shell shell;
  shell.bench.ingest({paper("a", "robot arm"), paper("b", "drone")});
  const ProgramResult added =
      shell.run_with_index({"saved", "add", "--name", "Robots", "--case", "Case 12", "robot  OR rover"});
  REQUIRE(added.exit == 0);
  const std::string id = shell.only_id();
  CHECK(added.out == id + "  Robots\n            robot OR rover\n            case: Case 12\n"
                          "            1 paper in generation 1 (2025-11-24T17:00:00Z); 0 unread\n");

  shell.bench.ingest({paper("c", "rover"), paper("d", "toy")});
  const ProgramResult alerted = shell.run_with_index({"alerts", "run"});
  CHECK(alerted.exit == 0);
  CHECK(alerted.out ==
        "1 saved search against generation 2 of 2025-11-24T18:00:00Z (4 papers)\n"
        "1 new match, 0 removals, 0 retractions\n"
        "\nRobots  (" +
            id + ")\n  + rover  c\n      new record; met: rover\n");
  CHECK(shell.run_with_index({"alerts", "run"}).out ==
        "1 saved search against generation 2 of 2025-11-24T18:00:00Z (4 papers)\n"
        "0 new matches, 0 removals, 0 retractions\n");
  CHECK(shell.run({"alerts", "list"}).out ==
        "     1* 2025-11-24T18:00:00Z  match  Robots\n        new record (c): rover\n1 unread in all\n");
  CHECK(shell.run({"alerts", "read", "--search", id}).out == "1 marked as read, 0 unread\n");
  CHECK(shell.run({"alerts", "list", "--unread"}).out == "0 unread in all\n");
  CHECK(shell.run({"alerts", "list", "--json"}).out.starts_with("{\"number\":1,\"search\":\"" + id + "\""));
}

TEST_CASE("an edit reports first what the former question had found, then begins anew") {
  Shell shell;
  shell.bench.ingest({paper("a", "robot"), paper("b", "drone")});
  REQUIRE(shell.run_with_index({"saved", "add", "--name", "mine", "robot"}).exit == 0);
  const std::string id = shell.only_id();
  shell.bench.ingest({paper("c", "robot"), paper("d", "drone")});
  const ProgramResult edited =
      shell.run_with_index({"saved", "edit", id, "--query", "drone", "--note", "changed my mind"});
  CHECK(edited.exit == 0);
  CHECK(edited.out == id + "  mine\n            drone\n"
                           "            2 papers in generation 2 (2025-11-24T18:00:00Z); 1 unread\n");
  const ProgramResult shown = shell.run({"saved", "show", id});
  CHECK(shown.out.find("note: changed my mind") != std::string::npos);
  CHECK(shown.out.find("  version 1 of ") != std::string::npos);
  CHECK(shown.out.find(": robot\n  version 2 of ") != std::string::npos);
  CHECK(shown.out.find("  generation 2 of 2025-11-24T18:00:00Z: 2 papers (version 2)\n") !=
        std::string::npos);
}

TEST_CASE("run, duplicate, archive, export and import") {
  Shell shell;
  shell.bench.ingest({paper("a", "robot"), paper("b", "drone")});
  REQUIRE(shell.run({"saved", "add", "--name", "one", "--filter", "year:2020", "robot"}).exit == 0);
  const std::string id = shell.only_id();
  const ProgramResult run = shell.run_with_index({"saved", "run", id, "--json"});
  CHECK(run.exit == 0);
  CHECK(run.out.starts_with("{\"meta\":{\"count\":1,"));
  CHECK(saved::Store(shell.data).counts(id)->size() == 1);
  REQUIRE(shell.run({"saved", "duplicate", id, "--name", "two"}).exit == 0);
  REQUIRE(shell.run({"saved", "archive", id}).exit == 0);
  CHECK(shell.run({"saved", "list"}).out.find("  two\n") != std::string::npos);
  CHECK(shell.run({"saved", "list"}).out.find("  one") == std::string::npos);
  CHECK(shell.run({"saved", "list", "--archived"}).out.find("  one  (archived)\n") != std::string::npos);
  const auto file = (shell.bench.folder.path() / "searches.json").string();
  REQUIRE(shell.run({"saved", "export", "--output", file}).exit == 0);
  CHECK(base::read_file(file) == shell.run({"saved", "export"}).out);
  CHECK(shell.run({"saved", "import", file}).out == "0 added, 2 were here already\n");
  const auto elsewhere = shell.data;
  shell.data = shell.bench.folder.path() / "elsewhere";
  CHECK(shell.run({"saved", "import", file}).out == "2 added, 0 were here already\n");
  CHECK(shell.run({"saved", "export"}).out == base::read_file(file));
  REQUIRE(shell.run({"saved", "unarchive", id}).exit == 0);
  CHECK(shell.run({"saved", "import", file}).exit == 2);
  CHECK(shell.run({"saved", "import", file, "--copies", "--json"})
            .out.starts_with("{\"added\":1,\"unchanged\":1,"));
}

TEST_CASE("mistakes are told with their place, and scheduled runs end with a status that says so") {
  Shell shell;
  shell.bench.ingest({paper("a", "robot")});
  const ProgramResult wrong = shell.run({"saved", "add", "--name", "x", "auther:robot"});
  CHECK(wrong.exit == 2);
  CHECK(wrong.err.find("unknown field 'auther'") != std::string::npos);
  CHECK(wrong.err.find("^^^^^^") != std::string::npos);
  CHECK(shell.run({"saved", "show", "nobody"}).exit == 1);
  CHECK(shell.run({"saved"}).exit == 2);
  CHECK(shell.run({"alerts", "run"}).exit == 2);
  CHECK(shell.run({"alerts", "run", "--index", (shell.bench.folder.path() / "none").string()}).exit == 1);
  const auto file = shell.bench.folder.path() / "old.json";
  base::write_file_atomically(
      file,
      "{\"format\":\"labtrail-saved-searches\",\"version\":1,\"searches\":[{\"id\":\"old\",\"archived\":"
      "false,"
      "\"created\":\"2025-11-24T16:00:00Z\",\"changed\":\"2025-11-24T16:00:00Z\",\"versions\":[{\"version\":"
      "1,"
      "\"date\":\"2025-11-24T16:00:00Z\",\"grammar\":0,\"name\":\"Old\",\"case\":\"\",\"note\":\"\","
      "\"query\":\"auther:x\",\"filter\":\"\",\"sort\":\"newest\",\"facets\":\"\"}],\"counts\":[]}]}");
  REQUIRE(shell.run({"saved", "import", file.string()}).exit == 0);
  const ProgramResult run = shell.run_with_index({"alerts", "run"});
  CHECK(run.exit == 3);
  CHECK(run.out ==
        "1 saved search against generation 1 of 2025-11-24T17:00:00Z (1 paper)\n"
        "0 new matches, 0 removals, 0 retractions; 1 search could not be run\n"
        "\nOld  (old)\n  could not be run: unknown field 'auther'\n      did you mean 'author'?\n");
  CHECK(shell.run({"saved", "list"}).out ==
        "old  Old\n            auther:x\n            cannot be run: unknown field 'auther'\n");
}
