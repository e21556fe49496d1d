// A file on its way: it has no name until it is whole, then it is given its name in one step.
#pragma once

#include <filesystem>

namespace labtrail::bundle {

/// Gone again when it was not published, also when the program is killed. On file systems that know no
/// nameless files (FAT, NFS) it has a name that begins with a dot meanwhile, and that is what a killed
/// program leaves there.
class Unfinished {
 public:
  /// Makes the empty file. Throws base::Failure (io), as all functions here.
  explicit Unfinished(const std::filesystem::path& target);
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished();
  /// Where to write it.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Names it and syncs the folder. False when there is a file of that name and `replace` is not allowed:
  /// then nothing has changed.
  bool publish(bool replace);

 private:
  /// Gives a nameless file that name; false when it is taken.
  bool link_as(const std::filesystem::path& name) const;

  std::filesystem::path target_;
  std::filesystem::path path_;
  int fd_ = -1;  ///< of the nameless file, or -1
};

}  // namespace labtrail::bundle
