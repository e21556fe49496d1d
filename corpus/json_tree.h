// One JSON text as a tree that can be asked in any order. Readers look up members by name, again and again,
// in records that strangers wrote; an on-demand parser answers that only once, in order, and believes what it
// skips. So a record is walked once, checked to its last byte, into a flat array in reading order: a value
// knows how many values lie below it, its neighbour is that many steps away. The parser itself stays in
// json_tree.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/base/error.h"

namespace labtrail::corpus {

/// One value of a JsonTree: a light handle, valid until the tree parses again. A member that does not exist
/// is a value too (`missing`), so that lookups chain: value["a"]["b"].string().
class JsonValue {
 public:
  enum class Kind : std::uint8_t { missing, null, boolean, number, string, array, object };
  struct Node {
    Kind kind = Kind::missing;
    std::uint32_t count = 1;  ///< values in this one, itself included
    std::string_view key;     ///< inside an object: the name of the member
    std::string_view text;    ///< string: unescaped; number: decimal; boolean: "true" or "false"
  };

  JsonValue() = default;
  explicit JsonValue(const Node* node) : node_(node) {}

  [[nodiscard]] Kind kind() const { return node_ == nullptr ? Kind::missing : node_->kind; }
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
  /// Missing or null: the source says nothing.
  [[nodiscard]] bool absent() const { return kind() <= Kind::null; }
  [[nodiscard]] std::string_view key() const { return node_ == nullptr ? std::string_view{} : node_->key; }
  /// The string, or empty for a value of any other kind.
  [[nodiscard]] std::string_view string() const {
    return is(Kind::string) ? node_->text : std::string_view{};
  }
  /// The number as text that reads back the same ("2021", "0.5"), or empty.
  [[nodiscard]] std::string_view number() const {
    return is(Kind::number) ? node_->text : std::string_view{};
  }
  /// The number, if it is written as an integer that fits.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] bool is_true() const { return is(Kind::boolean) && node_->text == "true"; }
  /// The first member of that name; missing if there is none or this is no object.
  [[nodiscard]] JsonValue operator[](std::string_view name) const;
  /// Items of an array or members of an object; for other kinds an empty range.
  class Iterator {
   public:
    explicit Iterator(const Node* node) : node_(node) {}
    JsonValue operator*() const { return JsonValue(node_); }
    Iterator& operator++() {
      node_ += node_->count;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    const Node* node_;
  };
  [[nodiscard]] Iterator begin() const { return Iterator(node_ == nullptr ? nullptr : node_ + 1); }
  [[nodiscard]] Iterator end() const { return Iterator(node_ == nullptr ? nullptr : node_ + node_->count); }
  [[nodiscard]] bool empty() const { return node_ == nullptr || node_->count == 1; }

 private:
  const Node* node_ = nullptr;
};

/// Appends `value` as JSON without white space.
void append_json(std::string& out, const JsonValue& value);

class JsonTree {
 public:
  JsonTree();
  ~JsonTree();
  JsonTree(const JsonTree&) = delete;
  JsonTree& operator=(const JsonTree&) = delete;

  /// What had to be repaired before the text could be read.
  struct Repairs {
    bool utf8 = false;      ///< ill-formed UTF-8, or half a surrogate pair as \uD800: now U+FFFD
    bool controls = false;  ///< bare control characters inside strings: now spaces
  };

  /// Parses one object or array, to its last byte, with nothing but white space after it. Errors: bad_record.
  base::Result<JsonValue> parse(std::string_view text);
  [[nodiscard]] const Repairs& repairs() const { return repairs_; }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  Repairs repairs_;
};

}  // namespace labtrail::corpus
