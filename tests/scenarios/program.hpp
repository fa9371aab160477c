// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace creditsim::tests {

/// What the program left behind.
struct Outcome {
  int status = 0;
  std::string out;
  std::string err;
};

/// A folder for one test, removed with everything in it at the end.
class ScratchFolder {
public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Writes a file and returns its whole name.
  std::string write(const std::string& name, const std::string& content) const;

private:
  std::filesystem::path path_;
};

/// The content of a file; empty when there is none.
std::string content(const std::filesystem::path& file);

/// The lines of a text, without their ends.
std::vector<std::string> lines_of(const std::string& text);

/// Runs the built program through a shell, which splits `arguments`, in `folder`, by default the working directory.
Outcome run_program(const std::string& arguments, const std::filesystem::path& folder = ".");

} // namespace creditsim::tests
