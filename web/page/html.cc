#include "web/page/html.h"

#include <cassert>
#include <utility>

#include "corpus/base/text.h"

namespace labtrail::web {
namespace {

/// Bytes that HTML cannot hold even escaped (C0 controls but tab and line breaks) are dropped: a title with a
/// stray control character must not make the document ill-formed.
std::string escaped(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r') clean.push_back(byte);
  }
  if (!base::is_utf8(clean)) clean = base::repair_utf8(clean);
  return base::escape_html(clean);
}

}  // namespace

void Html::tag(Literal name, Attributes attributes) {
  out_ += '<';
  out_ += name.view();
  for (const Attribute& attribute : attributes) {
    if (!attribute.present) continue;
    out_ += ' ';
    out_ += attribute.name.view();
    if (attribute.bare) continue;
    out_ += "=\"";
    out_ += escaped(attribute.value);
    out_ += '"';
  }
}

Html& Html::open(Literal name, Attributes attributes) {
  tag(name, attributes);
  out_ += '>';
  open_.push_back(name);
  return *this;
}

Html& Html::lone(Literal name, Attributes attributes) {
  tag(name, attributes);
  out_ += "/>";
  return *this;
}

Html& Html::close() {
  assert(!open_.empty());
  out_ += "</";
  out_ += open_.back().view();
  out_ += '>';
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view text) {
  out_ += escaped(text);
  return *this;
}

Html& Html::element(Literal name, Attributes attributes, std::string_view content) {
  return open(name, attributes).text(content).close();
}

Html& Html::raw(Literal markup) {
  out_ += markup.view();
  return *this;
}

std::string Html::take() {
  assert(open_.empty());
  return std::move(out_);
}

}  // namespace labtrail::web
