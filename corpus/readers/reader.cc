#include "corpus/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "corpus/base/text.h"
#include "corpus/json_tree.h"
#include "corpus/readers/byte_source.h"
#include "corpus/readers/detection.h"
#include "corpus/readers/formats.h"
#include "corpus/readers/record_stream.h"

namespace labtrail::corpus {
namespace {

using Severity = Rejection::Severity;

struct FormatName {
  Format format;
  std::string_view name;
};
constexpr std::array kFormats{
    FormatName{Format::automatic, "automatic"}, FormatName{Format::openalex, "openalex"},
    FormatName{Format::paperlists, "paperlists"}, FormatName{Format::jsonl, "jsonl"}};

/// The first 200 bytes of a record, fit for a report: valid UTF-8, no line breaks, no e-mail addresses.
std::string excerpt(std::string_view text) {
  constexpr std::size_t kBytes = 200;
  // An address cut in half would not be recognised: look at more than is shown.
  std::string out = base::squeeze_space(strip_emails(base::repair_utf8(text.substr(0, 4 * kBytes))));
  if (out.size() <= kBytes) return out;
  std::size_t end = kBytes;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  out.resize(end);
  return out;
}

/// Reads one input from its first byte to its last.
class Reading {
 public:
  Reading(const Input& input, const Sink& sink, const Progress& progress)
      : input_(input), sink_(sink), progress_(progress), source_(input.path) {}

  void run() {
    std::string probe;
    while (probe.size() < kProbeBytes && source_.read(probe)) {
    }
    // Some editors put a byte order mark first; it says nothing about UTF-8.
    if (probe.compare(0, 3, "\xEF\xBB\xBF") == 0) probe.erase(0, 3);
    if (probe.empty() && source_.fault().empty()) {
      report(0, Severity::warning, "the file is empty", {});
      return;
    }
    if (probe.empty()) {
      report(0, Severity::rejected, source_.fault(), {});
      return;
    }
    Detected found = detect(probe, input_.format);
    while (!found.certain && probe.size() < kMaxProbeBytes) {
      const std::size_t enough = 4 * probe.size();
      while (probe.size() < enough && source_.read(probe)) {
      }
      found = detect(probe, input_.format);
      if (probe.size() < enough) break;  // that was all of it
    }
    if (!found.known) {
      report(0, input_.found_in_folder ? Severity::warning : Severity::rejected, found.reason, probe);
      return;
    }
    format_ = found.format;
    if (format_ == Format::paperlists) paperlists_ = paperlists_name(input_.path.filename().string());
    if (found.deletions) {
      read_deletions(std::move(probe));
    } else {
      read_records(found.shape, std::move(probe));
    }
    if (progress_) progress_(source_.consumed());
  }

 private:
  bool send(std::uint64_t line, std::variant<Paper, Deletion, Rejection>&& what) {
    if (stopped_) return false;
    stopped_ = !sink_(Event{std::move(what), input_.path, line});
    return !stopped_;
  }

  bool report(std::uint64_t line, Severity severity, std::string_view reason, std::string_view record) {
    return send(line, Rejection{severity, std::string(reason), excerpt(record)});
  }

  void show_progress() {
    if (!progress_ || source_.consumed() == shown_) return;
    shown_ = source_.consumed();
    progress_(shown_);
  }

  [[nodiscard]] bool is_record(const JsonValue& value) const {
    switch (format_) {
      case Format::openalex:
        return is_openalex(value);
      case Format::paperlists:
        return is_paperlists(value);
      default:
        return is_jsonl(value);
    }
  }

  [[nodiscard]] base::Result<Paper> to_paper(const JsonValue& value) const {
    switch (format_) {
      case Format::openalex:
        return paper_from_openalex(value);
      case Format::paperlists:
        return paper_from_paperlists(value, paperlists_);
      default:
        return paper_from_jsonl(value);
    }
  }

  void read_records(RecordStream::Shape shape, std::string&& probe) {
    JsonTree candidate;
    RecordStream stream(source_, shape, std::move(probe), [&](std::string_view text) {
      const auto value = candidate.parse(text);
      return value && is_record(*value);
    });
    Record record;
    bool fault_told = false;
    while (!stopped_ && stream.next(record)) {
      using Fault = Record::Fault;
      const bool damaged = !source_.fault().empty();
      switch (record.fault) {
        case Fault::none:
          read_record(stream, record);
          break;
        case Fault::broken:
          report(record.line, Severity::rejected,
                 "not valid JSON: a quote or bracket is missing in this record", record.text);
          break;
        case Fault::too_long:
          report(record.line, Severity::rejected,
                 fmt::format("longer than {} MB: not read", kMaxRecordBytes >> 20), record.text);
          break;
        case Fault::cut_off:
          report(record.line, Severity::rejected,
                 damaged ? std::string_view(source_.fault()) : "the file ends in the middle of this record",
                 record.text);
          fault_told = true;
          break;
        case Fault::stray:
          report(record.line, Severity::rejected, "text that is no record", record.text);
          break;
      }
      show_progress();
    }
    if (!source_.fault().empty() && !fault_told)
      report(stream.line(), Severity::rejected, source_.fault(), {});
  }

  void read_record(RecordStream& stream, const Record& record) {
    const auto value = tree_.parse(record.text);
    if (!value) {
      const std::string reason =
          record.unterminated ? "the file ends in the middle of this record" : value.error().message;
      report(record.line, Severity::rejected, reason, record.text);
      stream.resume_inside();
      return;
    }
    const JsonTree::Repairs repairs = tree_.repairs();
    auto paper = to_paper(*value);
    if (!paper) {
      report(record.line, Severity::rejected, paper.error().message, record.text);
      return;
    }
    if (!send(record.line, std::move(*paper))) return;
    if (repairs.utf8) {
      report(record.line, Severity::warning, "ill-formed UTF-8 was replaced by U+FFFD", record.text);
    }
  }

  /// CSV: `work_id,deleted_date`; in older drops `merge_date,id,merge_into_id`. The first column that holds a
  /// work id names the work that is gone, a second one the work that it was merged into.
  void read_deletions(std::string&& probe) {
    RecordStream stream(source_, RecordStream::Shape::lines, std::move(probe), {});
    Record record;
    while (!stopped_ && stream.next(record)) {
      show_progress();
      std::string id;
      std::string into;
      std::string_view rest = record.text;
      while (into.empty() && !rest.empty()) {
        const std::size_t comma = rest.find(',');
        std::string_view field = base::trim(rest.substr(0, comma));
        if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
          field = field.substr(1, field.size() - 2);
        (id.empty() ? id : into) = openalex_work_id(field);
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
      }
      if (!id.empty() && record.fault == Record::Fault::none) {
        send(record.line, Deletion{"openalex:" + id, into.empty() ? into : "openalex:" + into});
      } else if (record.line != 1 ||
                 record.fault != Record::Fault::none) {  // the first line names the columns
        report(record.line, Severity::rejected, "no OpenAlex work id in this line of a deletion list",
               record.text);
      }
    }
    if (!source_.fault().empty()) report(stream.line(), Severity::rejected, source_.fault(), {});
  }

  const Input& input_;
  const Sink& sink_;
  const Progress& progress_;
  ByteSource source_;
  JsonTree tree_;
  Format format_ = Format::automatic;
  PaperlistsName paperlists_;
  bool stopped_ = false;
  std::uint64_t shown_ = 0;
};

}  // namespace

void read_input(const Input& input, const Sink& sink, const Progress& progress) {
  Reading(input, sink, progress).run();
}

base::Result<Format> parse_format(std::string_view name) {
  for (const FormatName& row : kFormats) {
    if (row.name == name) return row.format;
  }
  std::string_view nearest;
  for (const FormatName& row : kFormats) {
    if (base::edit_distance(base::to_u32(name), base::to_u32(row.name), 3) <= 3) nearest = row.name;
  }
  return base::fail(base::ErrorCode::bad_request, fmt::format("unknown format '{}'", name),
                    nearest.empty() ? "formats are openalex, paperlists, jsonl"
                                    : fmt::format("did you mean '{}'?", nearest));
}

std::string_view name(Format format) {
  for (const FormatName& row : kFormats) {
    if (row.format == format) return row.name;
  }
  return {};
}

}  // namespace labtrail::corpus
