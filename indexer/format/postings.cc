#include "indexer/format/postings.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace labtrail::format {

PostingsLease::~PostingsLease() {
  if (database_ == nullptr) return;
  const std::lock_guard lock(owner_->mutex_);
  owner_->idle_.push_back(std::move(database_));
}

std::uint32_t PostingsLease::document_count(std::string_view term) const {
  return through_xapian([&] { return database_->get_termfreq(std::string(term)); });
}

void PostingsLease::read(std::string_view term, std::vector<Posting>& out) const {
  out.reserve(out.size() + document_count(term));
  each(term, [&](std::uint32_t doc, PackedCounts counts) {
    out.push_back({doc, counts});
    return true;
  });
}

Postings::Postings(const std::filesystem::path& file) : fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (fd_ < 0) {
    throw base::Failure(base::ErrorCode::io, "cannot open " + file.string() + ": " + std::strerror(errno));
  }
  auto first = lease();  // a damaged file is refused now, not at the first query
}

Postings::~Postings() {
  idle_.clear();
  if (fd_ >= 0) ::close(fd_);
}

PostingsLease Postings::lease() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto database = std::move(idle_.back());
      idle_.pop_back();
      return {this, std::move(database)};
    }
  }
  const int copy = ::fcntl(fd_, F_DUPFD_CLOEXEC, 3);
  if (copy < 0)
    throw base::Failure(base::ErrorCode::io, std::string("too many open files: ") + std::strerror(errno));
  // Xapian takes the place where the file stands for the start of the database, and a copied descriptor
  // shares that place with its siblings.
  const std::lock_guard lock(mutex_);
  ::lseek(copy, 0, SEEK_SET);
  return through_xapian([&] { return PostingsLease(this, std::make_unique<Xapian::Database>(copy)); });
}

}  // namespace labtrail::format
