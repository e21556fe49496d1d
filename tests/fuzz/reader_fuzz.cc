// Any bytes as a source file, read as every format: no crash, no exception, and every paper that comes out is
// complete, valid UTF-8 and the same after writing and reading it again.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "corpus/base/text.h"
#include "corpus/paper_json.h"
#include "corpus/reader.h"

using namespace labtrail;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const corpus::Event& event) {
  if (const auto* paper = std::get_if<corpus::Paper>(&event.what)) {
    require(event.line > 0 && !paper->id.empty() && !paper->title.empty());
    const std::string json = corpus::to_json(*paper);
    require(base::is_utf8(json));
    const auto again = corpus::from_json(json);
    require(again.has_value() && *again == *paper && corpus::to_json(*again) == json);
  } else if (const auto* rejection = std::get_if<corpus::Rejection>(&event.what)) {
    require(!rejection->reason.empty() && rejection->record.size() <= 200 &&
            base::is_utf8(rejection->record));
    require(rejection->record.find('\n') == std::string::npos);
  } else {
    require(!std::get<corpus::Deletion>(event.what).id.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = ::memfd_create("input", 0);
  require(file >= 0);
  require(::write(file, data, size) == static_cast<ssize_t>(size));
  for (const auto format : {corpus::Format::automatic, corpus::Format::openalex, corpus::Format::paperlists,
                            corpus::Format::jsonl}) {
    corpus::Input input;
    input.path = "/proc/self/fd/" + std::to_string(file);
    input.format = format;
    corpus::read_input(input, [](corpus::Event&& event) {
      check(event);
      return true;
    });
  }
  ::close(file);
  return 0;
}
