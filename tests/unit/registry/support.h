// Small registry files for tests, and errors as one line.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/registry/registry.h"

namespace labtrail::tests {

/// "message | hint", or "message" without a hint.
inline std::string one_line(const base::Error& error) {
  return error.hint.empty() ? error.message : error.message + " | " + error.hint;
}

/// What parse_registry complains about, or "fine".
inline std::string complaint(const std::vector<corpus::RegistryFile>& files) {
  const auto registry = corpus::parse_registry(files);
  if (registry) return "fine";
  CHECK(registry.error().code == base::ErrorCode::bad_record);
  return one_line(registry.error());
}

/// One line: a source that is called "s".
inline const std::string kSource = "source = [ { key = \"s\", text = \"Source S\" } ]\n";

/// Seven lines: an organisation of that id whose only name is "Name of ID"; more lines may follow.
inline std::string organisation(const std::string& id) {
  return "[[organisation]]\nid = \"" + id + "\"\nkind = \"lab\"\nname = \"Name of " + id +
         "\"\nnames = [\n  { text = \"Name of " + id + "\", source = \"s\" },\n]\n";
}

/// Three lines: a topic of that id.
inline std::string topic(const std::string& id) {
  return "[[topic]]\nid = \"" + id + "\"\nname = \"Name of " + id + "\"\n";
}

}  // namespace labtrail::tests
