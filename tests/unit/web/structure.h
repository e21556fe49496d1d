// What a page is made of, without its texts: tests compare this to see that no text turns into markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace labtrail::tests {

/// Every tag in order: "a href class", "/a", "input name value/". Fails the test when tags are not balanced.
std::vector<std::string> structure(std::string_view html);
/// The visible text of the first element whose opening tag starts with `tag` (`<h1 id="total"`), entities
/// decoded, white space squeezed; "(none)" when there is no such element.
std::string text_of(std::string_view html, std::string_view tag);
/// Values of an attribute, in order, entities decoded.
std::vector<std::string> attributes(std::string_view html, std::string_view name);
/// The `href` of the first link whose name (`aria-label`, else its text) is exactly `text`; "(none)"
/// otherwise.
std::string link(std::string_view html, std::string_view text);
bool contains(std::string_view text, std::string_view part);

}  // namespace labtrail::tests
