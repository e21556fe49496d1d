// Errors as values. Bad input is a Result<T>; a broken world (disk, corrupt index) is an exception, caught at
// one boundary per program; a bug is an assert. Libraries never print and never exit: text reaches people
// only at the edge, which maps a code to an exit status or an HTTP status by the table in error.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace labtrail::base {

enum class ErrorCode : std::uint8_t {
  bad_query,    ///< the query text cannot be read; offset and length say where
  bad_filter,   ///< the filter text cannot be read; offset and length say where
  bad_request,  ///< a parameter is missing, unknown or out of range
  bad_record,   ///< one record of a source file cannot be read; it is rejected, the rest goes on
  too_large,    ///< a cap was exceeded (query length, leaves, nesting, body size)
  not_found,    ///< no paper, facet or file of that name
  gone,         ///< a cursor made from a generation that is no longer kept
  deadline,     ///< the time allowed for one request is over
  locked,       ///< another writer holds the index
  corrupt,      ///< bytes on disk do not match their manifest
  io,           ///< the operating system refused (disk full, permission, missing file)
  unsupported,  ///< an index or file format of another version
};

/// What went wrong, for a person. `message` says what; `hint` (may be empty) what to do about it.
/// For queries and filters `offset` and `length` are UTF-8 bytes into the text that was given.
struct Error {
  ErrorCode code = ErrorCode::bad_request;
  std::string message;
  std::string hint;
  std::size_t offset = 0;
  std::size_t length = 0;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Makes the unexpected side of a Result: `return fail(ErrorCode::not_found, "no paper 'x'");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint), 0, 0});
}
[[nodiscard]] inline tl::unexpected<Error> fail_at(ErrorCode code, std::string message, std::size_t offset,
                                                   std::size_t length, std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint), offset, length});
}

/// A broken world: thrown where no caller nearby can do anything sensible, caught at one boundary.
class Failure : public std::runtime_error {
 public:
  explicit Failure(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  Failure(ErrorCode code, std::string message, std::string hint = {})
      : Failure(Error{code, std::move(message), std::move(hint), 0, 0}) {}
  [[nodiscard]] const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

/// Stable lower-case name of a code, as it appears in problem+json `type` ("bad-query").
std::string_view name(ErrorCode code);
/// HTTP status of a code (400, 404, 410, 413, 503, 500).
int http_status(ErrorCode code);
/// Exit status of a code: 2 for misuse (bad_query, bad_filter, bad_request, too_large), else 1.
int exit_status(ErrorCode code);

}  // namespace labtrail::base
