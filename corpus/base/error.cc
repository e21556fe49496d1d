#include "corpus/base/error.h"

#include <array>
#include <cassert>

namespace labtrail::base {
namespace {

struct Row {
  ErrorCode code;
  std::string_view name;
  int http;
  int exit;
};

constexpr std::array kRows{
    Row{ErrorCode::bad_query, "bad-query", 400, 2},
    Row{ErrorCode::bad_filter, "bad-filter", 400, 2},
    Row{ErrorCode::bad_request, "bad-request", 400, 2},
    Row{ErrorCode::bad_record, "bad-record", 400, 1},
    Row{ErrorCode::too_large, "too-large", 400, 2},
    Row{ErrorCode::not_found, "not-found", 404, 1},
    Row{ErrorCode::gone, "gone", 410, 1},
    Row{ErrorCode::deadline, "deadline", 503, 1},
    Row{ErrorCode::locked, "locked", 503, 1},
    Row{ErrorCode::corrupt, "corrupt", 500, 1},
    Row{ErrorCode::io, "io", 500, 1},
    Row{ErrorCode::unsupported, "unsupported", 500, 1},
};

const Row& row(ErrorCode code) {
  const Row& found = kRows[static_cast<std::size_t>(code)];
  assert(found.code == code);
  return found;
}

}  // namespace

std::string_view name(ErrorCode code) {
  return row(code).name;
}
int http_status(ErrorCode code) {
  return row(code).http;
}
int exit_status(ErrorCode code) {
  return row(code).exit;
}

}  // namespace labtrail::base
