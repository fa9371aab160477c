// SPDX-License-Identifier: MIT
#include "scenarios/scenario_files.hpp"

#include "scenarios/nearest.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <sys/auxv.h>
#include <system_error>

namespace creditsim::scenarios {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view extension = ".json";

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && !is_folder(path);
}

core::Error no_such_scenario(const std::string& name) {
  const auto names = ready_scenario_names();
  const std::string_view known = nearest(name, {names.begin(), names.end()});
  return {core::Errc::not_found,
          name + ": neither a file nor a ready scenario" +
              (known.empty() ? "; `creditsim list` names these" : "; the nearest is " + std::string{known})};
}

} // namespace

core::Result<std::string> read_file(const fs::path& file) {
  if (is_folder(file))
    return core::Error{core::Errc::io, file.string() + ": a folder, not a file"};
  errno = 0;
  std::ifstream stream{file, std::ios::binary};
  if (!stream) {
    const bool missing = errno == ENOENT;
    const std::string reason = missing ? "no such file" : std::generic_category().message(errno);
    return core::Error{missing ? core::Errc::not_found : core::Errc::io, file.string() + ": " + reason};
  }
  std::string text{std::istreambuf_iterator<char>{stream}, {}};
  if (stream.bad())
    return core::Error{core::Errc::io, file.string() + ": cannot be read"};
  return text;
}

fs::path ready_scenario_folder() {
  std::error_code fault;
  // Where the system started this program from: known without /proc, which small containers do not mount.
  const fs::path program = fs::canonical(std::bit_cast<const char*>(getauxval(AT_EXECFN)), fault);
  if (!fault) {
    const fs::path installed = program.parent_path().parent_path() / CREDITSIM_INSTALLED_SCENARIOS;
    if (is_folder(installed))
      return installed;
  }
  const fs::path sources{CREDITSIM_SOURCE_SCENARIOS};
  return is_folder(sources) ? sources : fs::path{};
}

std::vector<std::string> ready_scenario_names() {
  std::vector<std::string> names;
  std::error_code fault;
  for (fs::directory_iterator entry{ready_scenario_folder(), fault}, end; !fault && entry != end;
       entry.increment(fault))
    if (entry->path().extension() == extension)
      names.push_back(entry->path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

core::Result<ScenarioText> open_scenario(const std::string& file_or_name) {
  fs::path file{file_or_name};
  if (!is_file(file)) {
    const bool like_a_file = file.has_parent_path() || file.extension() == extension;
    file = ready_scenario_folder() / (file_or_name + std::string{extension});
    if (like_a_file)
      return core::Error{core::Errc::not_found, file_or_name + ": no such file"};
    if (!is_file(file))
      return no_such_scenario(file_or_name);
  }
  auto text = read_file(file);
  if (!text)
    return text.error();
  std::error_code ignored; // `file` was read a moment ago
  return ScenarioText{file_or_name, std::move(text).value(), fs::absolute(file, ignored).parent_path()};
}

} // namespace creditsim::scenarios
