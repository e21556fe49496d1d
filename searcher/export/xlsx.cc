#include "searcher/export/xlsx.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <map>

#include "corpus/base/plain.h"
#include "corpus/base/text.h"
#include "searcher/export/columns.h"
#include "searcher/export/workbook_check.h"

namespace labtrail::exporting {
namespace {

constexpr std::size_t kCellUnits = 32767;  ///< UTF-16 units in a cell
/// Above so many papers the archive needs the 64-bit form, which not every reader knows.
constexpr std::uint64_t kLargePapers = 500'000;

[[noreturn]] void broken(std::string_view why) {
  throw base::Failure(base::ErrorCode::io, fmt::format("cannot write the spreadsheet: {}", why),
                      "is the folder for temporary files (TMPDIR) full?");
}

void check(lxw_error error) {
  if (error != LXW_NO_ERROR) broken(lxw_strerror(error));
}

/// A folder of our own that goes when this goes.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "labtrail-export-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) broken(std::strerror(errno));
    path_ = name;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// "2026-11-24T03:00:00Z" as seconds; a fixed day when it is no date. The file must not depend on the clock.
std::time_t seconds_of(const std::string& iso) {
  std::tm parts{};
  if (::strptime(iso.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return 1'000'000'000;
  return ::timegm(&parts);
}

bool starts_escape(std::string_view text, std::size_t at) {
  constexpr std::size_t kLength = 7;  // _x005F_
  if (at + kLength > text.size() || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_') {
    return false;
  }
  return text.substr(at + 2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

class XlsxWriter final : public Writer {
 public:
  explicit XlsxWriter(std::uint32_t sheet_papers) : sheet_papers_(sheet_papers) {}
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;
  ~XlsxWriter() override {
    if (book_ != nullptr) lxw_workbook_free(book_);
  }

  void begin(const Provenance& provenance, std::string&) override {
    provenance_ = provenance.rows;
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    folder_ = folder_scratch_.path().string();
    options.tmpdir = folder_.data();
    options.use_zip64 = provenance.facts.total > kLargePapers ? LXW_TRUE : LXW_FALSE;
    book_ = workbook_new_opt(file().c_str(), &options);
    if (book_ == nullptr) broken("no memory");
    lxw_doc_properties properties{};
    std::string title = "Papers exported from Labtrail";
    properties.title = title.data();
    properties.created = seconds_of(provenance.facts.generation.date);
    check(workbook_set_properties(book_, &properties));
    head_ = workbook_add_format(book_);
    format_set_bold(head_);
    start_sheet();
  }

  void add(const corpus::Paper& paper, const searcher::CountedValues& counted, std::string&) override {
    if (row_ > sheet_papers_) start_sheet();
    ++sources_[paper.source.name];
    std::uint16_t at = 0;
    for (const Column& column : columns()) {
      if (column.name == "year") {
        if (paper.year != 0) check(worksheet_write_number(sheet_, row_, at, paper.year, nullptr));
      } else {
        write(sheet_, row_, at, column.of(paper, counted));
      }
      ++at;
    }
    ++row_;
  }

  bool end(std::string&, const Sink& sink) override {
    rows_.back() = row_;
    write_provenance();
    const lxw_error closed = workbook_close(book_);
    book_ = nullptr;  // freed by closing, whatever came of it
    check(closed);
    check_workbook(file(), rows_);
    return give(sink);
  }

 private:
  [[nodiscard]] std::string file() const { return (folder_scratch_.path() / "papers.xlsx").string(); }

  void start_sheet() {
    if (sheet_ != nullptr) rows_.back() = row_;
    const std::string name = sheets_ == 0 ? "papers" : fmt::format("papers {}", sheets_ + 1);
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    if (sheet_ == nullptr) broken("no sheet " + name);
    ++sheets_;
    rows_.push_back(0);
    worksheet_freeze_panes(sheet_, 1, 2);
    constexpr double kNarrow = 12;
    constexpr double kWide = 50;
    // Ranges must not overlap: spreadsheets call the file damaged then.
    const auto last = static_cast<std::uint16_t>(columns().size() - 1);
    check(worksheet_set_column(sheet_, 0, 0, kNarrow, nullptr));
    check(worksheet_set_column(sheet_, 1, 1, kWide, nullptr));
    check(worksheet_set_column(sheet_, 2, last, kNarrow, nullptr));
    row_ = 0;
    std::uint16_t at = 0;
    for (const Column& column : columns()) {
      check(worksheet_write_string(sheet_, row_, at++, std::string(column.name).c_str(), head_));
    }
    ++row_;
  }

  void write(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column, std::string_view text) {
    if (text.empty()) return;
    bool cut = false;
    check(worksheet_write_string(sheet, row, column, xlsx_text(text, cut).c_str(), nullptr));
    if (cut) ++cut_;
  }

  void write_provenance() {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, "provenance");
    if (sheet == nullptr) broken("no sheet for the provenance");
    constexpr double kNames = 26;
    constexpr double kValues = 100;
    check(worksheet_set_column(sheet, 0, 0, kNames, nullptr));
    check(worksheet_set_column(sheet, 1, 1, kValues, nullptr));
    std::uint32_t row = 0;
    const auto add = [&](const std::string& name, const std::string& value) {
      check(worksheet_write_string(sheet, row, 0, name.c_str(), head_));
      write(sheet, row++, 1, value);
    };
    for (const auto& [name, value] : provenance_) add(name, value);
    for (const auto& [name, papers] : sources_)
      add("source", fmt::format("{}: {} paper{}", name.empty() ? "(not stated)" : name, papers,
                                papers == 1 ? "" : "s"));
    add("cells_cut", fmt::format("{} (a cell holds 32,767 characters; the CSV has them whole)", cut_));
    rows_.push_back(row);
  }

  bool give(const Sink& sink) const {
    const int descriptor = ::open(file().c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) broken(std::strerror(errno));
    std::array<char, 1U << 16U> buffer;  // NOLINT: not initialised on purpose
    bool wanted = true;
    ssize_t count = 0;
    while (wanted && (count = ::read(descriptor, buffer.data(), buffer.size())) > 0)
      wanted = sink({buffer.data(), static_cast<std::size_t>(count)});
    const int error = errno;
    ::close(descriptor);
    if (count < 0) broken(std::strerror(error));
    return wanted;
  }

  std::uint32_t sheet_papers_;
  ScratchFolder folder_scratch_;
  std::string folder_;
  ProvenanceRows provenance_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* head_ = nullptr;
  std::uint32_t row_ = 0;
  std::size_t sheets_ = 0;
  std::vector<std::uint64_t> rows_;  ///< of each sheet, in order
  std::map<std::string, std::uint64_t> sources_;
  std::uint64_t cut_ = 0;
};

}  // namespace

std::unique_ptr<Writer> make_xlsx_writer(std::uint32_t sheet_papers) {
  return std::make_unique<XlsxWriter>(sheet_papers);
}

std::string xlsx_text(std::string_view given, bool& cut) {
  constexpr std::string_view kCut = "… (cut)";
  constexpr std::size_t kCutUnits = 7;
  std::string text = base::plain_text(given);
  // A UTF-16 unit is a byte at least.
  if (text.size() <= kCellUnits && text.find("_x") == std::string::npos &&
      text.find('\r') == std::string::npos) {
    return text;
  }
  std::string out;
  std::size_t units = 0;
  std::size_t last_fit = 0;  // of `out`: what leaves room for the mark
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    std::size_t piece = 0;
    std::string_view prefix;
    if (starts_escape(text, at)) {
      prefix = "_x005F";
      piece += prefix.size();
    }
    const char32_t c = base::next_code_point(text, at);
    piece += c > 0xFFFF ? 2 : 1;
    if (units + piece > kCellUnits) {
      cut = true;
      out.resize(last_fit);
      out += kCut;
      return out;
    }
    units += piece;
    out += prefix;
    // A carriage return is spelled out by the library; a line feed is what cells know.
    if (c == '\r') {
      out += '\n';
    } else {
      out.append(text, start, at - start);
    }
    if (units + kCutUnits <= kCellUnits) last_fit = out.size();
  }
  return out;
}

}  // namespace labtrail::exporting
