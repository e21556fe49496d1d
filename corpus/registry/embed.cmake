# Writes the registry's files into one source, as raw string literals.
#   cmake -DOUT=shipped_files.cc -DFOLDER=corpus/registry "-DFILES=funders.toml;topics/language.toml" -P embed.cmake
set(delimiter "labtrail")
set(entries "")
foreach(file IN LISTS FILES)
  file(READ "${FOLDER}/${file}" text)
  string(FIND "${text}" ")${delimiter}\"" end)
  if(NOT end EQUAL -1)
    message(FATAL_ERROR "${file} holds )${delimiter}\", which would end its literal")
  endif()
  string(APPEND entries "    {\"${file}\", R\"${delimiter}(${text})${delimiter}\"},\n")
endforeach()

file(WRITE "${OUT}" "// Written by corpus/registry/embed.cmake; not to be edited.
#include \"corpus/registry/registry.h\"

#pragma GCC diagnostic ignored \"-Woverlength-strings\"

namespace labtrail::corpus {

const std::vector<RegistryFile>& shipped_registry_files() {
  static const std::vector<RegistryFile> files{
${entries}  };
  return files;
}

}  // namespace labtrail::corpus
")
