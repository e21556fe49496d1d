#include "indexer/ingest.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "corpus/base/file.h"
#include "corpus/base/hash.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"
#include "corpus/paper_json.h"
#include "indexer/format/changes.h"
#include "indexer/generation.h"
#include "indexer/segment_builder.h"
#include "indexer/staging.h"

namespace labtrail::indexer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatchPapers = 64;
constexpr std::size_t kQueuedBatches = 16;
/// A builder seals early when it holds this much.
constexpr std::size_t kBuilderBytes = std::size_t{512} << 20;
constexpr std::size_t kMaxIdBytes = 1024;

struct Item {
  corpus::Paper paper;
  std::string json;
  base::Hash128 hash;
};
using Batch = std::vector<Item>;

/// Builds segments from batches on several threads. The first failure of a worker is rethrown to the reading
/// thread.
class Workers {
 public:
  Workers(const IngestOptions& options, std::uint64_t generation, Staging& staging,
          std::shared_ptr<const tagging::Knowledge> knowledge)
      : options_(options), generation_(generation), staging_(staging), knowledge_(std::move(knowledge)) {
    unsigned count = options.jobs != 0 ? options.jobs : std::thread::hardware_concurrency();
    count = std::max(1U, count);
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    stop();
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  void push(Batch&& batch) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return queue_.size() < kQueuedBatches || failure_; });
    if (failure_) std::rethrow_exception(failure_);
    queue_.push_back(std::move(batch));
    work_.notify_one();
  }
  /// Lets the workers finish and seal; throws the first failure.
  void finish() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
      work_.notify_all();
    }
    for (std::thread& thread : threads_) thread.join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    work_.notify_all();
  }

  void work() {
    try {
      format::Analyzer analyzer;
      tagging::Tagger tagger(knowledge_);
      std::unique_ptr<SegmentBuilder> builder;
      const auto seal = [&] {
        if (builder == nullptr) return;
        builder->add_synonyms(tagger.synonyms());
        builder->add_profiles(tagger.profiles());
        staging_.add(builder->seal());
        builder.reset();
      };
      for (;;) {
        Batch batch;
        {
          std::unique_lock lock(mutex_);
          work_.wait(lock, [&] { return !queue_.empty() || finished_ || stopped_; });
          if (stopped_ || failure_) return;
          if (queue_.empty()) break;
          batch = std::move(queue_.front());
          queue_.pop_front();
          room_.notify_one();
        }
        for (const Item& item : batch) {
          if (builder == nullptr) {
            const std::string name = new_segment_name(options_.index, generation_);
            builder = std::make_unique<SegmentBuilder>(format::layout::segment(options_.index, name),
                                                       analyzer, knowledge_->version);
          }
          builder->add(item.paper, item.json, item.hash, tagger);
          if (builder->size() >= options_.segment_papers || builder->memory() > kBuilderBytes) seal();
        }
      }
      seal();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      room_.notify_all();
      work_.notify_all();
    }
  }

  const IngestOptions& options_;
  const std::uint64_t generation_;
  Staging& staging_;
  const std::shared_ptr<const tagging::Knowledge> knowledge_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable room_;
  std::deque<Batch> queue_;
  bool finished_ = false;
  bool stopped_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

/// The reject file: one JSON object a line.
class RejectLog {
 public:
  explicit RejectLog(const std::optional<fs::path>& path) {
    if (path) file_.emplace(*path);
  }
  void add(const corpus::Rejection& rejection, const fs::path& file, std::uint64_t line) {
    if (!file_) return;
    const bool warning = rejection.severity == corpus::Rejection::Severity::warning;
    std::string out;
    base::JsonWriter json(out);
    json.begin_object()
        .field("file", file.string())
        .field("line", line)
        .field("severity", warning ? "warning" : "rejected");
    json.field("reason", rejection.reason).field("record", rejection.record).end_object();
    file_->write(out + "\n");
  }
  void close() {
    if (file_) file_->close();
  }

 private:
  std::optional<base::OutputFile> file_;
};

/// What this run has met so far, to tell one id with different contents apart (contract.md, "Paper id").
class SeenPapers {
 public:
  enum class Answer { first, repeated, other };
  /// `number` becomes 1 for the first content under an id, 2 for the next different one, ...
  Answer meet(std::string_view id, base::Hash128 content, unsigned& number) {
    const auto [at, fresh] = first_.try_emplace(base::hash64(id), content.low);
    number = 1;
    if (fresh) return Answer::first;
    if (at->second == content.low) return Answer::repeated;
    std::vector<std::uint64_t>& others = others_[at->first];
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (others[i] == content.low) {
        number = static_cast<unsigned>(i) + 2;
        return Answer::repeated;
      }
    }
    others.push_back(content.low);
    number = static_cast<unsigned>(others.size()) + 1;
    return Answer::other;
  }

 private:
  std::unordered_map<std::uint64_t, std::uint64_t> first_;
  std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> others_;
};

class Run {
 public:
  explicit Run(const IngestOptions& options)
      : options_(options),
        started_(std::chrono::steady_clock::now()),
        lock_(options.index),
        rejects_(options.reject_file) {}

  IngestSummary run() {
    auto inputs = corpus::list_inputs(options_.paths, options_.format);
    if (!inputs) throw base::Failure(inputs.error());
    const std::uint64_t current = format::read_current(options_.index);
    if (current != 0) base_ = format::Snapshot::open(options_.index);
    generation_ = current + 1;
    draft_ = draft_from(options_.index, base_);
    knowledge_ = knowledge_for(options_.index, options_.folders);
    std::tie(draft_.registry, draft_.data) = tagging_folders(options_.index, options_.folders);
    Staging staging(options_.index, run_fingerprint(*inputs));
    sweep(options_.index, staging.names());
    take_over(staging);
    for (const corpus::Input& input : *inputs) bytes_total_ += input.bytes;

    {
      Workers workers(options_, generation_, staging, knowledge_);
      workers_ = &workers;
      std::uint64_t bytes_before = 0;
      for (const corpus::Input& input : *inputs) {
        corpus::read_input(
            input, [&](corpus::Event&& event) { return take(std::move(event)); },
            [&](std::uint64_t bytes) { report(bytes_before + bytes); });
        bytes_before += input.bytes;
      }
      if (!batch_.empty()) workers.push(std::move(batch_));
      workers.finish();
      workers_ = nullptr;
    }
    rejects_.close();
    finish(staging, current);
    report(bytes_total_);
    summary_.seconds = elapsed();
    return summary_;
  }

 private:
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  }

  void report(std::uint64_t bytes) {
    if (options_.progress) options_.progress({summary_.read, bytes, bytes_total_, elapsed()});
  }

  /// Names this very run: what it reads and on which generation it stands.
  [[nodiscard]] std::string run_fingerprint(const std::vector<corpus::Input>& inputs) const {
    std::string text = fmt::format("generation {} format {} tags {}\n", generation_,
                                   corpus::name(options_.format), knowledge_->version);
    for (const corpus::Input& input : inputs) {
      std::error_code error;
      const auto time = fs::last_write_time(input.path, error);
      // Standard input cannot be read again: never the same run.
      if (error) text += fmt::format("{}\n", std::chrono::system_clock::now().time_since_epoch().count());
      text += fmt::format("{}\t{}\t{}\n", input.path.string(), input.bytes,
                          error ? 0 : time.time_since_epoch().count());
    }
    return base::hex(base::hash128(text));
  }

  void take_over(const Staging& staging) {
    for (const format::GenerationSegment& sealed : staging.segments()) {
      staged_.push_back(open_draft_segment(options_.index, sealed));
      staged_wanted_.emplace_back(sealed.papers);
    }
  }

  void note(const corpus::Rejection& rejection, const fs::path& file, std::uint64_t line) {
    rejects_.add(rejection, file, line);
    ++summary_.reasons[rejection.reason];
  }

  bool take(corpus::Event&& event) {
    if (auto* rejection = std::get_if<corpus::Rejection>(&event.what)) {
      note(*rejection, event.file, event.line);
      if (rejection->severity == corpus::Rejection::Severity::warning) {
        ++summary_.warnings;
      } else {
        ++summary_.read;
        ++summary_.rejected;
      }
    } else if (const auto* deletion = std::get_if<corpus::Deletion>(&event.what)) {
      ++summary_.read;
      remove(*deletion);
    } else {
      ++summary_.read;
      add(std::get<corpus::Paper>(std::move(event.what)), event.file, event.line);
    }
    return true;
  }

  void remove(const corpus::Deletion& deletion) {
    const std::string& id = deletion.id;
    const bool known = removed_new_.contains(id);
    bool there = in_run_.contains(base::hash64(id)) && !known;
    if (there) removed_new_.insert(id);
    if (const auto at = base_ ? base_->find(id) : std::nullopt;
        at && draft_.segments[at->segment].live.live.test(at->doc)) {
      draft_.segments[at->segment].live.live.clear(at->doc);
      changed_ = true;
      there = true;
    }
    if (!there) {
      ++summary_.unchanged;
      return;
    }
    ++summary_.deleted;
    note_change(format::ChangeKind::removed, id);
    if (!deletion.into.empty()) note_change(format::ChangeKind::merged, id, deletion.into);
  }

  void add(corpus::Paper&& paper, const fs::path& file, std::uint64_t line) {
    if (paper.id.size() > kMaxIdBytes) {
      ++summary_.rejected;
      note({corpus::Rejection::Severity::rejected, fmt::format("the id is longer than {} bytes", kMaxIdBytes),
            paper.id.substr(0, 200)},
           file, line);
      return;
    }
    Item item{std::move(paper), {}, {}};
    item.hash = corpus::content_hash(item.paper);
    unsigned number = 1;
    switch (seen_.meet(item.paper.id, item.hash, number)) {
      case SeenPapers::Answer::first:
        break;
      case SeenPapers::Answer::repeated:
        ++summary_.unchanged;
        return;
      case SeenPapers::Answer::other: {
        const std::string id = fmt::format("{}~{}", item.paper.id, number);
        ++summary_.warnings;
        note({corpus::Rejection::Severity::warning,
              "the id is used again for a different paper; both are kept",
              fmt::format("{} is kept as {}", item.paper.id, id)},
             file, line);
        item.paper.id = id;
        item.hash = corpus::content_hash(item.paper);
        break;
      }
    }
    const auto at = base_ ? base_->find(item.paper.id) : std::nullopt;
    const bool was_live = at && draft_.segments[at->segment].live.live.test(at->doc);
    if (was_live && base_->segments()[at->segment].segment->ids().hash(at->doc) == item.hash) {
      ++summary_.unchanged;
      return;
    }
    if (was_live) {
      draft_.segments[at->segment].live.live.clear(at->doc);
      ++summary_.replaced;
      note_change(format::ChangeKind::changed, item.paper.id);
      if (item.paper.retracted && !was_retracted(*at))
        note_change(format::ChangeKind::retracted, item.paper.id);
    } else {
      ++summary_.added;
      note_change(format::ChangeKind::added, item.paper.id);
    }
    changed_ = true;
    in_run_.insert(base::hash64(item.paper.id));
    removed_new_.erase(item.paper.id);
    if (already_staged(item)) return;
    item.json = corpus::to_json(item.paper);
    batch_.push_back(std::move(item));
    if (batch_.size() == kBatchPapers) {
      workers_->push(std::move(batch_));
      batch_.clear();
    }
  }

  void note_change(format::ChangeKind kind, std::string_view id, std::string_view into = {}) {
    format::append_change(draft_.changes, kind, id, into);
  }

  /// What the record that is being replaced said.
  [[nodiscard]] bool was_retracted(const format::Snapshot::Location& at) const {
    const auto before = corpus::from_json(base_->segments()[at.segment].segment->records().read(at.doc));
    return before && before->retracted;
  }

  /// The interrupted run before this one has already built this very record.
  bool already_staged(const Item& item) {
    for (std::size_t s = 0; s < staged_.size(); ++s) {
      const format::IdTable& ids = staged_[s].live.segment->ids();
      const auto doc = ids.find(item.paper.id);
      if (!doc || ids.hash(*doc) != item.hash || staged_wanted_[s].test(*doc)) continue;
      staged_wanted_[s].set(*doc);
      return true;
    }
    return false;
  }

  void finish(Staging& staging, std::uint64_t current) {
    summary_.generation = current;
    if (!changed_ && current != 0) {
      staging.clear();
      sweep(options_.index, {});
      return;
    }
    for (std::size_t s = 0; s < staged_.size(); ++s) {
      staged_[s].live.live = staged_wanted_[s];
      draft_.segments.push_back(std::move(staged_[s]));
    }
    for (std::size_t s = staged_wanted_.size(); s < staging.segments().size(); ++s) {
      draft_.segments.push_back(open_draft_segment(options_.index, staging.segments()[s]));
    }
    const std::size_t first_new = base_ ? base_->segments().size() : 0;
    for (std::size_t s = 0; s < draft_.segments.size(); ++s) {
      format::LiveSegment& segment = draft_.segments[s].live;
      if (s >= first_new) {
        for (const std::string& id : removed_new_) {
          if (const auto doc = segment.segment->ids().find(id)) segment.live.clear(*doc);
        }
      }
      segment.live_count = segment.live.count();
    }
    // One generation, one registry: older papers follow it before anything is merged.
    TagDifference difference;
    retag_draft(options_.index, generation_, draft_, knowledge_, difference);
    summary_.retagged = difference.papers.size();
    merge_small_segments(options_.index, generation_, draft_);
    publish(options_.index, generation_, draft_, *knowledge_, options_.clock);
    staging.clear();
    sweep(options_.index, {});
    summary_.generation = generation_;
  }

  const IngestOptions& options_;
  const std::chrono::steady_clock::time_point started_;
  WriterLock lock_;
  RejectLog rejects_;
  IngestSummary summary_;
  std::uint64_t generation_ = 0;
  std::uint64_t bytes_total_ = 0;
  std::shared_ptr<const format::Snapshot> base_;
  Draft draft_;
  std::shared_ptr<const tagging::Knowledge> knowledge_;
  bool changed_ = false;
  SeenPapers seen_;
  std::unordered_set<std::uint64_t> in_run_;     ///< hashes of ids added or replaced by this run
  std::unordered_set<std::string> removed_new_;  ///< ids of those that a deletion list took away again
  std::vector<DraftSegment> staged_;             ///< taken over from an interrupted run
  std::vector<format::Bitmap> staged_wanted_;
  Batch batch_;
  Workers* workers_ = nullptr;
};

}  // namespace

IngestSummary ingest(const IngestOptions& options) {
  return Run(options).run();
}

}  // namespace labtrail::indexer
