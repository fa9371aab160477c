// SPDX-License-Identifier: MIT
#include "scenarios/capsule_files.hpp"

#include "scenarios/capsule_reader.hpp"
#include "scenarios/scenario_files.hpp"

#include <filesystem>
#include <system_error>

namespace creditsim::scenarios {

core::Result<Capsule> open_capsule(const std::string& file) {
  auto text = read_file(file);
  if (!text)
    return text.error();
  std::error_code ignored; // the file was read a moment ago
  return read_capsule({file, std::move(text).value(), std::filesystem::absolute(file, ignored).parent_path()});
}

RunnableCase case_of(const Capsule& capsule) {
  return {
      .scenario = capsule.scenario, .edges = capsule.edges, .inputs = inputs_of(capsule), .planted = capsule.planted};
}

} // namespace creditsim::scenarios
