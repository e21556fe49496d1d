// The commands of labtrail-index that are about organisations: resolve, registry ..., retag. Decode, call,
// print.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>

namespace labtrail::indexer {

/// Adds the commands to the program; `run` does what was typed.
class RegistryCommands {
 public:
  explicit RegistryCommands(CLI::App& app);
  ~RegistryCommands();
  RegistryCommands(const RegistryCommands&) = delete;
  RegistryCommands& operator=(const RegistryCommands&) = delete;
  /// Was one of these commands typed?
  [[nodiscard]] bool parsed() const;
  /// Exit status. Throws base::Failure.
  int run();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace labtrail::indexer
