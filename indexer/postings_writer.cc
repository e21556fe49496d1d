#include <fmt/format.h>
#include <xapian.h>

#include "corpus/base/file.h"
#include "indexer/segment_builder.h"

namespace labtrail::indexer {
namespace {

/// Papers in one intermediate database: committed once, when full, so that Xapian writes each B-tree in one
/// go.
constexpr unsigned kShardPapers = 4000;
constexpr int kFlags =
    Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST | Xapian::DB_NO_SYNC;

}  // namespace

struct PostingsWriter::Open {
  explicit Open(const std::string& path) : database(path, kFlags) {}
  Xapian::WritableDatabase database;
  unsigned papers = 0;
};

PostingsWriter::PostingsWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}
PostingsWriter::~PostingsWriter() = default;

void PostingsWriter::add(const std::vector<std::pair<std::string_view, format::PackedCounts>>& terms) {
  format::through_xapian([&] {
    if (open_ == nullptr) {
      shards_.push_back(folder_ / fmt::format("shard.{}", shards_.size()));
      open_ = std::make_unique<Open>(shards_.back().string());
    }
    Xapian::Document document;
    for (const auto& [term, counts] : terms) document.add_term(std::string(term), counts.bits());
    open_->database.add_document(document);
    if (++open_->papers == kShardPapers) finish_shard();
  });
}

void PostingsWriter::finish_shard() {
  if (open_ == nullptr) return;
  open_->database.commit();
  open_->database.close();
  open_.reset();
}

void PostingsWriter::seal(const std::filesystem::path& file) {
  format::through_xapian([&] {
    finish_shard();
    if (shards_.empty()) {  // a segment without papers still has a valid, empty database
      shards_.push_back(folder_ / "shard.0");
      Xapian::WritableDatabase(shards_.back().string(), kFlags).commit();
    }
    Xapian::Database all;
    for (const std::filesystem::path& shard : shards_) all.add_database(Xapian::Database(shard.string()));
    all.compact(file.string(), Xapian::DBCOMPACT_SINGLE_FILE);
  });
  for (const std::filesystem::path& shard : shards_) std::filesystem::remove_all(shard);
  base::sync_file(file);
}

}  // namespace labtrail::indexer
