// Every match of a question in one of the formats of other programs. Command line and HTTP call the same
// `write_export`, so that they give the same bytes; papers are written as they are read, so that no export is
// too large for memory, and none has a cap.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "corpus/base/error.h"
#include "corpus/paper.h"
#include "searcher/export/provenance.h"
#include "searcher/search.h"

namespace labtrail::exporting {

enum class Format : std::uint8_t { csv, jsonl, ris, bibtex, csl, xlsx };

/// How a format is called where. `name` is what the command line and the API take.
struct FormatNames {
  Format format;
  std::string_view name;
  std::string_view title;  ///< for people
  std::string_view content_type;
  std::string_view extension;  ///< of a file, without the dot
};
std::span<const FormatNames> formats();
const FormatNames& names(Format format);
std::optional<Format> find_format(std::string_view name);

struct Options {
  bool mark = false;        ///< a byte order mark, by which spreadsheets know UTF-8; CSV only
  bool provenance = false;  ///< says in the file where it comes from; XLSX always does, on its own sheet
};

/// Takes bytes; false when it wants no more. Now and then it is given none, and only asked.
using Sink = std::function<bool(std::string_view)>;

/// One export under way: `begin`, `add` for each paper, `end`, each once and in this order. Text is appended
/// to `out`, which the caller empties between calls. All throw base::Failure (io) where a file of their own
/// cannot be written.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void begin(const Provenance& provenance, std::string& out) = 0;
  virtual void add(const corpus::Paper& paper, const searcher::CountedValues& counted, std::string& out) = 0;
  /// What is left goes to `out` and, where it is large, to `sink` behind it. False when the sink had enough.
  virtual bool end(std::string& out, const Sink& sink) = 0;
};
std::unique_ptr<Writer> make_writer(Format format, const Options& options);

/// Writes the whole selection. Returns the number of papers, which is the selection's total. Errors: io (the
/// sink wants no more), corrupt (the papers given are not as many as were counted). On an error what the sink
/// has is not a whole export.
base::Result<std::uint64_t> write_export(const searcher::Selection& selection, Format format,
                                         const Options& options, const Sink& sink);

/// "labtrail-generation-7-123-papers.csv": letters, digits, '-' and '.' only.
std::string file_name(const searcher::SelectionFacts& facts, Format format);

}  // namespace labtrail::exporting
