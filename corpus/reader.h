// Where papers come from. A Reader turns one source file into events, in file order, in constant memory; a
// bad record is an event too and never stops the file. One source format is one file under readers/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/paper.h"

namespace labtrail::corpus {

enum class Format : std::uint8_t { automatic, openalex, paperlists, jsonl };

/// A paper to delete, from a deletion list (`deleted_ids.csv`).
struct Deletion {
  std::string id;
  std::string into;  ///< the record that it was merged into, or empty
};

/// A record that could not be read, or (severity warning) was read with a reservation.
struct Rejection {
  enum class Severity : std::uint8_t { rejected, warning };
  Severity severity = Severity::rejected;
  std::string reason;  ///< one line, for a person
  std::string record;  ///< the first 200 bytes of what was read, valid UTF-8
};

/// What a reader reports. `line` is 1-based, the line on which the record starts.
struct Event {
  std::variant<Paper, Deletion, Rejection> what;
  std::filesystem::path file;
  std::uint64_t line = 0;
};

/// Receives events in order; returning false stops the reader.
using Sink = std::function<bool(Event&&)>;

/// Progress of a reader, for a bar: bytes of the compressed input consumed so far (monotonic).
using Progress = std::function<void(std::uint64_t compressed_bytes)>;

/// One input to read, in the order in which an ingest reads them.
struct Input {
  std::filesystem::path path;
  Format format = Format::automatic;
  std::uint64_t bytes = 0;  ///< compressed size; 0 for standard input
  bool found_in_folder =
      false;  ///< not named by the user: to be of no known format is a warning, no rejection
};

/// Expands PATH arguments (file, directory, "-") into inputs in a stable order: directories recursively by
/// name; an OpenAlex layout (manifest.json) by its manifest, which is checked (missing file, wrong size =
/// error), with `deleted_ids.csv` last. A path that does not exist is an error.
base::Result<std::vector<Input>> list_inputs(const std::vector<std::filesystem::path>& paths, Format format);

/// Reads one input. gz and zst are recognised by content. A fault of the whole file (cannot be opened, not a
/// known format) is one Rejection event with line 0; a truncated or corrupt stream gives every record before
/// the fault and one Rejection at the fault. Never throws for bad input; throws base::Failure only when
/// `sink` does.
void read_input(const Input& input, const Sink& sink, const Progress& progress = {});

/// "openalex" and so on; error for an unknown name, with a hint.
base::Result<Format> parse_format(std::string_view name);
std::string_view name(Format format);

/// One record longer than this is rejected unread (bytes of JSON).
inline constexpr std::size_t kMaxRecordBytes = std::size_t{16} << 20;

}  // namespace labtrail::corpus
