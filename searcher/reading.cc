#include "searcher/reading.h"

#include <algorithm>

namespace labtrail::searcher {
namespace {

using query::Node;
using query::NodeKind;
using Path = std::vector<std::size_t>;

bool has_parts(const Node& node) {
  return node.kind == NodeKind::all_of || node.kind == NodeKind::any_of || node.kind == NodeKind::none_of;
}

/// The tree without the node at the path; nothing when nothing is left of it.
std::optional<Node> without(const Node& node, const Path& path, std::size_t depth) {
  if (depth == path.size()) return std::nullopt;
  Node out = node;
  out.children.clear();
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i != path[depth]) {
      out.children.push_back(node.children[i]);
    } else if (auto left = without(node.children[i], path, depth + 1)) {
      out.children.push_back(std::move(*left));
    }
  }
  if (out.children.empty()) return std::nullopt;
  if (out.children.size() == 1 && node.kind != NodeKind::none_of) return out.children.front();
  return out;
}

class Reader {
 public:
  Reader(const Searcher& searcher, const Node& tree, const std::string& filter)
      : searcher_(searcher), tree_(tree), filter_(filter) {}

  base::Result<ReadPart> read(const Node& node) {
    ReadPart part;
    part.node = node;
    part.node.children.clear();
    if (!has_parts(node)) part.node.children = node.children;
    const Node& counted = node.kind == NodeKind::none_of ? node.children.front() : node;
    part.query = query::to_query(counted);
    if (const auto left = without(tree_, path_, 0)) part.without = query::to_query(*left);
    if (auto error = count(part.query, part.papers)) return tl::unexpected<base::Error>(std::move(*error));
    if (node.kind == NodeKind::filter && node.filter_values.size() > 1) {
      for (const query::FilterValue& value : node.filter_values) {
        Node one = node;
        one.filter_values = {value};
        one.filter_none = false;
        ReadValue& read = part.values.emplace_back();
        read.value = value.text;
        read.query = query::to_query(one);
        if (auto error = count(read.query, read.papers))
          return tl::unexpected<base::Error>(std::move(*error));
      }
    }
    if (!has_parts(node)) return part;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      path_.push_back(i);
      auto child = read(node.children[i]);
      path_.pop_back();
      if (!child) return child;
      part.children.push_back(std::move(*child));
    }
    return part;
  }

 private:
  std::optional<base::Error> count(const std::string& text, std::optional<std::uint64_t>& papers) {
    if (counted_ == kMostCountedParts) return std::nullopt;
    ++counted_;
    Request request;
    request.query = text;
    request.filter = filter_;
    request.mode = query::Mode::lenient;
    request.limit = 0;
    request.suggest_spelling = false;
    const auto answer = searcher_.search(request);
    if (!answer) return answer.error();
    papers = answer->total;
    return std::nullopt;
  }

  const Searcher& searcher_;
  const Node& tree_;
  const std::string& filter_;
  Path path_;
  std::size_t counted_ = 0;
};

}  // namespace

base::Result<ReadPart> read_parts(const Searcher& searcher, const Node& tree, const std::string& filter) {
  return Reader(searcher, tree, filter).read(tree);
}

}  // namespace labtrail::searcher
