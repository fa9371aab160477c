// SPDX-License-Identifier: MIT
#include "scenarios/capsule_files.hpp"

#include "scenarios/capsule_reader.hpp"
#include "scenarios/key_values.hpp"
#include "scenarios/replica_option.hpp"
#include "scenarios/run_text.hpp"
#include "scenarios/scenario_files.hpp"

#include <filesystem>
#include <system_error>

namespace creditsim::scenarios {

using core::Result;

Result<Capsule> open_capsule(const std::string& file) {
  auto text = read_file(file);
  if (!text)
    return text.error();
  std::error_code ignored; // the file was read a moment ago
  return read_capsule({file, std::move(text).value(), std::filesystem::absolute(file, ignored).parent_path()});
}

Result<RunnableCase> case_of(const Capsule& capsule, const std::string& file,
                             const std::optional<actors::ChildOptions>& replica) {
  if (capsule.replica && !replica)
    return core::Error{core::Errc::invalid_value,
                       one_line(file +
                                ": replica: the case was found with a command, and what a file says is not run " +
                                "by itself; this runs it: " + quoted_arguments(replica_arguments(capsule.replica)))};
  if (!capsule.replica && replica)
    return core::Error{core::Errc::invalid_value,
                       file + ": replica: the case is of creditsim's own ledger, there is no use for --replica"};
  return RunnableCase{.scenario = capsule.scenario,
                      .edges = capsule.edges,
                      .inputs = inputs_of(capsule),
                      .planted = capsule.planted,
                      .replica = replica};
}

} // namespace creditsim::scenarios
