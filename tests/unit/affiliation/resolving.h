// A resolver over the shipped registry, or over a small registry and ROR records made for one test.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/registry/registry.h"
#include "indexer/affiliation/resolver.h"

namespace labtrail::tests {

class Resolving {
 public:
  explicit Resolving(const corpus::Registry& registry, const std::vector<corpus::RorOrganisation>& ror = {})
      : Resolving(affiliation::Vocabulary::compile(registry, ror)) {}
  explicit Resolving(std::shared_ptr<const affiliation::Vocabulary> vocabulary)
      : vocabulary_(std::move(vocabulary)), resolver_(vocabulary_) {}

  const affiliation::Vocabulary& vocabulary() const { return *vocabulary_; }
  const std::vector<affiliation::Mention>& resolve(std::string_view text,
                                                   affiliation::Text kind = affiliation::Text::affiliation) {
    resolver_.resolve(text, kind, resolution_);
    return resolution_.mentions;
  }
  const std::vector<affiliation::Country>& countries() const { return resolution_.countries; }
  std::string id(const affiliation::Mention& mention) const {
    return std::string(vocabulary_->string(vocabulary_->organisation(mention.organisation).id));
  }
  std::string alias(const affiliation::Mention& mention) const {
    return std::string(vocabulary_->string(mention.alias));
  }
  /// "id state rule" of every mention, in order of the string, with "; " between.
  std::string told(std::string_view text, affiliation::Text kind = affiliation::Text::affiliation) {
    std::string out;
    for (const auto& mention : resolve(text, kind)) {
      if (!out.empty()) out += "; ";
      out += id(mention) + ' ' + std::string(name(mention.state)) + ' ' + std::string(name(mention.rule));
      if (mention.role == affiliation::Role::funder) out += " funder";
      if (mention.roll_up) out += " roll-up";
    }
    return out;
  }

 private:
  std::shared_ptr<const affiliation::Vocabulary> vocabulary_;
  affiliation::Resolver resolver_;
  affiliation::Resolution resolution_;
};

/// Over the shipped registry alone, compiled once.
inline Resolving& shipped() {
  static Resolving made(*corpus::load_registry({}));
  return made;
}

}  // namespace labtrail::tests
