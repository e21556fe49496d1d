// What a user's files add to what is shipped, and what the registry is once it is read.
#include <fstream>

#include "tests/support/temporary_folder.h"
#include "tests/unit/registry/support.h"

using namespace labtrail;
using namespace labtrail::corpus;
using namespace labtrail::tests;
namespace fs = std::filesystem;

namespace {

const std::string kFirst = R"([[source]]
key = "site"
text = "Official site"
[[organisation]]
id = "zl"
kind = "lab"
name = "Z Lab"
country = "CN"
cities = ["Hangzhou"]
wikidata = "Q1"
parents = ["ror:05a28rw58"]
founded = 2017
note = "First."
note_source = "site"
awards = ["Z-[0-9]+"]
names = [
  { text = "Z Lab", lang = "en", source = "site" },
  { text = "ZL", lang = "en", kind = "acronym", case = true, needs = ["@place"], excludes = ["X"], whole_part = true, source = "site" },
]
units = [ { text = "Z Unit", source = "site" } ]
decoys = [ { text = "Z Lab Inc", why = "a company" } ]
)";

const std::string kUser = R"([[source]]
key = "mine"
text = "My notes"
[[organisation]]
id = "zl"
name = "Zed Lab"
cities = ["Hangzhou", "Ningbo"]
parents = ["other", "ror:05a28rw58"]
founded = 2018
names = [
  { text = "Zed Lab", source = "mine" },
  { text = "ZL", needs = ["Zed"], source = "mine" },
]
units = [ { text = "Zed Unit", source = "mine" } ]
decoys = [ { text = "Zed Lab Inc", why = "another company" } ]
[[organisation]]
id = "other"
kind = "institution"
name = "Other"
names = [ { text = "Other", source = "mine" } ]
)";

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

/// A list without entries, and an organisation for it.
const std::string kList = R"([[source]]
key = "s"
text = "Source S"
[[organisation]]
id = "user-lab"
kind = "lab"
name = "User's Own Laboratory"
names = [ { text = "User's Own Laboratory", source = "s" } ]
[[list]]
id = "user-list"
name = "List"
issuer = "Me"
edition = "2024-12-05"
url = "https://example.org"
)";

}  // namespace

TEST_CASE("every member of an organisation is read; sources become citations") {
  const auto registry = parse_registry({{"a.toml", kFirst}});
  REQUIRE(registry);
  const Organisation* it = registry->organisation("zl");
  REQUIRE(it != nullptr);
  CHECK(registry->organisation("z") == nullptr);
  CHECK(name(it->kind) == "lab");
  CHECK(it->name == "Z Lab");
  CHECK(it->country == "CN");
  CHECK(it->cities == std::vector<std::string>{"Hangzhou"});
  CHECK(it->wikidata == "Q1");
  CHECK(it->parents == std::vector<std::string>{"ror:05a28rw58"});
  CHECK(it->founded == 2017);
  CHECK(it->note == "First.");
  CHECK(it->note_source == "Official site");
  CHECK(it->awards == std::vector<std::string>{"Z-[0-9]+"});
  REQUIRE(it->names.size() == 3);
  CHECK(it->names[0].text == "Z Lab");
  CHECK(it->names[0].language == "en");
  CHECK(it->names[0].source == "Official site");
  CHECK(name(it->names[0].kind) == "name");
  CHECK_FALSE(it->names[0].match_case);
  CHECK(name(it->names[1].kind) == "acronym");
  CHECK(it->names[1].needs == std::vector<std::string>{"@place"});
  CHECK(it->names[1].excludes == std::vector<std::string>{"X"});
  CHECK(it->names[1].whole_part);
  CHECK(it->names[1].match_case);
  CHECK(name(it->names[2].kind) == "unit");
  REQUIRE(it->decoys.size() == 1);
  CHECK(it->decoys[0].why == "a company");
}

TEST_CASE("a later file adds to lists and wins where it gives a single value") {
  const auto registry = parse_registry({{"a.toml", kFirst}, {"b.toml", kUser}});
  REQUIRE(registry);
  CHECK(registry->organisations.size() == 2);
  const Organisation& it = *registry->organisation("zl");
  CHECK(it.kind == OrganisationKind::lab);
  CHECK(it.name == "Zed Lab");
  CHECK(it.country == "CN");
  CHECK(it.founded == 2018);
  CHECK(it.note == "First.");
  CHECK(it.cities == std::vector<std::string>{"Hangzhou", "Ningbo"});
  CHECK(it.parents == std::vector<std::string>{"ror:05a28rw58", "other"});
  std::vector<std::string> names;
  for (const OrganisationName& name : it.names) names.push_back(name.text + " / " + name.source);
  CHECK(names == std::vector<std::string>{"Z Lab / Official site", "ZL / My notes", "Z Unit / Official site",
                                          "Zed Lab / My notes", "Zed Unit / My notes"});
  CHECK(it.names[1].needs == std::vector<std::string>{"Zed"});
  CHECK(it.decoys.size() == 2);
}

TEST_CASE("a later file's organisation that is new has to be whole") {
  CHECK(complaint({{"a.toml", kFirst}, {"b.toml", "[[organisation]]\nid = \"new\"\n"}}) ==
        "b.toml:1: an organisation without 'kind'");
}

TEST_CASE("topics and their terms are read") {
  const auto registry = parse_registry({{"t.toml", R"([[topic]]
id = "z"
name = "Z"
[[topic]]
id = "gait"
name = "Gait recognition"
zh = "步态识别"
parents = ["z"]
note = "Walking."
terms = [
  { text = "gait recognition", lang = "en" },
  { text = "gait", broad = true },
  { text = "GR", weak = true, case = true },
]
with = ["biometric"]
not = ["gait rehabilitation"]
)"}});
  REQUIRE(registry);
  REQUIRE(registry->topics.size() == 2);
  CHECK(registry->topics[0].id == "gait");  // by id, not in the order of the file
  const TechnologyTopic& it = *registry->topic("gait");
  CHECK(it.chinese == "步态识别");
  CHECK(it.parents == std::vector<std::string>{"z"});
  CHECK(it.note == "Walking.");
  REQUIRE(it.terms.size() == 3);
  CHECK(it.terms[0].language == "en");
  CHECK(it.terms[0].strength == TermStrength::plain);
  CHECK(it.terms[1].strength == TermStrength::broad);
  CHECK(it.terms[2].strength == TermStrength::weak);
  CHECK(it.terms[2].match_case);
  CHECK(it.with == std::vector<std::string>{"biometric"});
  CHECK(it.not_when == std::vector<std::string>{"gait rehabilitation"});
  CHECK(registry->topic("gai") == nullptr);
}

TEST_CASE("the version changes with any byte of any file, and only then") {
  const auto version = [](const std::vector<RegistryFile>& files) {
    const auto registry = parse_registry(files);
    REQUIRE(registry);
    CHECK(registry->version.size() == 16);
    CHECK(registry->version.find_first_not_of("0123456789abcdef") == std::string::npos);
    return registry->version;
  };
  const std::string both = version({{"a.toml", kFirst}, {"b.toml", kUser}});
  CHECK(version({{"a.toml", kFirst}, {"b.toml", kUser}}) == both);
  CHECK(version({{"a.toml", kFirst}, {"elsewhere/b.toml", kUser}}) == both);
  CHECK(version({{"a.toml", kFirst}, {"b.toml", kUser + "\n"}}) != both);
  CHECK(version({{"a.toml", kFirst + "\n"}, {"b.toml", kUser}}) != both);
  CHECK(version({{"a.toml", kFirst}}) != both);
}

TEST_CASE("a user's folder goes on top of what is shipped: files at any depth, in order of name") {
  const auto shipped = load_registry({});
  REQUIRE(shipped);
  const TemporaryFolder folder;
  CHECK(load_registry(folder.path())->version == shipped->version);

  write(folder.path() / "deep" / "er" / "list.toml", kList);
  write(folder.path() / "z.toml", "[[organisation]]\nid = \"user-lab\"\ncountry = \"DE\"\n");
  write(folder.path() / ".hidden.toml", "not TOML at all");
  write(folder.path() / "notes.txt", "not TOML at all");
  const auto registry = load_registry(folder.path());
  REQUIRE(registry);
  CHECK(registry->organisations.size() == shipped->organisations.size() + 1);
  CHECK(registry->organisation("user-lab")->country == "DE");
  CHECK(registry->version != shipped->version);
}

TEST_CASE("lists/*.csv holds entries of the list that the file is named for") {
  const TemporaryFolder folder;
  write(folder.path() / "list.toml", kList);
  const auto before = load_registry(folder.path());
  REQUIRE(before);
  write(folder.path() / "lists" / "user-list.csv",
        "organisation,printed,entered,citation\nUser's Own Laboratory,UOL,2020-01-02,p. 3\n");
  const auto registry = load_registry(folder.path());
  REQUIRE(registry);
  CHECK(registry->version != before->version);
  const auto list = std::find_if(registry->lists.begin(), registry->lists.end(),
                                 [](const PublicList& known) { return known.id == "user-list"; });
  REQUIRE(list != registry->lists.end());
  CHECK(list->issuer == "Me");
  REQUIRE(list->entries.size() == 1);
  CHECK(list->entries[0].organisation == "user-lab");
}

TEST_CASE("a folder that cannot be read is an error with its path") {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  const auto error = [&](const fs::path& path) {
    const auto registry = load_registry(path);
    REQUIRE_FALSE(registry);
    return one_line(registry.error());
  };
  CHECK(error(folder.path() / "none") == "the registry folder " + root + "/none is not there");
  write(folder.path() / "list.toml", kList);
  write(folder.path() / "lists" / "other.csv", "organisation,printed,entered,citation\n");
  CHECK(error(folder.path()) ==
        root +
            "/lists/other.csv:1: there is no list 'other' | a [[list]] with that id in a "
            ".toml file says what the list is");
  fs::remove(folder.path() / "lists" / "other.csv");
  write(folder.path() / "lists" / "user-list.csv", "organisation,printed,entered,citation\n\na,b\n");
  CHECK(error(folder.path()) == root + "/lists/user-list.csv:3: 2 cells, where the first row has 4");
  write(folder.path() / "list.toml", "\nnme = 1\n");
  CHECK(error(folder.path()) == root +
                                    "/list.toml:2: unknown key 'nme' | the keys of a registry file are "
                                    "source, organisation, list, topic");
}
