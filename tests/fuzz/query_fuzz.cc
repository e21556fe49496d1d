// Any bytes as a query: read or refused with a position inside the text, never a crash; a tree has a
// canonical text that parses to the same tree; strict and lenient mode agree.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "searcher/query/parser.h"

using namespace labtrail;
using namespace labtrail::query;

namespace {

/// Canonical text is longer than what was typed (fields of a group are written out), so its bytes have a
/// wider cap.
constexpr Limits kCanonical{.bytes = 1 << 20};

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void check_error(const base::Error& error, std::string_view text) {
  require(!error.message.empty(), "an error has a message");
  require(error.code == base::ErrorCode::bad_query || error.code == base::ErrorCode::too_large,
          "a query error has its code");
  require(error.offset <= text.size() && error.length <= text.size() - error.offset,
          "an error lies inside the text");
}

void check_node(const Node& node, std::size_t size, std::size_t depth) {
  require(depth < 64, "a tree is shallow");
  require(node.offset <= size && node.length <= size - node.offset, "a node lies inside the text");
  const bool group =
      node.kind == NodeKind::all_of || node.kind == NodeKind::any_of || node.kind == NodeKind::near;
  require(!group || node.children.size() >= 2, "a group has two children");
  for (const Node& child : node.children) {
    require(child.kind != NodeKind::everything, "nothing inside a tree is empty");
    require(child.kind != node.kind || node.kind == NodeKind::none_of, "trees are flat");
    check_node(child, size, depth + 1);
  }
}

void check_round_trip(const Node& tree) {
  const std::string text = to_query(tree);
  const auto again = parse_query(text, Mode::strict, kCanonical);
  require(again.has_value(), "canonical text is right");
  require(to_string(again->tree) == to_string(tree), "canonical text parses to the same tree");
  require(to_query(again->tree) == text, "canonical text is its own canonical text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto strict = parse_query(text, Mode::strict);
  const auto lenient = parse_query(text, Mode::lenient);
  const auto plain = parse_query(text, Mode::plain);
  if (!strict) check_error(strict.error(), text);
  if (!plain) check_error(plain.error(), text);
  if (plain) check_node(plain->tree, size, 0);
  if (!lenient) {
    check_error(lenient.error(), text);
    require(!strict, "what lenient mode refuses, strict mode refuses");
    return 0;
  }
  bool right = true;
  for (const Diagnostic& found : lenient->diagnostics) {
    require(!found.message.empty(), "a diagnostic has a message");
    require(found.offset <= size && found.length <= size - found.offset, "a diagnostic lies inside the text");
    right = right && found.severity != Diagnostic::Severity::error;
  }
  require(strict.has_value() == right, "strict mode refuses what lenient mode reports");
  require(!strict || to_string(strict->tree) == to_string(lenient->tree), "both modes read the same tree");
  check_node(lenient->tree, size, 0);
  check_round_trip(lenient->tree);
  return 0;
}
