#include "searcher/query/joint.h"

#include <array>

#include "corpus/base/text.h"

namespace labtrail::query {

base::Result<JointClause> parse_joint(std::string_view text) {
  constexpr std::array<std::string_view, 3> kPairings{"two_authors", "one_author", "unpaired"};
  constexpr std::array<std::string_view, 3> kOthers{"/institution:", "/lab:", "/country:"};
  JointClause joint;
  text = base::trim(text);
  for (const std::string_view pairing : kPairings) {
    if (text.size() <= pairing.size() || !text.ends_with(pairing) ||
        text[text.size() - pairing.size() - 1] != '/')
      continue;
    joint.pairing = pairing;
    text.remove_suffix(pairing.size() + 1);
    break;
  }
  for (const std::string_view other : kOthers) {
    const std::size_t at = text.find(other);
    if (at == std::string_view::npos) continue;
    joint.other = base::trim(text.substr(at + 1));
    text = base::trim(text.substr(0, at));
    break;
  }
  joint.subject = text;
  if (joint.subject.find(':') == std::string::npos) {
    return base::fail(base::ErrorCode::bad_filter, "a joint clause names no subject",
                      "write joint:lab:zhejiang-lab or joint:lab:zhejiang-lab/country:US");
  }
  return joint;
}

std::string to_string(const JointClause& joint) {
  std::string out = joint.subject;
  if (!joint.other.empty()) out += "/" + joint.other;
  if (!joint.pairing.empty()) out += "/" + joint.pairing;
  return out;
}

}  // namespace labtrail::query
