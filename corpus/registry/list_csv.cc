// Lists as CSV. Cells follow RFC 4180: quotes around a cell that holds commas, quotes (doubled) or line
// breaks; lines end with LF or CRLF. Columns are found by the names in the first row, others are passed over.
#include "corpus/registry/list_csv.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

#include "corpus/base/text.h"
#include "corpus/registry/file_reading.h"

namespace labtrail::corpus {
namespace {

using base::ErrorCode;

struct Row {
  std::uint32_t line = 0;
  std::vector<std::string> cells;
};

class Rows {
 public:
  explicit Rows(std::string_view text) : rest_(text) {
    if (rest_.substr(0, 3) == "\xEF\xBB\xBF") rest_.remove_prefix(3);
  }

  /// The next row that is not empty; false at the end and at a fault.
  bool next(Row& row) {
    while (!rest_.empty() && fault_.empty()) {
      row.line = line_;
      row.cells.clear();
      do {
        row.cells.push_back(cell());
      } while (fault_.empty() && take(','));
      if (fault_.empty() && !take_line_break() && !rest_.empty()) fault_ = "text behind a closing quote";
      if (fault_.empty() && (row.cells.size() > 1 || !row.cells[0].empty())) return true;
    }
    return false;
  }
  [[nodiscard]] std::string_view fault() const { return fault_; }
  [[nodiscard]] std::uint32_t line() const { return line_; }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_line_break() {
    if (rest_.substr(0, 2) == "\r\n") rest_.remove_prefix(1);
    if (!take('\n')) return false;
    ++line_;
    return true;
  }

  std::string cell() {
    if (!take('"')) {
      std::string_view text = rest_.substr(0, rest_.find_first_of(",\n"));
      rest_.remove_prefix(text.size());
      if (!text.empty() && text.back() == '\r' && (rest_.empty() || rest_.front() == '\n')) {
        text.remove_suffix(1);
      }
      if (text.find('"') != std::string_view::npos) fault_ = "a quote inside a cell that has none around it";
      return std::string(base::trim(text));
    }
    std::string out;
    const std::uint32_t begin = line_;
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) {
        line_ = begin;
        fault_ = "the quote that opens here is not closed";
        return out;
      }
      for (const char c : rest_.substr(0, quote)) line_ += c == '\n' ? 1 : 0;
      out.append(rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!take('"')) return std::string(base::trim(out));
      out += '"';
    }
  }

  std::string_view rest_;
  std::uint32_t line_ = 1;
  std::string_view fault_;
};

class CsvReading {
 public:
  CsvReading(std::string_view file, PublicList list, const Registry& registry)
      : file_(file), list_(std::move(list)), registry_(registry) {}

  base::Result<PublicList> read(std::string_view text) {
    const std::size_t bad = base::find_invalid_utf8(text);
    if (bad != std::string_view::npos) {
      std::uint32_t line = 1;
      for (const char c : text.substr(0, bad)) line += c == '\n' ? 1 : 0;
      return fail(line, "not UTF-8");
    }
    Rows rows(text);
    Row row;
    const bool any = rows.next(row);
    if (!rows.fault().empty()) return fail(rows.line(), rows.fault());
    if (!any) return fail(1, "no header row", kColumnsHint);
    if (auto error = read_header(row)) return tl::unexpected(std::move(*error));
    while (rows.next(row)) {
      if (auto error = read_row(row)) return tl::unexpected(std::move(*error));
    }
    if (!rows.fault().empty()) return fail(rows.line(), rows.fault());
    return std::move(list_);
  }

 private:
  enum Column : std::size_t { organisation, printed, entered, citation, ended, kColumnCount };
  static constexpr std::array<std::string_view, kColumnCount> kColumns{"organisation", "printed", "entered",
                                                                       "citation", "ended"};
  static constexpr std::string_view kColumnsHint =
      "the first row names the columns organisation, printed, entered, citation and, if wanted, ended";
  static constexpr std::size_t kNone = std::string::npos;

  [[nodiscard]] tl::unexpected<base::Error> fail(std::uint32_t line, std::string_view reason,
                                                 std::string_view hint = {}) const {
    return base::fail(ErrorCode::bad_record,
                      file_.empty() ? fmt::format("line {}: {}", line, reason)
                                    : fmt::format("{}: {}", to_string({file_, line}), reason),
                      std::string(hint));
  }

  std::optional<base::Error> read_header(const Row& row) {
    width_ = row.cells.size();
    places_.fill(kNone);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      for (std::size_t column = 0; column < kColumnCount; ++column) {
        if (base::ascii_lower(row.cells[i]) != kColumns[column]) continue;
        if (places_[column] != kNone) {
          return fail(row.line, fmt::format("two columns '{}'", kColumns[column])).value();
        }
        places_[column] = i;
      }
    }
    for (std::size_t column = 0; column < ended; ++column) {
      if (places_[column] != kNone) continue;
      return fail(row.line, fmt::format("no column '{}'", kColumns[column]), kColumnsHint).value();
    }
    return std::nullopt;
  }

  std::optional<base::Error> read_row(const Row& row) {
    if (row.cells.size() != width_) {
      return fail(row.line, fmt::format("{} cells, where the first row has {}", row.cells.size(), width_))
          .value();
    }
    const auto cell = [&](Column column) {
      return places_[column] == kNone ? std::string{} : row.cells[places_[column]];
    };
    ListEntry entry{cell(organisation), cell(printed), cell(entered), cell(ended), cell(citation)};
    for (const Column column : {organisation, printed, entered, citation}) {
      if (cell(column).empty()) return fail(row.line, fmt::format("'{}' is empty", kColumns[column])).value();
    }
    for (const Column column : {entered, ended}) {
      if (cell(column).empty() || is_date(cell(column))) continue;
      return fail(row.line,
                  fmt::format("'{}' must be a date as YYYY-MM-DD, not '{}'", kColumns[column], cell(column)))
          .value();
    }
    if (!entry.ended.empty() && entry.ended < entry.entered) {
      return fail(row.line, "'ended' is before 'entered'").value();
    }
    if (auto error = resolve(row.line, entry.organisation)) return error;
    list_.entries.push_back(std::move(entry));
    return std::nullopt;
  }

  /// Slug, "ror:..." or exact name, to slug or "ror:...". A unit's name does not do: its organisation is not
  /// on a list because the unit is.
  std::optional<base::Error> resolve(std::uint32_t line, std::string& wanted) {
    if (is_ror_reference(wanted) || registry_.organisation(wanted) != nullptr) return std::nullopt;
    if (names_.empty()) index_names();
    const auto found = names_.find(wanted);
    if (found == names_.end()) {
      std::vector<std::string_view> known;
      for (const Organisation& it : registry_.organisations) known.insert(known.end(), {it.id, it.name});
      return fail(line, fmt::format("unknown organisation '{}'", wanted), did_you_mean(wanted, known))
          .value();
    }
    const std::vector<std::string_view>& owners = found->second;
    if (owners.size() > 1) {
      return fail(line, fmt::format("'{}' is a name of '{}' and of '{}'", wanted, owners[0], owners[1]),
                  "write the id of the one that is meant")
          .value();
    }
    wanted = owners.front();
    return std::nullopt;
  }

  void index_names() {
    for (const Organisation& it : registry_.organisations) {
      for (const OrganisationName& name : it.names) {
        if (name.kind == NameKind::unit) continue;
        std::vector<std::string_view>& owners = names_[name.text];
        if (owners.empty() || owners.back() != it.id) owners.push_back(it.id);
      }
    }
  }

  std::string_view file_;
  PublicList list_;
  const Registry& registry_;
  std::size_t width_ = 0;
  std::array<std::size_t, kColumnCount> places_{};
  std::unordered_map<std::string_view, std::vector<std::string_view>> names_;
};

}  // namespace

base::Result<PublicList> add_list_csv(std::string_view text, std::string_view file, PublicList list,
                                      const Registry& registry) {
  return CsvReading(file, std::move(list), registry).read(text);
}

base::Result<PublicList> read_list_csv(std::string_view text, PublicList list, const Registry& registry) {
  return add_list_csv(text, {}, std::move(list), registry);
}

}  // namespace labtrail::corpus
