#include "corpus/readers/record_stream.h"

#include <algorithm>
#include <utility>

#include "corpus/reader.h"

namespace labtrail::corpus {
namespace {

constexpr std::size_t kSnippet = 256;
constexpr std::size_t kNone = std::string::npos;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

/// How far the search for the end of one object has come; positions are offsets into the buffer.
struct RecordStream::Scan {
  enum class End : std::uint8_t { complete, boundary, too_long, input_ended };
  std::size_t position = 0;
  int depth = 0;
  bool in_string = false;
  bool line_break_in_string = false;  ///< JSON forbids it: most likely a quote is missing
  End end = End::complete;
};

RecordStream::RecordStream(ByteSource& source, Shape shape, std::string probe, IsRecord is_record)
    : source_(source), shape_(shape), is_record_(std::move(is_record)), buffer_(std::move(probe)) {}

bool RecordStream::fill() {
  return source_.read(buffer_);
}

/// Moves the start of what has not been returned to `to`.
void RecordStream::advance(std::size_t to) {
  line_ += count_lines(std::string_view(buffer_).substr(head_, to - head_));
  head_ = to;
}

bool RecordStream::next(Record& record) {
  if (head_ >= ByteSource::kChunk) {
    buffer_.erase(0, head_);
    head_ = 0;
  }
  budget_ = 8 * kMaxRecordBytes;
  record = {};
  return shape_ == Shape::lines ? next_line(record) : next_object(record);
}

// ------------------------------------------------------------------------------------------------ lines

bool RecordStream::next_line(Record& record) {
  std::size_t from = head_;
  while (true) {
    const std::size_t end = buffer_.find('\n', from);
    if (end == kNone && buffer_.size() - head_ > kMaxRecordBytes) {
      record.line = line_;
      snippet_.assign(buffer_, head_, kSnippet);
      skip_line();
      record.text = snippet_;
      record.fault = Record::Fault::too_long;
      return true;
    }
    if (end == kNone) {
      from = buffer_.size();
      if (fill()) continue;
    }
    const std::size_t stop = end == kNone ? buffer_.size() : end;
    const std::string_view text = std::string_view(buffer_).substr(head_, stop - head_);
    const bool blank = std::all_of(text.begin(), text.end(), is_blank);
    if (end == kNone && text.empty()) return false;
    if (!blank) {
      record.text = text;
      record.line = line_;
      record.unterminated = end == kNone;
      if (end == kNone && !source_.fault().empty()) record.fault = Record::Fault::cut_off;
      if (text.size() > kMaxRecordBytes) {
        record.text = text.substr(0, kSnippet);
        record.fault = Record::Fault::too_long;
      }
    }
    advance(end == kNone ? stop : stop + 1);
    from = head_;
    if (!blank) return true;
    if (end == kNone) return false;
  }
}

/// Drops everything up to and including the next line break.
void RecordStream::skip_line() {
  while (true) {
    const std::size_t end = buffer_.find('\n', head_);
    if (end != kNone) return advance(end + 1);
    buffer_.clear();
    head_ = 0;
    if (!fill()) return;
  }
}

// ---------------------------------------------------------------------------------------------- objects

bool RecordStream::next_object(Record& record) {
  while (true) {
    std::size_t at = head_;
    while (at < buffer_.size() && (is_blank(buffer_[at]) || buffer_[at] == ',')) ++at;
    advance(at);
    if (at == buffer_.size()) {
      buffer_.clear();
      head_ = 0;
      if (fill()) continue;
      // A page that ends inside its results is cut off, unless the compressed data says so already.
      if (place_ != Place::results || !source_.fault().empty()) return false;
      place_ = Place::outside;
      record = {{}, line_, Record::Fault::cut_off, true};
      return true;
    }
    const char c = buffer_[at];
    if (c == '{' && (shape_ != Shape::pages || place_ == Place::results)) break;
    if (c == '{' || (c == ']' && place_ == Place::results)) {
      if (place_ == Place::outside) results_seen_ = false;
      envelope_depth_ = place_ == Place::outside ? 0 : 1;
      place_ = Place::envelope;
      if (c == ']') advance(at + 1);
      if (skip_envelope(record)) return true;
    } else if (c == '[' || c == ']') {
      advance(at + 1);
    } else {
      stray(record);
      return true;
    }
  }

  record.line = last_line_ = line_;
  last_ = head_;
  Scan scan;
  scan.position = head_;
  scan_object(head_, true, scan);
  std::size_t stop = scan.position;
  switch (scan.end) {
    case Scan::End::complete:
      break;
    case Scan::End::boundary:
      record.fault = Record::Fault::broken;
      break;
    case Scan::End::too_long:
    case Scan::End::input_ended:
      if (recover(head_, buffer_.size(), stop)) {
        record.fault = Record::Fault::broken;
      } else if (scan.end == Scan::End::input_ended) {
        record.fault = Record::Fault::cut_off;
        record.unterminated = true;
        stop = buffer_.size();
        place_ = Place::outside;
      } else {
        record.fault = Record::Fault::too_long;
        snippet_.assign(buffer_, head_, kSnippet);
        record.text = snippet_;
        discard(scan);
        return true;
      }
  }
  record.text = std::string_view(buffer_).substr(head_, stop - head_);
  advance(stop);
  return true;
}

/// Walks from `begin` (a `{`) or from where `scan` stands to the end of the object. With `watch` it stops
/// where the next record seems to start before this one has ended.
void RecordStream::scan_object(std::size_t begin, bool watch, Scan& scan) {
  // The column counts only if the record stands alone on its line: then its like starts in the same column.
  std::size_t column = begin;
  while (column > 0 && (buffer_[column - 1] == ' ' || buffer_[column - 1] == '\t')) --column;
  const bool at_line_start = column == 0 || buffer_[column - 1] == '\n';
  column = at_line_start ? begin - column : kNone;

  std::size_t i = scan.position;
  const auto finish = [&](Scan::End end) {
    scan.position = i;
    scan.end = end;
  };
  while (true) {
    if (i + 1 >= buffer_.size()) {  // one more byte than needed, so that an escape is never split
      if (i - begin > kMaxRecordBytes) return finish(Scan::End::too_long);
      if (!fill() && i == buffer_.size()) return finish(Scan::End::input_ended);
    }
    const char c = buffer_[i];
    if (scan.in_string) {
      if (c == '\\') {
        i += i + 1 < buffer_.size() ? 2 : 1;
        continue;
      }
      if (c == '"') scan.in_string = false;
      if (c == '\n') scan.line_break_in_string = true;
    } else if (c == '"') {
      scan.in_string = true;
    } else if (c == '{' || c == '[') {
      ++scan.depth;
    } else if (c == '}' || c == ']') {
      if (--scan.depth == 0) {
        ++i;
        return finish(Scan::End::complete);
      }
    }
    ++i;
    if (c == '\n' && watch) {
      std::size_t next = i;
      while (true) {
        while (next < buffer_.size() && (buffer_[next] == ' ' || buffer_[next] == '\t')) ++next;
        if (next < buffer_.size() || !fill()) break;
      }
      const bool suspicious = scan.line_break_in_string || (column != kNone && next - i == column);
      if (next < buffer_.size() && buffer_[next] == '{' && suspicious && starts_record(next)) {
        i = next;
        return finish(Scan::End::boundary);
      }
    }
  }
}

/// Is there an object at `at` that is complete and that the format takes for a record? Costs are bounded by
/// the budget of the record that is in doubt.
bool RecordStream::starts_record(std::size_t at) {
  if (budget_ == 0) return false;
  Scan scan;
  scan.position = at;
  scan_object(at, false, scan);
  budget_ -= std::min(budget_, scan.position - at);
  return scan.end == Scan::End::complete &&
         is_record_(std::string_view(buffer_).substr(at, scan.position - at));
}

/// Looks for the start of a record behind `begin` and before `end`.
bool RecordStream::recover(std::size_t begin, std::size_t end, std::size_t& at) {
  for (std::size_t i = buffer_.find('{', begin + 1); i < end; i = buffer_.find('{', i + 1)) {
    std::size_t before = i;
    while (before > begin && (buffer_[before - 1] == ' ' || buffer_[before - 1] == '\t')) --before;
    bool plausible = buffer_[before - 1] == '\n';
    if (!plausible && buffer_[before - 1] == ',') {
      --before;
      while (before > begin && is_blank(buffer_[before - 1])) --before;
      plausible = buffer_[before - 1] == '}';
    }
    if (!plausible) continue;
    const std::size_t inside = buffer_.find_first_not_of(" \t\r\n", i + 1);
    if (inside == kNone || buffer_[inside] != '"') continue;
    if (starts_record(i)) {
      at = i;
      return true;
    }
  }
  return false;
}

void RecordStream::resume_inside() {
  if (shape_ == Shape::lines) return;
  std::size_t at = 0;
  if (!recover(last_, head_, at)) return;
  line_ = last_line_ + count_lines(std::string_view(buffer_).substr(last_, at - last_));
  head_ = at;
}

/// Drops the rest of a record that is too long to keep.
void RecordStream::discard(Scan& scan) {
  do {
    advance(scan.position);
    buffer_.erase(0, head_);
    head_ = scan.position = 0;
    scan_object(0, true, scan);
  } while (scan.end == Scan::End::too_long);
  advance(scan.position);
}

/// Text where a record or a comma should be; runs to the next object that follows a separator.
void RecordStream::stray(Record& record) {
  record.line = line_;
  record.fault = Record::Fault::stray;
  snippet_.clear();
  char before = ' ';
  while (true) {
    std::size_t i = head_;
    for (; i < buffer_.size(); ++i) {
      const char c = buffer_[i];
      if (c == '{' && (before == ',' || before == '}' || before == '[' || before == ']' || before == '\n'))
        break;
      if (c == '\n' || !is_blank(c)) before = c;
      if (snippet_.size() < kSnippet) snippet_ += c;
    }
    const bool found = i < buffer_.size();
    advance(i);
    if (found) break;
    buffer_.clear();
    head_ = 0;
    if (!fill()) break;
  }
  record.text = snippet_;
}

/// Passes over the members of a page until its "results" start (or the page ends). True: a fault is in
/// `record`.
bool RecordStream::skip_envelope(Record& record) {
  record.line = line_;
  std::string key;
  bool in_string = false;
  bool escaped = false;
  bool after_key = false;  // a string at depth 1 has just ended
  snippet_.clear();
  while (true) {
    for (std::size_t i = head_; i < buffer_.size(); ++i) {
      const char c = buffer_[i];
      if (snippet_.size() < kSnippet) snippet_ += c;
      if (in_string) {
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          in_string = false;
          after_key = envelope_depth_ == 1;
        } else if (key.size() < kSnippet) {
          key += c;
        }
      } else if (c == '"') {
        in_string = true;
        key.clear();
      } else if (c == '[' && envelope_depth_ == 1 && after_key && key == "results") {
        advance(i + 1);
        place_ = Place::results;
        results_seen_ = true;
        return false;
      } else if (c == '{' || c == '[') {
        ++envelope_depth_;
        after_key = false;
      } else if (c == '}' || c == ']') {
        if (--envelope_depth_ == 0) {
          advance(i + 1);
          place_ = Place::outside;
          if (results_seen_) return false;
          record.text = snippet_;
          record.fault = Record::Fault::stray;
          return true;
        }
      } else if (!is_blank(c) && c != ':') {
        after_key = false;
      }
    }
    advance(buffer_.size());
    buffer_.clear();
    head_ = 0;
    if (fill()) continue;
    place_ = Place::outside;
    record.text = snippet_;
    record.fault = Record::Fault::cut_off;
    record.unterminated = true;
    return true;
  }
}

}  // namespace labtrail::corpus
