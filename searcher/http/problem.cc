#include "searcher/http/problem.h"

#include <fmt/format.h>

#include "corpus/base/json_writer.h"

namespace labtrail::http {
namespace {

std::string_view title(base::ErrorCode code) {
  using enum base::ErrorCode;
  switch (code) {
    case bad_query:
      return "The query cannot be read";
    case bad_filter:
      return "The filter cannot be read";
    case bad_request:
      return "The request cannot be read";
    case bad_record:
      return "The record cannot be read";
    case too_large:
      return "The request is too large";
    case not_found:
      return "Not found";
    case gone:
      return "The index has moved on";
    case deadline:
      return "The search took too long";
    case locked:
      return "The index is locked";
    case corrupt:
      return "The index is damaged";
    case io:
      return "The index cannot be read";
    case unsupported:
      return "The index is of another version";
  }
  return "Error";
}

bool has_position(const base::Error& error) {
  return error.code == base::ErrorCode::bad_query || error.code == base::ErrorCode::bad_filter ||
         error.length > 0;
}

}  // namespace

Reply problem(const base::Error& error, std::string_view parameter) {
  Reply reply;
  reply.status = base::http_status(error.code);
  reply.content_type = kProblemType;
  base::JsonWriter json(reply.body);
  json.begin_object();
  json.field("type", fmt::format("urn:labtrail:problem:{}", base::name(error.code)));
  json.field("title", title(error.code)).field("status", reply.status).field("detail", error.message);
  if (!parameter.empty()) json.field("parameter", parameter);
  if (has_position(error)) {
    json.field("position", static_cast<std::uint64_t>(error.offset));
    json.field("length", static_cast<std::uint64_t>(error.length));
  }
  if (!error.hint.empty()) json.field("hint", error.hint);
  json.end_object();
  reply.body += '\n';
  if (reply.status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

Reply problem(const ParameterError& error) {
  return problem(error.error, error.parameter);
}

Reply problem(const Refusal& refusal) {
  Reply reply;
  reply.status = refusal.status;
  reply.content_type = kProblemType;
  reply.close = true;
  base::JsonWriter json(reply.body);
  json.begin_object().field("type", "about:blank").field("title", reason(refusal.status));
  json.field("status", refusal.status).field("detail", refusal.detail);
  if (!refusal.hint.empty()) json.field("hint", refusal.hint);
  json.end_object();
  reply.body += '\n';
  if (refusal.status == 405) reply.headers.emplace_back("Allow", refusal.allow);
  if (refusal.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"labtrail\"");
  if (refusal.status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

}  // namespace labtrail::http
