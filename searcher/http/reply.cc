#include "searcher/http/reply.h"

namespace labtrail::http {

Reply page_reply(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = std::move(body);
  reply.caching = status == 200 ? Caching::revalidate : Caching::never;
  if (status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

Reply content_reply(std::string_view type, std::string body) {
  Reply reply;
  reply.content_type = type;
  reply.body = std::move(body);
  reply.caching = Caching::revalidate;
  return reply;
}

Reply json_reply(std::string body) {
  body += '\n';
  return content_reply("application/json", std::move(body));
}

}  // namespace labtrail::http
