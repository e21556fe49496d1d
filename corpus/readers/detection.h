// Which format and which shape a file has, from its first bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "corpus/reader.h"
#include "corpus/readers/record_stream.h"

namespace labtrail::corpus {

/// How much of a file the guess looks at, and how much it may look at when no record ends in that.
inline constexpr std::size_t kProbeBytes = std::size_t{128} << 10;
inline constexpr std::size_t kMaxProbeBytes = kMaxRecordBytes;

struct Detected {
  bool known = false;
  bool certain = true;  ///< false: no whole record was seen, more bytes may say something else
  Format format = Format::automatic;
  RecordStream::Shape shape = RecordStream::Shape::lines;
  bool deletions = false;  ///< a deletion list of OpenAlex, not records
  std::string reason;      ///< if not known: why, for a person
};

/// `asked` wins over the guess of the format; the shape is always guessed.
Detected detect(std::string_view probe, Format asked);

}  // namespace labtrail::corpus
