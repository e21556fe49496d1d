// HTML by appending to a string. The point is that nobody can forget to escape: text and attribute values
// that come from outside have only escaping ways in, and what is not escaped (tags, names, entities) must be
// a literal in the source, which the compiler checks (`Literal` can be made at compile time only).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::web {

/// A string that stands in the source text.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}  // NOLINT: implicit on purpose
  [[nodiscard]] constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

/// One attribute. Without a value it stands alone (`hidden`); `when(...)` leaves it out.
struct Attribute {
  Literal name;
  std::string value;
  bool present = true;
  bool bare = false;

  Attribute(Literal attribute, std::string_view text) : name(attribute), value(text) {}
  Attribute(Literal attribute, const std::string& text) : name(attribute), value(text) {}
  Attribute(Literal attribute, const char* text) : name(attribute), value(text) {}
  Attribute(Literal attribute, std::uint64_t number) : name(attribute), value(std::to_string(number)) {}
  explicit Attribute(Literal attribute) : name(attribute), bare(true) {}
  /// This attribute if the condition holds.
  [[nodiscard]] Attribute when(bool condition) && {
    present = condition;
    return std::move(*this);
  }
};

class Html {
 public:
  using Attributes = std::initializer_list<Attribute>;

  Html& open(Literal tag, Attributes attributes = {});
  /// A void element (`input`, `meta`, `link`, `br`) or a self-closed one of SVG.
  Html& lone(Literal tag, Attributes attributes = {});
  /// Closes the innermost open element.
  Html& close();
  /// Element content, escaped; ill-formed UTF-8 becomes U+FFFD.
  Html& text(std::string_view text);
  /// `open`, `text`, `close` in one.
  Html& element(Literal tag, Attributes attributes, std::string_view content);
  /// Markup written here in the source, as it is.
  Html& raw(Literal markup);

  /// The document so far. All elements must be closed.
  [[nodiscard]] std::string take();

 private:
  void tag(Literal name, Attributes attributes);
  std::string out_;
  std::vector<Literal> open_;
};

}  // namespace labtrail::web
