#include "searcher/export/writer.h"

#include <fmt/format.h>

#include <array>

#include "corpus/base/json_writer.h"
#include "corpus/paper_json.h"
#include "searcher/export/bibtex.h"
#include "searcher/export/csl.h"
#include "searcher/export/csv.h"
#include "searcher/export/ris.h"
#include "searcher/export/xlsx.h"

namespace labtrail::exporting {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

/// In the order of Format.
constexpr std::array kFormats{
    FormatNames{Format::csv, "csv", "CSV", "text/csv; charset=utf-8", "csv"},
    FormatNames{Format::jsonl, "jsonl", "JSON Lines", "application/x-ndjson", "jsonl"},
    FormatNames{Format::ris, "ris", "RIS", "application/x-research-info-systems", "ris"},
    FormatNames{Format::bibtex, "bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", "bib"},
    FormatNames{Format::csl, "csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json"},
    FormatNames{Format::xlsx, "xlsx", "Excel (XLSX)",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
};

class CsvWriter final : public Writer {
 public:
  explicit CsvWriter(const Options& options) : options_(options) {}
  void begin(const Provenance& provenance, std::string& out) override {
    if (options_.mark) out += kMark;
    if (options_.provenance) append_csv_provenance(out, provenance.rows);
    append_csv_header(out);
  }
  void add(const corpus::Paper& paper, const searcher::CountedValues& counted, std::string& out) override {
    append_csv(out, paper, counted);
  }
  bool end(std::string&, const Sink&) override { return true; }

 private:
  Options options_;
};

/// A paper a line, lossless; in front, only where asked for, a line that is no paper: {"provenance":{...}}.
class JsonLinesWriter final : public Writer {
 public:
  explicit JsonLinesWriter(bool provenance) : provenance_(provenance) {}
  void begin(const Provenance& provenance, std::string& out) override {
    if (!provenance_) return;
    base::JsonWriter json(out);
    json.begin_object().key("provenance").begin_object();
    for (const auto& [name, value] : provenance.rows) json.field(name, value);
    json.end_object().end_object();
    out += '\n';
  }
  void add(const corpus::Paper& paper, const searcher::CountedValues&, std::string& out) override {
    corpus::append_json(out, paper);
    out += '\n';
  }
  bool end(std::string&, const Sink&) override { return true; }

 private:
  bool provenance_;
};

class RisWriter final : public Writer {
 public:
  explicit RisWriter(bool provenance) : provenance_(provenance) {}
  void begin(const Provenance& provenance, std::string&) override {
    if (provenance_) note_ = provenance_line(provenance.rows);
  }
  void add(const corpus::Paper& paper, const searcher::CountedValues&, std::string& out) override {
    append_ris(out, paper, note_);
  }
  bool end(std::string&, const Sink&) override { return true; }

 private:
  bool provenance_;
  std::string note_;
};

class BibtexWriter final : public Writer {
 public:
  explicit BibtexWriter(bool provenance) : provenance_(provenance) {}
  void begin(const Provenance& provenance, std::string& out) override {
    if (provenance_) append_bibtex_comment(out, provenance.rows);
  }
  void add(const corpus::Paper& paper, const searcher::CountedValues&, std::string& out) override {
    append_bibtex(out, paper);
  }
  bool end(std::string&, const Sink&) override { return true; }

 private:
  bool provenance_;
};

class CslWriter final : public Writer {
 public:
  explicit CslWriter(bool provenance) : provenance_(provenance) {}
  void begin(const Provenance& provenance, std::string& out) override {
    if (provenance_) note_ = provenance_line(provenance.rows);
    out += '[';
  }
  void add(const corpus::Paper& paper, const searcher::CountedValues&, std::string& out) override {
    out += first_ ? "\n" : ",\n";
    first_ = false;
    append_csl(out, paper, note_);
  }
  bool end(std::string& out, const Sink&) override {
    out += "\n]\n";
    return true;
  }

 private:
  bool provenance_;
  bool first_ = true;
  std::string note_;
};

}  // namespace

std::span<const FormatNames> formats() {
  return kFormats;
}

const FormatNames& names(Format format) {
  return kFormats[static_cast<std::size_t>(format)];
}

std::optional<Format> find_format(std::string_view name) {
  for (const FormatNames& row : kFormats) {
    if (row.name == name) return row.format;
  }
  return std::nullopt;
}

std::unique_ptr<Writer> make_writer(Format format, const Options& options) {
  switch (format) {
    case Format::csv:
      return std::make_unique<CsvWriter>(options);
    case Format::jsonl:
      return std::make_unique<JsonLinesWriter>(options.provenance);
    case Format::ris:
      return std::make_unique<RisWriter>(options.provenance);
    case Format::bibtex:
      return std::make_unique<BibtexWriter>(options.provenance);
    case Format::csl:
      return std::make_unique<CslWriter>(options.provenance);
    case Format::xlsx:
      return make_xlsx_writer();
  }
  return nullptr;
}

base::Result<std::uint64_t> write_export(const searcher::Selection& selection, Format format,
                                         const Options& options, const Sink& sink) {
  constexpr std::size_t kEnough = std::size_t{1} << 16;
  const searcher::SelectionFacts& facts = selection.facts();
  const std::unique_ptr<Writer> writer = make_writer(format, options);
  std::string out;
  bool wanted = true;
  const auto give = [&](std::size_t enough) {
    if (wanted && !out.empty() && out.size() >= enough) {
      wanted = sink(out);
      out.clear();
    }
    return wanted;
  };
  // A spreadsheet gives nothing for long; whoever waits for it may have gone meanwhile.
  constexpr std::uint64_t kAskEvery = 512;
  std::uint64_t added = 0;
  writer->begin(make_provenance(facts), out);
  const std::uint64_t given =
      selection.each([&](const corpus::Paper& paper, const searcher::CountedValues& counted) {
        writer->add(paper, counted, out);
        if (++added % kAskEvery == 0) wanted = wanted && sink({});
        return give(kEnough);
      });
  if (wanted && given != facts.total) {
    return base::fail(base::ErrorCode::corrupt,
                      fmt::format("{} papers were counted, {} could be read", facts.total, given),
                      "run: labtrail-index verify");
  }
  const Sink behind = [&](std::string_view bytes) { return give(0) && (wanted = sink(bytes)); };
  if (wanted) wanted = writer->end(out, behind) && give(0);
  if (!wanted) return base::fail(base::ErrorCode::io, "the export was not taken to its end");
  return given;
}

std::string file_name(const searcher::SelectionFacts& facts, Format format) {
  return fmt::format("labtrail-generation-{}-{}-paper{}.{}", facts.generation.number, facts.total,
                     facts.total == 1 ? "" : "s", names(format).extension);
}

}  // namespace labtrail::exporting
