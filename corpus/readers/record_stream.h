// Cuts a stream of bytes into JSON records, in constant memory, without believing that the JSON is right.
//
// Three shapes occur: one record a line; objects one after the other, usually inside an array and usually
// spread over many lines; and API pages, objects whose member "results" holds the records. In the last two a
// record ends where its brackets balance. One missing quote would swallow the rest of the file that way, so a
// record that looks wrong is searched for the start of the next one: `{` at the start of a line or behind
// `},`, where an object starts that parses and that the format accepts as a record. What lies before is one
// broken record, the rest goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "corpus/readers/byte_source.h"

namespace labtrail::corpus {

struct Record {
  enum class Fault : std::uint8_t {
    none,
    broken,    ///< brackets or quotes do not balance before the next record starts
    too_long,  ///< longer than kMaxRecordBytes: not read, `text` is its beginning
    cut_off,   ///< the input ends inside this record
    stray,     ///< text between records
  };
  std::string_view text;   ///< valid until the next call
  std::uint64_t line = 0;  ///< 1-based line on which it starts
  Fault fault = Fault::none;
  bool unterminated = false;  ///< the input ended with it, without a line break or a closing bracket
};

class RecordStream {
 public:
  enum class Shape : std::uint8_t { lines, objects, pages };
  using IsRecord = std::function<bool(std::string_view)>;

  /// `probe` are the bytes already read from `source`. `is_record` parses a candidate and says whether it is
  /// one.
  RecordStream(ByteSource& source, Shape shape, std::string probe, IsRecord is_record);

  /// The next record or fault; false at the end of the input.
  bool next(Record& record);
  /// The record that `next` returned last does not parse: looks inside it for the start of another one and
  /// goes on there.
  void resume_inside();
  /// Line at which the stream stands.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  enum class Place : std::uint8_t { outside, envelope, results };
  struct Scan;

  bool fill();
  void advance(std::size_t to);
  bool next_line(Record& record);
  void skip_line();
  bool next_object(Record& record);
  void scan_object(std::size_t begin, bool watch, Scan& scan);
  bool starts_record(std::size_t at);
  bool recover(std::size_t begin, std::size_t end, std::size_t& at);
  void discard(Scan& scan);
  void stray(Record& record);
  bool skip_envelope(Record& record);

  ByteSource& source_;
  Shape shape_;
  Place place_ = Place::outside;
  IsRecord is_record_;
  std::string buffer_;
  std::size_t head_ = 0;    ///< start of what has not been returned
  std::size_t last_ = 0;    ///< start of the record returned last
  std::uint64_t line_ = 1;  ///< line of `head_`
  std::uint64_t last_line_ = 1;
  int envelope_depth_ = 0;
  bool results_seen_ = false;
  std::size_t budget_ = 0;  ///< bytes that may still be looked at in search of the next record
  std::string snippet_;     ///< beginning of a record that was not kept
};

}  // namespace labtrail::corpus
