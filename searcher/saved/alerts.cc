// One run: what each search was at its last run is loaded, the questions are asked by several threads
// (evaluation.h), and their answers are compared and written down here, some hundreds of searches a
// transaction.
#include "searcher/saved/alerts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "corpus/base/json_writer.h"
#include "searcher/saved/change_set.h"
#include "searcher/saved/database.h"
#include "searcher/saved/evaluation.h"
#include "searcher/saved/memory.h"
#include "searcher/saved/run_papers.h"

namespace labtrail::saved {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using searcher::PaperNumber;
using searcher::PaperSelection;
using searcher::SelectionAnswer;

/// Neighbours in the file share pages, so searches are settled by their numbers, and many at a time.
constexpr std::size_t kSearchesAtATime = 500;

/// What changed since one former generation, shared by all searches that were last run in it.
struct Base {
  bool known = false;  ///< all change lists are there
  ChangeSet changes;
  std::shared_ptr<const PaperSelection> changed;  ///< those that are still there
  std::optional<std::vector<PaperKey>> keys;      ///< of changed papers that the file knows, rising
};

struct Task {
  enum class Way : std::uint8_t { nothing_to_do, changed, whole, baseline };
  Way way = Way::baseline;
  std::int64_t number = 0;
  std::string id;
  Draft draft;
  std::uint32_t version = 0;
  // The last run; generation 0 = none.
  std::uint64_t generation = 0;
  std::string generation_date;
  std::string mark;
  std::int64_t meaning = 0;
  std::uint64_t count = 0;
  std::uint32_t run_version = 0;
  bool erred = false;
  Base* base = nullptr;
};

std::vector<Task> load_tasks(Connection& connection) {
  Statement rows = connection.prepare(
      "SELECT s.number, s.id, s.version, v.name, v.query, v.filter, r.generation, r.mark, r.meaning, "
      "r.count, "
      "r.version, r.error_code, w.query, w.filter, r.generation_date FROM searches s "
      "JOIN versions v ON v.search = s.number AND v.version = s.version "
      "LEFT JOIN runs r ON r.search = s.number "
      "LEFT JOIN versions w ON w.search = s.number AND w.version = r.version "
      "WHERE s.archived = 0 ORDER BY s.number");
  std::vector<Task> out;
  while (rows.step()) {
    Task& task = out.emplace_back();
    task.number = rows.integer(0);
    task.id = rows.text(1);
    task.version = rows.small(2);
    task.draft.name = rows.text(3);
    task.draft.query = rows.text(4);
    task.draft.filter = rows.text(5);
    if (rows.is_null(6)) continue;
    task.generation = rows.number(6);
    task.mark = rows.text(7);
    task.meaning = rows.integer(8);
    task.count = rows.number(9);
    task.run_version = rows.small(10);
    task.erred = !rows.is_null(11);
    task.generation_date = rows.text(14);
    const bool same = rows.bytes(12) == task.draft.query && rows.bytes(13) == task.draft.filter;
    if (task.generation > 0 && same) task.way = Task::Way::whole;
  }
  return out;
}

struct Matched {
  PaperKey key;
  PaperNumber paper;
  std::uint32_t place;  ///< in the answer
};

std::string parts_json(const std::vector<std::string_view>& parts) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_array();
  for (const std::string_view part : parts) json.string(part);
  json.end_array();
  return out;
}

/// The parts that each paper of an answer met, as JSON, by place in the answer.
std::vector<std::string> parts_of(const SelectionAnswer& answer) {
  std::vector<std::vector<std::string_view>> met(answer.papers.size());
  for (const SelectionAnswer::Part& part : answer.parts) {
    for (const std::uint32_t place : part.papers) met[place].push_back(part.text);
  }
  std::vector<std::string> out;
  out.reserve(met.size());
  for (const auto& parts : met) out.push_back(parts_json(parts));
  return out;
}

template <typename Set>
Set minus(const Set& a, const Set& b) {
  Set out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

template <typename Set>
Set both(const Set& a, const Set& b) {
  Set out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

template <typename Set>
Set either(const Set& a, const Set& b) {
  Set out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

class Run {
 public:
  Run(Database& database, const searcher::Searcher& searcher, const RunOptions& options)
      : database_(database),
        options_(options),
        all_(searcher.all_papers()),
        generation_(all_->generation()),
        mark_(all_->mark()),
        papers_(all_) {}

  Result<RunSummary> run() {
    const auto begun = std::chrono::steady_clock::now();
    summary_.generation = generation_;
    if (auto error = load()) return tl::unexpected<Error>(std::move(*error));
    Evaluation evaluation(tasks_.size(), options_.threads, [&](std::size_t i) { return ask(tasks_[i]); });
    for (std::size_t begin = 0; begin < tasks_.size(); begin += kSearchesAtATime) {
      const std::size_t end = std::min(tasks_.size(), begin + kSearchesAtATime);
      std::vector<Evaluated> answers;
      for (std::size_t i = begin; i < end; ++i) answers.push_back(evaluation.take());
      settle(begin, answers);
      if (options_.progress) options_.progress(end, tasks_.size());
    }
    std::sort(summary_.news.begin(), summary_.news.end(), [](const SearchRun& a, const SearchRun& b) {
      return a.name != b.name ? a.name < b.name : a.search < b.search;
    });
    summary_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return std::move(summary_);
  }

 private:
  std::optional<Error> load() {
    {
      Database::Reading reading(database_);
      tasks_ = load_tasks(*reading);
    }
    if (!options_.searches.empty()) {
      std::vector<Task> wanted;
      for (const std::string& id : options_.searches) {
        const auto at =
            std::find_if(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.id == id; });
        if (at == tasks_.end())
          return Error{ErrorCode::not_found, fmt::format("there is no live saved search '{}'", id), {}, 0, 0};
        const bool twice =
            std::any_of(wanted.begin(), wanted.end(), [&](const Task& t) { return t.id == id; });
        if (!twice) wanted.push_back(*at);
      }
      tasks_ = std::move(wanted);
    }
    summary_.searches = tasks_.size();
    std::vector<Task> left;
    for (Task& task : tasks_) {
      if (task.way != Task::Way::baseline) {
        const bool done = task.generation == generation_.number && task.mark == mark_;
        if ((done && !task.erred && !options_.whole) || is_ahead(task)) {
          ++summary_.up_to_date;
          continue;
        }
        task.base = &base_of(task.generation, task.mark);
        if (task.base->known && !options_.whole) task.way = Task::Way::changed;
      }
      left.push_back(std::move(task));
    }
    tasks_ = std::move(left);
    return std::nullopt;
  }

  /// The search was run in a later generation than the one at hand, which is no longer the newest: to go back
  /// would report what came since as gone.
  [[nodiscard]] bool is_ahead(const Task& task) const {
    if (task.generation <= generation_.number) return false;
    return task.generation_date > generation_.date || all_->is_followed_by(task.generation, task.mark);
  }

  Base& base_of(std::uint64_t generation, const std::string& mark) {
    auto& base = bases_[{generation, mark}];
    if (base) return *base;
    base = std::make_unique<Base>();
    if (const auto lists = all_->changes_since(generation, mark)) {
      base->known = true;
      base->changes = ChangeSet(*lists, true);
      base->changed = all_->only(base->changes.ids());
    } else {
      base->changes = ChangeSet(all_->kept_changes(), false);
    }
    return *base;
  }

  [[nodiscard]] searcher::Request request_for(const Task& task) const {
    searcher::Request request;
    request.query = task.draft.query;
    request.filter = task.draft.filter;
    request.deadline = options_.deadline;
    return request;
  }

  /// Called by several threads.
  Evaluated ask(const Task& task) const {
    const searcher::Request request = request_for(task);
    if (task.way == Task::Way::changed) {
      auto answer = task.base->changed->matching(request, true);
      // Names that stand for something else now may move papers that did not change themselves.
      if (!answer || static_cast<std::int64_t>(answer->meaning) == task.meaning)
        return {std::move(answer), false};
    }
    return {all_->matching(request, false), true};
  }

  void settle(std::size_t first, const std::vector<Evaluated>& answers) {
    std::vector<const SelectionAnswer*> good;
    for (const Evaluated& evaluated : answers) {
      if (evaluated.answer) good.push_back(&*evaluated.answer);
    }
    papers_.read(good);
    Database::Writing writing(database_);
    papers_.write(*writing);
    std::vector<SearchRun> news;
    RunSummary after = summary_;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Task& task = tasks_[first + i];
      if (!is_as_loaded(*writing, task)) continue;  // edited, archived or run by another: next time
      SearchRun run = answers[i].answer ? compare(*writing, task, answers[i])
                                        : note_error(*writing, task, answers[i].answer.error());
      run.search = task.id;
      run.name = task.draft.name;
      after.matches += run.matches;
      after.removals += run.removals;
      after.retractions += run.retractions;
      after.baselines += run.baseline ? 1 : 0;
      after.errors += run.error ? 1 : 0;
      if (run.matches + run.removals + run.retractions > 0 || run.baseline || run.error)
        after.news.push_back(std::move(run));
    }
    writing.commit();
    summary_ = std::move(after);
  }

  static bool is_as_loaded(Connection& connection, const Task& task) {
    Statement row = connection.prepare(
        "SELECT s.version, s.archived, r.generation, r.mark, r.version FROM searches s "
        "LEFT JOIN runs r ON r.search = s.number WHERE s.number = ?1");
    row.with(task.number);
    return row.step() && row.small(0) == task.version && row.integer(1) == 0 &&
           row.number(2) == task.generation && row.bytes(3) == task.mark && row.small(4) == task.run_version;
  }

  SearchRun note_error(Connection& connection, const Task& task, const Error& error) const {
    connection
        .prepare(
            "INSERT INTO runs (search, version, generation, generation_date, mark, meaning, count, "
            "error_code, "
            "error_message, error_hint, error_offset, error_length) VALUES (?1, 0, 0, '', '', 0, 0, ?2, ?3, "
            "?4, "
            "?5, ?6) ON CONFLICT (search) DO UPDATE SET error_code = ?2, error_message = ?3, error_hint = "
            "?4, "
            "error_offset = ?5, error_length = ?6")
        .with(task.number, base::name(error.code), error.message, error.hint, std::uint64_t{error.offset},
              std::uint64_t{error.length})
        .run();
    SearchRun out;
    out.count = task.count;
    out.error = error;
    return out;
  }

  /// What matches now against what is remembered: events, the new memory and the run, in the transaction at
  /// hand.
  SearchRun compare(Connection& connection, const Task& task, const Evaluated& evaluated) {
    const SelectionAnswer& answer = *evaluated.answer;
    SearchRun out;
    out.whole = evaluated.whole;
    std::vector<Matched> matched;
    matched.reserve(answer.papers.size());
    for (std::uint32_t place = 0; place < answer.papers.size(); ++place)
      matched.push_back({papers_.of(answer.papers[place]).key, answer.papers[place], place});
    std::sort(matched.begin(), matched.end(),
              [](const Matched& a, const Matched& b) { return a.key < b.key; });
    Remembered now;
    for (const Matched& match : matched) {
      now.papers.push_back(match.key);
      if (papers_.of(match.paper).retracted) now.retracted.push_back(match.key);
    }
    if (task.way == Task::Way::baseline) {
      remember(connection, task.number, now);
      out.baseline = true;
      out.count = now.papers.size();
    } else if (evaluated.whole) {
      const Remembered before = recall(connection, task.number);
      note_events(connection, task, evaluated, before, now, matched, out);
      remember(connection, task.number, now);
      out.count = now.papers.size();
    } else {
      out.count = compare_changed(connection, task, evaluated, now, matched, out);
    }
    write_run(connection, task, answer, out);
    return out;
  }

  /// The same for the changed papers only: others stay in the memory as they are. Returns the new count.
  std::uint64_t compare_changed(Connection& connection, const Task& task, const Evaluated& evaluated,
                                const Remembered& now, const std::vector<Matched>& matched, SearchRun& out) {
    const std::vector<PaperKey> asked = either(keys_of(connection, *task.base), now.papers);
    if (asked.empty()) return task.count;
    const Remembered around = recall_around(connection, task.number, asked);
    const Remembered before{both(around.papers, asked), both(around.retracted, asked)};
    note_events(connection, task, evaluated, before, now, matched, out);
    const std::vector<PaperKey> moved =
        either(either(minus(before.papers, now.papers), minus(now.papers, before.papers)),
               either(minus(before.retracted, now.retracted), minus(now.retracted, before.retracted)));
    remember_around(connection, task.number, moved,
                    {either(minus(around.papers, before.papers), now.papers),
                     either(minus(around.retracted, before.retracted), now.retracted)});
    return task.count + now.papers.size() - before.papers.size();
  }

  const std::vector<PaperKey>& keys_of(Connection& connection, Base& base) const {
    if (base.keys) return *base.keys;
    std::vector<PaperKey>& keys = base.keys.emplace();
    Statement find = connection.prepare("SELECT number FROM papers WHERE id = ?1");
    for (const std::string& id : base.changes.ids()) {
      find.with(id);
      if (find.step()) keys.push_back(find.small(0));
      find.reset();
    }
    std::sort(keys.begin(), keys.end());
    return keys;
  }

  void note_events(Connection& connection, const Task& task, const Evaluated& evaluated,
                   const Remembered& before, const Remembered& now, const std::vector<Matched>& matched,
                   SearchRun& out) {
    const std::vector<PaperKey> entered = minus(now.papers, before.papers);
    if (!entered.empty()) note_matches(connection, task, evaluated, entered, matched, out);
    for (const PaperKey key : minus(before.papers, now.papers)) {
      const std::string id = id_of(connection, key);
      const Cause cause = task.base->changes.of_removal(id, all_->has(id));
      insert_event(connection, task, EventKind::removal, key, false, cause, "[]");
      ++out.removals;
    }
    for (const PaperKey key : both(minus(now.retracted, before.retracted), before.papers)) {
      insert_event(connection, task, EventKind::retraction, key, true, Cause::retraction, "[]");
      ++out.retractions;
    }
  }

  void note_matches(Connection& connection, const Task& task, const Evaluated& evaluated,
                    const std::vector<PaperKey>& entered, const std::vector<Matched>& matched,
                    SearchRun& out) {
    std::vector<Matched> fresh;
    auto at = matched.begin();
    for (const PaperKey key : entered) {
      while (at->key != key) ++at;
      fresh.push_back(*at);
    }
    // A question to every paper comes without parts: it is asked again to the few that are new.
    std::vector<std::string> parts;
    if (evaluated.whole) {
      parts = parts_of_few(task, fresh);
    } else {
      std::vector<std::string> all = parts_of(*evaluated.answer);
      for (const Matched& match : fresh) parts.push_back(std::move(all[match.place]));
    }
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      const Cause cause = papers_.cause_of_match(fresh[i].paper, task.base->changes);
      const bool retracted = papers_.of(fresh[i].paper).retracted;
      if (insert_event(connection, task, EventKind::match, fresh[i].key, retracted, cause, parts[i]))
        ++out.matches;
    }
  }

  [[nodiscard]] std::vector<std::string> parts_of_few(const Task& task,
                                                      const std::vector<Matched>& fresh) const {
    std::vector<std::string> ids;
    for (const Matched& match : fresh) ids.emplace_back(all_->id(match.paper));
    std::vector<std::string> out(fresh.size(), "[]");
    const auto answer = all_->only(ids)->matching(request_for(task), true);
    if (!answer) return out;  // out of time: the alert itself must not be lost for that
    const std::vector<std::string> parts = parts_of(*answer);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      const auto at = std::lower_bound(answer->papers.begin(), answer->papers.end(), fresh[i].paper);
      if (at != answer->papers.end() && *at == fresh[i].paper)
        out[i] = parts[static_cast<std::size_t>(at - answer->papers.begin())];
    }
    return out;
  }

  static std::string id_of(Connection& connection, PaperKey key) {
    Statement row = connection.prepare("SELECT id FROM papers WHERE number = ?1");
    row.with(key);
    return row.step() ? row.text(0) : std::string();
  }

  /// False for a match that was alerted before.
  bool insert_event(Connection& connection, const Task& task, EventKind kind, PaperKey paper, bool retracted,
                    Cause cause, std::string_view parts) const {
    connection
        .prepare(
            "INSERT INTO events (search, kind, paper, retracted, cause, parts, version, generation, "
            "generation_date) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING")
        .with(task.number, static_cast<int>(kind), paper, retracted, static_cast<int>(cause), parts,
              task.version, generation_.number, generation_.date)
        .run();
    return connection.changed() > 0;
  }

  void write_run(Connection& connection, const Task& task, const SelectionAnswer& answer,
                 const SearchRun& run) const {
    connection
        .prepare(
            "INSERT INTO runs (search, version, generation, generation_date, mark, meaning, count) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (search) DO UPDATE SET version = ?2, "
            "generation = ?3, generation_date = ?4, mark = ?5, meaning = ?6, count = ?7, error_code = NULL, "
            "error_message = NULL, error_hint = NULL, error_offset = NULL, error_length = NULL")
        .with(task.number, task.version, generation_.number, generation_.date, mark_, answer.meaning,
              run.count)
        .run();
    if (!run.baseline && run.count == task.count && task.version == task.run_version) return;
    connection
        .prepare(
            "INSERT INTO counts (search, version, generation, generation_date, count) VALUES (?1, ?2, ?3, "
            "?4, ?5)")
        .with(task.number, task.version, generation_.number, generation_.date, run.count)
        .run();
  }

  Database& database_;
  const RunOptions& options_;
  const std::shared_ptr<const PaperSelection> all_;
  const searcher::GenerationInfo generation_;
  const std::string mark_;
  RunPapers papers_;
  RunSummary summary_;
  std::vector<Task> tasks_;
  std::map<std::pair<std::uint64_t, std::string>, std::unique_ptr<Base>> bases_;
};

}  // namespace

Result<RunSummary> Alerts::run(const searcher::Searcher& searcher, const RunOptions& options) {
  return Run(store_.database(), searcher, options).run();
}

}  // namespace labtrail::saved
