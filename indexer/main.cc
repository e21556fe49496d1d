// labtrail-index: makes and inspects an index. Decodes the command line, calls, prints; nothing else.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <string>

#include "corpus/base/error.h"
#include "corpus/base/json_writer.h"
#include "indexer/ingest.h"
#include "indexer/inspect.h"
#include "indexer/registry_commands.h"

namespace {

using namespace labtrail;

constexpr int kFailed = 1;
constexpr int kMisused = 2;
constexpr int kRejectedUnderStrict = 3;

/// A bar on a terminal; a line now and then elsewhere. Always on stderr.
class ProgressBar {
 public:
  void show(const indexer::IngestProgress& progress, bool last = false) {
    const auto now = std::chrono::steady_clock::now();
    const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(10000);
    if (!last && now - shown_ < pause) return;
    shown_ = now;
    const double rate = progress.seconds > 0 ? static_cast<double>(progress.read) / progress.seconds : 0;
    std::string line = fmt::format("{} records, {:.0f}/s, {:.1f} MB", progress.read, rate,
                                   static_cast<double>(progress.bytes_done) / 1e6);
    if (progress.bytes_total > 0) {
      const double share =
          std::min(1.0, static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total));
      if (share > 0.01 && !last)
        line += fmt::format(", {:.0f} s left", progress.seconds / share - progress.seconds);
      if (terminal_) {
        constexpr int kWidth = 24;
        const int full = static_cast<int>(share * kWidth);
        line = fmt::format("[{:#<{}}{:.<{}}] {:3.0f} %  {}", "", full, "", kWidth - full, share * 100, line);
      }
    }
    fmt::print(stderr, "{}{}{}", terminal_ ? "\r\x1b[K" : "", line, terminal_ ? "" : "\n");
    if (last && terminal_) fmt::print(stderr, "\n");
    std::fflush(stderr);
  }

 private:
  const bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
};

struct Ingest {
  indexer::IngestOptions options;
  std::string format = "auto";
  std::string reject;
  std::string registry;
  std::string data;
  bool strict = false;
  bool json = false;

  int run() {
    if (format != "auto") {
      auto parsed = corpus::parse_format(format);
      if (!parsed) throw base::Failure(parsed.error());
      options.format = *parsed;
    }
    if (!reject.empty()) options.reject_file = reject;
    ProgressBar bar;
    indexer::IngestProgress latest;
    options.progress = [&](const indexer::IngestProgress& progress) {
      latest = progress;
      bar.show(progress);
    };
    const indexer::IngestSummary summary = indexer::ingest(options);
    bar.show(latest, true);
    for (const auto& [reason, count] : summary.reasons) fmt::print(stderr, "  {} x {}\n", count, reason);
    if (json) {
      std::string out;
      base::JsonWriter writer(out);
      writer.begin_object()
          .field("read", summary.read)
          .field("added", summary.added)
          .field("replaced", summary.replaced);
      writer.field("unchanged", summary.unchanged)
          .field("deleted", summary.deleted)
          .field("rejected", summary.rejected);
      writer.field("warnings", summary.warnings)
          .field("retagged", summary.retagged)
          .field("generation", summary.generation)
          .field("seconds", summary.seconds)
          .end_object();
      fmt::print("{}\n", out);
    } else {
      if (summary.retagged > 0)
        fmt::print("retagged {} older papers, because the registry changed\n", summary.retagged);
      fmt::print(
          "read {}: added {}, replaced {}, unchanged {}, deleted {}, rejected {}; warnings {}\ngeneration {} "
          "in {:.1f} s\n",
          summary.read, summary.added, summary.replaced, summary.unchanged, summary.deleted, summary.rejected,
          summary.warnings, summary.generation, summary.seconds);
    }
    return strict && summary.rejected > 0 ? kRejectedUnderStrict : 0;
  }
};

int show_status(const std::string& index, bool json) {
  const indexer::Status status = indexer::status(index);
  if (json) {
    std::string out;
    base::JsonWriter writer(out);
    writer.begin_object()
        .field("generation", status.generation)
        .field("date", status.date)
        .field("papers", status.papers);
    writer.field("bytes", status.bytes)
        .field("format", status.format)
        .field("analyzer", status.analyzer)
        .field("tags", status.tags)
        .field("registry", status.registry)
        .field("data", status.data)
        .key("segments")
        .begin_array();
    for (const indexer::SegmentStatus& segment : status.segments) {
      writer.begin_object()
          .field("name", segment.name)
          .field("papers", segment.papers)
          .field("live", segment.live);
      writer.field("bytes", segment.bytes).end_object();
    }
    writer.end_array().end_object();
    fmt::print("{}\n", out);
    return 0;
  }
  fmt::print("generation {} of {}: {} papers, {:.1f} MB in {} segments (format {}, analyzer {})\n",
             status.generation, status.date, status.papers, static_cast<double>(status.bytes) / 1e6,
             status.segments.size(), status.format, status.analyzer);
  fmt::print("tags: {}{}{}\n", status.tags, status.registry.empty() ? "" : "; registry in " + status.registry,
             status.data.empty() ? "" : "; decisions in " + status.data);
  for (const indexer::SegmentStatus& segment : status.segments) {
    fmt::print("  segment {:<10} {:>9} papers, {:>9} live, {:>8.1f} MB\n", segment.name, segment.papers,
               segment.live, static_cast<double>(segment.bytes) / 1e6);
  }
  return 0;
}

int verify(const std::string& index) {
  const indexer::Verification result = indexer::verify(index);
  for (const std::string& fault : result.faults) fmt::print("{}\n", fault);
  fmt::print("{} files, {:.1f} MB, {} generations: {}\n", result.files,
             static_cast<double>(result.bytes) / 1e6, result.generations,
             result.faults.empty() ? "every byte is as it was written"
                                   : fmt::format("{} faults", result.faults.size()));
  return result.faults.empty() ? 0 : kFailed;
}

int dump(const std::string& index) {
  indexer::dump(index, [](std::string_view json) {
    if (std::fwrite(json.data(), 1, json.size(), stdout) != json.size() || std::fputc('\n', stdout) == EOF) {
      throw base::Failure(base::ErrorCode::io, "cannot write to standard output");
    }
  });
  if (std::fflush(stdout) != 0) throw base::Failure(base::ErrorCode::io, "cannot write to standard output");
  return 0;
}

int complain(const base::Error& error) {
  fmt::print(stderr, "labtrail-index: {}\n", error.message);
  if (!error.hint.empty()) fmt::print(stderr, "  {}\n", error.hint);
  return base::exit_status(error.code);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Makes and inspects a Labtrail index."};
  app.require_subcommand(1);
  std::string index;
  bool json = false;
  const auto command = [&](const char* name, const char* what) {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->add_option("--index", index, "index folder")->required();
    return sub;
  };

  Ingest ingest;
  CLI::App* ingest_command =
      command("ingest", "reads papers into the index; the same input again changes nothing");
  ingest_command->add_option("--format", ingest.format,
                             "openalex, paperlists or jsonl; guessed when not given");
  CLI::Option* registry_option = ingest_command->add_option(
      "--registry", ingest.registry,
      "folder with your registry files and the ROR dump; as before when not given");
  CLI::Option* data_option = ingest_command->add_option(
      "--data", ingest.data, "folder with what you decided; as before when not given");
  ingest_command->add_option("--reject", ingest.reject,
                             "file for what could not be read (JSONL: file, line, reason)");
  ingest_command->add_option("--jobs", ingest.options.jobs, "builders at work; one a core when not given")
      ->check(CLI::Range(1, 64));
  ingest_command
      ->add_option("--segment-papers", ingest.options.segment_papers, "papers in one segment at most")
      ->check(CLI::Range(1U, 2'000'000U));
  ingest_command->add_flag("--strict", ingest.strict, "exit with 3 when something was rejected");
  ingest_command->add_flag("--json", ingest.json, "end with one JSON object on stdout");
  ingest_command->add_option("PATH", ingest.options.paths, "file, folder, or - for standard input")
      ->required();

  CLI::App* status_command = command("status", "says what is in the index");
  status_command->add_flag("--json", json, "one JSON object");
  CLI::App* verify_command = command("verify", "proves every byte against the manifests");
  indexer::RegistryCommands registry(app);
  CLI::App* dump_command = command("dump", "every paper back as JSONL, ordered by id");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kMisused;
  }
  try {
    if (registry.parsed()) return registry.run();
    ingest.options.index = index;
    if (registry_option->count() > 0) ingest.options.folders.registry = ingest.registry;
    if (data_option->count() > 0) ingest.options.folders.data = ingest.data;
    if (ingest_command->parsed()) return ingest.run();
    if (status_command->parsed()) return show_status(index, json);
    if (verify_command->parsed()) return verify(index);
    if (dump_command->parsed()) return dump(index);
  } catch (const base::Failure& failure) {
    return complain(failure.error());
  } catch (const std::exception& error) {
    return complain({base::ErrorCode::io, error.what(), {}, 0, 0});
  }
  return kMisused;
}
