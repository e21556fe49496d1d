// ThreadSanitizer does not see how a library that it has not instrumented guards its statics (regular
// expressions in cpp-httplib's client, a set of methods in its server), and calls their first use by two
// threads a race. So one request is asked and answered, and its threads joined, before any test begins.
#include <httplib.h>

#include "running_server.h"
#include "scripted_searcher.h"

namespace {

[[maybe_unused]] const bool made = [] {
  labtrail::tests::ScriptedSearcher searcher;
  const labtrail::tests::RunningServer server(searcher);
  return static_cast<bool>(httplib::Client("127.0.0.1", server.port()).Get("/healthz"));
}();

}  // namespace
