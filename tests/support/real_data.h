// Real papers for tests: $LABTRAIL_DATA, else ../shared/data beside the checkout. Absent, tests skip by name.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string_view>

namespace labtrail::tests {

/// A file or folder of the real data, or nothing (and a line that says which test is skipped).
inline std::optional<std::filesystem::path> real_data(std::string_view name, std::string_view test) {
  const char* given = std::getenv("LABTRAIL_DATA");
  std::filesystem::path root = given != nullptr ? given : LABTRAIL_SOURCE_DIR "/../shared/data";
  std::error_code error;
  if (std::filesystem::exists(root / name, error)) return root / name;
  std::cout << "SKIPPED: " << test << " (no real data: set LABTRAIL_DATA to a folder with " << name << ")\n";
  return std::nullopt;
}

}  // namespace labtrail::tests
