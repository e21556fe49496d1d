// A generated history of an index, with saved searches over it that are made, edited, renamed, archived and
// run now and then; what the alerts say is compared with the difference of full answers and with the test's
// own record of what happened to each paper. A second data folder looks at every paper in every run: both
// ways must say the same. LABTRAIL_ALERT_STEPS and LABTRAIL_ALERT_SEARCHES set the size (200 and 300 for the
// full one).
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "corpus/paper_json.h"
#include "tests/unit/saved/alert_bench.h"
#include "tests/unit/searcher/query_maker.h"
#include "tests/unit/searcher/world.h"

using namespace labtrail;
using saved::Cause;
using saved::EventKind;
using Ids = std::set<std::string>;

namespace {

unsigned size_of(const char* variable, unsigned otherwise) {
  const char* given = std::getenv(variable);
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : otherwise;
}

/// What happened to a paper, by generation; 0 = never.
struct PaperHistory {
  std::uint64_t touched = 0;  ///< added or changed
  std::uint64_t removed = 0;
  std::uint64_t merged = 0;
  std::uint64_t retracted = 0;
};

/// What a saved search should know.
struct Model {
  bool run = false;
  std::string question;
  std::uint64_t generation = 0;
  Ids before;
  Ids retracted;
  Ids alerted;
};

class History {
 public:
  explicit History(unsigned searches)
      : templates_(tests::read_papers({LABTRAIL_SOURCE_DIR "/corpus/samples"})),
        queries_(templates_, 20261125),
        whole_store_(bench_.folder.path() / "whole", [this] { return bench_.now; }),
        whole_alerts_(whole_store_) {
    std::vector<corpus::Paper> first;
    for (std::size_t i = 0; i < 150; ++i) first.push_back(fresh(i));
    ingest(first, {});
    while (ids_.size() < searches) create();
  }

  void step() {
    switch (below(10)) {
      case 0:
        change_registry();
        retag();
        break;
      case 2:
        decide();
        break;
      case 1:
        change_registry();
        [[fallthrough]];  // an ingest that meets a changed registry
      default:
        change_papers();
    }
    if (below(3) == 0) change_searches();
    // Now and then the alerts are late, by more generations than are kept.
    if (late_ > 0) {
      --late_;
      return;
    }
    if (below(4) == 0) late_ = 1 + below(5);
    alert();
  }

  void finish() { alert(); }

  std::uint64_t events = 0;
  std::uint64_t runs = 0;
  std::map<std::string, std::uint64_t> causes;

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  static std::string id_of(std::size_t i) { return "openalex:W" + std::to_string(900'000 + i); }

  /// A paper of the pool as some source might print it at some time.
  corpus::Paper fresh(std::size_t i) {
    corpus::Paper paper = templates_[(i + below(3) * 7) % templates_.size()];
    paper.id = id_of(i);
    if (below(3) == 0) paper.title += " robot swarm control";
    if (below(4) == 0) paper.year = 2015 + static_cast<int>(below(10));
    if (below(6) == 0) paper.abstract.clear();
    paper.retracted = below(12) == 0;
    return paper;
  }

  void change_papers() {
    std::vector<corpus::Paper> papers;
    std::vector<std::string> deletions;
    Ids touched;
    for (std::size_t n = below(12); n > 0; --n) {
      const std::size_t i = below(400);
      if (!touched.insert(id_of(i)).second) continue;
      const auto known = papers_.find(id_of(i));
      if (known != papers_.end() && below(4) == 0) {
        papers.push_back(known->second);
        papers.back().retracted = !papers.back().retracted;
      } else if (known != papers_.end() && below(8) == 0) {
        papers.push_back(known->second);  // the same again
      } else {
        papers.push_back(fresh(i));
      }
    }
    for (std::size_t n = below(4); n > 0; --n) {
      const std::size_t i = below(400);
      if (touched.insert(id_of(i)).second)
        deletions.push_back("W" + std::to_string(900'000 + i) + (below(3) == 0 ? ",W1" : ""));
    }
    if (!papers.empty() || !deletions.empty()) ingest(papers, deletions);
  }

  void ingest(const std::vector<corpus::Paper>& papers, const std::vector<std::string>& deletions) {
    std::vector<std::filesystem::path> paths;
    if (!papers.empty()) paths.push_back(tests::write_jsonl(bench_.folder.path() / "papers.jsonl", papers));
    if (!deletions.empty()) paths.push_back(bench_.deletion_list(deletions));
    bench_.run(paths);
    const std::uint64_t now = generation();
    for (const corpus::Paper& paper : papers) {
      const auto [at, added] = papers_.try_emplace(paper.id, paper);
      if (!added && at->second == paper) continue;
      PaperHistory& history = history_[paper.id];
      history.touched = now;
      if (!added && paper.retracted && !at->second.retracted) history.retracted = now;
      at->second = paper;
    }
    for (const std::string& deletion : deletions) {
      const std::string id = "openalex:" + deletion.substr(0, deletion.find(','));
      if (papers_.erase(id) == 0) continue;
      PaperHistory& history = history_[id];
      history.removed = now;
      history.merged = deletion.find(',') != std::string::npos ? now : 0;
    }
    note_generation();
  }

  void note_generation() {
    const std::string file = registry_file();
    if (file != applied_) registries_.insert(generation());
    Ids there;
    for (const auto& [id, paper] : papers_) there.insert(id);
    there_.resize(generation() + 1);
    there_[generation()] = std::move(there);
  }

  /// One or two labs under names that the samples print.
  void change_registry() {
    std::string toml = "[[source]]\nkey = \"made\"\ntext = \"made for a test\"\n";
    for (std::size_t lab = 0; lab < 1 + below(2); ++lab) {
      const corpus::Paper& paper = templates_[below(templates_.size())];
      if (paper.authors.empty() || paper.authors[0].affiliations.empty()) continue;
      const std::string& raw = paper.authors[0].affiliations[0].raw;
      std::string name = raw.substr(0, raw.find(','));
      if (name.size() < 6 || name.find_first_of("\"\\") != std::string::npos) continue;
      const char* needs = below(2) == 0 ? ", needs = [\"Narvik\"]" : "";
      toml += "[[organisation]]\nid = \"made-" + std::to_string(lab) +
              "\"\nkind = \"lab\"\ncountry = \"NO\"\nname = \"" + name + "\"\nnames = [ { text = \"" + name +
              "\", source = \"made\"" + needs + " } ]\n";
    }
    // Names that the shipped registry has already are refused: then everything stays.
    const auto file = bench_.registry / "mine.toml";
    const std::string before = std::filesystem::exists(file) ? base::read_file(file) : "";
    base::write_file_atomically(file, toml);
    try {
      indexer::knowledge_for(bench_.index, {bench_.registry, std::nullopt});
    } catch (const base::Failure&) {
      base::write_file_atomically(file, before);
    }
  }

  void retag() {
    bench_.retag(base::read_file(bench_.registry / "mine.toml"));
    note_generation();
    applied_ = registry_file();
  }
  [[nodiscard]] std::string registry_file() const {
    const auto file = bench_.registry / "mine.toml";
    return std::filesystem::exists(file) ? base::read_file(file) : "";
  }

  /// The user accepts or refuses what some printed string names, or takes back the last decision.
  void decide() {
    tagging::Decision decision;
    auto at = papers_.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(below(papers_.size())));
    const corpus::Paper& paper = at->second;
    if (undoable_ > 0 && below(4) == 0) {
      decision.action = tagging::Action::undo;
      decision.undoes = undoable_;
    } else if (!paper.authors.empty() && !paper.authors[0].affiliations.empty()) {
      decision.action = below(3) == 0 ? tagging::Action::refuse : tagging::Action::accept;
      decision.organisation = "zhejiang-lab";
      decision.text = paper.authors[0].affiliations[0].raw;
      decision.reason = "for a test";
    } else {
      return;
    }
    bench_.decide(decision);
    ++numbers_;
    undoable_ = decision.action == tagging::Action::undo ? 0 : numbers_;
    note_generation();
    decided_.insert(generation());
    applied_ = registry_file();
  }

  [[nodiscard]] std::uint64_t generation() const { return bench_.searcher->generation().number; }

  void draw(saved::Draft& draft) {
    switch (below(8)) {
      case 4:
        draft.query = below(2) == 0 ? "NOT robot" : "";
        draft.filter = "lab:zhejiang-lab";
        break;
      case 0:
        draft.query = below(2) == 0 ? "robot OR swarm" : "";
        draft.filter =
            "lab:made-" + std::to_string(below(2)) + (below(2) == 0 ? ",state:candidate|asserted" : "");
        break;
      case 1:
        draft.query = "(" + queries_.query() + ") OR lab:made-0";
        draft.filter.clear();
        break;
      case 2:
        draft.query = queries_.short_query();
        draft.filter = queries_.filter();
        break;
      case 3:
        draft.query.clear();
        draft.filter = queries_.clause();
        break;
      default:
        draft.query = queries_.query();
        draft.filter = below(4) == 0 ? queries_.clause() : "";
    }
  }

  void create() {
    saved::Draft draft;
    draft.name = "search " + std::to_string(ids_.size());
    draw(draft);
    const auto search = bench_.store.create(draft);
    if (!search) return;  // a query beyond a cap: another one
    ids_.push_back(search->id);
    take_over();
  }

  /// Brings the second folder's searches to the state of the first's: same ids, same questions.
  void take_over() {
    for (const auto& search : bench_.store.list(saved::Store::Which::all)) {
      const auto there = whole_store_.find(search.id);
      if (!there) {
        const std::vector<std::string> ids{search.id};
        REQUIRE(whole_store_.import_json(*bench_.store.export_json(ids)).has_value());
        continue;
      }
      if (there->version.draft != search.version.draft)
        REQUIRE(whole_store_.edit(search.id, search.version.draft).has_value());
      if (there->archived != search.archived)
        REQUIRE(whole_store_.set_archived(search.id, search.archived).has_value());
    }
  }

  void change_searches() {
    const std::string& id = ids_[below(ids_.size())];
    auto search = *bench_.store.find(id);
    saved::Draft draft = search.version.draft;
    switch (below(4)) {
      case 0:
        REQUIRE(bench_.store.set_archived(id, !search.archived).has_value());
        break;
      case 1:
        draft.name += " renamed";
        REQUIRE(bench_.store.edit(id, draft).has_value());
        break;
      case 2:
        draw(draft);
        (void)bench_.store.edit(id, draft);
        break;
      default:
        create();
    }
    take_over();
  }

  Ids find(const saved::Draft& draft) {
    searcher::Request request;
    request.query = draft.query;
    request.filter = draft.filter;
    request.deadline = std::chrono::seconds(60);
    const auto ranked = bench_.searcher->rank(request, 1'000'000);
    INFO(draft.query << " | " << draft.filter);
    INFO((ranked ? std::string() : ranked.error().message));
    REQUIRE(ranked.has_value());
    Ids out;
    for (const searcher::RankedId& hit : *ranked) out.insert(hit.id);
    return out;
  }

  /// Why a paper may be read otherwise than in generation `from`: by the user's decisions only where no
  /// registry changed since; where both did, this model leaves open which of them met the paper.
  [[nodiscard]] std::string reading_changed(std::uint64_t from) const {
    const auto since = [&](const std::set<std::uint64_t>& generations) {
      return generations.upper_bound(from) != generations.end();
    };
    if (!since(decided_)) return "registry-change";
    return since(registries_) ? "correction|registry-change" : "correction";
  }

  /// Causes that may be given, one or several.
  std::string cause_of(EventKind kind, const std::string& id, std::uint64_t since) {
    const std::uint64_t now = generation();
    const bool listed = now - since <= 2;
    const std::uint64_t from = listed ? since : std::max(since, now - 3);
    const PaperHistory& history = history_[id];
    const bool touched = history.touched > from;
    const std::string otherwise = reading_changed(from) + (listed ? "" : "|unrecorded");
    if (kind == EventKind::match) {
      // The kept lists may begin after the paper was removed and end after it was added again.
      if (touched && !there_[from].contains(id)) return "new-record";
      return touched ? "changed-record" : otherwise;
    }
    if (!there_[now].contains(id)) return history.merged > from ? "merged-record" : "removed-record";
    if (history.retracted > from) return "retraction";
    return touched ? "changed-record" : otherwise;
  }

  void alert() {
    ++runs;
    const std::uint64_t now = generation();
    std::vector<std::string> expected;
    for (const auto& search : bench_.store.list()) {
      Model& model = models_[search.id];
      const saved::Draft& draft = search.version.draft;
      const std::string question = draft.query + '\n' + draft.filter;
      const Ids after = find(draft);
      Ids retracted;
      for (const std::string& id : after) {
        if (papers_.at(id).retracted) retracted.insert(id);
      }
      const auto expect = [&](EventKind kind, const std::string& id, const std::string& cause) {
        expected.push_back(search.id + ' ' + std::string(saved::name(kind)) + ' ' + id + ' ' + cause);
      };
      if (model.run && model.question == question) {
        for (const std::string& id : after) {
          if (model.before.contains(id)) {
            if (retracted.contains(id) && !model.retracted.contains(id))
              expect(EventKind::retraction, id, "retraction");
          } else if (model.alerted.insert(id).second) {
            expect(EventKind::match, id, cause_of(EventKind::match, id, model.generation));
          }
        }
        for (const std::string& id : model.before) {
          if (!after.contains(id))
            expect(EventKind::removal, id, cause_of(EventKind::removal, id, model.generation));
        }
      }
      model = {true, question, now, after, retracted, std::move(model.alerted)};
    }
    std::sort(expected.begin(), expected.end());

    const auto summary = bench_.alert();
    CHECK(summary.errors == 0);
    const std::vector<saved::Event> found = fresh_events(bench_.alerts, seen_);
    saved::RunOptions whole;
    whole.whole = true;
    REQUIRE(whole_alerts_.run(*bench_.searcher, whole).has_value());
    REQUIRE(lines(fresh_events(whole_alerts_, seen_whole_), true) == lines(found, true));

    std::vector<std::string> said = lines(found, false);
    REQUIRE(said.size() == expected.size());
    for (std::size_t i = 0; i < said.size(); ++i) REQUIRE(is_one_of(said[i], expected[i]));
    check_parts(found);
    for (const auto& search : bench_.store.list())
      REQUIRE(search.last_run->count == models_[search.id].before.size());
    events += found.size();
    for (const saved::Event& event : found) ++causes[std::string(saved::name(event.cause))];
  }

  static std::vector<saved::Event> fresh_events(const saved::Alerts& alerts, std::uint64_t& seen) {
    saved::EventQuery query;
    query.limit = 10'000;
    auto events = *alerts.events(query);
    std::erase_if(events, [&](const saved::Event& event) { return event.number <= seen; });
    if (!events.empty()) seen = events.front().number;
    return events;
  }

  static std::vector<std::string> lines(const std::vector<saved::Event>& events, bool parts) {
    std::vector<std::string> out;
    for (const saved::Event& event : events) {
      std::string line = event.search + ' ' + std::string(saved::name(event.kind)) + ' ' + event.paper + ' ' +
                         std::string(saved::name(event.cause));
      if (parts) {
        line += event.retracted ? " retracted" : "";
        for (const std::string& part : event.parts) line += " [" + part + ']';
      }
      out.push_back(std::move(line));
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  /// "s match p a" is one of "s match p a|b".
  static bool is_one_of(const std::string& said, const std::string& expected) {
    INFO(said << " instead of " << expected);
    const std::size_t cause = expected.rfind(' ') + 1;
    std::istringstream causes(expected.substr(cause));
    bool same = false;
    for (std::string one; std::getline(causes, one, '|');)
      same = same || said == expected.substr(0, cause) + one;
    CHECK(same);
    return same;
  }

  /// Each part, asked as a question of its own, finds the paper.
  void check_parts(const std::vector<saved::Event>& events) {
    for (const saved::Event& event : events) {
      if (event.kind != EventKind::match || below(5) != 0) continue;
      const auto search = *bench_.store.find(event.search);
      for (const std::string& part : event.parts) {
        saved::Draft alone;
        const bool in_query = search.version.draft.query.find(part) != std::string::npos;
        (in_query ? alone.query : alone.filter) = part;
        // A value of state: and role: binds to its clause.
        INFO(search.version.draft.query << " | " << search.version.draft.filter << " ; part " << part);
        if (part.find("state:") != std::string::npos || part.find("role:") != std::string::npos ||
            search.version.draft.query.find("state:") != std::string::npos ||
            search.version.draft.query.find("role:") != std::string::npos)
          continue;
        CHECK(find(alone).contains(event.paper));
      }
    }
  }

  tests::AlertBench bench_;
  std::mt19937_64 random_{20261125};
  std::vector<corpus::Paper> templates_;
  tests::QueryMaker queries_;
  saved::Store whole_store_;
  saved::Alerts whole_alerts_;
  std::vector<std::string> ids_;
  std::map<std::string, corpus::Paper> papers_;
  std::map<std::string, PaperHistory> history_;
  std::vector<Ids> there_;  ///< [generation]
  std::map<std::string, Model> models_;
  std::set<std::uint64_t> registries_;  ///< generations under another registry than the one before
  std::set<std::uint64_t> decided_;     ///< generations that applied a decision
  std::string applied_;                 ///< registry file that surely is applied
  std::uint64_t undoable_ = 0;          ///< number of the last one that can be undone, or 0
  std::uint64_t numbers_ = 0;           ///< of the last decision
  std::size_t late_ = 0;
  std::uint64_t seen_ = 0;
  std::uint64_t seen_whole_ = 0;
};

}  // namespace

TEST_CASE(
    "over a long history alerts are the difference of full answers: none lost, none twice, causes right") {
  const unsigned steps = size_of("LABTRAIL_ALERT_STEPS", 80);
  History history(size_of("LABTRAIL_ALERT_SEARCHES", 120));
  for (unsigned i = 0; i < steps; ++i) history.step();
  history.finish();
  std::cout << steps << " steps, " << history.runs << " runs, " << history.events << " events:";
  for (const auto& [cause, count] : history.causes) std::cout << ' ' << cause << ' ' << count;
  std::cout << '\n';
  CHECK(history.events > steps);
  for (const char* cause :
       {"new-record", "changed-record", "registry-change", "correction", "retraction", "removed-record"})
    CHECK(history.causes[cause] > 0);
}
