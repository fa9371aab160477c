// SPDX-License-Identifier: MIT
#include "tests/scenarios/program.hpp"

#include "core/check.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace creditsim::tests {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  std::string name = (fs::temp_directory_path() / "creditsim-test-XXXXXX").string();
  CREDITSIM_CHECK(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored; // a folder that stays behind must not fail a test
  fs::remove_all(path_, ignored);
}

std::string ScratchFolder::write(const std::string& name, const std::string& content) const {
  const fs::path file = path_ / name;
  std::ofstream{file, std::ios::binary} << content;
  return file.string();
}

std::string content(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream{text};
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

Outcome run_program(const std::string& arguments, const fs::path& folder) {
  const ScratchFolder scratch;
  const std::string out = (scratch.path() / "out").string();
  const std::string err = (scratch.path() / "err").string();
  // Redirections in `arguments` come after these and win.
  const std::string command =
      "cd " + folder.string() + "; > " + out + " 2> " + err + " " + CREDITSIM_PROGRAM + " " + arguments;
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(out), content(err)};
}

} // namespace creditsim::tests
