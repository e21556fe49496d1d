# Writes assets.cc: the files a page refers to, as string literals, each under a path that holds a hash of its content.
#   cmake -DOUT=assets.cc -DSTYLES="a.css;b.css" -DCLIENT=client.js|"" -DICON=icon.svg -P embed.cmake
# Style sheets are joined in order. Literals are cut into pieces, since compilers may refuse long ones.
set(entries "")
set(roles "")

function(embed role extension type content)
  string(SHA256 hash "${content}")
  string(SUBSTRING "${hash}" 0 16 short)
  set(literal "")
  string(LENGTH "${content}" length)
  string(HEX "${content}" hex)
  # A piece ends where a byte does; hexadecimal escapes never run into a following letter, as each piece has only them.
  string(LENGTH "${hex}" digits)
  set(at 0)
  while(at LESS digits)
    string(SUBSTRING "${hex}" ${at} 160 piece)
    string(REGEX REPLACE "(..)" "\\\\x\\1" piece "${piece}")
    string(APPEND literal "\n        \"${piece}\"")
    math(EXPR at "${at} + 160")
  endwhile()
  math(EXPR bytes "${digits} / 2")
  set(entry "    {\"${role}\",\n     {\"/assets/labtrail-${short}.${extension}\", \"${type}\", std::string_view(${literal}, ${bytes}),\n      \"\\\"${short}\\\"\"}},\n")
  set(entries "${entries}${entry}" PARENT_SCOPE)
endfunction()

set(style "")
foreach(file IN LISTS STYLES)
  file(READ "${file}" part)
  string(APPEND style "${part}")
endforeach()
embed(style css "text/css; charset=utf-8" "${style}")
if(CLIENT)
  file(READ "${CLIENT}" script)
  embed(client js "text/javascript; charset=utf-8" "${script}")
endif()
file(READ "${ICON}" icon)
embed(icon svg "image/svg+xml" "${icon}")

file(WRITE "${OUT}" "// Written by web/embed.cmake; not to be edited.
#include \"web/assets.h\"

#include <array>

namespace labtrail::web {
namespace {

struct Named {
  std::string_view role;
  Asset asset;
};

const std::array kAssets = std::to_array<Named>({
${entries}});

}  // namespace

const Asset* find_asset(std::string_view path) {
  for (const Named& named : kAssets) {
    if (named.asset.path == path) return &named.asset;
  }
  return nullptr;
}

const Asset* asset(std::string_view role) {
  for (const Named& named : kAssets) {
    if (named.role == role) return &named.asset;
  }
  return nullptr;
}

}  // namespace labtrail::web
")
